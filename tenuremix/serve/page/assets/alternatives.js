// Alternatives of one proposal, side by side.

const alternatives = {
  render(state) {
    const empty = isEmpty(state);
    const parts = empty ? [make("p", { class: "calm" }, say("page.alternative.none"))] : [
      make("span", { class: "calm", id: "alternatives-title" }, say("page.alternatives")),
      make("div", { class: "chips", role: "group", "aria-labelledby": "alternatives-title" },
        ...state.alternatives.map((each, i) => alternatives.chip(state, each, i)),
        ...(state.alternatives.length < MOST_ALTERNATIVES ? [button(`+ ${say("page.alternative.add")}`,
          alternatives.add, { class: "plain", "data-key": "alternative-add" })] : [])),
      make("span", { class: "views" },
        ...(state.alternatives.length > 1 ? [alternatives.viewButton("jamfor")] : []),
        ...(state.alternatives[state.at].plots.some(isAsked) ? [alternatives.viewButton("lamna")] : [])),
    ];
    refill(byId("alternatives"), parts);
  },

  viewButton: (name) => button(say(`page.view.${name}`), () => goTo(view === name ? "" : name), {
    class: name === "lamna" ? "primary" : "dark", "data-key": `view-${name}`, "aria-pressed": String(view === name),
  }),

  chip(state, alternative, index) {
    const here = index === state.at;
    const made = button(make("b", {}, alternative.letter), () => {
      store.look({ at: index, plot: 0, draft: null });
      announce(say("page.alternative.opened", { letter: alternative.letter, name: nameOf(alternative) }));
      if (view === "jamfor") goTo("");
    }, {
      class: here ? "chip here" : "chip", "aria-pressed": String(here), "data-key": `chip-${alternative.letter}`,
    });
    made.append(` ${nameOf(alternative)}`);
    return made;
  },

  add() {
    const state = store.now;
    const letter = letterOf(state.letters);
    const from = alternativeOf(state);
    const made = { ...from, letter, from: from.letter, name: "" };
    store.change({
      alternatives: [...state.alternatives, made], letters: state.letters + 1,
      at: state.alternatives.length, plot: 0, draft: null,
    }, say("page.step.alternative", { letter }));
    announce(say("page.alternative.copied", { letter, from: from.letter }));
    goTo("");
    byId("count-hyresratt").focus();
  },

  remove(index) {
    const state = store.now;
    const { letter } = state.alternatives[index];
    const left = state.alternatives.filter((_, i) => i !== index);
    store.change({
      alternatives: left, at: Math.min(state.at > index ? state.at - 1 : state.at, left.length - 1), plot: 0,
    }, say("page.step.alternative", { letter }));
    announce(say("page.alternative.removed", { letter }));
    if (left.length < 2) goTo("");
    const next = document.querySelector(`[data-key="open-${left[Math.min(index, left.length - 1)].letter}"]`)
      || document.querySelector(".chip");
    if (next) next.focus();
  },
};
