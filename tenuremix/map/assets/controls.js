// The switches, the years, the keys, and the page that is printed.
"use strict";

function makeControls(app) {
  const { map, data, words } = app;

  // ---- Views, levels and stages

  function listen(name, act) {
    every(`input[name="${name}"]`).forEach((input) => input.addEventListener("change", act));
  }

  function swatch(bucket) {
    const circle = bucket.fill.startsWith("circle-") && circleOf(Number(bucket.fill.slice(7)));
    return draw("svg", { width: 34, height: 18, "aria-hidden": "true" },
      ...(circle ? [draw("circle", { cx: 17, cy: 9, r: circle, class: "disc" })] : [draw("rect", { width: 34, height: 18, fill: fillOf(bucket), class: "swatch" })]),
      draw("text", { x: 17, y: 13.5, class: "letter" }, bucket.letter));
  }

  // For the ear: what a view or a year shows, once it has been chosen.
  const say = (words) => (byId("said").textContent = words);

  // The heading, the legend and the explanation of what is shown.
  function describe() {
    const sheet = app.sheet();
    const about = sheet.abouts[pick(sheet.about, app.year)].map((line) => data.lines[line]);
    byId("view-title").textContent = sheet.title;
    byId("view-gist").textContent = about[0];
    say(`${sheet.title}. ${about[0]}`);
    const numbers = sheet.legend.map(() => 0);
    sheet.values.forEach((_, i) => (numbers[app.value(i)[0]] += 1));
    const lines = sheet.legend.flatMap((bucket, i) => (numbers[i] // what does not occur is left out
      ? [make("li", {}, swatch(bucket), make("span", {}, ` ${bucket.words} (${app.number(numbers[i])})`))]
      : []));
    byId("legend").replaceChildren(...lines);
    byId("view-about").replaceChildren(...about.slice(1).map((line) => make("p", {}, line)));
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
    byId("as-of").textContent = fillIn(words.as_of, { day });
    byId("year-note").textContent = app.planning ? words.final : locked ? words.locked : note;
    byId("year").disabled = locked;
    byId("earlier").disabled = locked || app.year === 0;
    byId("later").disabled = locked || app.year === data.years.length - 1;
  }

  function step(by) {
    const year = Math.min(data.years.length - 1, Math.max(0, app.year + by));
    if (year === app.year || app.locked()) return;
    app.showYear(year);
    say(`${byId("year-words").textContent}. ${byId("view-gist").textContent}`);
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
    if (byId("help").open || !byId("keys-on").checked) return;
    if (event.key === "Escape") {
      map.closePopup();
      return;
    }
    const key = event.key.toLowerCase();
    const { views, levels, ...rest } = data.keys;
    const command = event.key === "?" ? "help" : Object.keys(rest).find((name) => rest[name] === key);
    if (views.includes(key)) choose("view", views.indexOf(key));
    else if (levels.includes(key)) choose("level", levels.indexOf(key));
    else if (command) commands[command]();
    else return;
    event.preventDefault();
  }

  // ---- On a narrow page the switches wait behind their heading, so that the map comes first

  function foldPanels() {
    const narrow = matchMedia("(max-width: 50rem)");
    const fold = () => every("details.panel").forEach((panel) => (panel.open = !narrow.matches));
    fold();
    narrow.addEventListener("change", fold);
  }

  // ---- Print: the map has a size of its own, which Leaflet must know before the page is laid out

  let before = null; // where the map stood on the screen
  function forPrint(on) {
    if (on === Boolean(before)) return; // some browsers say it twice
    map.closePopup();
    const bounds = map.getBounds();
    const whole = map.getZoom() <= app.wholeZoom;
    const panel = document.querySelector(".layers"); // explains the symbols
    if (on) {
      before = {
        centre: map.getCenter(), zoom: map.getZoom(), wholeZoom: app.wholeZoom, open: panel.open,
      };
    }
    panel.open = on || before.open;
    document.documentElement.classList.toggle("printing", on);
    document.documentElement.classList.toggle("presenting", !on && app.show.running());
    byId("view-about").classList.remove("tight");
    byId("view-about").classList.toggle("tight", on && document.body.scrollHeight > 715);
    map.invalidateSize({ animate: false });
    if (!on) {
      app.wholeZoom = before.wholeZoom;
      map.setView(before.centre, before.zoom, { animate: false });
      before = null;
    } else if (whole) app.areas.fit();
    else map.fitBounds(bounds, { animate: false });
    app.symbols.redraw();
    app.areas.placeLabels();
  }

  // ---- The map's own controls

  function addToMap() {
    const zoom = { zoomInTitle: words.zoom_in, zoomOutTitle: words.zoom_out };
    L.control.zoom({ ...zoom, position: "bottomright" }).addTo(map);
    L.control.scale({ imperial: false }).addTo(map);
    const north = L.control({ position: "topright" });
    north.onAdd = () => make("div", { class: "north", role: "img", "aria-label": words.north,
      title: words.north }, draw("svg", { width: 22, height: 34, viewBox: "0 0 22 34" },
      draw("path", { d: "M11 1L19 22L11 17L3 22Z" }), draw("text", { x: 11, y: 33 }, "N")));
    north.addTo(map);
    // The wheel scrolls the page until the reader has clicked in the map.
    map.scrollWheelZoom.disable();
    map.on("focus", () => map.scrollWheelZoom.enable());
    map.on("blur", () => map.scrollWheelZoom.disable());
  }

  function addBasemap() {
    const tiles = L.tileLayer(data.basemap.url, { maxZoom: 18, attribution: data.basemap.credit });
    byId("basemap").addEventListener("change", ({ target }) => {
      if (target.checked) tiles.addTo(map);
      else tiles.remove();
      app.shapes.fills.style.opacity = target.checked ? 0.6 : 1;
    });
  }

  function start() {
    addToMap();
    if (data.basemap) addBasemap();
    listen("level", app.showLevel);
    listen("view", app.showView);
    listen("stage", app.showStages);
    byId("year").addEventListener("input", ({ target }) => app.showYear(Number(target.value)));
    byId("earlier").addEventListener("click", () => step(-1));
    byId("later").addEventListener("click", () => step(1));
    byId("present").addEventListener("click", () => app.show.start());
    byId("print").addEventListener("click", () => window.print());
    byId("keys").addEventListener("click", () => byId("help").showModal());
    byId("help-close").addEventListener("click", () => byId("help").close());
    document.addEventListener("keydown", onKey);
    window.addEventListener("beforeprint", () => forPrint(true));
    window.addEventListener("afterprint", () => forPrint(false));
  }

  return { start, describe, describeYear, countStages, foldPanels };
}
