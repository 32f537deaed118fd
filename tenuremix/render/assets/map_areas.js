// The areas: their outlines, colours and patterns, and the names that stand on them.
"use strict";

function makeAreas(app) {
  const { map, data } = app;
  const drawn = {};
  let shown = null; // the level that is drawn

  ["fills", "lines", "plots", "labels"].forEach((name, i) => {
    map.createPane(name).style.zIndex = 400 + i;
    if (name !== "fills") map.getPane(name).style.pointerEvents = "none";
  });

  const fillOf = ({ fill }) => (fill.startsWith("#") ? fill : `url(#fill-${fill})`);

  // A white edge on both sides of the dark line keeps a border seen between any two colours.
  function drawArea(area, index, weight) {
    const shape = decodePolygons(area.rings);
    const edge = { color: "#fff", weight };
    const polygon = L.polygon(shape, { pane: "fills", fillOpacity: 1, smoothFactor: 0, ...edge });
    const says = () => make("span", {}, `${area.name}: ${app.value(index)[2]}`);
    polygon.once("mouseover", ({ latlng }) =>
      polygon.bindTooltip(says, { sticky: true }).openTooltip(latlng));
    polygon.on("click", (event) => app.popups.openArea(index, event.latlng));
    polygon.on("mouseover", () => polygon.setStyle({ color: "#000", weight: 5 }));
    polygon.on("mouseout", () => polygon.setStyle(edge));
    const name = make("span", { class: "name" }, area.name);
    const short = make("span", { class: "short" });
    const box = make("span", {}, name, short);
    const icon = L.divIcon({ className: "area-label", html: box, iconSize: [0, 0] });
    const label = area.at &&
      L.marker(area.at, { pane: "labels", icon, interactive: false, keyboard: false });
    return { area, shape, polygon, label, box, name, short };
  }

  function drawLevel(id) {
    const level = data.levels.find((each) => each.id === id);
    const thin = level.areas.length > 60;
    const areas = level.areas.map((area, index) => drawArea(area, index, thin ? 2.5 : 3));
    const lines = L.polygon(areas.flatMap((each) => each.shape), {
      pane: "lines", color: "#222", weight: thin ? 1 : 1.3, fill: false, interactive: false,
      smoothFactor: 0,
    });
    const layer = L.layerGroup([
      ...areas.map((each) => each.polygon), ...areas.flatMap((each) => each.label || []), lines,
    ]);
    return { id, areas, layer, level, named: areas.length <= 40 };
  }

  // Chooses a level without putting it on the map: what is measured before is drawn but once.
  function choose(id) {
    if (shown) shown.layer.remove();
    drawn[id] = drawn[id] || drawLevel(id);
    shown = drawn[id];
  }

  function show(id) {
    choose(id);
    paint();
    shown.layer.addTo(map);
  }

  function paint() {
    const { legend } = app.sheet();
    shown.areas.forEach((each, i) => {
      const [bucket, short] = app.value(i);
      each.polygon.setStyle({ fillColor: fillOf(legend[bucket]) });
      each.short.textContent = short;
    });
  }

  function restyle() {
    paint();
    placeLabels();
  }

  // Sizes are read all at once: a browser lays the page out anew for each change between.
  function measure(areas, withName) {
    areas.forEach((each) => {
      each.box.hidden = false;
      each.name.hidden = !withName;
    });
    return areas.map((each) => [each.box.offsetWidth / 2, each.box.offsetHeight / 2]);
  }

  // Finds where a label may stand: in the middle of its area, else beside it but within the area.
  function findPlace(each, at, [w, h], space, isFree) {
    const within = ([x, y]) => {
      if (!x && !y) return true;
      if (Math.abs(x) + w > space.width || Math.abs(y) + h > space.height) return false;
      return [[x - w, y - h], [x + w, y - h], [x - w, y + h], [x + w, y + h]].every((corner) =>
        isInside(each.shape, map.containerPointToLatLng(at.add(corner))));
    };
    return [
      [0, 0], [0, -2.4 * h], [0, 2.4 * h], [-1.2 * w, 0], [1.2 * w, 0], [0, -4 * h], [0, 4 * h],
      [-1.6 * w, -2 * h], [1.6 * w, -2 * h], [-1.6 * w, 2 * h], [1.6 * w, 2 * h],
    ].find((place) => isFree(place) && within(place));
  }

  function room(each) {
    const bounds = each.polygon.getBounds();
    const low = map.latLngToContainerPoint(bounds.getSouthWest());
    const high = map.latLngToContainerPoint(bounds.getNorthEast());
    return { width: high.x - low.x, height: low.y - high.y };
  }

  // Names and values on the map: the largest areas first, none over another or a symbol.
  function placeLabels() {
    const areas = shown.areas.filter((each) => each.label);
    // A few large areas are always named, over the symbols if need be.
    const few = areas.length <= 12;
    map.getPane("labels").style.zIndex = few ? 650 : 404;
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
        each.box.style.left = `${x}px`;
        each.box.style.top = `${y}px`;
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
    const bounds = L.latLngBounds(shown.areas.filter((each) => each.shape.length)
      .map((each) => each.polygon.getBounds()));
    if (!bounds.isValid()) return;
    const wide = map.getSize().x > 500; // a phone has no room for what lies outside
    const near = bounds.pad(wide ? 0.05 : 0);
    app.symbols.points().forEach((at) => near.contains(at) && bounds.extend(at));
    map.fitBounds(bounds, {
      paddingTopLeft: [6, 6], paddingBottomRight: [wide ? 48 : 6, 6], animate: false,
    });
    app.wholeZoom = map.getZoom();
  }

  return { choose, show, restyle, placeLabels, fit, fillOf, current: () => shown };
}
