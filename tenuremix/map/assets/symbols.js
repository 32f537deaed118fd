// The allocations: a pie of tenures for each, and one for those that would cover each other.
"use strict";

// The symbol's area grows with the dwellings: 100 dwellings have a radius of 10 pixels.
function radiusOf(dwellings, largest) {
  return dwellings === null ? 9 : Math.min(largest, Math.max(8, Math.sqrt(dwellings)));
}

// Half the side of what a finger or a pointer can hit: never less than WCAG 2.2 asks for.
const reach = (r) => Math.max(12, r + 2);

function pointAt(r, share) {
  const angle = 2 * Math.PI * share;
  return `${(r * Math.sin(angle)).toFixed(2)} ${(-r * Math.cos(angle)).toFixed(2)}`;
}

function wedge(r, from, to, fill) {
  if (to - from > 0.9999) return draw("circle", { r, fill });
  const large = to - from > 0.5 ? 1 : 0;
  return draw("path", {
    d: `M0 0L${pointAt(r, from)}A${r} ${r} 0 ${large} 1 ${pointAt(r, to)}Z`, fill,
  });
}

function arc(r, from, to, stage) {
  const names = { class: `outline ${stage}` };
  if (to - from > 0.9999) return draw("circle", { r, ...names });
  const large = to - from > 0.5 ? 1 : 0;
  return draw("path", { d: `M${pointAt(r, from)}A${r} ${r} 0 ${large} 1 ${pointAt(r, to)}`, ...names });
}

function pie(picture, r, slices, colours) {
  const sum = slices.reduce((a, b) => a + b, 0);
  let from = 0;
  slices.forEach((slice, i) => {
    const to = from + slice / sum;
    if (slice > 0) picture.append(wedge(r, from, to, colours[i]));
    from = to;
  });
}

function canvas(edge, names) {
  return draw("svg", {
    width: 2 * edge, height: 2 * edge, viewBox: `${-edge} ${-edge} ${2 * edge} ${2 * edge}`,
    class: `allocation ${names}`, "aria-hidden": "true",
  });
}

// An open plot is a square with a strip for each tenure: never taken for an allocation.
function square(picture, r, slices, colours) {
  const sum = slices.reduce((a, b) => a + b, 0);
  const strip = (x, width, names) => draw("rect", { x, y: -r, width, height: 2 * r, ...names });
  picture.append(strip(-r, 2 * r, { class: "ground" }));
  let from = -r;
  slices.forEach((slice, i) => {
    if (!slice) return;
    const width = (2 * r * slice) / sum;
    picture.append(strip(from, width, { fill: colours[i] }));
    from += width;
  });
  picture.append(strip(-r, 2 * r, { class: "outline" }));
}

// One allocation: the outline tells the stage; a dotted line and ≈ an approximate place.
function symbolPicture({ stage, r, slices = [], letter = "", near = false, shift = [0, 0] }, colours) {
  const picture = canvas(r + 6, stage);
  if (near && (shift[0] || shift[1])) {
    picture.append(draw("path", { d: `M0 0L${-shift[0]} ${-shift[1]}`, class: "leader" }));
  }
  if (stage === "proposed") square(picture, r, slices, colours);
  else {
    picture.append(draw("circle", { r: r + 1, class: "ground" }));
    pie(picture, r, slices, colours);
    picture.append(draw("circle", { r, class: `outline ${stage}` }));
  }
  if (stage === "started") picture.append(draw("circle", { r: r + 3.5, class: "outline started" }));
  if (stage === "withdrawn") {
    const c = r * 0.7;
    picture.append(draw("path", { d: `M${-c} ${c}L${c} ${-c}`, class: "outline" }));
  }
  picture.append(draw("text", { class: "letter", dy: ".36em" }, letter));
  if (near) picture.append(draw("text", { class: "near", x: r - 1, y: -r + 5 }, "≈"));
  return picture;
}

