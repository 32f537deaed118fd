// While a ring is drawn: what is known of it, and its corners as a table.

Object.assign(place, {
  // ---- While drawing

  drafting(state) {
    const { draft } = state;
    const { corners } = draft;
    const crossing = drawing.crossing();
    const facts = corners.length ? place.factsOf(place.draftGeometry(draft)) : null;
    const told = crossing ? drawing.reason(crossing) : facts && !facts.refused ? capital(facts.where) : "";
    const card = make("div", { class: crossing ? "card error" : "card" },
      make("p", { class: "title" }, crossing ? say("page.ring.refused") : say("page.draw.count", { number: corners.length })),
      ...(told ? [make("p", {}, told)] : []),
      ...(facts && facts.refused ? faultsOf(facts.refused) : []),
      ...(facts && facts.schematic_near ? [make("p", { class: "warn" }, say("page.schematic"))] : []),
      make("p", { class: "acts" },
        linkButton(say(place.table ? "page.table.hide" : "page.table.show"), () => {
          place.table = !place.table;
          place.render(store.now);
        }, { "data-key": "table", "aria-expanded": String(place.table) }),
        linkButton(say("page.cancel"), drawing.cancel, { "data-key": "cancel" })));
    return [make("h2", {}, say("page.place")), card, ...(place.table ? place.cornerTable(state) : [])];
  },

  cornerTable(state) {
    const { corners } = state.draft;
    const field = (row, axis, value) => {
      const input = make("input", {
        type: "text", inputmode: "decimal", autocomplete: "off", "data-key": `corner-${row}-${axis}`,
        "aria-label": say(`page.table.${axis ? "n" : "e"}_of`, { number: row + 1 }),
      });
      input.value = value;
      return input;
    };
    const read = (input) => {
      const value = readMetres(input.value);
      return value === null ? null : cm(value);
    };
    const rows = corners.map((corner, i) => {
      const [e, n] = [field(i, 0, metres(corner[0])), field(i, 1, metres(corner[1]))];
      [[e, 0], [n, 1]].forEach(([input, axis]) => input.addEventListener("change", () => {
        const value = read(input);
        input.setAttribute("aria-invalid", String(value === null));
        if (value === null || value === corners[i][axis]) return;
        const moved = corners.map((each, at) => (at !== i ? each : axis ? [each[0], value] : [value, each[1]]));
        drawing.setCorners(moved, say("page.step.corner", { number: i + 1 }));
        place.follow(moved[i]);
      }));
      return make("tr", {}, make("th", { scope: "row" }, String(i + 1)), make("td", {}, n), make("td", {}, e),
        make("td", {}, button("×", () => drawing.remove(i), {
          "aria-label": say("page.draw.remove", { number: i + 1 }), "data-key": `corner-${i}-x`,
        })));
    });
    const count = corners.length;
    const [e, n] = [field(count, 0, ""), field(count, 1, "")];
    const add = () => {
      const corner = [read(e), read(n)];
      if (corner.includes(null)) return;
      drawing.setCorners([...corners, corner], say("page.step.corner", { number: count + 1 }));
      place.follow(corner);
      announce(say("page.corner.placed", { number: count + 1 }));
      const next = document.querySelector(`[data-key="corner-${count + 1}-1"]`);
      if (next) next.focus();
    };
    [e, n].forEach((input) => input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") add();
    }));
    e.addEventListener("change", add);
    const table = make("table", { id: "corners" },
      make("caption", {}, say("page.table.caption")),
      make("thead", {}, make("tr", {}, ...["number", "n", "e"].map((key) =>
        make("th", { scope: "col" }, say(`page.table.${key}`))), make("td", {}))),
      make("tbody", {}, ...rows, make("tr", {}, make("th", { scope: "row" }, String(count + 1)),
        make("td", {}, n), make("td", {}, e), make("td", {}, button("+", add, {
          "aria-label": say("page.table.add", { number: count + 1 }), "data-key": `corner-${count}-add`,
        })))));
    const pasted = make("textarea", { id: "pasted", rows: "3", "data-key": "pasted", spellcheck: "false", "aria-describedby": "pasted-help" });
    return [
      table,
      ...(place.problem ? [place.problemBox()] : []),
      make("label", { for: "pasted" }, say("page.paste")), pasted,
      make("p", { class: "calm", id: "pasted-help" }, say("page.paste.help")),
      button(say("page.paste.read"), () => place.paste(pasted.value), { "data-key": "paste-read" }),
    ];
  },

  follow(corner) {
    if (!chart.map.getBounds().contains(latLng(corner))) {
      chart.map.setView(latLng(corner), Math.max(chart.map.getZoom(), chart.map.options.crs.zoom(1)), { animate: false });
    }
    if (drawing.mode === "crosshair") drawing.aim(corner);
  },

  async paste(text) {
    if (!text.trim()) return;
    try {
      const { geometry } = await server.corners(text);
      const corners = cornersOf(geometry);
      place.problem = null;
      if (corners) {
        store.change({ draft: { ...store.now.draft, corners, typed: true } }, say("page.step.paste"));
        announce(say("page.draw.count", { number: corners.length }));
        const done = byId("draw-done");
        if (done) done.focus();
      } else {
        const { plot } = store.now.draft;
        store.change({
          draft: null, ...withPlot(store.now, { geometry: canonical(geometry), area: null, origin: "skriven" }, plot),
        }, say("page.step.paste"));
      }
      if (!chart.holds(geometry)) chart.show(geometry);
    } catch (error) {
      place.problem = { heading: say("page.paste.refused"), parts: faultsOf(error) };
      announce(place.problem.heading, { urgent: true });
      place.render(store.now);
      byId("problem").focus();
    }
  },
});
