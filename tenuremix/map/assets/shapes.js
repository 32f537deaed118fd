// Outlines of areas and plots: drawn once on a grid, and moved and scaled by the browser itself.
"use strict";

function makeShapes(map, { zoom: gridZoom, origin, rim }) {
  map.createPane("shapes").style.zIndex = 400;
  const frame = L.svg({ pane: "shapes", padding: 0.5 });
  const drawing = document.querySelector(".first"); // what the page showed before the script ran
  const grid = drawing.firstElementChild;
  const [, fills, rims, lines, , plots, circles, chosen] = grid.firstElementChild.children;
  const first = [...fills.children];
  const borders = [...lines.children];
  // On the map and in what is enlarged of it, patterns keep their size at every scale.
  const patterns = every(".patterns [data-turn]");
  const enlarged = patterns.map((pattern) => {
    const copy = pattern.cloneNode(true);
    const name = pattern.id.replace("map-fill-", "");
    copy.id = `inset-fill-${name}`;
    pattern.after(copy);
    document.documentElement.style.setProperty(`--fill-${name}`, `url(#${pattern.id})`);
    const inset = document.querySelector(".inset");
    if (inset) inset.style.setProperty(`--fill-${name}`, `url(#${copy.id})`);
    return copy;
  });
  const scalePatterns = (all, by) => all.forEach((pattern) =>
    pattern.setAttribute("patternTransform", `scale(${1 / by}) ${pattern.dataset.turn}`));

  const scale = () => map.getZoomScale(map.getZoom(), gridZoom);
  const corner = () => L.point(origin).multiplyBy(scale()).subtract(map.getPixelOrigin());

  function place() {
    const by = scale();
    const { x, y } = corner();
    grid.setAttribute("transform", `translate(${x} ${y}) scale(${by})`);
    rims.style.setProperty("--rim", `${Math.max(rim, 10 / by)}px`); // half of it is cut off
    scalePatterns(patterns, by);
  }

  // Takes the drawing over, once the map knows where it stands.
  function takeOver() {
    frame.addTo(map);
    map.getPane("shapes").firstElementChild.append(grid);
    drawing.remove();
    frame.on("update", place);
    place();
  }

  const latLng = (x, y) => map.unproject(L.point(x, y).add(origin), gridZoom);

  return {
    fills, rims, lines, plots, circles, chosen, first, borders, scale, takeOver,
    enlarge: (by) => scalePatterns(enlarged, by),
    bounds: ([left, top, right, bottom]) => L.latLngBounds(latLng(left, bottom), latLng(right, top)),
    toGrid: (at) => map.project(at, gridZoom).subtract(origin),
    onGrid: (layerPoint) => layerPoint.subtract(corner()).divideBy(scale()),
  };
}
