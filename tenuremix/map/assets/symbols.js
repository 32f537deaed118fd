// The allocations: a symbol for each, and one for each part of the city where they are many.
"use strict";

// Half the side of what a finger or a pointer can hit: never less than WCAG 2.2 asks for.
const reach = (r) => Math.max(12, r + 2);
const MANY = 60; // from how many on the screen they are summed by part of the city

function makeSymbols(app) {
  const { map, data, words } = app;
  const pane = map.getPane("markerPane");
  const INK = ["#1a1a1a", "#ffffff"];
  let groups = []; // what is drawn: each with the allocations that it stands for
  let scale = 1;

  const lookOf = (symbol) => data.symbols.looks[pick(symbol.looks, app.year)];
  const standing = (look) => (look.stage === "withdrawn" ? null : look.n);
  const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);

  // Dwellings by tenure of some allocations; a withdrawn one adds none, an unknown number none.
  function sumOf(members) {
    const slices = data.colours.map(() => 0);
    members.forEach(({ look }) => (standing(look) || []).forEach((n, i) => (slices[i] += n)));
    return slices;
  }

  // What of an allocation a target asks for, and what of that counts.
  function judged({ look, index }) {
    const target = app.judging() - 1;
    const asked = look.n && look.stage !== "withdrawn" ? sum(data.asks[target].map((i) => look.n[i])) : 0;
    const day = data.years[app.year][2];
    const counted = sum(data.ledger.filter((row) =>
      row[0] === target && row[1] === index && row[2] <= day).map((row) => row[7]));
    return [Math.max(0, Math.min(asked, counted)), Math.max(0, asked - counted)];
  }

  const slicesOf = (members) => (app.judging()
    ? members.map(judged).reduce((a, b) => [a[0] + b[0], a[1] + b[1]], [0, 0])
    : sumOf(members));

  function visible() {
    return data.symbols.all.flatMap((symbol, index) => {
      const look = lookOf(symbol);
      const drawn = look && app.symbolsShown() && app.stageShown(look.stage) && !look.somewhere;
      if (!drawn) return [];
      const member = { symbol, look, index };
      return app.judging() && look.n && !sum(judged(member)) ? [] : [member];
    });
  }

  // What is known by a coarse area alone, or lies outside, is listed: a point would say where in it.
  function listUndrawn() {
    const found = new Map();
    data.symbols.all.forEach((symbol, index) => {
      const look = lookOf(symbol);
      if (!look || !look.somewhere || !app.stageShown(look.stage)) return;
      found.set(look.somewhere, [...(found.get(look.somewhere) || []), { symbol, look, index }]);
    });
    const items = [...found].map(([place, members]) => make("li", {},
      make("span", {}, fillIn(words.not_drawn, { place, number: app.number(members.length) })),
      make("ul", { class: "rows" }, ...members.map((member) => make("li", {},
        button(member.symbol.name, ({ target }) => app.popups.from(target, () =>
          app.popups.openOne(member))), `: ${member.look.row[1]}`)))));
    byId("not-drawn").hidden = !items.length;
    byId("not-drawn-list").replaceChildren(...items);
  }

  function radiusOf(members) {
    const known = members.some(({ look }) => look.n);
    return known ? Math.max(3.2, Math.min(app.judging() ? 26 : 34, Math.sqrt(sum(slicesOf(members))))) : 6;
  }

  function grouped(members) {
    const inView = map.getBounds().pad(0.1);
    const seen = members.filter(({ look }) => inView.contains(look.at));
    if (seen.length <= MANY) return members.map((member) => [member]);
    const parts = new Map();
    members.forEach((member) => {
      const key = member.look.part || `alone ${member.index}`;
      parts.set(key, [...(parts.get(key) || []), member]);
    });
    return [...parts.values()];
  }

  function groupOf(members) {
    const [{ symbol, look }] = members;
    const many = members.length > 1;
    const at = many ? data.parts[look.part][1] : look.at;
    const inset = app.inset.holds(at);
    const by = (inset ? 1 : scale) * app.enlarged;
    const r = radiusOf(members) * (many ? 0.6 : by);
    return { members, at, r: Math.max(3.2, r), shift: many ? [0, 0] : symbol.shift.map((n) => n * by), inset };
  }

  function pictureOf({ members, r }) {
    const [{ look }] = members;
    return symbolPicture({
      stage: members.length > 1 ? "decided" : look.stage, r, slices: slicesOf(members),
      near: look.near, many: members.length > 1,
    }, app.judging() ? INK : data.colours);
  }

  function titleOf({ members }) {
    const [{ symbol, look: { row: [stage, dwellings, place], part } }] = members;
    if (members.length > 1) return app.popups.sumText(members, data.parts[part][0]);
    return `${symbol.name}, ${place}: ${dwellings}. ${stage}`;
  }

  function iconOf(group) {
    const icon = make("div", {
      class: "allocation-icon", role: "button", tabindex: "-1", "aria-label": titleOf(group),
    }, pictureOf(group));
    icon.style.width = icon.style.height = `${2 * reach(group.r)}px`;
    return icon;
  }

  // Where a symbol stands: on the map among what is dragged along with it, or in its enlarged part.
  const pointOf = ({ at, shift, inset }) =>
    (inset ? app.inset.pointOf(at) : map.latLngToLayerPoint(at)).add(shift);

  function place() {
    groups.forEach((group) => {
      const { x, y } = pointOf(group);
      group.icon.style.left = `${x}px`;
      group.icon.style.top = `${y}px`;
    });
  }

  // Symbols are smaller while the whole city shows, and grow as the reader comes nearer.
  function redraw() {
    scale = Math.min(1.3, Math.max(0.75, 0.75 + 0.2 * (map.getZoom() - app.wholeZoom)));
    const seen = visible();
    groups = grouped(seen).map(groupOf).sort((a, b) => b.r - a.r);
    groups.forEach((group) => (group.icon = iconOf(group)));
    place();
    const icons = (inset) => groups.filter((group) => group.inset === inset).map(({ icon }) => icon);
    pane.replaceChildren(...icons(false)); // the largest lie below
    const marks = app.inset.marks();
    if (marks) marks.replaceChildren(...icons(true));
    // A plot is but a speck in the whole city.
    const drawn = map.getZoom() < app.wholeZoom + 2 ? [] : seen.filter(({ look }) => look.plot);
    app.shapes.plots.replaceChildren(...drawn.map(({ look }) => draw("path", { d: look.plot })));
    app.walk.forget();
  }

  const boxes = (inset) => groups.filter((group) => group.inset === inset).map((group) => {
    const point = pointOf(group);
    const { x, y } = inset ? point : map.layerPointToContainerPoint(point);
    const r = app.judging() ? group.r + 4 : Math.max(4, group.r - 2);
    return [x - r, y - r, x + r, y + r];
  });

  // ---- What the pointer is on, and what it opens

  const tip = makeTip(map);
  const groupAt = ({ target }) => groups.find(({ icon }) => icon.contains(target));
  const open = (group) => app.popups.openGroup(group);

  function tell(event) {
    const group = groupAt(event);
    if (group) tip.show(titleOf(group), group.at);
  }

  const panes = [pane, app.inset.marks()].filter(Boolean);
  panes.forEach((each) => {
    each.addEventListener("mouseover", tell);
    each.addEventListener("mouseout", tip.hide);
  });
  if (panes[1]) panes[1].addEventListener("click", (event) => groupAt(event) && open(groupAt(event)));
  map.on("click", ({ originalEvent }) => {
    const group = groupAt(originalEvent);
    if (group) open(group);
  });

  // For the keys: as on the map, of a common size.
  function explain() {
    every("span.symbol").forEach((place) => {
      const { stage, pie: slice, near, many, counts } = place.dataset;
      const all = data.colours.map((_, i) => (i === [0, 1, 3][slice] ? 1 : 0));
      const judgedSlices = counts === "1" ? [1, 0] : [0, 1];
      const slices = counts ? judgedSlices : slice ? all : stage === "proposed" ? [3, 2, 0, 0] : many ? [5, 3, 0, 2] : [1, 0, 0, 0];
      place.append(symbolPicture({ stage: stage || "decided", r: 6, slices, near, many }, counts ? INK : data.colours));
    });
  }

  return {
    redraw, listUndrawn, place, explain, boxes, lookOf, sumOf, titleOf, open,
    groups: () => groups,
    count: (stage) => data.symbols.all.filter((symbol) => (lookOf(symbol) || {}).stage === stage).length,
  };
}
