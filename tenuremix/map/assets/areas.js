// The areas: their outlines, colours and patterns, and the names that stand on them.
"use strict";

function makeAreas(app) {
  const { map, data, shapes } = app;
  const levels = {};
  const pen = make("canvas", {}).getContext("2d"); // never seen: it tells what lies in an outline
  const labels = map.createPane("labels");
  labels.classList.add("leaflet-zoom-hide");
  labels.style.pointerEvents = "none";
  labels.setAttribute("aria-hidden", "true"); // the table says the same, area by area
  let shown = null; // the level that is drawn

  function makeArea(area, index) {
    // The outlines of the first level are those that the page was drawn with.
    const path = "path" in area ? draw("path", { d: area.path }) : shapes.first[index];
    path.dataset.area = index;
    return { area, path, short: "", outline: null };
  }

  function makeLevel(id) {
    const level = data.levels.find((each) => each.id === id);
    const areas = level.areas.map(makeArea);
    const border = draw("path", { d: areas.map(({ path }) => path.getAttribute("d")).join("") });
    return { id, areas, level, border, thin: level.thin, named: areas.length <= 40 };
  }

  function show(id) {
    levels[id] = levels[id] || makeLevel(id);
    shown = levels[id];
    paint();
    shapes.fills.replaceChildren(...shown.areas.map(({ path }) => path));
    shapes.lines.replaceChildren(shown.border);
    [shapes.fills, shapes.lines].forEach((group) => group.classList.toggle("thin", shown.thin));
  }

  function paint() {
    const { legend } = app.sheet();
    const amounts = [];
    shown.areas.forEach((each, i) => {
      const [bucket, short, , , amount] = app.value(i);
      each.path.setAttribute("fill", fillOf(legend[bucket], "map-"));
      each.short = short;
      if (amount && each.area.at) amounts.push([amount, each]);
    });
    amounts.sort(([a], [b]) => b - a); // the largest lie below
    shapes.circles.replaceChildren(...amounts.flatMap(circle));
  }

  // A circle is a line of no length with a round end: the same size on the screen at every scale.
  function circle([amount, { area }]) {
    const { x, y } = shapes.toGrid(area.at);
    const width = 2 * circleOf(amount) * app.enlarged;
    return ["ring", "disc"].map((name) => draw("path", {
      class: name, d: `M${x} ${y}h0`, "stroke-width": name === "ring" ? width + 2 : width,
    }));
  }

  function restyle() {
    paint();
    placeLabels();
  }

  // ---- What the pointer is over, and what it clicks

  const tip = makeTip(map);
  const pointed = ({ target }) => target.dataset && target.dataset.area;

  shapes.fills.addEventListener("mousemove", (event) => {
    const index = pointed(event);
    if (index === undefined) return;
    const { area } = shown.areas[index];
    tip.show(`${area.name}: ${app.value(index)[2]}`, map.mouseEventToLatLng(event));
  });
  shapes.fills.addEventListener("mouseleave", tip.hide);
  map.on("click", ({ originalEvent, latlng }) => {
    const index = pointed(originalEvent);
    tip.hide();
    if (index !== undefined) app.popups.openArea(Number(index), latlng);
  });

  // ---- Labels

  const nameOf = ({ area }) => make("span", { class: "name" }, area.name);
  const labelOf = (each, withName) => make("span", { class: "area-label" },
    ...(withName ? [nameOf(each)] : []), make("span", { class: "short" }, each.short));

  // The half of the width and height of each label.  Those that say the same are laid out once, and
  // all at once: a browser lays the page out anew for each change between.
  function measure(areas, withName) {
    const key = (each) => (withName ? `${each.area.name}\n${each.short}` : each.short);
    const found = new Map(areas.map((each) => [key(each), labelOf(each, withName)]));
    labels.replaceChildren(...found.values());
    const sizes = new Map([...found].map(([text, { offsetWidth, offsetHeight }]) =>
      [text, [offsetWidth / 2, offsetHeight / 2]]));
    return areas.map((each) => sizes.get(key(each)));
  }

  function isInside(each, at) {
    each.outline = each.outline || new Path2D(each.path.getAttribute("d"));
    const { x, y } = shapes.onGrid(map.containerPointToLayerPoint(at));
    return pen.isPointInPath(each.outline, x, y, "evenodd");
  }

  // Finds where a label may stand: in the middle of its area, else beside it but within the area.
  function findPlace(each, at, [w, h], space, isFree) {
    const within = ([x, y]) => {
      if (!x && !y) return true;
      if (Math.abs(x) + w > space.width || Math.abs(y) + h > space.height) return false;
      return [[x - w, y - h], [x + w, y - h], [x - w, y + h], [x + w, y + h]].every((corner) =>
        isInside(each, at.add(corner)));
    };
    return [
      [0, 0], [0, -2.4 * h], [0, 2.4 * h], [-1.2 * w, 0], [1.2 * w, 0], [0, -4 * h], [0, 4 * h],
      [-1.6 * w, -2 * h], [1.6 * w, -2 * h], [-1.6 * w, 2 * h], [1.6 * w, 2 * h],
    ].find((place) => isFree(place) && within(place));
  }

  function room({ area: { box } }, scale) {
    return { width: (box[2] - box[0]) * scale, height: (box[3] - box[1]) * scale };
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
    const scale = shapes.scale();
    const sized = areas.map((each, i) =>
      ({ each, room: room(each, scale), whole: whole[i], brief: brief[i] }));
    sized.sort((a, b) => b.room.width * b.room.height - a.room.width * a.room.height);
    const view = map.getSize();
    const placed = [];
    sized.forEach(({ each, room: space, whole: large, brief: small }) => {
      const at = map.latLngToContainerPoint(each.area.at);
      if (at.x < -100 || at.y < -100 || at.x > view.x + 100 || at.y > view.y + 100) return;
      const put = ([w, h], withName) => {
        if (2 * w > space.width * 1.05 || 2 * h > space.height * 1.05) return false;
        const boxAt = ([x, y]) => [at.x + x - w, at.y + y - h, at.x + x + w, at.y + y + h];
        const free = findPlace(each, at, [w, h], space, (where) => {
          const box = boxAt(where);
          return !taken.some((t) =>
            box[0] < t[2] && t[0] < box[2] && box[1] < t[3] && t[1] < box[3]);
        });
        if (!free) return false;
        taken.push(boxAt(free));
        const label = labelOf(each, withName);
        const { x, y } = map.containerPointToLayerPoint(at.add(free));
        label.style.left = `${x}px`;
        label.style.top = `${y}px`;
        placed.push(label);
        return true;
      };
      if (!(named && put(large, true)) && each.short) put(small, false);
    });
    labels.replaceChildren(...placed);
  }

  // The whole city, with the symbols that stand near it.
  function fit() {
    const wide = map.getSize().x > 500; // a phone has no room for what lies outside
    map.fitBounds(shapes.bounds(wide ? data.grid.near : data.grid.areas), {
      paddingTopLeft: [6, 6], paddingBottomRight: [wide ? 64 : 6, 6], animate: false,
    });
    app.wholeZoom = map.getZoom();
  }

  return { show, restyle, placeLabels, fit, current: () => shown };
}
