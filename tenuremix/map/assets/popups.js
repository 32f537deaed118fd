// What a popup says of an area, of an allocation, and of several allocations together.
"use strict";

function makePopups(app) {
  const { map, data, words } = app;
  let opener = null; // what had the focus before, and gets it back

  const paragraph = (line, names = "") => make("p", names ? { class: names } : {}, line);

  function open(title, at, parts, offset = [0, 0]) {
    const { x, y } = map.getSize();
    const box = make("div", { class: "popup" }, make("h3", {}, title), ...parts);
    const popup = L.popup({
      maxWidth: Math.min(360, x - 40), minWidth: Math.min(280, x - 60), maxHeight: y - 90,
      offset: L.point(offset).add([0, 7]),
    });
    const mine = opener; // closing the one before forgets it
    popup.setLatLng(at).setContent(box).openOn(map);
    opener = mine;
    const element = popup.getElement();
    element.setAttribute("role", "dialog");
    element.setAttribute("aria-label", title);
    const content = element.querySelector(".leaflet-popup-content");
    content.setAttribute("tabindex", "0"); // a long one is scrolled with the arrow keys
    const close = element.querySelector(".leaflet-popup-close-button");
    close.setAttribute("aria-label", words.close);
    if (opener) close.focus({ preventScroll: true });
  }

  // Opening closes any other popup, which would take the focus back: so remember it after.
  function from(element, act) {
    map.closePopup();
    opener = element;
    act();
  }

  map.on("popupclose", ({ popup }) => {
    const had = opener;
    opener = null;
    if (had && had.isConnected && popup.getElement().contains(document.activeElement)) had.focus();
  });

  // ---- Areas

  function factsTable(rows) {
    const head = words.columns.map((column, i) => make("th", { scope: "col", ...(i ? { class: "n" } : {}) }, column));
    const lines = rows.map(([first, ...rest]) =>
      make("tr", {}, make("th", { scope: "row" }, first),
        ...rest.map((cell) => make("td", { class: "n" }, cell))));
    return make("table", {}, make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...lines));
  }

  function openArea(index, at) {
    const { level } = app.areas.current();
    const area = level.areas[index];
    const [lines, rows, notes] = level.facts[pick(area.facts, app.year)];
    const list = make("dl", {});
    const today = app.year === data.years.length - 1;
    data.views.filter(({ group, id, final }) =>
      ["class", "target"].includes(group) || id === "missing" || (final && today))
      .forEach((view) => list.append(
        make("dt", {}, { target: view.label, shortfall: view.unit }[view.group] || view.title),
        make("dd", {}, app.valueIn(view, index)[2])));
    open(`${area.name} (${area.code})`, at || area.at, [
      ...lines.map((line) => paragraph(line)), ...(rows.length ? [factsTable(rows)] : []), list,
      ...notes.map((line) => paragraph(line, "small")),
    ]);
  }

  // ---- Allocations

  // The lines of the ledgers that an allocation has at the moment shown.
  function ledgerLinks(index) {
    const items = app.ledgerOf(index).map((row) => {
      const [target, , date, , , tenure, change, , reason] = data.ledger[row];
      const values = { date, tenure, reason, change: app.signed(change), target: data.targets[target] };
      const link = make("a", { href: `#post-${row}` }, fillIn(words.row, values));
      link.addEventListener("click", (event) => {
        event.preventDefault();
        opener = null;
        app.tables.showLedger(row);
      });
      return make("li", {}, link);
    });
    return items.length ? [paragraph(words.rows, "small"), make("ul", { class: "rows" }, ...items)] : [];
  }

  function openOne({ symbol, look, index }, at, offset) {
    open(symbol.name, at, [...look.lines.map((line) => paragraph(line)), ...ledgerLinks(index)], offset);
  }

  // ---- Several allocations

  const dwellings = (number) => fillIn(words.dwellings, { number: app.number(number) });
  const unknown = (members) =>
    members.filter(({ look }) => look.stage !== "withdrawn" && !look.n).length;

  function sumText(members) {
    const sum = app.symbols.sumOf(members).reduce((a, b) => a + b, 0);
    const whole = unknown(members) ? words.sum_at_least : words.sum;
    const text = members[0].look.stage === "proposed" ? words.many_plots : words.many;
    const many = fillIn(text, { number: members.length });
    const place = members[0].look.row[2];
    return fillIn(whole, { many, dwellings: dwellings(sum), place });
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

  function openMany({ members }, at, offset) {
    const items = members.map((member) => make("li", {},
      button(member.symbol.name, () => app.visit(member.index)), `: ${member.look.row[1]}`));
    const near = button(words.zoom_to, () => {
      opener = null;
      map.closePopup();
      map.fitBounds(L.latLngBounds(members.map(({ look }) => look.at)).pad(0.2),
        { maxZoom: Math.min(18, map.getZoom() + 3) });
      map.getContainer().focus({ preventScroll: true });
    }, { class: "act" });
    open(sumText(members), at, [
      ...sumLines(members).map((line) => paragraph(line)), near,
      make("ul", { class: "rows" }, ...items),
    ], offset);
  }

  function openGroup(group, at, offset) {
    if (group.members.length === 1) openOne(group.members[0], at, offset);
    else openMany(group, at, offset);
  }

  return { openArea, openOne, openGroup, sumText, from, remember: (element) => (opener = element) };
}
