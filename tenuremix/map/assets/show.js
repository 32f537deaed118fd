// The presentation: the whole screen, large type, and prepared views with a sentence each.
"use strict";

function makeShow(app) {
  const { map, data, words } = app;
  const root = document.documentElement;
  const beside = document.querySelector(".beside");
  let at = -1; // the slide that is shown; -1 outside the presentation
  let before = null; // what was shown before it

  function set(name, value) {
    const input = every(`input[name="${name}"]`).find((each) => each.value === value);
    if (input) input.checked = true;
  }

  function resize(fit) {
    map.invalidateSize({ animate: false });
    if (fit) app.areas.fit();
    app.placeAll();
  }

  function go(to) {
    at = Math.min(data.slides.length - 1, Math.max(0, to));
    const slide = data.slides[at];
    set("view", slide.view);
    set("level", slide.level);
    app.year = data.years.length - 1;
    app.symbolsOn = slide.symbols;
    byId("slide-sentence").replaceChildren(...markedNodes(slide.sentence));
    byId("slide-sentence").classList.toggle("long", slide.sentence.length > 120);
    byId("slide-number").textContent = fillIn(words.slide, { number: at + 1, all: data.slides.length });
    byId("slide-previous").disabled = at === 0;
    byId("slide-next").disabled = at === data.slides.length - 1;
    ["figure", "ranked"].forEach((part) => beside.classList.toggle(`with-${part}`, slide.part === part));
    app.showAll();
    resize(true);
    if (slide.part === "inner") app.inset.zoom();
  }

  function start() {
    if (at >= 0) return;
    before = {
      view: app.view().id, level: app.level(), year: app.year, symbolsOn: app.symbolsOn,
      bounds: map.getBounds(), whole: map.getZoom() <= app.wholeZoom + 0.01, focus: document.activeElement,
    };
    root.classList.add("presenting");
    byId("slides").hidden = false;
    app.enlarged = 1.5;
    if (root.requestFullscreen) root.requestFullscreen().catch(() => {}); // else in the window
    go(0);
    byId("slide-next").focus();
  }

  function end() {
    if (at < 0) return;
    at = -1;
    root.classList.remove("presenting");
    beside.classList.remove("with-figure", "with-ranked");
    byId("slides").hidden = true;
    app.enlarged = 1;
    if (document.fullscreenElement) document.exitFullscreen();
    set("view", before.view);
    set("level", before.level);
    app.year = before.year;
    app.symbolsOn = before.symbolsOn;
    app.showAll();
    map.invalidateSize({ animate: false });
    if (before.whole) app.areas.fit();
    else map.fitBounds(before.bounds, { animate: false });
    app.placeAll();
    before.focus.focus();
  }

  const keys = {
    ArrowRight: () => go(at + 1), ArrowDown: () => go(at + 1), PageDown: () => go(at + 1),
    ArrowLeft: () => go(at - 1), ArrowUp: () => go(at - 1), PageUp: () => go(at - 1),
    Home: () => go(0), End: () => go(data.slides.length - 1), Escape: end,
  };

  function key(name) {
    if (keys[name]) keys[name]();
    return Boolean(keys[name]);
  }

  byId("slide-previous").addEventListener("click", () => go(at - 1));
  byId("slide-next").addEventListener("click", () => go(at + 1));
  byId("slide-end").addEventListener("click", end);
  document.addEventListener("fullscreenchange", () => {
    if (at < 0) return;
    if (document.fullscreenElement) resize(true);
    else end();
  });

  return { start, key, resize, running: () => at >= 0 };
}
