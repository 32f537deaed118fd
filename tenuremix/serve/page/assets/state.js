// What the reader has made: alternatives of plots, a date and a ring being drawn. A state is never
// changed, only followed by another, so that everything can be undone in one list.

const NO_DWELLINGS = { hyresratt: 0, bostadsratt: 0, aganderatt: 0, oklar: 0 };
const MOST_ALTERNATIVES = 6;
const MOST_DWELLINGS = 100000;
const MOST_STEPS = 100;
const emptyPlot = () => ({
  geometry: null, area: null, origin: "", name: "", hustyp: "", dwellings: NO_DWELLINGS,
});
const letterOf = (index) => String.fromCharCode(65 + (index % 26));

const firstState = (date) => ({
  alternatives: [{ letter: "A", name: "", from: "", plots: [emptyPlot()] }],
  letters: 1, // how many have been used: a letter does not come back
  at: 0,
  plot: 0,
  date,
  radius: 0,
  draft: null, // { corners, plot: which it becomes }
});

const store = {
  now: null, past: [], future: [], listeners: [], held: null,

  start(state) {
    store.now = state;
    store.past = [];
    store.future = [];
  },

  // Makes a change; `said` names it for the undo. Changes of one `hold` in a row are one step.
  change(part, said = "", hold = null) {
    const next = { ...store.now, ...part };
    if (!(hold && hold === store.held && store.past.length)) {
      store.past.push({ state: store.now, said });
      if (store.past.length > MOST_STEPS) store.past.shift();
    } else store.past[store.past.length - 1].said = said;
    store.held = hold;
    store.future = [];
    store.now = next;
    store.tell();
  },

  // Chooses what is looked at, which is nothing to undo.
  look(part) {
    store.held = null;
    store.now = { ...store.now, ...part };
    store.tell();
  },

  step(from, to, key) {
    const last = from.pop();
    if (!last) return;
    to.push({ state: store.now, said: last.said });
    store.held = null;
    store.now = last.state;
    announce(say(key, { what: last.said }));
    store.tell();
  },
  undo: () => store.step(store.past, store.future, "page.undone"),
  redo: () => store.step(store.future, store.past, "page.redone"),

  tell: () => store.listeners.forEach((listener) => listener(store.now)),
};

const alternativeOf = (state) => state.alternatives[state.at];
const plotOf = (state) => alternativeOf(state).plots[state.plot];
const isPlaced = (plot) => Boolean(plot.geometry || plot.area);
const isAsked = (plot) => isPlaced(plot) && totalOf(plot.dwellings) > 0;
const isEmpty = (state) => state.alternatives.length === 1
  && alternativeOf(state).plots.every((plot) => !isPlaced(plot) && !totalOf(plot.dwellings));

function withPlots(state, plots) {
  const made = { ...alternativeOf(state), plots };
  return { alternatives: state.alternatives.map((each, i) => (i === state.at ? made : each)) };
}

function withPlot(state, part, index = state.plot) {
  const { plots } = alternativeOf(state);
  return withPlots(state, plots.map((plot, i) => (i === index ? { ...plot, ...part } : plot)));
}

function sumOf(alternative) {
  const sums = { ...NO_DWELLINGS };
  alternative.plots.forEach(({ dwellings }) =>
    TENURES.forEach((tenure) => { sums[tenure] += dwellings[tenure]; }));
  return sums;
}

// 80 HR + 40 BR, or the name that it was given.
function nameOf(alternative) {
  if (alternative.name) return alternative.name;
  const sums = sumOf(alternative);
  const parts = TENURES.filter((tenure) => sums[tenure])
    .map((tenure) => `${number(sums[tenure])} ${say(`page.brief.${tenure}`)}`);
  return parts.join(" + ") || say("page.alternative.empty");
}

// The proposal as it is sent: what the plots are, not how they came about.
function proposalOf(alternative, crs) {
  const features = alternative.plots.filter(isAsked).map((plot) => ({
    type: "Feature",
    properties: {
      namn: plot.name, ...plot.dwellings, hustyp: plot.hustyp,
      omrade: plot.geometry ? "" : plot.area,
    },
    geometry: plot.geometry ? canonical(plot.geometry) : null,
  }));
  return { type: "FeatureCollection", crs: { type: "name", properties: { name: crs } }, features };
}

const ORIGINS = ["ritad", "skriven", "fil", "omrade", "register", "lank"];
const originsOf = (alternative) =>
  [...new Set(alternative.plots.filter(isAsked).map((plot) => plot.origin))].join(",");
