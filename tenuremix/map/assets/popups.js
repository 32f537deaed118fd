// What is said of an area, of an allocation, and of several together: docked in a corner of the map,
// on a narrow page a sheet from below.
"use strict";

function makePopups(app) {
  const { map, data, words } = app;
  const place = byId("popups");
  let opener = null; // what had the focus before, and gets it back

  const paragraph = (line, names = "") => make("p", names ? { class: names } : {}, ...spoken(line, data.quoted));

  function close() {
    const had = opener;
    const held = place.contains(document.activeElement);
    opener = null;
    if (!place.firstChild) return;
    place.replaceChildren();
    app.areas.choose(null);
    if (held && had && had.isConnected) had.focus();
  }

  // In the corner furthest from what it is about, so that this stays in sight.
  function open(title, at, parts) {
    const mine = opener;
    opener = null;
    close();
    opener = mine;
    const { x, y } = map.latLngToContainerPoint(at);
    const size = map.getSize();
    const corner = `${x > size.x / 2 ? "left" : ""} ${y < size.y / 2 && x <= size.x / 2 && y < 300 ? "low" : ""}`;
    const shut = button("×", close, { class: "close", "aria-label": words.close });
    const name = typeof title === "string" ? title : title[0];
    const head = make("h3", {}, ...(typeof title === "string" ? [title] : [title[0], " ", make("span", {}, title[1])]));
    place.append(make("div", {
      class: `popup ${corner}`.trim(), role: "dialog", "aria-label": name, tabindex: "-1",
    }, head, shut, ...parts));
    if (opener) shut.focus({ preventScroll: true });
  }

  function from(element, act) {
    close();
    opener = element;
    act();
  }

  // ---- Areas

  function factsTable(rows) {
    const head = words.columns.map((column, i) => make("th", { scope: "col", ...(i ? { class: "n" } : {}) }, column));
    const lines = rows.map(([first, ...rest]) =>
      make("tr", {}, make("th", { scope: "row" }, first),
        ...rest.map((cell) => make("td", { class: "n" }, cell))));
    return make("table", {}, make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...lines));
  }

  // The key's own bar, with the share of the area on it: what has been learnt once is read again.
  function shareBar(name, share, words_) {
    const bar = document.querySelector("#scale .bar");
    if (!bar || share === null) return [];
    const found = bar.cloneNode(true);
    const within = Math.min(82, Math.max(18, share));
    found.append(
      make("b", { class: "here", style: `left:${share}%` }),
      make("span", { class: "above", style: `left:${within}%` }, `${name} ${words_}`.slice(0, 60)),
      make("span", { class: "beneath", style: `left:${data.scale.at}%` }, fillIn(words.reference, { share: data.scale.mark })),
    );
    found.setAttribute("aria-hidden", "true");
    return [found];
  }

  // In a word whether the target is in force, and what has counted.
  function goalLine([, , words_, , , [applies, , counted]]) {
    if (!applies) return words_;
    return counted === "0" ? applies : fillIn(words.goal_counts, { applies, number: counted });
  }

  function openArea(index) {
    const { level } = app.areas.current();
    const area = level.areas[index];
    const [line, rows, notes, share] = level.facts[pick(area.facts, app.year)];
    const today = app.year === data.years.length - 1;
    const goals = data.views.filter(({ id }) => id.startsWith("target")).map((view, i) =>
      make("p", {}, make("b", {}, `${data.short[i]}: `), goalLine(app.valueIn(view, index))));
    const more = make("div", { hidden: "" });
    const list = make("dl", {});
    data.views.filter(({ id, group, final }) =>
      group === "class" || id.startsWith("target") || (final && today)).forEach((view) => list.append(
      make("dt", {}, view.title), make("dd", {}, app.valueIn(view, index)[2])));
    more.append(list, ...notes.map((note) => paragraph(note, "small")),
      paragraph(fillIn(words.code_is, { code: area.code }), "small"));
    const standing = data.symbols.all.flatMap((symbol, at) => {
      const look = app.symbols.lookOf(symbol);
      return look && look.stage !== "proposed" && look.areas.includes(area.code) ? [{ symbol, look, index: at }] : [];
    });
    const told = make("ul", { class: "rows", hidden: "" }, ...standing.map((member) => make("li", {},
      button(member.symbol.name, () => app.visit(member.index)), `: ${member.look.row[1]}`)));
    const unfold = (name, part) => button(name, ({ target }) => {
      part.hidden = !part.hidden;
      target.setAttribute("aria-expanded", String(!part.hidden));
    }, { "aria-expanded": "false" });
    open([area.name, area.within], area.at || map.getCenter(), [
      paragraph(line), ...shareBar(area.name, share, rows.length ? rows[0][2] : ""),
      ...(rows.length ? [factsTable(rows)] : []),
      ...(goals.length ? [make("div", { class: "goals" }, ...goals)] : []),
      make("div", { class: "acts" }, unfold(fillIn(words.more_of, { name: area.name }), more),
        ...(standing.length ? [unfold(fillIn(words.many, { number: app.number(standing.length) }), told)] : [])),
      more, told,
    ]);
    app.areas.choose(index);
  }

  // ---- Allocations

  // The lines of the ledgers that an allocation has at the moment shown: one for each target.
  function ledgerLinks(index) {
    const rows = app.ledgerOf(index);
    const targets = [...new Set(rows.map((row) => data.ledger[row][0]))];
    const items = targets.map((target) => {
      const mine = rows.filter((row) => data.ledger[row][0] === target);
      const counted = mine.reduce((a, row) => a + data.ledger[row][7], 0);
      const values = { number: app.number(mine.length), counted: app.number(counted), target: data.targets[target] };
      const link = make("a", { href: `#post-${mine[0]}` }, fillIn(words.rows, values));
      link.addEventListener("click", (event) => {
        event.preventDefault();
        opener = null;
        app.tables.showLedger(mine[0]);
      });
      return make("li", {}, link);
    });
    return items.length ? [make("ul", { class: "rows" }, ...items)] : [];
  }

  function openOne({ symbol, look, index }) {
    open(symbol.name, look.at, [...look.lines.map((line) => paragraph(line)), ...ledgerLinks(index)]);
  }

  // ---- Several allocations

  const dwellings = (number) => fillIn(words.dwellings, { number: app.number(number) });
  const unknown = (members) =>
    members.filter(({ look }) => look.stage !== "withdrawn" && !look.n).length;

  function sumText(members, place_) {
    const sum = app.symbols.sumOf(members).reduce((a, b) => a + b, 0);
    const whole = unknown(members) ? words.sum_at_least : words.sum;
    const text = members[0].look.stage === "proposed" ? words.many_plots : words.many;
    const many = fillIn(text, { number: members.length });
    return fillIn(whole, { many, dwellings: dwellings(sum), place: place_ });
  }

  function sumLines(members) {
    const slices = app.symbols.sumOf(members);
    const parts = slices.flatMap((n, i) =>
      n ? [fillIn(words.tenures[i], { number: app.number(n) })] : []);
    const lines = parts.length ? [fillIn(words.parts, { parts: joined(parts, words.and) })] : [];
    const stages = Object.entries(words.stages).flatMap(([stage, name]) => {
      const mine = members.filter(({ look }) => look.stage === stage);
      if (!mine.length || stage === "withdrawn") return [];
      const sum = app.symbols.sumOf(mine).reduce((a, b) => a + b, 0);
      return [fillIn(words.stage_part, { stage: name, dwellings: dwellings(sum) })];
    });
    lines.push(...stages.map((line) => `${line}.`));
    const hidden = unknown(members);
    if (hidden) lines.push(fillIn(words.unknown, { number: hidden }));
    const gone = members.filter(({ look }) => look.stage === "withdrawn").length;
    if (gone) lines.push(fillIn(words.withdrawn, { number: gone }));
    return lines;
  }

  function openMany({ members, at }) {
    const items = members.map((member) => make("li", {},
      button(member.symbol.name, () => app.visit(member.index)), `: ${member.look.row[1]}`));
    const near = button(words.zoom_to, () => {
      opener = null;
      close();
      map.fitBounds(L.latLngBounds(members.map(({ look }) => look.at)).pad(0.2),
        { maxZoom: Math.min(18, map.getZoom() + 3) });
      map.getContainer().focus({ preventScroll: true });
    }, { class: "act" });
    open(sumText(members, data.parts[members[0].look.part][0]), at, [
      ...sumLines(members).map((line) => paragraph(line)), near,
      make("ul", { class: "rows" }, ...items),
    ]);
  }

  function openGroup(group) {
    if (group.members.length === 1) openOne(group.members[0]);
    else openMany(group);
  }

  return {
    openArea, openOne, openGroup, sumText, from, close,
    isOpen: () => Boolean(place.firstChild),
    remember: (element) => (opener = element),
  };
}
