// The parts of an answer, in the order that they are read in.

const KNOWN = ["hyresratt", "bostadsratt", "aganderatt"];
const STATES = [
  ["mix_now", "missing_pole"], ["mix_projected", "missing_pole_projected"],
  ["mix_with_proposal", "missing_pole_with_proposal"],
];

function answerParts(check, start) {
  const judged = start.level;
  const own = check.areas.filter(({ level }) => level === judged);
  const wider = check.areas.filter(({ level }) => level !== judged);
  const goals = check.targets.map((target) => [target, start.targets.find(({ id }) => id === target.target)]);
  const main = goals.filter(([target], i) => i === 0 || target.counts);
  const other = goals.filter((pair) => !main.includes(pair));
  const said = new Set([...check.for, ...check.against]);
  const notes = check.notes.filter((note) => !said.has(note));
  const outside = check.placement.some(({ area }) => area === null);
  const apart = outside || check.placement.length > 1;
  return [
    make("h2", {}, ...quoting(check.sentence)),
    ...(apart ? [placementTable(check)] : []),
    ...(outside ? notes.map((note) => make("p", {}, ...quoting(note))) : []),
    ...(anySchematic() ? [make("p", { class: "warn" }, say("page.schematic"))] : []),
    make("div", { class: "sides" },
      side("for", say("page.for"), check.for), side("against", say("page.against"), check.against)),
    ...main.map(([target, goal]) => targetThen(target, goal, check.proposal.as_of)),
    ...(check.reservations.length ? [make("section", { class: "unsure" }, make("h3", {}, say("page.unsure")),
      ...check.reservations.slice(0, 1).map((line) => make("p", {}, ...quoting(line))),
      ...(check.reservations.length > 1 ? [folded(say("page.unsure.more", { number: check.reservations.length - 1 }),
        check.reservations.slice(1).map((line) => make("p", {}, ...quoting(line))))] : []))] : []),
    ...own.map((area) => mixTable(area, check.statistics_date)),
    ...(check.radius ? [radiusPart(check.radius)] : []),
    ...(other.length || wider.length ? [make("section", {}, make("h3", {}, say("page.other")), make("ul", {},
      ...other.map(([target]) => make("li", {}, ...quoting(target.title),
        `: ${number(target.counted_before)} → ${number(target.counted_after)}.`)),
      ...wider.map(widerLine)))] : []),
    ...(notes.length && !outside ? [folded(say("page.notes"), notes.map((note) => make("p", {}, ...quoting(note))))] : []),
    folded(say("page.sources"), [make("ul", {}, ...check.sources.map(sourceLine))]),
  ];
}

const anySchematic = () => alternativeOf(store.now).plots.some(({ geometry }) => {
  const facts = place.factsOf(geometry);
  return facts && facts.schematic_near;
});

function folded(title, parts) {
  return make("details", {}, make("summary", { "data-key": title }, title), ...parts);
}

function side(kind, title, lines) {
  return make("section", { class: `side ${kind}` }, make("h3", {}, title), lines.length
    ? make("ul", {}, ...lines.map((line) => make("li", {}, ...quoting(line))))
    : make("p", {}, say("page.nothing")));
}

function targetThen(target, goal, date) {
  const minimum = goal ? goal.minimum : null;
  const late = goal && goal.last && date > goal.last;
  const left = minimum === null ? 0 : minimum - target.counted_after;
  const last = goal && goal.last ? dayOf(goal.last) : "";
  const lines = [];
  if (late) lines.push(say("page.target.late", { date: last }));
  else if (minimum && left > 0) {
    lines.push(say(last ? "page.target.left" : "page.target.left_open", { number: number(left), date: last }));
  } else if (minimum) lines.push(say(last ? "page.target.reached" : "page.target.reached_open", { date: last }));
  lines.push(say("page.target.decided"));
  const { definitions, counting, reaching } = target.robust;
  const [low, high] = target.counted_after_range;
  const readings = [say("page.readings.counting", { counting: number(counting), number: number(definitions) })];
  if (low !== high) readings.push(say("page.readings.range", { range: span(low, high) }));
  if (reaching !== null && minimum) {
    readings.push(say("page.readings.reaching", {
      minimum: number(minimum), reaching: number(reaching), definitions: number(definitions),
    }));
  }
  return make("section", { class: "target" }, make("h3", {}, ...quoting(target.title)),
    make("p", { class: "figure" },
      make("strong", {}, `${number(target.counted_before)} → ${number(target.counted_after)}`),
      ...(minimum ? [` ${say("page.target.of", { minimum: number(minimum) })}`] : [])),
    ...(minimum ? [bar(target.counted_before, target.counted_after, minimum)] : []),
    make("p", {}, lines.join(" ")),
    make("p", { class: "small" }, readings.join(" ")));
}

