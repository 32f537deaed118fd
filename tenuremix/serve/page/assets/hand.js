// Handing on: sentences to paste, a note, the picture, the link, the file, and the register.

function download(name, blob) {
  const url = URL.createObjectURL(blob);
  const link = make("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

const NOTES = ["docx", "pdf", "html"]; // those that the server says it writes are offered

const hand = {
  failed: null,
  paper: null, // the note as it would be fetched, and which proposal it is of

  // Shows the note: a tree of its own, so that its styles and the page's are apart.
  async look(state) {
    const of = hand.address(state);
    if (!hand.paper) {
      const element = make("div", { class: "paper", role: "region", tabindex: "0", "aria-label": say("page.note.looks") });
      hand.paper = { of: "", element, root: element.attachShadow({ mode: "open" }) };
      hand.paper.root.adoptedStyleSheets = [new CSSStyleSheet()];
    }
    const { root } = hand.paper;
    if (hand.paper.of === of) return;
    hand.paper.of = of;
    try {
      const text = await (await hand.ask("html")).text();
      if (hand.paper.of !== of) return;
      const [head, styles, rest] = text.split(/<\/?style>/); // the page may take no styles from a text
      const read = new DOMParser().parseFromString(head + rest, "text/html");
      await root.adoptedStyleSheets[0].replace(styles.replaceAll(":root", ":host"));
      root.replaceChildren(...read.querySelectorAll("header > *, main > *"));
    } catch { // what is wrong with it is told where it is fetched
      root.replaceChildren();
    }
  },

  ask(kind) {
    const alternative = alternativeOf(store.now);
    return server.note(proposalOf(alternative, chart.start.crs), kind, {
      date: store.now.date, origin: originsOf(alternative),
    });
  },

  // Two sentences for the minutes; what is invented says so.
  sentences(state, check) {
    const names = [...new Set(check.placement.map(({ area_name: name }) => name || say("page.outside")))];
    const [target] = check.targets;
    const goal = target && chart.start.targets.find(({ id }) => id === target.target);
    const first = say("page.minutes.first", {
      dwellings: dwellingsText(check.proposal.dwellings), places: joined(names, say("and")),
      date: dayOf(check.proposal.as_of), statistics: dayOf(check.statistics_date),
    });
    const second = target ? say(goal && goal.minimum ? "page.minutes.second" : "page.minutes.second_open", {
      title: target.title, counts: number(target.counts), of: number(target.of),
      before: number(target.counted_before), after: number(target.counted_after),
      minimum: goal && number(goal.minimum), counting: number(target.robust.counting),
      number: number(target.robust.definitions),
    }) : "";
    const invented = chart.start.fictional ? say("page.minutes.fictional") : "";
    return [first, second, invented].filter(Boolean).join(" ");
  },

  address: (state) => {
    const open = view;
    view = "";
    const link = writeLink(state);
    view = open;
    return `${location.origin}${location.pathname}#${link}`;
  },

  copying(label, text, done) {
    const told = make("span", { class: "done" });
    return [button(label, async () => {
      try {
        await navigator.clipboard.writeText(text());
        told.textContent = say("page.copied");
        announce(done);
      } catch {
        told.textContent = say("page.copy.failed");
        announce(say("page.copy.failed"));
      }
    }, { "data-key": label }), " ", told];
  },

  render(state) {
    if (view !== "lamna") return;
    const { check } = answer;
    const { letter } = alternativeOf(state);
    const box = byId("hand");
    const title = make("h2", { id: "hand-title", tabindex: "-1", "data-key": "title" }, say("page.hand.title", { letter }));
    const back = button(say("page.back"), () => goTo(""), { "data-key": "hand-back" });
    if (!check || answer.stale) {
      refill(box, [title, back, make("p", {}, say(answer.failed ? "page.failed" : "page.counting"))]);
      return;
    }
    hand.look(state);
    const minutes = make("textarea", { id: "minutes", rows: "6", "data-key": "minutes", readonly: "" });
    minutes.value = hand.sentences(state, check);
    const link = make("input", { id: "link", type: "text", readonly: "", "data-key": "link", "aria-describedby": "link-help" });
    link.value = hand.address(state);
    refill(box, [
      title, back,
      make("label", { for: "minutes" }, say("page.minutes")), minutes,
      make("p", {}, ...hand.copying(say("page.minutes.copy"), () => minutes.value, say("page.minutes.copied"))),
      make("h3", {}, say("page.note")),
      make("p", { class: "row" }, ...NOTES.filter((kind) => (chart.start.notes || ["html"]).includes(kind)).map((kind) => button(say(`page.note.${kind}`),
        () => hand.note(kind), { "data-key": `note-${kind}` }))),
      ...(hand.failed ? [make("div", { class: "card error" }, ...faultsOf(hand.failed))] : []),
      hand.paper.element,
      make("h3", {}, say("page.picture")),
      picture.make(state),
      make("p", { class: "row" },
        button(say("page.picture.png"), async () => download(`${hand.file()}.png`, await picture.png(store.now)), { "data-key": "png" }),
        button(say("page.picture.svg"), () => download(`${hand.file()}.svg`,
          new Blob([picture.svgText(store.now)], { type: "image/svg+xml" })), { "data-key": "svg" })),
      make("label", { for: "link" }, say("page.link")),
      make("p", { class: "row" }, link, ...hand.copying(say("page.link.copy"), () => link.value, say("page.link.copied"))),
      make("p", { class: "calm", id: "link-help" }, say("page.link.help")),
      make("h3", {}, say("page.proposal")),
      make("p", {}, button(say("page.proposal.geojson"), () => download(`${hand.file()}.geojson`, new Blob([
        JSON.stringify(proposalOf(alternativeOf(store.now), chart.start.crs))], { type: GEOJSON })), { "data-key": "geojson" })),
      make("p", { class: "calm" }, say("page.proposal.help")),
      ...saving.parts(state),
    ]);
  },

  file: () => say("page.file_name", { letter: alternativeOf(store.now).letter.toLowerCase() }),

  async note(kind) {
    try {
      const blob = await hand.ask(kind);
      hand.failed = null;
      download(`${hand.file()}.${kind}`, blob);
      announce(say("page.note.fetched"));
    } catch (error) {
      hand.failed = error;
      announce(say("page.failed"), { urgent: true });
    }
    hand.render(store.now);
  },
};
