// The comparison: a column for each alternative, beside no proposal at all.

const comparison = {
  checks: null, asked: "", failed: null, known: new Map(), asker: makeAsker(50),

  learn(state) {
    if (view !== "jamfor") return;
    const made = state.alternatives.map((each) => proposalOf(each, chart.start.crs));
    const keys = made.map((each) => JSON.stringify([each, state.date]));
    const key = keys.join();
    if (key === comparison.asked) return;
    Object.assign(comparison, { asked: key, checks: null, failed: null });
    comparison.asker.ask((signal) => Promise.all(made.map(async (proposal, i) => {
      if (!proposal.features.length) return null;
      if (!comparison.known.has(keys[i])) {
        comparison.known.set(keys[i], await server.check(proposal, { date: state.date }, signal));
      }
      return comparison.known.get(keys[i]);
    })), (checks) => {
      comparison.checks = checks;
      comparison.render(store.now);
      const heading = byId("comparison-title");
      if (view === "jamfor" && document.activeElement === heading) announce(heading.textContent);
    }, (error) => {
      comparison.failed = error;
      comparison.render(store.now);
    });
  },

  render(state) {
    if (view !== "jamfor") return;
    const box = byId("comparison");
    const title = (text) => make("h2", { id: "comparison-title", tabindex: "-1", "data-key": "title" }, text);
    const back = button(say("page.back"), () => goTo(""), { "data-key": "compare-back" });
    const { checks } = comparison;
    if (!checks || !checks.some(Boolean)) {
      refill(box, [title(say("page.view.jamfor")), ...(comparison.failed ? faultsOf(comparison.failed)
        : [make("p", {}, say(checks ? "page.compare.empty" : "page.counting"))]), back]);
      return;
    }
    const groups = comparison.groups(checks);
    const alike = groups.flatMap(({ rows }) => rows.filter(comparison.alike));
    const count = state.alternatives.length + 1;
    refill(box, [
      title(comparison.sentence(state, checks)),
      make("p", { class: "calm" }, say("page.compare.about", { date: dayOf(state.date) })),
      make("div", { class: "scroll" }, make("table", { class: "compare" },
        make("caption", { class: "hidden" }, say("page.view.jamfor")),
        make("thead", {}, make("tr", {}, make("td", {}),
          make("th", { scope: "col" }, make("span", { class: "top" }, say("page.compare.none")),
            make("span", { class: "calm" }, say("page.compare.without"))),
          ...state.alternatives.map((each, i) => comparison.head(each, i, state)))),
        ...groups.map(({ title: words, rows }) => {
          const differ = rows.filter((row) => !comparison.alike(row));
          return differ.length ? make("tbody", {}, make("tr", {}, make("th", {
            scope: "rowgroup", colspan: String(count + 1), class: "group",
          }, ...quoting(words))), ...differ.map(comparison.row)) : "";
        }).filter(Boolean))),
      ...(alike.length ? [folded(say("page.compare.alike", { number: alike.length }), [make("ul", {},
        ...alike.map(([name, none, first, , words]) => make("li", {}, ...quoting(words), `, ${name}: ${first === "–" ? none : first}`)))])] : []),
      make("p", { class: "calm" }, say("page.compare.apart")), back,
    ]);
    box.querySelector("table").style.setProperty("--columns", count);
  },

  alike: ([, none, ...rest]) => {
    const values = rest.slice(0, -1);
    return values.every((value) => value === values[0]) && (values[0] === none || none === "–" || values.length > 0);
  },

  row: ([name, ...rest]) => make("tr", {}, make("th", { scope: "row" }, name),
    ...rest.slice(0, -1).map((value) => make("td", { class: "n" }, value))),

  head(alternative, index, state) {
    const { letter, from } = alternative;
    const about = from ? say("page.compare.copy", { from })
      : say(`page.origin.${alternative.plots[0].origin || "ritad"}`);
    return make("th", { scope: "col" },
      make("span", { class: "top" }, make("b", {}, letter), " ",
        alternatives.naming === letter ? alternatives.nameField(alternative, index) : nameOf(alternative)),
      make("span", { class: "calm" }, alternatives.samePlace(state) ? about : comparison.placeOf(alternative)),
      make("span", { class: "acts" },
        linkButton(say("page.plot.open"), () => { store.look({ at: index, plot: 0 }); goTo(""); }, {
          "data-key": `open-${letter}`, "aria-label": say("page.compare.open", { letter }),
        }),
        linkButton(say("page.alternative.rename"), () => alternatives.beginNaming(alternative), {
          "data-key": `rename-${letter}`, "aria-label": say("page.alternative.rename_of", { letter }),
        }),
        linkButton(say("page.card.remove"), () => alternatives.remove(index), {
          "data-key": `drop-${letter}`, "aria-label": say("page.compare.remove", { letter }),
        })));
  },

  placeOf: ({ plots }) => plots.filter(isPlaced).map(place.titleOf).join("; "),

  // The rows of each group: a name, the value with no proposal, one for each alternative, the group.
  groups(checks) {
    const some = checks.filter(Boolean);
    const goals = some[0].targets.map(({ target, title }) => {
      const goal = chart.start.targets.find(({ id }) => id === target) || {};
      const each = (act) => checks.map((check) => (check
        ? act(check.targets.find((found) => found.target === target)) : "–"));
      const before = some[0].targets.find((found) => found.target === target).counted_before;
      const state = (count) => (count >= goal.minimum ? say("page.compare.reached")
        : say("page.compare.left", { number: number(goal.minimum - count) }));
      const rows = [
        [say("page.compare.counts"), "–", ...each(({ counts, of }) => (counts ? say("page.compare.of", { counts: number(counts), of: number(of) }) : number(0)))],
        [goal.minimum ? say("page.compare.sum_of", { minimum: number(goal.minimum) }) : say("page.compare.sum"),
          number(before), ...each((t) => number(t.counted_after))],
        ...(goal.minimum ? [[say("page.compare.state"), state(before), ...each((t) => state(t.counted_after))]] : []),
        [say("page.compare.range"), "–", ...each((t) => span(...t.counted_after_range))],
        ...(goal.minimum ? [[say("page.compare.reaching", { minimum: number(goal.minimum) }), "–",
          ...each(({ robust }) => say("page.compare.of", { counts: number(robust.reaching), of: number(robust.definitions) }))]] : []),
      ];
      return { title, rows: rows.map((row) => [...row, title]) };
    });
    return [...goals, ...comparison.areaGroups(checks, some)];
  },

  areaGroups(checks, some) {
    const areas = new Map();
    some.forEach((check) => check.areas.forEach((area) => areas.has(area.area + area.level)
      || areas.set(area.area + area.level, area)));
    return [...areas.values()].map((area) => {
      const each = (act, none) => checks.map((check) => {
        const found = check && check.areas.find((one) => one.area === area.area && one.level === area.level);
        return found ? act(found) : check ? none : "–";
      });
      const share = (tenure) => {
        const none = shareCell(area.mix_projected, tenure);
        return [say("page.compare.share", { tenure: say(`tenure.${tenure}`) }), none,
          ...each((found) => shareCell(found.mix_with_proposal, tenure), none)];
      };
      const { pole } = area.missing_pole_projected;
      const title = area.area_name;
      const rows = KNOWN.map(share);
      if (POLES[pole] && pole !== "near") {
        const none = missingOf(area.missing_pole_projected);
        rows.push([say(`page.compare.missing.${pole}`), none, ...each(({ missing_pole_with_proposal: then }) =>
          (then.pole === pole ? missingOf(then) : number(0)), none)]);
      }
      return { title, rows: rows.map((row) => [...row, title]) };
    });
  },

  // Which alternatives reach the first target, and what is left with the others.
  sentence(state, checks) {
    const first = checks.find(Boolean).targets[0];
    const goal = first && chart.start.targets.find(({ id }) => id === first.target);
    if (!goal || !goal.minimum) return say("page.view.jamfor");
    const after = checks.map((check) => (check ? check.targets[0].counted_after : null));
    const letters = (act) => joined(state.alternatives.filter((_, i) => after[i] !== null && act(after[i]))
      .map(({ letter }) => letter), say("and"));
    const reach = letters((sum) => sum >= goal.minimum);
    const lines = reach ? [say("page.compare.reach", { letters: reach, minimum: number(goal.minimum) })] : [];
    const short = [...new Set(after.filter((sum) => sum !== null && sum < goal.minimum))].sort((a, b) => b - a);
    short.forEach((sum) => lines.push(say("page.compare.short", {
      letters: letters((each) => each === sum), number: number(goal.minimum - sum),
    })));
    return lines.join(" ");
  },
};

alternatives.samePlace = (state) => new Set(state.alternatives.map(({ plots }) =>
  JSON.stringify(plots.map(({ geometry, area }) => [geometry, area])))).size === 1;
