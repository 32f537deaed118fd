// Outlines of areas and plots: drawn once on a grid, and moved and scaled by the browser itself.
"use strict";

function makeShapes(map, { zoom: gridZoom, origin }) {
  map.createPane("shapes").style.zIndex = 400;
  const frame = L.svg({ pane: "shapes", padding: 0.5 }).addTo(map);
  const [fills, lines, plots] = ["fills", "lines", "plots"].map((name) => draw("g", { class: name }));
  const grid = draw("g", { class: "grid" }, fills, lines, plots);
  map.getPane("shapes").firstElementChild.append(grid);

  // On the map the patterns keep their size at every scale.
  const patterns = every(".patterns pattern").map((pattern) => {
    const copy = pattern.cloneNode(true);
    copy.id = `map-${pattern.id}`;
    pattern.after(copy);
    return [copy, pattern.getAttribute("patternTransform") || ""];
  });

  function place() {
    const scale = map.getZoomScale(map.getZoom(), gridZoom);
    const { x, y } = L.point(origin).multiplyBy(scale).subtract(map.getPixelOrigin());
    grid.setAttribute("transform", `translate(${x} ${y}) scale(${scale})`);
    patterns.forEach(([pattern, own]) =>
      pattern.setAttribute("patternTransform", `scale(${1 / scale}) ${own}`));
  }

  frame.on("update", place);
  place();

  const latLng = (x, y) => map.unproject(L.point(x, y).add(origin), gridZoom);

  return {
    fills, lines, plots,
    bounds: ([left, top, right, bottom]) => L.latLngBounds(latLng(left, bottom), latLng(right, top)),
    onGrid: (at) => map.project(at, gridZoom).subtract(origin),
  };
}
