// The inner city enlarged, in a corner where there is no land: the same drawing, seen a second time.
"use strict";

function makeInset(app) {
  const { map, data, shapes } = app;
  const box = document.querySelector(".inset");
  const inner = data.grid.inner;
  const parts = [0.42, 0.38, 0.34, 0.3]; // of the width of the map
  let on = false;
  let by = 1; // pixels of the screen for each of the grid

  const pointOf = (at) => {
    const { x, y } = shapes.toGrid(at);
    return L.point((x - inner[0]) * by, (y - inner[1]) * by);
  };

  // Whether a corner of the map, at the right and below, holds no land.
  function isEmpty(width, height) {
    const { x: wide, y: high } = map.getSize();
    const steps = [0, 0.25, 0.5, 0.75, 1];
    return !steps.some((i) => steps.some((j) => {
      const at = L.point(wide - 12 - i * width, high - 12 - j * height);
      return app.areas.isLand(shapes.onGrid(map.containerPointToLayerPoint(at)));
    }));
  }

  function place() {
    const { x: wide } = map.getSize();
    const whole = Math.abs(map.getZoom() - app.wholeZoom) < 0.01;
    on = false;
    if (!inner || !box) return;
    const shape = (inner[3] - inner[1]) / (inner[2] - inner[0]);
    const room = whole && wide > 600 && matchMedia("(min-width: 60.01rem), print").matches &&
      !app.show.running();
    const part = room && parts.find((each) => isEmpty(each * wide, each * wide * shape));
    on = Boolean(part);
    box.hidden = !on || !app.ready; // it comes a moment after the map itself
    byId("to-inner").hidden = !whole || on;
    if (on) {
      by = (part * wide) / (inner[2] - inner[0]);
      shapes.enlarge(by);
      box.style.width = `${part * wide}px`;
      box.style.height = `${part * wide * shape}px`;
      const [left, top, right, bottom] = inner;
      box.firstElementChild.setAttribute("viewBox", `${left} ${top} ${right - left} ${bottom - top}`);
    }
    shapes.chosen.replaceChildren(...[...shapes.chosen.querySelectorAll(":not(.cut)")], ...cut());
  }

  // The frame of what is enlarged, on the map itself.
  function cut() {
    if (!on) return [];
    const [left, top, right, bottom] = inner;
    return [draw("path", { class: "cut", d: `M${left} ${top}H${right}V${bottom}H${left}z` })];
  }

  // Where it lies over the map, whether it is there yet or not.
  function covers() {
    const { x: wide, y: high } = map.getSize();
    const [left, top, right, bottom] = inner;
    return [wide - 12 - by * (right - left), high - 12 - by * (bottom - top), wide, high];
  }

  // What of the map is shown enlarged, in its pixels.
  function within() {
    const corner = (x, y) => map.latLngToContainerPoint(shapes.bounds([x, y, x, y]).getCenter());
    const a = corner(inner[0], inner[1]);
    const b = corner(inner[2], inner[3]);
    return [a.x, a.y, b.x, b.y];
  }

  function holds(at) {
    const { x, y } = shapes.toGrid(at);
    return on && x >= inner[0] && x <= inner[2] && y >= inner[1] && y <= inner[3];
  }

  if (box) {
    box.addEventListener("click", (event) => {
      if (event.target.closest(".allocation-icon")) return;
      const frame = box.getBoundingClientRect();
      const at = L.point(event.clientX - frame.left, event.clientY - frame.top).divideBy(by);
      const index = app.areas.indexAt(at.add([inner[0], inner[1]]));
      if (index >= 0) app.popups.openArea(index);
    });
  }

  function zoom() {
    map.fitBounds(shapes.bounds(inner), { animate: false });
  }

  const labels = box && box.querySelector(".labels");
  return {
    place, cut, within, covers, holds, zoom,
    shown: () => on,
    reveal: () => box && (box.hidden = !on),
    marks: () => box && box.querySelector(".marks"),
    pointOf,
    scale: () => by,
    view: {
      pane: labels, enlarged: true,
      point: pointOf,
      put: (point) => point,
      grid: (point) => point.divideBy(by).add([inner[0], inner[1]]),
      size: () => L.point(box.clientWidth, box.clientHeight),
      scale: () => by,
      near: () => false,
      heading() {
        const { offsetWidth, offsetHeight } = box.querySelector("p");
        return [0, 0, offsetWidth, offsetHeight];
      },
    },
  };
}
