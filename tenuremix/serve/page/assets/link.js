// The whole state in the address, after #, which no browser sends to a server.
//
//   d=2025-11-30&A=80.40.0.0*ritad*E,N;E,N;…&B=…&u=0*E,N;E,N&v=jamfor
//
// A plot is dwellings*origin*place*name*kind of house; plots are parted by !, corners by ;, rings
// by / and polygons by @. An area is its code after a colon. A ring that is not closed yet (u) has
// the number of the plot that it becomes before its corners.

const VIEWS = ["", "jamfor", "lamna"];
let view = "";

const safely = (text) => encodeURIComponent(text).replace(/[!*'()~]/g,
  (letter) => `%${letter.charCodeAt(0).toString(16)}`);

const cornerText = ([e, n]) => `${cm(e)},${cm(n)}`;

function readCorner(pair) {
  const found = pair.split(",").map(Number);
  if (found.length !== 2 || !found.every(Number.isFinite)) throw new RangeError(pair);
  return found.map(cm);
}

function placeText({ geometry, area }) {
  if (!geometry) return area ? `:${safely(area)}` : "";
  if (geometry.type === "Point") return cornerText(geometry.coordinates);
  return polygonsOf(geometry).map((rings) => rings
    .map((ring) => ring.slice(0, -1).map(cornerText).join(";")).join("/")).join("@");
}

function readPlace(text) {
  if (!text) return { geometry: null, area: null };
  if (text.startsWith(":")) return { geometry: null, area: decodeURIComponent(text.slice(1)) };
  const polygons = text.split("@").map((part) => part.split("/").map((ring) => {
    const corners = ring.split(";").map(readCorner);
    return corners.length > 1 ? [...corners, corners[0]] : corners;
  }));
  if (text.split(/[@/;]/).length === 1) {
    return { geometry: { type: "Point", coordinates: polygons[0][0][0] }, area: null };
  }
  if (polygons.flat().some((ring) => ring.length < 4)) throw new RangeError(text);
  return {
    geometry: polygons.length === 1 ? { type: "Polygon", coordinates: polygons[0] }
      : { type: "MultiPolygon", coordinates: polygons },
    area: null,
  };
}

function readCount(text) {
  const count = Number(text || 0);
  if (!Number.isInteger(count) || count < 0 || count > MOST_DWELLINGS) throw new RangeError(text);
  return count;
}

const plotText = (plot) => [
  TENURES.map((tenure) => plot.dwellings[tenure]).join("."), plot.origin, placeText(plot),
  safely(plot.name), safely(plot.hustyp),
].join("*").replace(/\*+$/, "");

function readPlot(text) {
  const [counts, origin = "", place = "", name = "", hustyp = ""] = text.split("*");
  const found = counts.split(".");
  return {
    dwellings: Object.fromEntries(TENURES.map((tenure, i) => [tenure, readCount(found[i])])),
    origin: ORIGINS.includes(origin) ? origin : "",
    ...readPlace(place),
    name: decodeURIComponent(name),
    hustyp: decodeURIComponent(hustyp),
  };
}

function writeLink(state) {
  const { draft } = state;
  const begun = draft && draft.corners.length;
  const parts = isEmpty(state) && !begun ? [] : [
    `d=${state.date}`,
    ...(state.radius ? [`r=${state.radius}`] : []),
    ...state.alternatives.map(({ letter, name, from, plots }) =>
      `${letter}=${plots.map(plotText).join("!")}${name || from ? `~${safely(name)}~${from}` : ""}`),
    ...(begun ? [`u=${draft.plot}*${draft.corners.map(cornerText).join(";")}`] : []),
    ...(state.at ? [`a=${state.alternatives[state.at].letter}`] : []),
  ];
  if (view) parts.push(`v=${view}`);
  return parts.join("&");
}

// Reads a link into a state; what is not a link of ours gives null.
function readLink(text, date) {
  const state = { ...firstState(date), alternatives: [] };
  let open = "";
  try {
    text.split("&").forEach((part) => {
      const [key, value = ""] = part.split(/=(.*)/s);
      if (key === "d" && /^\d{4}-\d\d-\d\d$/.test(value)) state.date = value;
      else if (key === "r") state.radius = readCount(value);
      else if (key === "a") open = value;
      else if (key === "u") {
        const [plot, corners = ""] = value.split("*");
        state.draft = { plot: readCount(plot), corners: corners.split(";").map(readCorner), edits: false };
      }
      else if (/^[A-Z]$/.test(key)) {
        const [plots, name = "", from = ""] = value.split("~");
        state.alternatives.push({
          letter: key, name: decodeURIComponent(name), from: /^[A-Z]$/.test(from) ? from : "",
          plots: plots.split("!").map(readPlot),
        });
      }
    });
  } catch (error) {
    if (error instanceof RangeError || error instanceof URIError) return null;
    throw error;
  }
  if (!state.alternatives.length || state.alternatives.length > MOST_ALTERNATIVES) return null;
  state.letters = Math.max(...state.alternatives.map(({ letter }) => letter.charCodeAt(0) - 64));
  state.at = Math.max(0, state.alternatives.findIndex(({ letter }) => letter === open));
  if (state.draft && !alternativeOf(state).plots[state.draft.plot]) return null;
  return state;
}

const readView = (text) => {
  const found = /(?:^|&)v=(\w+)/.exec(text);
  return found && VIEWS.includes(found[1]) ? found[1] : "";
};

// A place that another map names in its address: ?e=&n=&hr=&br=&ar=
function readDeepLink(query, date) {
  const asked = new URLSearchParams(query);
  const [e, n] = ["e", "n"].map((key) => Number((asked.get(key) || "x").replace(",", ".")));
  if (!Number.isFinite(e) || !Number.isFinite(n)) return null;
  const state = firstState(date);
  const count = (key) => {
    const value = Number(asked.get(key) || 0);
    return Number.isInteger(value) && value >= 0 && value <= MOST_DWELLINGS ? value : 0;
  };
  const dwellings = {
    hyresratt: count("hr"), bostadsratt: count("br"), aganderatt: count("ar"), oklar: count("ej"),
  };
  const geometry = { type: "Point", coordinates: [cm(e), cm(n)] };
  return { ...state, ...withPlot(state, { geometry, dwellings, origin: "lank" }) };
}

// Keeps the address true; each view has an entry of its own, so that Back works.
function keepAddress(state, { anew = false } = {}) {
  const asked = new URLSearchParams(location.search);
  const language = asked.has("lang") ? `?lang=${LANGUAGE}` : "";
  const link = writeLink(state);
  const address = `${location.pathname}${language}${link ? `#${link}` : ""}`;
  history[anew ? "pushState" : "replaceState"]({ ours: true }, "", address);
  byId("language").href = `?lang=${LANGUAGE === "sv" ? "en" : "sv"}${link ? `#${link}` : ""}`;
}
