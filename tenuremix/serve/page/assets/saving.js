// To the register, for those who have the role; the same importer as `tenuremix import` reads it.

const EVENTS = ["planerad", "markreservation", "markanvisning"];

const saving = {
  done: null, failed: null,

  parts(state) {
    const { role, user } = chart.start;
    const title = make("h3", { id: "save-title", tabindex: "-1" }, say("page.save"));
    const asked = alternativeOf(state).plots.filter(isAsked);
    if (role !== "föreslå" && role !== "importera") return [title, make("p", {}, say("page.save.role", { role }))];
    if (asked.length !== 1) return [title, make("p", {}, say("page.save.one"))];
    const field = (key, input) => [make("label", { for: `save-${key}` }, say(`page.save.${key}`)), input];
    const text = (key, value = "", more = {}) => {
      const input = make("input", { id: `save-${key}`, name: key, type: "text", "data-key": `save-${key}`, ...more });
      input.value = value;
      return input;
    };
    const kept = saving.kept || {};
    const event = make("select", { id: "save-handelse", name: "handelse", "data-key": "save-handelse" },
      ...EVENTS.slice(0, role === "importera" ? 3 : 2).map((each) => make("option", { value: each }, say(`page.save.event.${each}`))));
    event.value = kept.handelse || EVENTS[0];
    const form = make("form", { class: "save" },
      ...field("id", text("id", kept.id, { required: "" })),
      ...field("namn", text("namn", kept.namn, { required: "" })),
      ...field("handelse", event),
      ...field("datum", text("datum", kept.datum || state.date, { type: "date", required: "" })),
      ...field("diarienummer", text("diarienummer", kept.diarienummer)),
      ...field("reason", text("reason", kept.reason, { required: "" })),
      ...(user ? [] : field("name", text("name", kept.name, { required: "", autocomplete: "name" }))),
      make("button", { type: "submit", class: "primary", "data-key": "save-send" }, say("page.save.send")));
    form.addEventListener("submit", (submitted) => {
      submitted.preventDefault();
      saving.send(Object.fromEntries(new FormData(form)));
    });
    return [title, make("p", { class: "calm" }, say("page.save.as", { role })),
      ...(saving.failed ? [make("div", { class: "card error" }, make("p", {}, say("page.save.refused")), ...faultsOf(saving.failed))] : []),
      ...(saving.done ? [make("p", { class: "done" }, saving.done)] : []),
      form];
  },

  // The row by the columns of the register, and who saves it and why.
  row(plot, { reason, name, ...said }) {
    const { geometry, area, dwellings } = plot;
    const row = { ...said, ...dwellings, anmarkning: `${place.cameAbout(plot)}.`, ...(geometry ? { wkt: wktOf(canonical(geometry)) } : { omrade: area }) };
    return { row, reason, ...(name === undefined ? {} : { user: name }) };
  },

  async send(row) {
    saving.kept = row;
    saving.done = null;
    saving.failed = null;
    try {
      await server.save(saving.row(alternativeOf(store.now).plots.find(isAsked), row));
      saving.done = say("page.save.done", { id: row.id });
      announce(saving.done);
    } catch (error) {
      saving.failed = error;
      announce(say("page.save.refused"), { urgent: true });
    }
    hand.render(store.now);
    byId("save-title").focus();
  },
};
