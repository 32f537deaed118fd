// Alternatives of one proposal, side by side.

const alternatives = {
  naming: null, written: "", // whose name is being written, and what stands there so far

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

  // The field in which an alternative is given a name; without one it is called by its dwellings.
  nameField({ letter }, index) {
    const field = make("input", {
      type: "text", maxlength: "60", autocomplete: "off", "data-key": `naming-${letter}`,
      "aria-label": say("page.alternative.name", { letter }),
    });
    field.value = alternatives.written;
    field.addEventListener("input", () => { alternatives.written = field.value; });
    // A field that is made anew is no field that was left.
    field.addEventListener("blur", () => setTimeout(() => field.isConnected && alternatives.rename(index)));
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== "Escape") return;
      event.preventDefault(); // the button that gets the focus is not pressed
      if (event.key === "Escape") alternatives.written = store.now.alternatives[index].name;
      alternatives.rename(index);
      document.querySelector(`[data-key="rename-${letter}"]`).focus();
    });
    return field;
  },

  beginNaming({ letter, name }) {
    Object.assign(alternatives, { naming: letter, written: name });
    comparison.render(store.now);
    document.querySelector(`[data-key="naming-${letter}"]`).focus();
  },

  rename(index) {
    const { letter, name } = store.now.alternatives[index];
    if (alternatives.naming !== letter) return;
    alternatives.naming = null;
    const written = alternatives.written.trim();
    comparison.render(store.now);
    if (written === name) return;
    store.change({
      alternatives: store.now.alternatives.map((each, i) => (i === index ? { ...each, name: written } : each)),
    }, say("page.step.alternative", { letter }));
    announce(say("page.alternative.named", { letter, name: nameOf(store.now.alternatives[index]) }));
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
