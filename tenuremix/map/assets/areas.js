// The areas: their outlines, colours and patterns, and which of them is pointed at or chosen.
"use strict";

function makeAreas(app) {
  const { map, data, shapes } = app;
  const levels = {};
  const pen = make("canvas", {}).getContext("2d"); // never seen: it tells what lies in an outline
  let shown = null; // the level that is drawn

  // The outlines of the level that the page was drawn with, and its borders, stand in the drawing.
  function pathOf(at, area, index) {
    if ("path" in area) return draw("path", { d: area.path });
    if (at === data.levels.findIndex(({ id }) => id === data.open)) return shapes.first[index];
    return draw("path", { d: shapes.borders[index].getAttribute("d") });
  }

  function makeLevel(id) {
    const at = data.levels.findIndex((each) => each.id === id);
    const level = data.levels[at];
    const areas = level.areas.map((area, index) => {
      const path = pathOf(at, area, index);
      path.dataset.area = index;
      return { area, path, short: "", outline: null };
    });
    return { id, areas, level, thin: level.thin };
  }

  function show(id) {
    levels[id] = levels[id] || makeLevel(id);
    shown = levels[id];
    choose(null);
    paint();
    shapes.fills.replaceChildren(...shown.areas.map(({ path }) => path));
    shapes.fills.classList.toggle("thin", shown.thin);
  }

  // Of a sparse area only the rim has its colour, so that much land does not look like many dwellings.
  function rimOf(each, index, fill, pattern) {
    const d = each.path.getAttribute("d");
    const id = `within-${index}`;
    const rim = draw("path", { d, stroke: fill, "clip-path": `url(#${id})` });
    rim.style.stroke = pattern;
    return [draw("clipPath", { id }, draw("path", { d })), rim];
  }

  // A pattern is named by a property, which is another in what is enlarged: as fine there as here.
  const patternOf = ({ fill }) => (/^[a-z]+-?\d?$/.test(fill) ? `var(--fill-${fill})` : "");

  function paint() {
    const { legend } = app.sheet();
    const { scaled } = app.view();
    const amounts = [];
    const rims = [];
    shown.areas.forEach((each, i) => {
      const [bucket, short, , , amount] = app.value(i);
      const fill = fillOf(legend[bucket], "map-");
      const rimmed = each.area.sparse && bucket < scaled;
      each.path.setAttribute("fill", rimmed ? data.sparse[fill.startsWith("url") ? 1 : 0] : fill);
      each.path.style.fill = rimmed ? "" : patternOf(legend[bucket]);
      const here = app.judging() && bucket < legend.length - 2;
      each.path.style.stroke = here ? "#4b2a77" : "";
      each.path.style.strokeWidth = here ? 1.6 : "";
      if (rimmed) rims.push(...rimOf(each, i, fill, patternOf(legend[bucket])));
      each.short = short;
      if (amount && each.area.at) amounts.push([amount, each]);
    });
    amounts.sort(([a], [b]) => b - a); // the largest lie below
    shapes.rims.replaceChildren(...rims);
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

  function isInside(each, { x, y }) {
    each.outline = each.outline || new Path2D(each.path.getAttribute("d"));
    return pen.isPointInPath(each.outline, x, y, "evenodd");
  }

  // Outlines one area, in the map and in what is enlarged of it.
  function choose(index) {
    const d = index === null ? "" : shown.areas[index].path.getAttribute("d");
    shapes.chosen.replaceChildren(...(d ? ["halo", "edge"] : []).map((name) =>
      draw("path", { d, class: name })), ...app.inset ? app.inset.cut() : []);
  }

  // ---- What the pointer is over, and what it clicks

  const tip = makeTip(map);
  const pointed = ({ target }) => target.dataset && target.dataset.area;

  shapes.fills.addEventListener("mousemove", (event) => {
    const index = pointed(event);
    if (index === undefined) return;
    tip.show(words(index), map.mouseEventToLatLng(event));
  });
  shapes.fills.addEventListener("mouseleave", tip.hide);
  map.on("click", ({ originalEvent }) => {
    const index = pointed(originalEvent);
    tip.hide();
    if (index !== undefined) app.popups.openArea(Number(index));
  });

  const words = (index) => `${shown.areas[index].area.name}: ${app.value(index)[2]}`;

  // The coarsest outlines are few, and tell where there is land.
  let land = null;
  function isLand({ x, y }) {
    land = land || (shapes.borders.length ? shapes.borders : shapes.first)
      .map((path) => new Path2D(path.getAttribute("d")));
    return land.some((path) => pen.isPointInPath(path, x, y, "evenodd"));
  }

  function indexAt(grid) {
    return shown.areas.findIndex((each) => isInside(each, grid));
  }

  // The whole city, at the left where the map is wider than it.
  function fit() {
    const { x, y } = map.getSize();
    const bounds = shapes.bounds(data.grid.areas);
    const low = app.show && app.show.running() ? 24 : 10;
    const zoom = map.getBoundsZoom(bounds, false, L.point(20, 2 * low));
    const [a, b] = [bounds.getNorthWest(), bounds.getSouthEast()].map((at) => map.project(at, zoom));
    const middle = a.add(b).divideBy(2);
    if (x > 500 && x > y * 0.9) middle.x = a.x - 10 + x / 2;
    map.setView(map.unproject(middle, zoom), zoom, { animate: false });
    app.wholeZoom = map.getZoom();
  }

  return {
    show, fit, choose, isInside, isLand, indexAt, words,
    restyle() {
      paint();
      app.labels.place();
    },
    current: () => shown,
  };
}
