// The names on the map and in its enlarged part: what people call places, and areas where they fit.
"use strict";

function makeLabels(app) {
  const { map, data, shapes } = app;
  const pane = map.createPane("labels");
  pane.classList.add("leaflet-zoom-hide", "map-labels");
  pane.style.zIndex = 650;
  pane.setAttribute("aria-hidden", "true"); // the table says the same, area by area

  // What a place is drawn in: where its names stand, and how the grid lies in it.
  const whole = {
    pane,
    point: (at) => map.latLngToContainerPoint(at),
    put: (point) => map.containerPointToLayerPoint(point),
    grid: (point) => shapes.onGrid(map.containerPointToLayerPoint(point)),
    size: () => map.getSize(),
    scale: shapes.scale,
    near: () => map.getZoom() >= app.wholeZoom + 1,
  };

  const labelOf = (kind, name, value = "") => make("span", { class: `map-label ${kind}` },
    ...(name ? [name] : []), ...(value ? [make("b", {}, value)] : []));

  // What may stand on a map, the most wanted first.
  function wanted(view) {
    const near = view.near();
    const found = near || view.enlarged ? [] : data.regions.map(({ name, at }) => ({ kind: "region", name, at, free: true }));
    const areas = app.areas.current().areas.filter(({ area }) => area.at);
    const valued = areas.some(({ short }) => short);
    const room = ({ area: { box } }) => (box[2] - box[0]) * (box[3] - box[1]);
    const sorted = [...areas].sort((a, b) => room(b) - room(a));
    if (app.judging()) {
      sorted.filter(({ short }) => short).forEach((each) =>
        found.push({ kind: "area", name: each.area.name, value: each.short, at: each.area.at, each, free: true }));
      return found;
    }
    if (!near && !view.enlarged && !valued) {
      data.places.forEach(({ name, at, wet }) => found.push({ kind: wet ? "wet" : "place", name, at, free: true }));
    }
    if (near || view.enlarged || valued) {
      sorted.forEach((each) => {
        if (near || view.enlarged) found.push({ kind: "area", name: each.area.name, value: each.short, at: each.area.at, each });
        else found.push({ kind: "area", name: "", value: each.short, at: each.area.at, each });
      });
    }
    return found.filter(({ name, value }) => name || value);
  }

  // Those that say the same are laid out once, and all at once: a browser lays the page out anew for
  // each change between.
  function measure(view, labels) {
    labels.forEach((each) => (each.label = labelOf(each.kind, each.name, each.value)));
    view.pane.replaceChildren(...labels.map(({ label }) => label));
    labels.forEach((each) => {
      each.w = each.label.offsetWidth / 2;
      each.h = each.label.offsetHeight / 2;
    });
  }

  // In the middle of its area, else beside it; the name of an area alone stays within it.
  function findPlace(view, { each, free, w, h }, at, isFree) {
    const within = ([x, y]) => free || [[x - w, y - h], [x + w, y - h], [x - w, y + h], [x + w, y + h]].every(
      (corner) => app.areas.isInside(each, view.grid(at.add(corner))));
    const around = [[0, 0], [0, -2 * h], [0, 2 * h], [-w, 0], [w, 0], [-w, -1.6 * h], [w, -1.6 * h],
      [-w, 1.6 * h], [w, 1.6 * h]];
    const further = free && app.judging() ? [[0, -3.2 * h], [0, 3.2 * h], [-2 * w, 0], [2 * w, 0]] : [];
    return [...around, ...further].find((place) => isFree(place) && within(place));
  }

  function placeIn(view, taken) {
    const labels = wanted(view);
    measure(view, labels);
    const { x: wide, y: high } = view.size();
    const placed = [];
    labels.forEach((each) => {
      const at = view.point(each.at);
      const { w, h } = each;
      if (at.x < 0 || at.y < 0 || at.x > wide || at.y > high) return;
      if (view === whole && each.kind === "area" && app.inset.holds(each.at)) return; // it stands there
      if (each.each && !each.free) {
        const { box } = each.each.area;
        const by = view.scale() * 1.05;
        if (2 * w > (box[2] - box[0]) * by || 2 * h > (box[3] - box[1]) * by) return;
      }
      const boxAt = ([x, y]) => [at.x + x - w, at.y + y - h, at.x + x + w, at.y + y + h];
      const free = findPlace(view, each, at, (where) => {
        const box = boxAt(where);
        return box[0] >= 0 && box[1] >= 0 && box[2] <= wide && box[3] <= high &&
          !taken.some((t) => !(t.open && each.kind === "region") && box[0] < t[2] && t[0] < box[2] && box[1] < t[3] && t[1] < box[3]);
      });
      if (!free) return;
      taken.push(boxAt(free));
      const { x, y } = view.put(at.add(free));
      each.label.style.left = `${x}px`;
      each.label.style.top = `${y}px`;
      placed.push(each.label);
    });
    view.pane.replaceChildren(...placed);
  }

  function place() {
    placeIn(whole, [...app.symbols.boxes(false), ...covered()]);
    if (app.ready) placeInset();
  }

  function placeInset() {
    if (app.inset.shown()) placeIn(app.inset.view, [...app.symbols.boxes(true), app.inset.view.heading()]);
  }

  // What stands over the map where a name would not be seen.
  function covered() {
    const frame = map.getContainer().getBoundingClientRect();
    return every(".on-map > *, .frame > .note:not([hidden]), .leaflet-control").flatMap((each) => {
      const { left, top, right, bottom, width } = each.getBoundingClientRect();
      return width ? [[left - frame.left, top - frame.top, right - frame.left, bottom - frame.top]] : [];
    }).concat(app.inset.shown() ? [app.inset.covers(), Object.assign(app.inset.within(), { open: true })] : []);
  }

  return { place, placeInset };
}
