// What the page says: its words, numbers and days, aloud too.

const LANGUAGE = document.documentElement.lang;
const NUMBERS = { sv: "sv-SE", en: "en-GB" }[LANGUAGE];
const TENURES = ["hyresratt", "bostadsratt", "aganderatt", "oklar"];
const WORDS = JSON.parse(byId("words").textContent);

const say = (key, values = {}) => fillIn(WORDS[key], values);
const dayOf = (iso) => {
  const [year, month, day] = (iso || "").split("-").map(Number);
  return iso ? `${day} ${WORDS.months[month - 1]} ${year}` : "–";
};

// A browser takes long to learn how a language writes numbers: not before it is asked.
function format(options) {
  let made = null;
  return (value) => {
    made = made || new Intl.NumberFormat(NUMBERS, options);
    return made.format(value);
  };
}
// Numbers as the command writes them: halves go to the even digit, of the shortest decimals.
const whole = format({ maximumFractionDigits: 0 });
const decimal = format({ minimumFractionDigits: 1, maximumFractionDigits: 1, roundingMode: "halfEven" });
const number = (value) => (value === null || value === undefined ? "–"
  : value >= 0 && value < 1000 ? String(value) : whole(value));
const span = (low, high) => (low === high ? number(low)
  : high === null ? say("at_least", { number: number(low) }) : `${number(low)}–${number(high)}`);
const tenths = (share) => decimal(String(100 * share));
const percent = (share) => say("percent", { number: tenths(share) });

// A coordinate in metres, with the centimetres that it has.
const metres = format({ maximumFractionDigits: 2 });

// Metres as they are typed: 6 000 100,5 or 6000100.5 or 6,000,100; null where they are no number.
function readMetres(text) {
  const bare = text.replace(/[\s\u00a0\u202f]/g, "");
  const grouped = /^\d{1,3}(,\d{3})+(\.\d+)?$/.test(bare);
  const value = Number(grouped ? bare.replace(/,/g, "") : bare.replace(",", "."));
  return bare && Number.isFinite(value) ? value : null;
}

// 80 hyresrätter och 40 bostadsrätter.
function dwellingsText(dwellings) {
  const told = TENURES.filter((tenure) => dwellings[tenure]).map((tenure) => {
    const count = dwellings[tenure];
    return `${number(count)} ${say(`${count === 1 ? "tenures_one" : "tenures"}.${tenure}`)}`;
  });
  return joined(told, say("and"));
}

const capital = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);
const totalOf = (dwellings) => TENURES.reduce((sum, tenure) => sum + dwellings[tenure], 0);

// One sentence at a time for those who hear the page; the latest goes before what waits.
const aloud = { pending: null, last: "" };
function announce(text, { urgent = false, wait = 150 } = {}) {
  clearTimeout(aloud.pending);
  aloud.pending = setTimeout(() => {
    byId(urgent ? "alarm" : "status").textContent = text === aloud.last ? `${text}\u00a0` : text;
    aloud.last = byId(urgent ? "alarm" : "status").textContent;
  }, wait);
}

// Puts new content into a part of the page and lets the focus stay where it was, by data-key.
function refill(container, ...children) {
  const held = container.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  container.replaceChildren(...children.flat().filter(Boolean));
  if (held) {
    const found = [...container.querySelectorAll("[data-key]")].find((e) => e.dataset.key === held);
    if (found) found.focus({ preventScroll: true });
  }
}

// Text in which what the data say in Swedish is marked as such on an English page.
let quotes = [];
const quoting = (text) => spoken(text, LANGUAGE === "sv" ? [] : quotes);
const linkButton = (text, act, attributes = {}) =>
  button(text, act, { class: "link", "data-key": text, ...attributes });
