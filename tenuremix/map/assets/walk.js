// The map by keyboard: one stop, in which the arrows go from area to area and Enter opens one.
"use strict";

function makeWalk(app) {
  const { map, words } = app;
  const container = map.getContainer();
  let area = -1; // where the reader stands: the place of an area,
  let symbol = -1; // or of a symbol
  const tip = makeTip(map);

  const directions = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

  // The nearest area in a direction: what lies aside of it is further away.
  function next([dx, dy]) {
    const { areas } = app.areas.current();
    const from = area < 0 ? map.getCenter() : areas[area].area.at;
    const start = app.shapes.toGrid(from);
    let best = -1;
    let least = Infinity;
    areas.forEach((each, index) => {
      if (index === area || !each.area.at) return;
      const { x, y } = app.shapes.toGrid(each.area.at).subtract(start);
      const ahead = x * dx + y * dy;
      const aside = Math.abs(x * dy) + Math.abs(y * dx);
      if (area >= 0 && ahead <= 0) return;
      const far = area < 0 ? Math.hypot(x, y) : ahead + 2 * aside;
      if (far < least) [least, best] = [far, index];
    });
    return best;
  }

  function standOn(index) {
    if (index < 0) return;
    leave();
    area = index;
    const { area: { at } } = app.areas.current().areas[index];
    app.areas.choose(index);
    if (!map.getBounds().contains(at)) map.panTo(at, { animate: false });
    say(app.areas.words(index), at);
  }

  function standOnSymbol(step) {
    const groups = [...app.symbols.groups()].sort((a, b) => a.at[1] - b.at[1] || a.at[0] - b.at[0]);
    if (!groups.length) return;
    const now = groups.findIndex(({ icon }) => icon.classList.contains("current"));
    leave();
    const at = (now < 0 ? (step > 0 ? 0 : groups.length - 1) : now + step + groups.length) % groups.length;
    const group = groups[at];
    symbol = app.symbols.groups().indexOf(group);
    group.icon.classList.add("current");
    say(app.symbols.titleOf(group), group.at);
  }

  function say(text, at) {
    tip.show(text, at);
    byId("said").textContent = text;
  }

  function forget() {
    symbol = -1;
  }

  function leave() {
    tip.hide();
    app.symbols.groups().forEach(({ icon }) => icon.classList.remove("current"));
    if (area >= 0) app.areas.choose(null);
    area = -1;
    forget();
  }

  function open() {
    app.popups.remember(container);
    const index = area;
    if (symbol >= 0) app.symbols.open(app.symbols.groups()[symbol]);
    else if (index >= 0) app.popups.openArea(index);
  }

  container.addEventListener("keydown", (event) => {
    if (event.target !== container || event.ctrlKey || event.metaKey || event.altKey || app.show.running()) return;
    const direction = directions[event.key];
    if (direction && event.shiftKey) map.panBy(direction.map((n) => 80 * n));
    else if (direction) standOn(next(direction));
    else if (event.key === "PageDown") standOnSymbol(1);
    else if (event.key === "PageUp") standOnSymbol(-1);
    else if (event.key === "Enter" || event.key === " ") open();
    else if (event.key === "+") map.zoomIn();
    else if (event.key === "-") map.zoomOut();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  container.addEventListener("blur", () => tip.hide());

  map.keyboard.disable();
  container.setAttribute("tabindex", "0");
  container.setAttribute("role", "application");
  container.setAttribute("aria-label", words.map);
  container.setAttribute("aria-description", words.map_keys);

  return { leave, forget };
}