// How the dwellings of plots in several areas are shared out.
function placementTable({ placement }) {
  const seen = TENURES.filter((tenure) => placement.some(({ by_tenure: by }) => by[tenure]));
  const several = new Set(placement.map(({ plot }) => plot)).size > 1;
  const head = [say("page.placement.area"), say("page.placement.share"), ...seen.map((t) => say(`page.count.${t}`))];
  const box = { class: "scroll", tabindex: 0, role: "region", "aria-label": say("page.placement") };
  return make("div", box, make("table", {}, make("caption", {}, say("page.placement")),
    make("thead", {}, make("tr", {}, ...head.map((title, i) => make("th", i ? { scope: "col", class: "n" } : { scope: "col" }, title)))),
    make("tbody", {}, ...placement.map((row) => {
      const name = row.area === null ? say("page.outside") : row.area_name;
      return make("tr", {}, make("th", { scope: "row" }, several ? `${row.plot}: ${name}` : name),
        make("td", { class: "n" }, percent(row.share)),
        ...seen.map((tenure) => make("td", { class: "n" }, number(row.by_tenure[tenure]))));
    }))));
}

// The share of a tenure among dwellings whose tenure is known; null where a cell is hidden.
function shareOf(mix, tenure) {
  if (!mix || KNOWN.some((each) => mix[each] === null)) return null; // hidden, or no statistics
  const sum = KNOWN.reduce((total, each) => total + mix[each], 0);
  return sum ? mix[tenure] / sum : null;
}

const shareCell = (mix, tenure) => {
  const share = shareOf(mix, tenure);
  return share === null ? "–" : tenths(share);
};

const missingOf = (pole) => (pole.dwellings_range
  ? span(pole.dwellings_range[0], pole.dwellings_range[1]) : number(pole.dwellings));

function mixTable(area, day) {
  const columns = [say("page.mix.now"), say("page.mix.decided"), say("page.mix.proposal")];
  const rows = KNOWN.map((tenure) => make("tr", {}, make("th", { scope: "row" },
    make("span", { class: `dot ${tenure}` }), say(`tenure.${tenure}`)),
  ...STATES.map(([mix]) => make("td", { class: "n" }, shareCell(area[mix], tenure)))));
  const { pole, reference } = area.missing_pole;
  if (POLES[pole] && pole !== "near") {
    rows.push(make("tr", {}, make("th", { scope: "row" }, say(`page.missing.${pole}`, {
      share: percent(reference),
    })), ...STATES.map(([, key]) => make("td", { class: "n" },
      area[key] && area[key].pole === pole ? missingOf(area[key]) : number(0)))));
  }
  return make("section", {}, make("table", {},
    make("caption", {}, say("page.mix", { name: area.area_name })),
    make("thead", {}, make("tr", {}, make("th", { scope: "col" }, say("page.mix.share")),
      ...columns.map((title) => make("th", { scope: "col", class: "n" }, title)))),
    make("tbody", {}, ...rows)),
  make("p", { class: "calm" }, say("page.mix.of", { date: dayOf(day) })));
}

function widerLine(area) {
  return make("li", {}, say("page.wider", {
    name: area.area_name, before: shareCell(area.mix_projected, "hyresratt"),
    after: shareCell(area.mix_with_proposal, "hyresratt"),
  }));
}

function radiusPart({ metres: reach, date, dwellings, known, shares }) {
  const counts = Object.values(dwellings || {});
  const sum = dwellings && !counts.includes(null) ? counts.reduce((a, b) => a + b, 0) : null;
  const told = KNOWN.filter((tenure) => shares && shares[tenure] !== null && shares[tenure] !== undefined)
    .map((tenure) => `${say(`tenure.${tenure}`)} ${percent(shares[tenure])}`);
  return make("section", {}, make("h3", {}, say("page.around.within", { number: number(reach) })),
    make("p", {}, say("page.around.told", {
      number: number(sum), known: number(known), shares: told.join(", ") || "–",
      date: dayOf(date),
    })));
}

function sourceLine({ title, name, producer, describes_on: day, link }) {
  const words = [title || name, producer, day ? dayOf(day) : ""].filter(Boolean).join(". ");
  const parts = [...quoting(words)];
  if (/^https?:\/\//.test(link)) parts.push(" ", make("a", { href: link, rel: "noreferrer" }, link));
  return make("li", {}, ...parts);
}
