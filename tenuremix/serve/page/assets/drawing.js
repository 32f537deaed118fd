// Drawing a ring: corners by click, or by a crosshair and keys; never by a drag.

// A click is no finer than the map can show: whole metres, and decimetres when it is very close.
const digits = () => (chart.resolution() < 0.2 ? 10 : 1);
const rounded = (point) => point.map((each) => Math.round(each * digits()) / digits());

const drawing = {
  mode: "pointer", picked: null, step: null, cross: null, hover: null, layer: null, rest: null,

  begin(mode, plot, corners = []) {
    drawing.picked = null;
    drawing.hover = null;
    drawing.mode = mode;
    store.change({ draft: { corners, plot, edits: corners.length > 0 } }, say("page.step.draw"));
    chart.map.invalidateSize({ animate: false });
    if (mode === "crosshair") drawing.aim(corners[corners.length - 1] || chart.centre());
    byId("map").focus({ preventScroll: true });
    if (innerWidth <= 760) byId("map").scrollIntoView();
    drawing.tell(say(mode === "crosshair" ? "page.draw.crosshair" : "page.draw.pointer"));
  },

  leave() {
    drawing.picked = null;
    store.change({ draft: null }, say("page.step.draw"));
  },

  setMode(mode) {
    drawing.mode = mode;
    if (mode === "crosshair") drawing.aim(chart.centre());
    drawing.render(store.now);
    byId("map").focus();
  },

  tell: (text, options) => announce(text, options),

  corners: () => store.now.draft.corners,
  setCorners(corners, said, hold = null) {
    store.change({ draft: { ...store.now.draft, corners } }, said, hold);
  },

  place(found) {
    const corners = drawing.corners();
    if (drawing.picked !== null) {
      const index = drawing.picked;
      drawing.picked = null;
      drawing.setCorners(corners.map((corner, i) => (i === index ? found.at : corner)),
        say("page.step.corner", { number: index + 1 }));
      drawing.tell(say("page.corner.moved", { number: index + 1 }));
      return;
    }
    const first = corners.length > 2 && sameCorner(corners[0], found.at);
    if (found.closes || first) { drawing.finish(); return; }
    const last = corners[corners.length - 1];
    if (last && sameCorner(last, found.at)) return;
    const count = corners.length + 1;
    drawing.setCorners([...corners, found.at], say("page.step.corner", { number: count }));
    const far = last ? ` ${say("page.corner.edge", { number: number(Math.round(distance(last, found.at))) })}` : "";
    const fast = found.what ? ` ${say("page.snapped", { what: found.what })}.` : "";
    const crossing = drawing.crossing({ drawn: true });
    if (crossing) drawing.tell(drawing.reason(crossing), { urgent: true });
    else drawing.tell(`${say("page.corner.placed", { number: count })}${far}${fast}`);
  },

  removeLast() {
    const corners = drawing.corners();
    if (!corners.length) return;
    drawing.remove(corners.length - 1);
  },

  remove(index) {
    const told = say("page.step.corner", { number: index + 1 });
    drawing.picked = null;
    drawing.setCorners(drawing.corners().filter((_, i) => i !== index), told);
    drawing.tell(say("page.corner.removed", { number: index + 1 }));
  },

  // Where the ring crosses itself; `drawn` leaves out the edge that is not drawn yet.
  crossing({ drawn = false } = {}) {
    const corners = drawing.corners();
    const found = corners.length > 2 ? findCrossing(corners) : null;
    return found && drawn && found.second === corners.length - 1 ? null : found;
  },

  reason({ first, second }) {
    const count = drawing.corners().length;
    const next = (i) => ((i + 1) % count) + 1;
    return say("page.ring.crosses", { a: first + 1, b: next(first), c: second + 1, d: next(second) });
  },

  // Why the ring cannot be closed, or nothing.
  hindrance() {
    const corners = drawing.corners();
    if (!corners.length) return say("page.ring.none");
    if (corners.length === 2) return say("page.ring.two");
    const crossing = drawing.crossing();
    return crossing ? drawing.reason(crossing) : "";
  },

  finish() {
    const hindrance = drawing.hindrance();
    if (hindrance) { drawing.tell(hindrance, { urgent: true }); return; }
    const { draft } = store.now;
    const { corners } = draft;
    const geometry = corners.length === 1 ? { type: "Point", coordinates: corners[0] }
      : { type: "Polygon", coordinates: [[...corners, corners[0]]] };
    const placed = plotOf(store.now);
    const origin = draft.typed ? "skriven" : "ritad";
    drawing.picked = null;
    store.change({
      draft: null, ...withPlot(store.now, { geometry, area: null, origin }, draft.plot),
    }, say("page.step.ring"));
    drawing.tell(say("page.ring.done"));
    if (!chart.holds(geometry)) chart.show(geometry);
    const next = totalOf(placed.dwellings) ? document.querySelector('[data-key="edit-0"]') : byId("count-hyresratt");
    if (next) next.focus({ preventScroll: innerWidth > 760 });
  },

  // ---- The crosshair: the map moves under it

  aim(at) {
    drawing.cross = rounded(at);
    drawing.holding(() => {});
    drawing.renderCross();
  },

  // Does something to the map and sets it under the cross again, exactly.
  holding(act) {
    drawing.aimed = true;
    act();
    if (store.now && store.now.draft && drawing.mode === "crosshair" && drawing.cross) {
      chart.map.setView(latLng(drawing.cross), chart.map.getZoom(), { animate: false });
    }
    drawing.aimed = false;
  },

  stepOf() {
    if (drawing.step) return drawing.step;
    const resolution = chart.resolution();
    return resolution > 20 ? 1000 : resolution > 2 ? 100 : resolution > 0.2 ? 10 : 1;
  },

  nudge(east, north, fine = false) {
    const step = drawing.stepOf() / (fine ? 10 : 1);
    const [e, n] = drawing.cross;
    drawing.cross = [cm(e + east * step), cm(n + north * step)];
    drawing.holding(() => {});
    drawing.renderCross();
    clearTimeout(drawing.rest);
    drawing.rest = setTimeout(() => {
      if (store.now.draft) drawing.tell(drawing.where(drawing.target().at));
    }, 400);
  },

  target: () => snap.find(drawing.cross, store.now, drawing.picked),

  where([e, n]) {
    const area = chart.areaAt([e, n]);
    return `${say("page.at", { n: metres(n), e: metres(e) })}. ${area ? area.name : say("page.outside")}.`;
  },

  pick(index) {
    drawing.picked = index;
    if (index !== null) {
      if (drawing.mode === "crosshair") drawing.aim(drawing.corners()[index]);
      drawing.tell(say("page.corner.picked", { number: index + 1 }));
    }
    drawing.render(store.now);
  },

  pickNext(by) {
    const count = drawing.corners().length;
    if (!count) return;
    if (drawing.mode !== "crosshair") drawing.setMode("crosshair");
    const from = drawing.picked === null ? (by > 0 ? -1 : 0) : drawing.picked;
    drawing.pick((from + by + count) % count);
  },

  // ---- What the pointer does

  // The place of a click, no finer than the map can show.
  pointed(event) {
    const raw = pairOf(event.latlng);
    const found = snap.find(raw, store.now, drawing.picked);
    return found.what ? found : { ...found, at: rounded(raw) };
  },

  click(event) {
    if (!store.now.draft) return;
    if (drawing.mode === "crosshair") { drawing.aim(pairOf(event.latlng)); return; }
    const corners = drawing.corners();
    if (drawing.picked === null) {
      const reach = REACH * chart.resolution();
      const on = corners.findIndex((corner) => distance(corner, pairOf(event.latlng)) < reach);
      const closes = on === 0 && corners.length > 2 && !store.now.draft.edits;
      if (closes) { drawing.finish(); return; }
      if (on >= 0) { drawing.pick(on); return; }
    }
    drawing.place(drawing.pointed(event));
  },

  key(event) {
    if (event.target !== byId("map") || event.altKey || !keysWork()) return;
    const arrows = {
      ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1],
    };
    const { key } = event;
    let known = true;
    if (event.ctrlKey || event.metaKey) return;
    if (key === "+" || key === "=") chart.map.zoomIn(1);
    else if (key === "-") chart.map.zoomOut(1);
    else if (key === "?") showKeys(true);
    else if (!store.now.draft) {
      if (arrows[key]) chart.map.panBy([100 * arrows[key][0], -100 * arrows[key][1]], { animate: false });
      else known = false;
    } else if (arrows[key]) {
      if (drawing.mode !== "crosshair") drawing.setMode("crosshair");
      drawing.nudge(...arrows[key], event.shiftKey);
    } else if (key === "Enter" && drawing.mode === "crosshair") drawing.place(drawing.target());
    else if (key === "Backspace") drawing.removeLast();
    else if (key === "Delete") { if (drawing.picked !== null) drawing.remove(drawing.picked); }
    else if (key === " ") toggleSnap();
    else if (key === "n" || key === "N") drawing.pickNext(event.shiftKey ? -1 : 1);
    else if (key === "Escape") {
      if (drawing.picked !== null) drawing.pick(null);
      else drawing.leave();
    } else known = false;
    if (known) event.preventDefault();
  },
};

function toggleSnap() {
  snap.on = !snap.on;
  announce(say(snap.on ? "page.snap.on" : "page.snap.off"));
  drawing.render(store.now);
}
