// The switches, the years, the keys, and what stands on the map itself.
"use strict";

function makeControls(app) {
  const { map, data, words } = app;

  function listen(name, act) {
    every(`input[name="${name}"]`).forEach((input) => input.addEventListener("change", act));
  }

  // For the ear: what a view or a year shows, once it has been chosen.
  const say = (text) => (byId("said").textContent = text);

  function describe() {
    say(app.beside.describe());
    const more = document.querySelector(".more-views");
    if (!more) return;
    const inside = more.querySelector("input:checked");
    more.classList.toggle("chosen", Boolean(inside));
    byId("more-name").textContent = inside ? app.view().title : byId("more-name").dataset.words;
  }

  function countStages() {
    every("[data-count]").forEach((place) => {
      place.textContent = `(${app.number(app.symbols.count(place.dataset.count))})`;
    });
    app.symbols.listUndrawn();
  }

  // ---- The years

  function describeYear() {
    const [, day, , number, note] = data.years[app.year];
    const year = fillIn(words.year, { day, number });
    byId("year").value = app.year;
    byId("year").setAttribute("aria-valuetext", year);
    byId("year-words").textContent = year;
    const locked = app.locked();
    byId("as-of").textContent = byId("print-day").textContent = fillIn(words.as_of, { day });
    byId("year-note").textContent = app.planning ? words.final : locked ? words.locked : note;
    byId("year").disabled = locked;
    byId("earlier").disabled = locked || app.year === 0;
    byId("later").disabled = locked || app.year === data.years.length - 1;
    // It stands where it moves something.
    const years = document.querySelector(".years");
    const hidden = locked || data.years.length < 2;
    if (years.hidden === hidden) return;
    years.hidden = hidden;
    map.invalidateSize({ animate: false });
    if (Math.abs(map.getZoom() - app.wholeZoom) < 0.3) app.areas.fit();
  }

  function step(by) {
    const year = Math.min(data.years.length - 1, Math.max(0, app.year + by));
    if (year === app.year || app.locked()) return;
    app.showYear(year);
    say(`${byId("year-words").textContent}. ${plainOf(app.beside.linesOf(app.sheet()).headline)}`);
  }

  function drawTicks() {
    const many = data.years.length > 8;
    document.querySelector(".year-ticks").append(...data.years.map(([year]) =>
      make("span", !many || year % 5 === 0 ? { "data-year": year } : {})));
  }

  // ---- The keys

  const isTyping = ({ tagName, type }) =>
    tagName === "TEXTAREA" || tagName === "SELECT" ||
    (tagName === "INPUT" && !["radio", "checkbox", "range"].includes(type));

  function choose(name, i) {
    const input = every(`input[name="${name}"]`)[i];
    if (input && !input.checked) input.click();
  }

  const commands = {
    earlier: () => step(-1),
    later: () => step(1),
    symbols: () => app.showSymbols(!app.symbolsShown()),
    map: () => {
      map.getContainer().scrollIntoView({ block: "nearest" });
      map.getContainer().focus({ preventScroll: true });
    },
    table: () => byId("values-part").focus(),
    show: () => app.show.start(),
    help: () => byId("help").showModal(),
  };

  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (app.show.running()) {
      if (!app.show.key(event.key)) return;
      event.preventDefault();
      return;
    }
    if (byId("help").open) return;
    if (event.key === "Escape") {
      app.popups.close();
      app.walk.leave();
      const more = document.querySelector(".more-views");
      if (more) more.open = false;
      return;
    }
    if (!byId("keys-on").checked) return;
    const key = event.key.toLowerCase();
    const { views, levels, ...rest } = data.keys;
    const command = event.key === "?" ? "help" : Object.keys(rest).find((name) => rest[name] === key);
    if (views.includes(key)) choose("view", views.indexOf(key));
    else if (levels.includes(key)) choose("level", levels.indexOf(key));
    else if (command) commands[command]();
    else return;
    event.preventDefault();
  }

  // ---- On a narrow page what the map does not show waits behind a heading

  function foldPanels() {
    const narrow = matchMedia("(max-width: 60rem)");
    const fold = () => (document.querySelector(".calms").open = !narrow.matches);
    fold();
    narrow.addEventListener("change", fold);
  }

  // ---- The map's own controls

  // The wheel scrolls the page until the reader has clicked in the map, or holds Ctrl.
  function listenToWheel() {
    const container = map.getContainer();
    let waiting = 0;
    map.scrollWheelZoom.disable();
    map.on("focus click", () => map.scrollWheelZoom.enable());
    map.on("blur", () => map.scrollWheelZoom.disable());
    container.addEventListener("wheel", (event) => {
      if (map.scrollWheelZoom.enabled()) return;
      if (event.ctrlKey) {
        event.preventDefault();
        const by = event.deltaY < 0 ? 0.5 : -0.5;
        map.setZoomAround(map.mouseEventToContainerPoint(event), map.getZoom() + by, { animate: false });
        return;
      }
      byId("wheel-hint").hidden = false;
      clearTimeout(waiting);
      waiting = setTimeout(() => (byId("wheel-hint").hidden = true), 2000);
    }, { passive: false });
  }

  function addToMap() {
    const zoom = { zoomInTitle: words.zoom_in, zoomOutTitle: words.zoom_out };
    L.control.zoom({ ...zoom, position: "topleft" }).addTo(map);
    every(".leaflet-control-zoom a").forEach((each) => each.setAttribute("tabindex", "-1"));
    L.control.scale({ imperial: false, position: "topright" }).addTo(map);
    listenToWheel();
  }

  function addBasemap() {
    const tiles = L.tileLayer(data.basemap.url, { maxZoom: 18, attribution: data.basemap.credit });
    byId("basemap").addEventListener("change", ({ target }) => {
      if (target.checked) tiles.addTo(map);
      else tiles.remove();
      app.shapes.fills.style.opacity = target.checked ? 0.6 : 1;
      every(".water").forEach((each) => (each.style.display = target.checked ? "none" : ""));
    });
  }

  function start() {
    every("form").forEach((each) => each.addEventListener("submit", (event) => event.preventDefault()));
    addToMap();
    if (data.basemap) addBasemap();
    drawTicks();
    listen("level", app.showLevel);
    listen("view", app.showView);
    listen("stage", app.showStages);
    const more = document.querySelector(".more-views");
    if (more) {
      more.addEventListener("change", () => (more.open = false));
      document.addEventListener("click", ({ target }) => more.contains(target) || (more.open = false));
    }
    byId("symbols-on").addEventListener("change", ({ target }) => app.showSymbols(target.checked));
    byId("to-inner").addEventListener("click", () => app.inset.zoom());
    byId("year").addEventListener("input", ({ target }) => app.showYear(Number(target.value)));
    byId("earlier").addEventListener("click", () => step(-1));
    byId("later").addEventListener("click", () => step(1));
    byId("present").addEventListener("click", () => app.show.start());
    byId("print").addEventListener("click", () => window.print());
    byId("keys").addEventListener("click", () => byId("help").showModal());
    byId("help-close").addEventListener("click", () => byId("help").close());
    document.addEventListener("keydown", onKey);
    window.addEventListener("beforeprint", () => app.print(true));
    window.addEventListener("afterprint", () => app.print(false));
  }

  return { start, describe, describeYear, countStages, foldPanels };
}