// Several allocations: the sum of their tenures within a ring that is shared by their stages.
function clusterPicture({ r, slices, number, stages, near = false }, colours) {
  const picture = canvas(r + 6, "cluster");
  if (stages[0][0] === "proposed") {
    square(picture, r, slices, colours);
    picture.append(draw("text", { class: "letter", dy: ".36em" }, number));
    return picture;
  }
  picture.append(draw("circle", { r: r + 2, class: "ground" }));
  pie(picture, r - 2.5, slices, colours);
  picture.append(draw("circle", { r: 0.6 * r, class: "ground" })); // room for the number
  const sum = stages.reduce((a, [, weight]) => a + weight, 0);
  let from = 0;
  stages.forEach(([stage, weight]) => {
    const to = from + weight / sum;
    picture.append(arc(r, from, to, stage));
    if (stage === "started") picture.append(arc(r + 3.5, from, to, stage));
    from = to;
  });
  picture.append(draw("text", { class: "letter", dy: ".36em" }, number));
  if (near) picture.append(draw("text", { class: "near", x: r - 1, y: -r + 5 }, "≈"));
  return picture;
}

function makeSymbols(app) {
  const { map, data, words } = app;
  const pane = map.getPane("markerPane");
  const largest = { one: 24, many: 30 };
  let groups = []; // what is drawn: each with the allocations that it stands for
  let scale = 1;

  const lookOf = (symbol) => data.symbols.looks[pick(symbol.looks, app.year)];
  const standing = (look) => (look.stage === "withdrawn" ? null : look.n);

  // Dwellings by tenure of some allocations; a withdrawn one adds none, an unknown number none.
  function sumOf(members) {
    const slices = data.colours.map(() => 0);
    members.forEach(({ look }) => (standing(look) || []).forEach((n, i) => (slices[i] += n)));
    return slices;
  }

  function visible() {
    return data.symbols.all.flatMap((symbol, index) => {
      const look = lookOf(symbol);
      const drawn = look && app.symbolsShown() && app.stageShown(look.stage) && !look.somewhere;
      return drawn ? [{ symbol, look, index }] : [];
    });
  }

  // What is known by a coarse area alone is listed: a point would say where in it.
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
          app.visit(member.index))), `: ${member.look.row[1]}`)))));
    byId("not-drawn").hidden = !items.length;
    byId("not-drawn-list").replaceChildren(...items);
  }

  function sized(members) {
    const sum = sumOf(members).reduce((a, b) => a + b, 0);
    const known = members.some(({ look }) => look.n);
    if (members.length > 1) return radiusOf(Math.max(sum, 196), largest.many) * scale;
    const own = members[0].look.n;
    return radiusOf(known ? own.reduce((a, b) => a + b, 0) : null, largest.one) * scale;
  }

  function single(member) {
    const [x, y] = member.symbol.shift;
    const at = map.project(member.look.at).add([x * scale, y * scale]);
    return { members: [member], at, r: sized([member]) };
  }

  // Those that would cover each other become one, until none does; the largest stands still most.
  function gather(items) {
    let found = items;
    for (let before = -1; before !== found.length;) {
      before = found.length;
      const kept = [];
      found.sort((a, b) => b.r - a.r || a.members[0].index - b.members[0].index);
      found.forEach((item) => {
        const host = kept.find((each) => {
          const { x, y } = each.at.subtract(item.at);
          return Math.max(Math.abs(x), Math.abs(y)) < reach(each.r) + reach(item.r);
        });
        if (!host) {
          kept.push(item);
          return;
        }
        const weight = item.r ** 2 / (host.r ** 2 + item.r ** 2);
        host.at = host.at.add(item.at.subtract(host.at).multiplyBy(weight));
        host.members.push(...item.members);
        host.r = sized(host.members);
      });
      found = kept;
    }
    found.forEach((each) => each.members.sort((a, b) => a.index - b.index));
    return found;
  }

  function stagesOf(members) {
    const weights = Object.keys(words.stages).map((stage) => {
      const mine = members.filter(({ look }) => look.stage === stage);
      return [stage, sumOf(mine).reduce((a, b) => a + b, 0), mine.length];
    });
    const any = weights.some(([, dwellings]) => dwellings);
    return weights.map(([stage, dwellings, number]) => [stage, any ? dwellings : number])
      .filter(([, weight]) => weight);
  }

  function letterOf(n) {
    if (!n || !n.some((each) => each)) return "?";
    return words.letters[n.indexOf(Math.max(...n))];
  }

  function pictureOf({ members, r }) {
    if (members.length > 1) {
      const slices = sumOf(members);
      const sum = slices.reduce((a, b) => a + b, 0);
      return clusterPicture({
        r, slices, number: sum ? app.number(sum) : "?", stages: stagesOf(members),
        near: members.some(({ look }) => look.near),
      }, data.colours);
    }
    const [{ symbol, look }] = members;
    return symbolPicture({
      stage: look.stage, r, slices: look.n || [], letter: letterOf(look.n), near: look.near,
      shift: symbol.shift.map((each) => each * scale), // for the line back to its place
    }, data.colours);
  }

  function titleOf({ members }) {
    const [{ symbol, look: { row: [stage, dwellings, place] } }] = members;
    if (members.length > 1) return app.popups.sumText(members);
    return `${symbol.name}, ${place}: ${dwellings}. ${stage}`;
  }

  const shiftOf = ({ members }) =>
    (members.length > 1 ? [0, 0] : members[0].symbol.shift.map((each) => each * scale));

  function iconOf(group) {
    const icon = make("div", {
      class: "allocation-icon", role: "button", tabindex: 0, "aria-label": titleOf(group),
    }, pictureOf(group));
    icon.style.width = icon.style.height = `${2 * reach(group.r)}px`;
    return icon;
  }

  // Where a symbol stands among what is dragged along with the map.
  const layerPoint = ({ at }) => at.subtract(map.getPixelOrigin());

  function place() {
    groups.forEach((group) => {
      const { x, y } = layerPoint(group);
      group.icon.style.left = `${x}px`;
      group.icon.style.top = `${y}px`;
    });
  }

  // Symbols are smaller while the whole city shows, and grow as the reader comes nearer.
  function redraw() {
    const held = groups.find(({ icon }) => icon === document.activeElement);
    const grown = 0.75 + 0.15 * (map.getZoom() - app.wholeZoom);
    scale = Math.min(1.15, Math.max(0.75, grown)) * app.enlarged;
    pane.classList.toggle("far", scale < 0.9 * app.enlarged);
    const seen = visible();
    groups = gather(seen.map(single));
    groups.forEach((group) => (group.icon = iconOf(group)));
    place();
    pane.replaceChildren(...groups.map(({ icon }) => icon)); // the largest lie below
    if (held) { // the keyboard stays where it was, if only in the one that took it up
      const again = groups.find(({ members }) => members.some(({ symbol }) =>
        symbol === held.members[0].symbol));
      if (again) again.icon.focus({ preventScroll: true });
    }
    // A plot is but a speck in the whole city.
    const drawn = scale < 0.9 * app.enlarged ? [] : seen.filter(({ look }) => look.plot);
    app.shapes.plots.replaceChildren(...drawn.map(({ look }) => draw("path", { d: look.plot })));
  }

  const boxes = () => groups.map((group) => {
    const { x, y } = map.layerPointToContainerPoint(layerPoint(group));
    return [x - group.r - 2, y - group.r - 2, x + group.r + 2, y + group.r + 2];
  });

  // ---- What the pointer and the keyboard are on

  const tip = makeTip(map);
  const groupOf = ({ target }) => groups.find(({ icon }) => icon.contains(target));

  function open(group) {
    // A single one is told of at its own place, beside which its symbol may be shifted.
    const at = group.members.length === 1 ? group.members[0].look.at : map.unproject(group.at);
    app.popups.openGroup(group, at, shiftOf(group));
  }

  function tell(event) {
    const group = groupOf(event);
    if (group) tip.show(titleOf(group), map.unproject(group.at));
  }

  ["mouseover", "focusin"].forEach((name) => pane.addEventListener(name, tell));
  ["mouseout", "focusout"].forEach((name) => pane.addEventListener(name, tip.hide));
  pane.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    const group = groupOf(event);
    app.popups.remember(group.icon);
    open(group);
  });
  map.on("click", ({ originalEvent }) => {
    const group = groupOf(originalEvent);
    if (group) open(group);
  });

  // For the legends: as on the map, of a common size.
  function explain() {
    every("span.symbol").forEach((place) => {
      const { stage, tenure, letter, near, many } = place.dataset;
      const slices = tenure === undefined ? [] : data.colours.map((_, i) => (i === +tenure ? 1 : 0));
      place.append(many
        ? clusterPicture({ r: 13, slices: [5, 3, 0, 2], number: many, stages: [["decided", 1]] }, data.colours)
        : symbolPicture({ stage: stage || "decided", r: 9, slices: stage === "proposed" ? [3, 2, 0, 0] : slices, letter, near }, data.colours));
    });
  }

  return {
    redraw,
    listUndrawn,
    place,
    explain,
    boxes,
    shiftOf,
    lookOf,
    sumOf,
    groups: () => groups,
    count: (stage) => data.symbols.all.filter((symbol) => (lookOf(symbol) || {}).stage === stage).length,
  };
}
