// What the allocations look like: a pie of three, or a square of an open plot; no letter, no number.
"use strict";

function pointAt(r, share) {
  const angle = 2 * Math.PI * share;
  return `${(r * Math.sin(angle)).toFixed(2)} ${(-r * Math.cos(angle)).toFixed(2)}`;
}

function wedge(r, from, to, fill) {
  if (to - from > 0.9999) return draw("circle", { r, fill, class: "slice" });
  const large = to - from > 0.5 ? 1 : 0;
  return draw("path", {
    d: `M0 0L${pointAt(r, from)}A${r} ${r} 0 ${large} 1 ${pointAt(r, to)}Z`, fill, class: "slice",
  });
}

function pie(picture, r, slices, colours) {
  const sum = slices.reduce((a, b) => a + b, 0);
  let from = 0;
  slices.forEach((slice, i) => {
    const to = from + slice / sum;
    if (slice > 0) picture.append(wedge(r, from, to, colours[i]));
    from = to;
  });
}

// An open plot is a square with a strip for each tenure: never taken for an allocation.
function square(picture, r, slices, colours) {
  const sum = slices.reduce((a, b) => a + b, 0);
  const strip = (x, width, names) => draw("rect", { x, y: -r, width, height: 2 * r, ...names });
  picture.append(strip(-r - 2, 2 * r + 4, { class: "ground" }), strip(-r, 2 * r, { class: "ground" }));
  let from = -r;
  slices.forEach((slice, i) => {
    if (!slice) return;
    const width = (2 * r * slice) / sum;
    picture.append(strip(from, width, { fill: colours[i], class: "slice" }));
    from += width;
  });
  picture.append(strip(-r, 2 * r, { class: "outline" }));
}

// A white ring parts it from its area. A second ring: dashed where only the area is known, whole
// where it stands for several.
function symbolPicture({ stage, r, slices = [], near = false, many = false }, colours) {
  const edge = r + 7;
  const picture = draw("svg", {
    width: 2 * edge, height: 2 * edge, viewBox: `${-edge} ${-edge} ${2 * edge} ${2 * edge}`,
    class: `allocation ${stage}`, "aria-hidden": "true",
  });
  if (stage === "proposed") {
    square(picture, r, slices, colours);
    return picture;
  }
  const second = near || many;
  picture.append(draw("circle", { r: r + (second ? 4.6 : 2.6), class: "ground" }));
  if (second) picture.append(draw("circle", { r: r + 3.4, class: `second ${many ? "" : "near"}` }));
  if (slices.some((each) => each > 0)) pie(picture, r, slices, colours);
  picture.append(draw("circle", { r, class: `outline ${stage}` }));
  if (stage === "withdrawn") {
    const c = r * 0.7;
    picture.append(draw("path", { d: `M${-c} ${c}L${c} ${-c}`, class: "outline" }));
  }
  return picture;
}
