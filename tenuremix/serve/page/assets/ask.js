// What the page asks of the server. A refusal is a problem with its faults (RFC 9457).

class Refusal extends Error {
  constructor(problem) {
    super(problem.title);
    this.problem = problem;
  }
}

async function request(path, { body, type = "application/json", signal, as = "json" } = {}) {
  const options = body === undefined ? { signal } : {
    method: "POST", headers: { "Content-Type": type }, body, signal,
  };
  const response = await fetch(path, options);
  if (response.ok) return response[as]();
  let problem = null;
  try {
    problem = await response.json();
  } catch {
    problem = {};
  }
  throw new Refusal({ title: "", detail: "", faults: [], ...problem, status: response.status });
}

const query = (values) => new URLSearchParams(
  Object.entries(values).filter(([, value]) => value)).toString();
const GEOJSON = "application/geo+json";
const server = {
  outlines: () => request("page/outlines"),
  place: (geometry, signal) => request(`page/place?${query({ lang: LANGUAGE })}`,
    { body: JSON.stringify({ geometry }), signal }),
  corners: (text) => request(`page/corners?${query({ lang: LANGUAGE })}`,
    { body: text, type: "text/plain" }),
  read: (file, kind) => request(`page/read?${query({ kind, lang: LANGUAGE })}`,
    { body: file, type: "application/octet-stream" }),
  check: (proposal, { date, radius }, signal) => request(
    `api/v1/check?${query({ as_of: date, lang: LANGUAGE, radius })}`,
    { body: JSON.stringify(proposal), type: GEOJSON, signal }),
  note: (proposal, form, { date, origin }) => request(
    `page/note?${query({ form, as_of: date, lang: LANGUAGE, origin })}`,
    { body: JSON.stringify(proposal), type: GEOJSON, as: "blob" }),
  save: (row) => request(`page/save?${query({ lang: LANGUAGE })}`, { body: JSON.stringify(row) }),
};

// A fault in a list: what was found, and what to write instead.
const faultItem = ({ found, expected }) => make("li", {}, found || "",
  ...(expected ? [make("br", {}), expected] : []));

function faultsOf(error) {
  if (!(error instanceof Refusal)) return [make("p", {}, say("page.offline"))];
  const { faults, detail, title } = error.problem;
  if (!faults.length) return [make("p", {}, detail || title || say("page.offline"))];
  return [make("ol", { class: "faults" }, ...faults.map(faultItem))];
}

// Answers that are asked for once the reader has been still for a while; only the latest counts.
function makeAsker(quiet) {
  let waiting = null;
  let running = null;
  return {
    stop() {
      clearTimeout(waiting);
      if (running) running.abort();
    },
    ask(act, done, failed) {
      this.stop();
      waiting = setTimeout(async () => {
        const mine = new AbortController();
        running = mine;
        try {
          const found = await act(mine.signal);
          if (!mine.signal.aborted) done(found);
        } catch (error) {
          if (!mine.signal.aborted) failed(error);
        }
      }, quiet);
    },
  };
}
