// The answer: what the place lacks, and what the proposal does, in the words of the check.

const answer = {
  check: null, // of what is shown
  letter: "", // of the alternative that it is of
  asked: "", // the proposal that it answers, or is being asked for
  stale: false,
  failed: null,
  asker: makeAsker(300),
  slow: null,

  // Asks anew where the proposal has changed.
  learn(state) {
    const made = proposalOf(alternativeOf(state), chart.start.crs);
    const key = made.features.length ? JSON.stringify([made, state.date, state.radius]) : "";
    if (key === answer.asked) return;
    answer.asked = key;
    answer.asker.stop();
    clearTimeout(answer.slow);
    if (!key) {
      Object.assign(answer, { check: null, stale: false, failed: null });
      return;
    }
    answer.stale = true;
    answer.slow = setTimeout(() => { byId("busy").textContent = say("page.counting"); }, 1300);
    answer.asker.ask((signal) => server.check(made, state, signal), (found) => {
      clearTimeout(answer.slow);
      const before = answer.check;
      const { letter } = alternativeOf(store.now);
      const same = !answer.letter || answer.letter === letter; // another one is told as it is opened
      Object.assign(answer, { check: found, stale: false, failed: null, letter });
      if (same) announce(answer.change(before, found), { wait: 300 });
      renderAll();
    }, (error) => {
      clearTimeout(answer.slow);
      Object.assign(answer, { failed: error });
      announce(say("page.failed"), { urgent: true });
      renderAll();
    });
  },

  again() {
    answer.asked = "";
    answer.failed = null;
    renderAll();
  },

  // What has changed since the answer before, in a sentence.
  change(before, after) {
    const [target] = after.targets;
    const said = store.past.length ? store.past[store.past.length - 1].said : "";
    const first = said ? `${capital(said)}. ` : "";
    if (!before || !target) return after.sentence;
    const was = before.targets.find((each) => each.target === target.target);
    if (!was || was.counts === target.counts) return `${first}${after.sentence}`;
    return first + say("page.changed", {
      counts: number(target.counts), before: number(was.counts), after: number(target.counted_after),
    });
  },

  render(state) {
    const { check } = answer;
    const hasPlace = alternativeOf(state).plots.some(isPlaced);
    const parts = state.draft ? answer.drafting(state)
      : answer.failed && !check ? answer.failure()
        : check ? [...answer.failure(), ...answerParts(check, chart.start)]
          : hasPlace ? answer.waiting(state) : answer.first();
    const key = state.draft ? "draft" : check ? "check" : hasPlace ? "wait" : "first";
    refill(byId("answer-body"), parts);
    const heading = byId("answer-body").querySelector("h2");
    heading.id = "answer-title";
    heading.tabIndex = -1;
    heading.setAttribute("aria-busy", String(answer.stale && !answer.failed));
    byId("busy").textContent = "";
    byId("answer").dataset.state = key;
    const brief = check && !state.draft ? answer.brief(check) : "";
    byId("brief-text").textContent = brief;
    byId("brief").classList.toggle("filled", Boolean(brief));
  },

  brief(check) {
    const [target] = check.targets;
    if (!target) return check.sentence;
    const goal = chart.start.targets.find(({ id }) => id === target.target);
    return say(goal && goal.minimum ? "page.brief.of" : "page.brief.sum", {
      counts: number(target.counts), of: number(target.of), before: number(target.counted_before),
      after: number(target.counted_after), minimum: goal && number(goal.minimum),
    });
  },

  failure() {
    if (!answer.failed) return [];
    return [make("div", { class: "card error" },
      ...(answer.check ? [] : [make("h2", {}, say("page.failed"))]),
      ...(answer.check ? [make("p", {}, make("strong", {}, say("page.failed")))] : []),
      ...faultsOf(answer.failed),
      ...(answer.check ? [make("p", { class: "warn" }, say("page.stale"))] : []),
      button(say("page.again"), answer.again, { "data-key": "again" }))];
  },

  // ---- Before there is an answer

  first() {
    const { start } = chart;
    const example = start.areas.find(({ pole }) => pole === "hyresratt") || start.areas[0];
    return [
      make("h2", {}, start.sentence),
      make("p", {}, say("page.first.how")),
      ...start.targets.map((target) => targetNow(target, start)),
      ...(example ? [
        make("h3", {}, say("page.example")),
        make("p", {}, say("page.example.what", { name: example.name })),
        button(say("page.example.open"), () => {
          store.change(withPlot(store.now, {
            geometry: null, area: example.code, origin: "omrade",
            dwellings: { ...NO_DWELLINGS, hyresratt: 80, bostadsratt: 40 },
          }), say("page.step.example"));
          chart.show(example.geometry);
          byId("answer-title").focus();
        }, { "data-key": "example" }),
      ] : []),
      make("p", { class: "calm" }, say("page.kept")),
    ];
  },

  saidOf(state) {
    const { draft } = state;
    const last = draft && draft.corners.length ? place.factsOf(place.draftGeometry(draft)) : null;
    if (last && !last.refused) return last;
    const area = draft && draft.corners.length ? chart.areaAt(draft.corners[draft.corners.length - 1]) : null;
    return area ? { said: area.said, where: "" } : null;
  },

  drafting(state) {
    const facts = answer.saidOf(state);
    const lines = facts ? [make("h2", {}, facts.said || capital(facts.where))] : [make("h2", {}, chart.start.sentence)];
    if (facts && facts.where) lines.push(make("p", {}, `${capital(facts.where)}.`));
    lines.push(make("p", {}, say("page.draft.then")));
    return [...lines, ...chart.start.targets.slice(0, 1).map((target) => targetNow(target, chart.start))];
  },

  waiting(state) {
    const plot = alternativeOf(state).plots.find(isPlaced);
    const facts = place.factsOf(plot.geometry);
    const area = chart.start.areas.find(({ code }) => code === plot.area);
    const said = area ? area.said : facts && !facts.refused ? facts.said || capital(facts.where) : "";
    const asked = alternativeOf(state).plots.some(isAsked);
    return [
      make("h2", {}, said || say("page.place")),
      make("p", {}, asked ? say("page.counting") : say("page.count.ask")),
      ...chart.start.targets.slice(0, 1).map((target) => targetNow(target, chart.start)),
    ];
  },
};

// How far a target is, as the page opens.
function targetNow({ title, counted, minimum, said }, start) {
  return make("section", { class: "target" }, make("h3", {}, ...quoting(title)),
    make("p", { class: "figure" }, make("strong", {}, number(counted)), " ", minimum
      ? say("page.target.of_on", { minimum: number(minimum), date: dayOf(start.as_of) })
      : say("page.target.on", { date: dayOf(start.as_of) })),
    ...(minimum ? [bar(counted, counted, minimum)] : []),
    ...(said ? [make("p", {}, ...quoting(said))] : []));
}

// A bar from zero, with a mark at what is asked.
function bar(before, after, minimum) {
  const end = Math.max(minimum * 1.4, after);
  const wide = (value) => (1000 * value) / end;
  return draw("svg", { class: "bar", viewBox: "0 0 1000 22", preserveAspectRatio: "none", "aria-hidden": "true" },
    draw("rect", { x: 0, y: 4, width: 1000, height: 14, fill: "#e3e8eb" }),
    draw("rect", { x: 0, y: 4, width: wide(before), height: 14, fill: "#47535c" }),
    draw("rect", { x: wide(before), y: 4, width: wide(Math.max(0, after - before)), height: 14, fill: "#0072b2" }),
    draw("rect", { x: wide(minimum) - 2, y: 0, width: 4, height: 22, fill: INK }));
}
