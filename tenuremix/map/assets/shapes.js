// Outlines of areas and plots: drawn once on a grid, and moved and scaled by the browser itself.
"use strict";

function makeShapes(map, { zoom: gridZoom, origin }) {
  map.createPane("shapes").style.zIndex = 400;
  const frame = L.svg({ pane: "shapes", padding: 0.5 });
  const drawing = document.querySelector(".first"); // what the page showed before the script ran
  const grid = drawing.firstElementChild;
  const [fills, lines, plots, circles] = grid.children;
  const first = [...fills.children];
  const patterns = every(".patterns [data-turn]"); // on the map they keep their size at every scale

  const scale = () => map.getZoomScale(map.getZoom(), gridZoom);
  const corner = () => L.point(origin).multiplyBy(scale()).subtract(map.getPixelOrigin());

  function place() {
    const by = scale();
    const { x, y } = corner();
    grid.setAttribute("transform", `translate(${x} ${y}) scale(${by})`);
    patterns.forEach((pattern) =>
      pattern.setAttribute("patternTransform", `scale(${1 / by}) ${pattern.dataset.turn}`));
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
    fills, lines, plots, circles, first, scale, takeOver,
    bounds: ([left, top, right, bottom]) => L.latLngBounds(latLng(left, bottom), latLng(right, top)),
    toGrid: (at) => map.project(at, gridZoom).subtract(origin),
    onGrid: (layerPoint) => layerPoint.subtract(corner()).divideBy(scale()),
  };
}
