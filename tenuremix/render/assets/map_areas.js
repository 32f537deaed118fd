// The areas: their outlines, colours and patterns, and the names that stand on them.
"use strict";

function makeAreas(app) {
  const { map, data, shapes } = app;
  const levels = {};
  const pen = make("canvas", {}).getContext("2d"); // never seen: it tells what lies in an outline
  const labels = map.createPane("labels");
  labels.classList.add("leaflet-zoom-hide");
  labels.style.pointerEvents = "none";
  let shown = null; // the level that is drawn

  function makeArea(area, index) {
    const path = draw("path", { d: area.path, "data-area": index, class: "leaflet-interactive" });
    const name = make("span", { class: "name" }, area.name);
    const short = make("span", { class: "short" });
    const box = make("span", { class: "area-label" }, name, short);
    const bounds = area.box && shapes.bounds(area.box);
    return { area, path, bounds, box, name, short, outline: null };
  }

  function makeLevel(id) {
    const level = data.levels.find((each) => each.id === id);
    const areas = level.areas.map(makeArea);
    const border = draw("path", { d: level.areas.map(({ path }) => path).join("") });
    return { id, areas, level, border, thin: areas.length > 60, named: areas.length <= 40 };
  }

  // Chooses a level without drawing it: what is measured before is drawn but once.
  function choose(id) {
    levels[id] = levels[id] || makeLevel(id);
    shown = levels[id];
  }

  function show(id) {
    choose(id);
    paint();
    shapes.fills.replaceChildren(...shown.areas.map(({ path }) => path));
    shapes.lines.replaceChildren(shown.border);
    [shapes.fills, shapes.lines].forEach((group) => group.classList.toggle("thin", shown.thin));
    labels.replaceChildren(...shown.areas.filter(({ area }) => area.at).map(({ box }) => box));
  }

  function paint() {
    const { legend } = app.sheet();
    shown.areas.forEach((each, i) => {
      const [bucket, short] = app.value(i);
      each.path.setAttribute("fill", fillOf(legend[bucket], "map-"));
      each.short.textContent = short;
    });
  }

  function restyle() {
    paint();
    placeLabels();
  }

  // ---- What the pointer is over, and what it clicks

  const tip = L.tooltip({ sticky: true });
  const pointed = ({ target }) => target.dataset && target.dataset.area;

  shapes.fills.addEventListener("mousemove", (event) => {
    const index = pointed(event);
    if (index === undefined) return;
    const { area } = shown.areas[index];
    tip.setContent(make("span", {}, `${area.name}: ${app.value(index)[2]}`));
    tip.setLatLng(map.mouseEventToLatLng(event));
    map.openTooltip(tip);
  });
  shapes.fills.addEventListener("mouseleave", () => map.closeTooltip(tip));
  document.addEventListener("keydown", ({ key }) => key === "Escape" && map.closeTooltip(tip));
  map.on("click", ({ originalEvent, latlng }) => {
    const index = pointed(originalEvent);
    map.closeTooltip(tip);
    if (index !== undefined) app.popups.openArea(Number(index), latlng);
  });

  // ---- Labels

  // Sizes are read all at once: a browser lays the page out anew for each change between.
  function measure(areas, withName) {
    areas.forEach((each) => {
      each.box.hidden = false;
      each.name.hidden = !withName;
    });
    return areas.map((each) => [each.box.offsetWidth / 2, each.box.offsetHeight / 2]);
  }

  function isInside(each, at) {
    each.outline = each.outline || new Path2D(each.area.path);
    const { x, y } = shapes.onGrid(at);
    return pen.isPointInPath(each.outline, x, y, "evenodd");
  }

  // Finds where a label may stand: in the middle of its area, else beside it but within the area.
  function findPlace(each, at, [w, h], space, isFree) {
    const within = ([x, y]) => {
      if (!x && !y) return true;
      if (Math.abs(x) + w > space.width || Math.abs(y) + h > space.height) return false;
      return [[x - w, y - h], [x + w, y - h], [x - w, y + h], [x + w, y + h]].every((corner) =>
        isInside(each, map.containerPointToLatLng(at.add(corner))));
    };
    return [
      [0, 0], [0, -2.4 * h], [0, 2.4 * h], [-1.2 * w, 0], [1.2 * w, 0], [0, -4 * h], [0, 4 * h],
      [-1.6 * w, -2 * h], [1.6 * w, -2 * h], [-1.6 * w, 2 * h], [1.6 * w, 2 * h],
    ].find((place) => isFree(place) && within(place));
  }

  function room({ bounds }) {
    const low = map.latLngToContainerPoint(bounds.getSouthWest());
    const high = map.latLngToContainerPoint(bounds.getNorthEast());
    return { width: high.x - low.x, height: low.y - high.y };
  }

  // Names and values on the map: the largest areas first, none over another or a symbol.
  function placeLabels() {
    const areas = shown.areas.filter((each) => each.area.at);
    // A few large areas are always named, over the symbols if need be.
    const few = areas.length <= 12;
    labels.style.zIndex = few ? 650 : 404;
    const taken = few ? [] : app.symbols.boxes();
    const named = shown.named || map.getZoom() >= 12.5;
    const whole = named ? measure(areas, true) : [];
    const brief = measure(areas, false);
    const sized = areas.map((each, i) => ({ each, room: room(each), whole: whole[i], brief: brief[i] }));
    sized.sort((a, b) => b.room.width * b.room.height - a.room.width * a.room.height);
    const view = map.getSize();
    sized.forEach(({ each, room: space, whole: large, brief: small }) => {
      const at = map.latLngToContainerPoint(each.area.at);
      const away = at.x < -100 || at.y < -100 || at.x > view.x + 100 || at.y > view.y + 100;
      const put = ([w, h], withName) => {
        if (2 * w > space.width * 1.05 || 2 * h > space.height * 1.05) return false;
        const free = findPlace(each, at, [w, h], space, ([x, y]) => {
          const box = [at.x + x - w, at.y + y - h, at.x + x + w, at.y + y + h];
          return !taken.some((t) =>
            box[0] < t[2] && t[0] < box[2] && box[1] < t[3] && t[1] < box[3]);
        });
        if (!free) return false;
        const [x, y] = free;
        taken.push([at.x + x - w, at.y + y - h, at.x + x + w, at.y + y + h]);
        const layerPoint = map.containerPointToLayerPoint(at.add(free));
        each.box.style.left = `${layerPoint.x}px`;
        each.box.style.top = `${layerPoint.y}px`;
        each.name.hidden = !withName;
        return true;
      };
      const done = !away &&
        ((named && put(large, true)) || (each.short.textContent && put(small, false)));
      each.box.hidden = !done;
    });
  }

  // The whole city, with the symbols that stand near it.
  function fit() {
    const bounds = L.latLngBounds(shown.areas.flatMap((each) => each.bounds || []));
    if (!bounds.isValid()) return;
    const wide = map.getSize().x > 500; // a phone has no room for what lies outside
    const near = bounds.pad(wide ? 0.05 : 0);
    app.symbols.points().forEach((at) => near.contains(at) && bounds.extend(at));
    map.fitBounds(bounds, {
      paddingTopLeft: [6, 6], paddingBottomRight: [wide ? 64 : 6, 6], animate: false,
    });
    app.wholeZoom = map.getZoom();
  }

  return { choose, show, restyle, placeLabels, fit, current: () => shown };
}
