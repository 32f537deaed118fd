// What is said beside the map: the answer, its key, the areas that stand out, and the target's figure.
"use strict";

// Of a headline: 1 or 2 stands before a pole, and 3 after it.
const markOf = (letter) => (letter.charCodeAt(0) < 4 ? letter.charCodeAt(0) : 0);

function markedNodes(headline) {
  const nodes = [];
  let words = "";
  let name = "";
  [...headline, "\u0003"].forEach((letter) => {
    const mark = markOf(letter);
    if (!mark) {
      words += letter;
      return;
    }
    if (words) nodes.push(name ? make("span", { class: name }, words) : words);
    [words, name] = ["", ["", "rented", "owned", ""][mark]];
  });
  return nodes;
}

const plainOf = (headline) => [...headline].filter((letter) => !markOf(letter)).join("");

function makeBeside(app) {
  const { data } = app;

  function swatch(bucket) {
    const circle = bucket.fill.startsWith("circle-") && circleOf(Number(bucket.fill.slice(7)));
    return draw("svg", { width: 28, height: 16, "aria-hidden": "true" },
      ...(circle ? [draw("circle", { cx: 14, cy: 8, r: circle, class: "disc" })] : [draw("rect", { width: 28, height: 16, fill: fillOf(bucket), class: "swatch" })]),
      draw("text", { x: 14, y: 12.5, class: "letter" }, bucket.letter));
  }

  const linesOf = (sheet) => {
    const [headline, subtitle, notes, about, rankings] = sheet.sayings[pick(sheet.said, app.year)];
    const line = (i) => data.lines[i];
    return { headline: line(headline), subtitle: line(subtitle), notes: notes.map(line), about: about.map(line), rankings };
  };

  // What does not occur is left out, and what stands on the scale above.
  function describeKey(sheet) {
    const scaled = data.scale ? app.view().scaled : 0;
    const numbers = sheet.legend.map(() => 0);
    sheet.values.forEach((_, i) => (numbers[app.value(i)[0]] += 1));
    const lines = sheet.legend.flatMap((bucket, i) => (numbers[i] && i >= scaled
      ? [make("li", {}, swatch(bucket), make("span", {}, ` ${bucket.words} (${app.number(numbers[i])})`))]
      : []));
    byId("legend").replaceChildren(...lines);
    if (!data.scale) return;
    byId("scale").hidden = !scaled;
    byId("sparse").hidden = !scaled || !app.areas.current().areas.some(({ area }) => area.sparse);
  }

  function rankingOf([title, pole, drawn, rows]) {
    const most = Math.max(...rows.map(([, , number]) => number));
    const length = (number) => `width:${Math.max(0, Math.round((75 * number) / most))}%`;
    return make("div", { class: `ranking ${pole} ${drawn ? "drawn" : ""}`.trim() },
      make("p", {}, title), make("ol", {}, ...rows.map(([name, words, number]) => make("li", {},
        make("span", {}, name), " ",
        make("b", {}, ...(drawn ? [make("i", { style: length(number) })] : []), words)))));
  }

  function describe() {
    const sheet = app.sheet();
    const { headline, subtitle, notes, about, rankings } = linesOf(sheet);
    byId("view-title").replaceChildren(...markedNodes(headline));
    byId("view-sub").textContent = subtitle;
    byId("view-notes").replaceChildren(...notes.map((line) => make("p", {}, ...spoken(line, data.quoted))));
    byId("view-about").replaceChildren(...about.map((line) => make("p", {}, ...spoken(line, data.quoted))));
    const title = rankings.length && !rankings[0][2] ? [make("h3", {}, byId("rankings").dataset.most)] : [];
    byId("rankings").replaceChildren(...title, ...rankings.map(rankingOf));
    describeKey(sheet);
    describeGoal();
    return `${plainOf(headline)} ${subtitle}`;
  }

  // The figure of the view's own target, else of the first.
  function describeGoal() {
    if (!data.goals.all.length) return;
    const goal = data.goals.pool[pick(data.goals.all[Math.max(0, app.judging() - 1)], app.year)];
    ["figure", "of", "status", "basis", "doubt", "mark"].forEach((name) =>
      (byId(`goal-${name}`).textContent = goal[name]));
    const bar = byId("goal-bar");
    bar.hidden = goal.share === null;
    bar.querySelector("i").style.width = `${100 * goal.share}%`;
    [bar.querySelector("b"), byId("goal-mark")].forEach((each) => (each.style.left = `${100 * goal.tick}%`));
  }

  return { describe, linesOf };
}
