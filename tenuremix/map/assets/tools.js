// Small tools of the map, beside those that every page has.

// The colour of a line of the legend, or its pattern; those of the map have names of their own.
const fillOf = ({ fill }, where = "") =>
  (fill.startsWith("#") ? fill : fill.startsWith("circle") ? "#fbfaf6" : `url(#${where}fill-${fill})`);

// The radius of a circle whose area follows a number of dwellings, in pixels.
const circleOf = (dwellings) => Math.max(2, 0.35 * Math.sqrt(dwellings));

// Writes out the sentences that share their phrases, and names what each look is (see moments.py).
function writeOut({ phrases, symbols, ledger }) {
  const said = (told) => (typeof told === "number" ? phrases[told]
    : told.map((each, i) => (i % 2 ? each : phrases[each])).join(""));
  symbols.looks = symbols.looks.map((row) => {
    if (!row) return null;
    const look = Object.fromEntries(symbols.keys.map((key, i) => [key, row[i]]));
    return { ...look, lines: look.lines.map(said), row: look.row.map(said), somewhere: said(look.somewhere) };
  });
  ledger.forEach((row) => [3, 4, 5, 8].forEach((i) => { row[i] = said(row[i]); }));
}

// What holds at a moment, where only the changes are kept (see moments.py).
function pick(runs, moment) {
  if (typeof runs === "number") return runs;
  let found = runs[0];
  for (let i = 1; i < runs.length && runs[i] <= moment; i += 2) found = runs[i + 1];
  return found;
}

// Does a thing once the browser has shown what there is; a page that is not seen does it at once.
function afterFrame(act) {
  if (document.hidden) act();
  else requestAnimationFrame(() => setTimeout(act));
}

// A tip on the map: it says a text at a place until it is hidden, or Escape is pressed.
function makeTip(map) {
  const tip = L.tooltip();
  const hide = () => map.closeTooltip(tip);
  document.addEventListener("keydown", ({ key }) => key === "Escape" && hide());
  return {
    hide,
    show: (text, at) => map.openTooltip(tip.setContent(make("span", {}, text)).setLatLng(at)),
  };
}

// Leaflet's settings for readers who have asked their system for less motion.
function calmMotion() {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  return calm
    ? { zoomAnimation: false, fadeAnimation: false, inertia: false }
    : {};
}

// A CSV that Excel reads in the page's language, where no text becomes a formula, nor a part of one
// that another sign divides.
function csvOf(rows, separator) {
  const formula = /^(?='*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r])|(?<=[;,\t\r\n])(?=[ "']*[=+\-@\uff1d\uff0b\uff0d\uff20])/g;
  const cell = (value) => {
    if (typeof value === "number") return String(value);
    const text = String(value).replace(formula, "'");
    return `"${text.replace(/"/g, '""')}"`;
  };
  return `\ufeff${rows.map((row) => row.map(cell).join(separator)).join("\r\n")}\r\n`;
}

function save(name, text) {
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const link = make("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
