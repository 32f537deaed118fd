// The tables: each view as a table beside the map, the allocations, and the ledger.
"use strict";

let collator = null; // costly to make, and the same for every table
function inAlphabet(a, b) {
  collator = collator || new Intl.Collator(document.documentElement.lang);
  return collator.compare(a, b);
}

// A table that sorts and downloads. `columns` and `rows` are asked for anew whenever it is filled:
// a column is { title, falling, number }, a row { cells, id }, a cell { text, order, node }.
function makeTable(app, id, { columns, rows, caption, file, extra = () => [], by = 0 }) {
  const { words } = app;
  const table = byId(id);
  let sorted = null; // until the reader chooses, by what the table is about
  let heads_ = "";

  function compare(a, b) {
    if (a === null || b === null) return (a === null) - (b === null); // what is not known is last
    return typeof a === "number" ? a - b : inAlphabet(a, b);
  }

  function inOrder() {
    const { column, reversed } = order();
    const falls = Boolean(columns()[column].falling) !== reversed;
    const key = (row) => (row.cells[column].order === undefined ? row.cells[column].text : row.cells[column].order);
    const found = rows().map((row, i) => ({ row, i }));
    found.sort((a, b) => {
      const [x, y] = [key(a.row), key(b.row)];
      const order = compare(x, y);
      return (falls && x !== null && y !== null ? -order : order) || a.i - b.i;
    });
    return found.map(({ row }) => row);
  }

  const order = () => sorted || { column: typeof by === "number" ? by : by(), reversed: false };

  function heading({ title, falling, number }, i) {
    const now = order();
    const sort = button(title, () => {
      sorted = { column: i, reversed: now.column === i && !now.reversed };
      fill();
      table.tHead.rows[0].cells[i].querySelector("button").focus();
    }, { "aria-label": fillIn(words.sort, { column: title }) });
    const falls = Boolean(falling) !== now.reversed;
    const state = now.column !== i ? "none" : falls ? "descending" : "ascending";
    return make("th", { scope: "col", "aria-sort": state, ...(number ? { class: "n" } : {}) }, sort);
  }

  function line(row, heads) {
    const cells = row.cells.map(({ text, node }, i) =>
      make(i ? "td" : "th", { ...(i ? {} : { scope: "row" }), ...(heads[i].number ? { class: "n" } : {}) },
        node || text));
    return make("tr", row.id ? { id: row.id, tabindex: "-1" } : {}, ...cells);
  }

  function fill() {
    const heads = columns();
    const named = heads.map(({ title }) => title).join();
    if (named !== heads_) sorted = null; // another view has other columns
    heads_ = named;
    table.caption.textContent = caption();
    table.tHead.rows[0].replaceChildren(...heads.map(heading));
    table.tBodies[0].replaceChildren(...inOrder().map((row) => line(row, heads)));
  }

  every(`[data-download="${id}"]`).forEach((each) => each.addEventListener("click", () => {
    const of = (row) => extra(row).map(([, value]) => value);
    const head = [...columns().map(({ title }) => title), ...extra().map(([name]) => name)];
    const cell = (each, i) => (columns()[i].number ? each.order : each.text);
    const body = inOrder().map((row) => [...row.cells.map(cell), ...of(row)]);
    save(file(), csvOf([head, ...body], words.separator));
  }));
  return { fill };
}

// The number that a cell begins with, to sort by; what has none is last.
function numberIn(text) {
  const found = /[\d\s]*\d(?:[.,]\d+)?/.exec(text);
  return found ? Number(found[0].replace(/\s/g, "").replace(",", ".")) : null;
}

