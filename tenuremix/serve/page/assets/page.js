// The page as a whole: it starts, shows each state and keeps the address.

function renderAll() {
  const state = store.now;
  document.body.dataset.view = view;
  ["comparison", "hand"].forEach((id) => { byId(id).hidden = view !== { comparison: "jamfor", hand: "lamna" }[id]; });
  place.learn(state);
  answer.learn(state);
  comparison.learn(state);
  alternatives.render(state);
  place.render(state);
  form.render(state);
  plotsOnMap.render(state);
  drawing.render(state);
  answer.render(state);
  comparison.render(state);
  hand.render(state);
  [["undo", store.past], ["redo", store.future]].forEach(([id, steps]) =>
    byId(id).setAttribute("aria-disabled", String(!steps.length)));
}

function goTo(next) {
  if (view === next) return;
  const from = view;
  view = next;
  keepAddress(store.now, { anew: true });
  showView(from);
}

// Moves the focus to what is now read, or back to the button that one came from.
function showView(from) {
  renderAll();
  if (!view) chart.resize();
  const heading = byId({ jamfor: "comparison-title", lamna: "hand-title" }[view]);
  const came = document.querySelector(`[data-key="view-${from}"]`);
  if (heading) heading.focus();
  else if (came) came.focus();
}

function showKeys(open) {
  byId("keys").hidden = !open;
  byId("keys-open").setAttribute("aria-expanded", String(open));
  if (open) byId("keys-title").focus();
}

const keysWork = () => byId("keys-on").checked;

function listen() {
  store.listeners.push((state) => { keepAddress(state); renderAll(); });
  byId("undo").addEventListener("click", store.undo);
  byId("redo").addEventListener("click", store.redo);
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || !keysWork()) return;
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return; // its own
    const key = event.key.toLowerCase();
    if (key === "z" && !event.shiftKey) store.undo();
    else if (key === "y" || key === "z") store.redo();
    else return;
    event.preventDefault();
  });
  byId("keys-open").addEventListener("click", () => showKeys(byId("keys").hidden));
  byId("keys-close").addEventListener("click", () => { showKeys(false); byId("keys-open").focus(); });
  byId("brief-read").addEventListener("click", () => {
    byId("answer").scrollIntoView();
    byId("answer-title").focus({ preventScroll: true });
  });
  new IntersectionObserver(([{ isIntersecting }]) =>
    byId("brief").classList.toggle("seen", isIntersecting)).observe(byId("answer"));
  addEventListener("popstate", ({ state: ours }) => {
    const link = location.hash.slice(1);
    const from = view;
    view = readView(link);
    if (!ours) {
      const found = readLink(link, store.now.date);
      if (found) store.change(found, say("page.step.link"));
    }
    keepAddress(store.now);
    showView(from);
  });
  every(".skip a").forEach((each) => each.addEventListener("click", (event) => {
    event.preventDefault(); // the address is the proposal's
    const target = byId(each.getAttribute("href").slice(1));
    target.focus();
    target.scrollIntoView();
  }));
}

// Shows the city and the proposal of the address.
function begin(start) {
  quotes = [start.title, ...start.targets.map(({ title }) => title)];
  chart.open(start);
  const link = location.hash.slice(1);
  const linked = link ? readLink(link, start.as_of) : readDeepLink(location.search, start.as_of);
  view = linked ? readView(link) : "";
  store.start(linked || firstState(start.as_of));
  drawing.listen();
  form.listen();
  place.listen();
  listen();
  renderAll();
  const { draft } = store.now;
  const shown = draft ? { type: "Polygon", coordinates: [draft.corners] }
    : alternativeOf(store.now).plots.map(shapeOf).find(Boolean);
  document.querySelector("main").hidden = false;
  chart.begin(shown);
  if (link && !linked && !readView(link)) announce(say("page.link.unread"), { urgent: true });
  document.body.dataset.ready = "yes";
}

// What can wait until the page answers.
async function complete() {
  keepAddress(store.now);
  byId("date").type = "date"; // its calendar takes a browser long to make
  try {
    await chart.bring();
  } catch {
    announce(say("page.offline"), { urgent: true });
  }
  document.body.dataset.ready = "whole";
}

begin(JSON.parse(byId("start").textContent));
(self.requestIdleCallback || setTimeout)(complete);
