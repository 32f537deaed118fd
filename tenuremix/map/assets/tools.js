// Small tools of the map. Every text goes into the page as text, never as markup.
"use strict";

const byId = (id) => document.getElementById(id);
const every = (selector) => [...document.querySelectorAll(selector)];

// The page's policy lets no style be set as an attribute.
function make(tag, { style = "", ...attributes }, ...children) {
  const element = document.createElement(tag);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  if (style) element.style.cssText = style;
  element.append(...children);
  return element;
}

function draw(tag, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  element.append(...children);
  return element;
}

// A text in which what the data say in Swedish is marked, on a page in another language.
let swedish = null;
function spoken(text, quoted) {
  if (!quoted.length) return [text];
  const safe = (words) => words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  swedish = swedish || new RegExp(`(${quoted.map(safe).join("|")})`);
  return text.split(swedish).filter(Boolean).map((part, i, all) =>
    (quoted.includes(part) ? make("span", { lang: "sv" }, part) : all[i]));
}

// A button that does one thing.
function button(words, act, attributes = {}) {
  const element = make("button", { type: "button", ...attributes }, words);
  element.addEventListener("click", act);
  return element;
}

// The colour of a line of the legend, or its pattern; those of the map have names of their own.
const fillOf = ({ fill }, where = "") =>
  (fill.startsWith("#") ? fill : fill.startsWith("circle") ? "#fbfaf6" : `url(#${where}fill-${fill})`);

// The radius of a circle whose area follows a number of dwellings, in pixels.
const circleOf = (dwellings) => Math.max(2, 0.35 * Math.sqrt(dwellings));

let rules = null; // costly to make, and the same for every text

// Whether a number, as it is written, asks for the form of one.
function isOne(written) {
  const found = /^\D*(\d{1,3}(?:\D\d{3})*|\d+)\D*$/.exec(String(written));
  rules = rules || new Intl.PluralRules(document.documentElement.lang);
  return found !== null && rules.select(Number(found[1].replace(/\D/g, ""))) === "one";
}

// Fills {name} in a text of the page, and {name:form|forms} by what its number asks for.
function fillIn(text, values) {
  return text.replace(/\{(\w+)(?::([^{|}]*)\|([^{|}]*))?\}/g, (_, key, form, forms) => {
    if (form === undefined) return String(values[key]);
    return isOne(values[key]) ? form : forms;
  });
}

function joined(words, and) {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} ${and} ${words[words.length - 1]}`;
}

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
