// The map: what is shown, and who is told when it changes.
"use strict";

function startTenureMap(map) {
  const data = JSON.parse(byId("map-data").textContent);
  writeOut(data);
  const { words } = data;
  const chosen = (name) => document.querySelector(`input[name="${name}"]:checked`).value;
  const views = new Map(data.views.map((each) => [each.id, each]));

  const app = {
    map, data, words,
    year: data.years.length - 1, // the place of the moment shown
    symbolsOn: null, // whether the reader wants the allocations; else the view decides
    ready: false, // whether all that comes a moment after the map is there
    planning: false, // whether the open plots are shown, and not the allocations
    enlarged: 1, // how much larger symbols are in the presentation
    wholeZoom: 10, // the zoom at which every area shows
    level: () => chosen("level"),
    view: () => views.get(chosen("view")),
    sheet: () => app.view().sheets[app.level()],
    valueIn(view, index) {
      const sheet = view.sheets[app.areas.current().id];
      return sheet.pool[pick(sheet.values[index], app.year)];
    },
    value: (index) => app.valueIn(app.view(), index),
    number: (n) => String(Math.abs(n)).replace(/\B(?=(\d{3})+$)/g, words.thousands)
      .replace(/^/, n < 0 ? "\u2212" : ""),
    signed: (n) => (n > 0 ? "+" : "") + app.number(n),
    // What is completed is no longer on its way.
    stageShown: (stage) => (stage === "proposed") === app.planning &&
      !(stage === "completed" && app.view().id === "pipeline") &&
      document.querySelector(`input[name="stage"][value="${stage}"]`).checked,

    // What stands, or is missing, is first shown without what is decided.
    symbolsShown: () => app.symbolsOn ?? (app.judging() > 0 || ["pipeline", "change", "plan"].includes(app.view().id)),

    // The number of the target that is shown, 0 where none is.
    judging: () => Number((/^target_(\d+)$/.exec(app.view().id) || [0, 0])[1]),

    // Whether the picture is one and the same every year: what is to come, or one day's statistics.
    locked: () => data.years.length > 1 && (app.view().final ||
      app.sheet().values.every((runs) => typeof runs === "number")),

    showLevel() {
      app.popups.close();
      app.areas.show(app.level());
      app.showView();
    },
    showView() {
      const { final } = app.view();
      if (final !== app.planning) { // what is proposed is never among what is decided
        app.planning = final;
        document.documentElement.classList.toggle("planning", final);
        app.showYear(final ? data.years.length - 1 : app.year);
        return;
      }
      const last = data.years.length - 1;
      if (app.year !== last && app.locked()) {
        app.showYear(last);
        return;
      }
      app.popups.close();
      document.documentElement.classList.toggle("judging", app.judging() > 0);
      app.controls.describeYear();
      app.placeSymbols();
      app.areas.restyle();
      app.controls.describe();
      app.tables.fill();
    },
    showYear(year) {
      app.year = year;
      app.popups.close();
      app.controls.countStages();
      app.showView();
      app.tables.fillOpen();
    },
    showStages() {
      app.popups.close();
      app.placeSymbols();
      app.symbols.listUndrawn();
      app.labels.place();
    },
    placeSymbols() {
      byId("symbols-on").checked = app.symbolsShown();
      byId("symbol-key").hidden = !app.symbolsShown();
      app.inset.place();
      app.symbols.redraw();
    },
    placeAll() {
      app.placeSymbols();
      app.labels.place();
    },
    showSymbols(on) {
      app.symbolsOn = on;
      app.showStages();
    },
    showAll() {
      app.areas.show(app.level());
      app.showYear(app.year);
    },
    ledgerOf: (symbol) => app.tables.ledgerOf(symbol),

    // Goes to an allocation and opens it, whatever is switched off or gathered with others.
    visit(index) {
      const symbol = data.symbols.all[index];
      const look = app.symbols.lookOf(symbol) || data.symbols.looks[symbol.looks[symbol.looks.length - 1]];
      const box = document.querySelector(`input[name="stage"][value="${look.stage}"]`);
      if (!box.checked) box.checked = true;
      app.symbolsOn = true;
      if (!look.somewhere) map.setView(look.at, Math.max(map.getZoom(), 13), { animate: false });
      app.placeAll();
      app.popups.openOne({ symbol, look, index });
    },
  };

  const container = map.getContainer();
  map.attributionControl.setPrefix(false);
  app.shapes = makeShapes(map, data.grid);
  app.areas = makeAreas(app);
  app.popups = makePopups(app);
  app.inset = makeInset(app);
  app.symbols = makeSymbols(app);
  app.labels = makeLabels(app);
  app.tables = makeTables(app);
  app.beside = makeBeside(app);
  app.controls = makeControls(app);
  app.print = makePrint(app);
  app.show = makeShow(app);
  app.walk = makeWalk(app);

  app.controls.foldPanels();
  app.areas.fit();
  app.shapes.takeOver();
  app.areas.show(app.level());
  app.controls.start();
  app.controls.describeYear();
  app.placeAll();
  // Opened out of sight, in a tab of another page, the map has no size until it is shown.
  if (!container.clientWidth) {
    const sight = new ResizeObserver(() => {
      if (!container.clientWidth) return;
      sight.disconnect();
      app.show.resize(true);
    });
    sight.observe(container);
  }
  let whole = map.getSize();
  map.on("resize", () => { // the whole city stays whole when the window changes
    if (Math.abs(map.getZoom() - app.wholeZoom) < 0.01 && !map.getSize().equals(whole)) app.areas.fit();
    whole = map.getSize();
  });
  map.on("moveend resize", app.placeAll); // after every zoom too
  // The reader sees the map first, and a moment later what explains it and the table beside it.
  afterFrame(() => {
    performance.mark("map-shown");
    app.ready = true;
    app.inset.reveal();
    app.labels.placeInset();
    app.symbols.explain();
    app.controls.countStages();
    app.tables.fill();
    performance.mark("map-ready");
  });
  return app;
}

