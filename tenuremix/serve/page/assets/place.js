// Where the plots lie: five ways to give a place, a card for each plot, the table of corners.

const KINDS = {
  geojson: "geojson", json: "geojson", csv: "csv", xlsx: "xlsx", gpkg: "gpkg", fgb: "fgb", zip: "zip",
  dxf: "dxf",
};
const LARGEST_FILE = 5_000_000;

const place = {
  way: "", // the way that is open: typed, file or known
  changing: false, // whether a plot that has a place is given another
  table: false,
  problem: null, // of a file or of pasted corners
  facts: new Map(),
  asker: makeAsker(300),

  factsOf: (geometry) => geometry && place.facts.get(JSON.stringify(canonical(geometry))),

  // Asks what is told of each plot's place, and of the ring that is drawn.
  learn(state) {
    const rings = alternativeOf(state).plots.map(({ geometry }) => geometry);
    const { draft } = state;
    if (draft && draft.corners.length && (draft.corners.length < 3 || !findCrossing(draft.corners))) {
      rings.push(place.draftGeometry(draft));
    }
    const unknown = rings.filter((geometry) => geometry && !place.factsOf(geometry));
    place.asker.stop();
    if (!unknown.length) return;
    place.asker.ask(async (signal) => {
      for (const geometry of unknown) {
        const key = JSON.stringify(canonical(geometry));
        try {
          place.facts.set(key, await server.place(canonical(geometry), signal));
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          place.facts.set(key, { refused: error });
        }
      }
    }, () => { place.render(store.now); answer.render(store.now); }, () => {});
  },

  draftGeometry: ({ corners }) => (corners.length < 3
    ? { type: "Point", coordinates: corners[corners.length - 1] }
    : { type: "Polygon", coordinates: [[...corners, corners[0]]] }),

  render(state) {
    const parts = state.draft ? place.drafting(state) : place.placed(state);
    refill(byId("place"), parts);
  },

  // ---- Cards

  placed(state) {
    const { plots } = alternativeOf(state);
    const several = plots.length > 1;
    const parts = [make("h2", {}, say(plots.some(isPlaced) ? "page.place" : "page.place.where"))];
    if (place.problem) parts.push(place.problemBox());
    plots.forEach((plot, i) => {
      const here = i === state.plot;
      if (isPlaced(plot)) parts.push(place.card(state, plot, i, several, here));
      else if (several && !here) {
        parts.push(make("div", { class: "card" }, linkButton(
          `${say("page.plot.number", { number: i + 1 })}: ${say("page.plot.placeless")}`,
          () => store.look({ plot: i }))));
      }
      if (here && (!isPlaced(plot) || place.changing)) {
        if (several) parts.push(make("h3", {}, say("page.plot.number", { number: i + 1 })));
        parts.push(place.ways());
        if (place.changing) {
          parts.push(linkButton(say("page.cancel"), () => { place.changing = false; place.render(store.now); }));
        } else if (several) parts.push(place.removing(i));
      }
    });
    if (plots.every(isPlaced) && !place.changing) {
      parts.push(make("p", { class: "more" }, linkButton(`+ ${say("page.plot.add")}`, () => {
        const count = plots.length;
        store.change({ ...withPlots(store.now, [...plots, emptyPlot()]), plot: count }, say("page.step.plot"));
        document.querySelector('[data-key="way-draw"]').focus();
      })));
    }
    return parts;
  },

  titleOf({ geometry, area }) {
    if (!geometry) {
      const found = chart.start.areas.find(({ code }) => code === area);
      return say("page.card.area", { name: found ? found.name : area });
    }
    const facts = place.factsOf(geometry);
    if (!facts || facts.refused) return geometry.type === "Point" ? say("page.card.point") : say("page.card.ring");
    const size = geometry.type === "Point" ? "" : `, ${number(Math.round(facts.area_m2))}\u00a0m²`;
    return capital(`${facts.where}${size}`);
  },

  cameAbout({ geometry, origin }) {
    const corners = cornersOf(geometry);
    const told = say(`page.origin.${origin || "ritad"}`);
    if (!geometry) return told;
    if (geometry.type === "Point") {
      const [e, n] = geometry.coordinates;
      return `${told}, ${say("page.at", { n: metres(n), e: metres(e) })}`;
    }
    return corners ? `${told}, ${say("page.corners", { number: corners.length })}` : told;
  },

  card(state, plot, index, several, here) {
    const corners = cornersOf(plot.geometry);
    const facts = place.factsOf(plot.geometry);
    const choose = () => { if (store.now.plot !== index) store.look({ plot: index }); };
    const acts = [];
    if (several && !here) acts.push(linkButton(say("page.plot.open"), choose, { "data-key": `open-${index}` }));
    if (corners) {
      acts.push(linkButton(say("page.card.edit"), () => {
        choose();
        if (!chart.holds(plot.geometry)) chart.show(plot.geometry);
        place.table = false;
        drawing.begin("pointer", index, corners);
      }, { "data-key": `edit-${index}` }));
    }
    acts.push(linkButton(say("page.card.change"), () => { choose(); place.changing = true; place.render(store.now); },
      { "data-key": `change-${index}` }));
    acts.push(place.removing(index));
    const title = several ? `${index + 1}. ${plot.name || place.titleOf(plot)}` : place.titleOf(plot);
    const lines = [make("p", { class: "title" }, title)];
    if (several && plot.name) lines.push(make("p", {}, place.titleOf(plot)));
    lines.push(make("p", { class: "calm" }, place.cameAbout(plot)));
    if (facts && facts.refused) lines.push(make("div", { class: "wrong" }, ...faultsOf(facts.refused)));
    if (facts && facts.schematic_near) lines.push(make("p", { class: "warn" }, say("page.schematic")));
    if (several) lines.push(make("p", {}, dwellingsText(plot.dwellings) || say("page.plot.empty")));
    return make("div", { class: several && here ? "card here" : "card" }, ...lines, make("p", { class: "acts" }, ...acts));
  },

  removing: (index) => linkButton(say("page.card.remove"), () => {
    const plots = alternativeOf(store.now).plots.filter((_, i) => i !== index);
    place.changing = false;
    store.change({ ...withPlots(store.now, plots.length ? plots : [emptyPlot()]), plot: 0 }, say("page.step.plot"));
    announce(say("page.plot.removed"));
    const next = byId("place").querySelector("button");
    if (next) next.focus();
  }, { "data-key": `remove-${index}` }),

  listen() {
    byId("file").addEventListener("change", ({ target }) => {
      if (target.files.length) place.read(target.files[0]);
      target.value = "";
    });
    document.addEventListener("dragover", (event) => event.preventDefault());
    document.addEventListener("drop", (event) => {
      event.preventDefault();
      const [file] = event.dataTransfer.files;
      if (file && !view) place.read(file);
    });
  },
};