function makeTables(app) {
  const { data, words, map } = app;

  // A name, and beside it a button that shows its thing on the map and gets the focus back when the
  // popup is closed.
  function shower(name, show) {
    const found = button("◎", () => {
      map.getContainer().scrollIntoView({ block: "nearest" });
      app.popups.from(found, show);
    }, { "aria-label": fillIn(words.show, { name }), class: "shower" });
    return make("span", { class: "named" }, make("span", {}, name), found);
  }

  const isoDay = () => data.years[app.year][2];

  // ---- The view that is shown

  // A circle is of no class: its number stands beside.
  function classOf(bucket) {
    const { fill, words: named } = app.sheet().legend[bucket];
    return fill.startsWith("circle") ? "" : named;
  }

  // The columns of a view's own, where its values have something to put in them.
  const ownColumns = () =>
    (app.sheet().pool.every((value) => value[5].length) ? app.view().columns : []);

  function areaRow(each, index) {
    const { area } = each;
    const [bucket, , text, order, , more] = app.value(index);
    const falling = app.view().falling && order !== null;
    const node = area.at && shower(area.name, () => {
      map.fitBounds(app.shapes.bounds(area.box), { maxZoom: 13, animate: false });
      app.popups.openArea(index, area.at);
    });
    const name = { text: area.name, order: area.rank, node };
    const key = falling ? -order : order;
    if (!ownColumns().length) return { area, bucket, cells: [name, { text, order: key }] };
    return { area, bucket, cells: [name, ...more.map((each, i) => ({ text: each, order: i === 1 ? numberIn(each) : i === 0 ? bucket : key }))] };
  }

  const values = makeTable(app, "values", {
    caption: () => `${app.sheet().title}, ${data.years[app.year][1]}`,
    columns: () => {
      const { unit, falling } = app.view();
      const own = ownColumns().map((title, i) => ({ title, falling: i === 1, number: false }));
      return [{ title: words.area }, ...(own.length ? own : [{ title: unit, falling }])];
    },
    rows: () => app.areas.current().areas.map(areaRow),
    extra: (row) => [
      [words.code, row && row.area.code],
      [words.class, row && classOf(row.bucket)],
      [words.day, isoDay()],
    ],
    by: () => ownColumns().length || 1, // by what the view shows
    file: () => `${words.file}-${app.view().id}-${app.level()}-${isoDay()}.csv`,
  });

  // ---- The open plots

  const plots = data.plots.length && makeTable(app, "plots", {
    caption: () => `${words.plots_title}, ${data.years[app.year][1]}`,
    columns: () => words.plots.map((title, i) => ({ title, number: i === 2, falling: i > 0 })),
    rows: () => data.plots.map((row) => {
      const [name, ask, counted, , , , symbol, all] = row;
      const node = symbol < 0 ? undefined : shower(name, () => app.visit(symbol));
      return { row, cells: [{ text: name, node }, { text: ask, order: all }, { text: app.number(counted), order: counted }] };
    }),
    extra: (each) => words.more.map((title, i) => [title, each && each.row[3 + i]]),
    file: () => `${words.plots_file}-${isoDay()}.csv`,
  });

  // ---- The allocations

  const standing = () => data.symbols.all.flatMap((symbol, index) => {
    const look = app.symbols.lookOf(symbol);
    return look && look.stage !== "proposed" ? [{ symbol, look, index }] : [];
  });

  const allocations = makeTable(app, "allocations", {
    caption: () => `${byId("allocations-part").dataset.name}, ${data.years[app.year][1]}`,
    columns: () => words.allocations.map((title) => ({ title })),
    rows: () => standing().map(({ symbol, look, index }) => {
      const [stage, dwellings, where] = look.row;
      const sum = look.n && look.stage !== "withdrawn" ? look.n.reduce((a, b) => a + b, 0) : null;
      return {
        cells: [
          { text: symbol.name, node: shower(symbol.name, () => app.visit(index)) },
          { text: stage }, { text: dwellings, order: sum }, { text: where },
        ],
      };
    }),
    file: () => `${words.alloc_file}-${isoDay()}.csv`,
  });

  // ---- The ledger

  const dated = (i) => data.ledger[i][2] <= isoDay();
  const rowsUntil = () => data.ledger.map((_, i) => i).filter(dated);

  const ledger = makeTable(app, "ledger", {
    caption: () => `${byId("ledger-part").dataset.name}, ${data.years[app.year][1]}`,
    columns: () => words.ledger.map((title, i) => ({ title, number: i === 6 || i === 7 })),
    rows: () => rowsUntil().map((i) => {
      const [target, symbol, date, event, area, tenure, change, counted, reason] = data.ledger[i];
      const name = symbol < 0 ? "" : data.symbols.all[symbol].name;
      const signed = (number) => ({ text: app.signed(number), order: number });
      return {
        id: `post-${i}`,
        cells: [
          { text: name, node: symbol < 0 ? undefined : shower(name, () => app.visit(symbol)) },
          { text: data.targets[target] },
          { text: date }, { text: event }, { text: area }, { text: tenure },
          signed(change), signed(counted), { text: reason },
        ],
      };
    }),
    file: () => `${words.ledger_file}-${isoDay()}.csv`,
  });

  // Long tables are written when they are opened, and when what they show changes.
  const parts = [["allocations-part", allocations], ["ledger-part", ledger]]
    .map(([id, table]) => ({ part: byId(id), table, written: -1 }));

  function write(each) {
    if (each.part.open && each.written !== app.year) {
      each.written = app.year;
      each.table.fill();
    }
  }

  const fillOpen = () => parts.forEach(write);
  parts.forEach((each) => each.part.addEventListener("toggle", () => write(each)));

  function showLedger(row) {
    byId("ledger-part").open = true;
    fillOpen();
    const found = byId(`post-${row}`);
    found.scrollIntoView({ block: "center" });
    found.focus({ preventScroll: true });
  }

  return {
    fill() {
      values.fill();
      if (plots && app.planning) plots.fill();
    },
    fillOpen,
    showLedger,
    ledgerOf: (symbol) => rowsUntil().filter((i) => data.ledger[i][1] === symbol),
  };
}
