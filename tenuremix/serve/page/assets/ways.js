// The ways to a place: drawn, typed, of a file, or known already.

Object.assign(place, {
  // ---- The ways to a place

  ways() {
    const open = (way) => () => {
      place.way = place.way === way ? "" : way;
      place.problem = null;
      place.render(store.now);
    };
    const way = (name, act, first) => button(say(`page.way.${name}`), act, {
      class: first ? "primary wide" : "wide", "data-key": `way-${name}`,
    });
    const parts = [
      way("draw", () => place.draw("pointer"), true),
      way("cross", () => place.draw("crosshair")),
      way("type", () => place.type()),
      way("file", () => byId("file").click()),
      way("known", open("known")),
    ];
    parts[4].setAttribute("aria-expanded", String(place.way === "known"));
    return make("div", { class: "ways" }, ...parts, ...(place.way === "known" ? [place.known()] : []));
  },

  draw(mode) {
    place.way = "";
    place.problem = null;
    place.changing = false;
    place.table = mode === "crosshair" && innerWidth > 760;
    drawing.begin(mode, store.now.plot);
  },

  type() {
    place.changing = false;
    place.problem = null;
    place.table = true;
    drawing.begin("pointer", store.now.plot);
    store.look({ draft: { ...store.now.draft, typed: true } });
    const first = document.querySelector("#corners input");
    if (first) first.focus();
  },

  known() {
    const option = (value, words) => make("option", { value }, words);
    const { areas, allocations } = chart.start;
    const listed = allocations.filter(({ geometry, area }) => geometry || area);
    const choice = make("select", { id: "known-choice", "data-key": "known-choice" },
      make("optgroup", { label: say("page.known.areas") },
        ...areas.map((area, i) => option(`area ${i}`, area.name))),
      ...(listed.length ? [make("optgroup", { label: say("page.known.plots") },
        ...listed.map((each) => option(`plot ${allocations.indexOf(each)}`, `${each.name} (${each.id})`)))] : []));
    return make("div", { class: "known" },
      make("label", { for: "known-choice" }, say("page.known.label")), choice,
      button(say("page.known.take"), () => {
        const [kind, index] = choice.value.split(" ");
        if (kind === "area") place.takeArea(areas[Number(index)]);
        else place.takePlot(allocations[Number(index)]);
      }, { class: "primary", "data-key": "known-take" }));
  },

  takeArea(area) {
    place.settled({ geometry: null, area: area.code, origin: "omrade", name: "" });
    chart.show(area.geometry);
  },

  takePlot({ geometry, area, name }) {
    place.settled({ geometry: geometry && canonical(geometry), area: geometry ? null : area, origin: "register", name: "" });
    announce(name);
    if (geometry) chart.show(geometry);
  },

  settled(part) {
    place.way = "";
    place.problem = null;
    place.changing = false;
    store.change({ draft: null, ...withPlot(store.now, part) }, say("page.step.place"));
    if (!totalOf(plotOf(store.now).dwellings)) byId("count-hyresratt").focus();
  },

  // ---- A file

  async read(file) {
    const kind = KINDS[file.name.split(".").pop().toLowerCase()];
    const fail = (words) => { place.problem = { heading: say("page.file.refused"), parts: [make("p", {}, words)] }; };
    if (!kind) fail(say("page.file.kind"));
    else if (file.size > LARGEST_FILE) fail(say("page.file.size"));
    else {
      try {
        const { plots } = await server.read(file, kind);
        place.take(plots);
        return;
      } catch (error) {
        const faults = error instanceof Refusal ? error.problem.faults : [];
        place.problem = {
          heading: faults.length ? say("page.file.faults", { number: faults.length }) : say("page.file.refused"),
          parts: [make("p", { class: "calm" }, file.name), ...faultsOf(error)],
        };
      }
    }
    announce(`${place.problem.heading}. ${say("page.file.kept")}`, { urgent: true });
    place.render(store.now);
    byId("problem").focus();
  },

  take(found) {
    place.problem = null;
    place.changing = false;
    const state = store.now;
    const { plots } = alternativeOf(state);
    const made = found.map((plot, i) => ({ // a plot without a name comes with its number
      ...emptyPlot(), origin: "fil", name: plot.name === String(i + 1) ? "" : plot.name || "", hustyp: plot.hustyp || "",
      area: plot.area && !plot.geometry ? plot.area : null,
      geometry: plot.geometry ? canonical(plot.geometry) : null,
      dwellings: { ...NO_DWELLINGS, ...plot.dwellings },
    }));
    if (made.length === 1 && !totalOf(made[0].dwellings)) made[0].dwellings = plotOf(state).dwellings;
    const next = [...plots.slice(0, state.plot), ...made, ...plots.slice(state.plot + 1)];
    store.change({ draft: null, ...withPlots(state, next) }, say("page.step.file"));
    announce(say("page.file.read", { number: made.length }));
    if (made[0].geometry) chart.show(made[0].geometry);
    byId("place").querySelector("button").focus();
  },

  problemBox() {
    const { heading, parts } = place.problem;
    return make("div", { class: "card error" },
      make("h3", { id: "problem", tabindex: "-1" }, heading), ...parts, make("p", {}, say("page.file.kept")));
  },
});
