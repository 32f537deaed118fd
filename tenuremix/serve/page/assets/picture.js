// The map as a picture of its own: SVG, and from it PNG; made here, of what the page has.

const SIZE = { width: 1000, height: 760, foot: 96 };
const FONT = "system-ui, 'Segoe UI', Arial, 'Liberation Sans', sans-serif";

const picture = {
  // What is shown: the proposal's plots with land around them.
  frame(state) {
    const boxes = alternativeOf(state).plots.map(shapeOf).filter(Boolean).map(boundsOf);
    const [west, south] = [0, 1].map((i) => Math.min(...boxes.map((box) => box[i])));
    const [east, north] = [2, 3].map((i) => Math.max(...boxes.map((box) => box[i])));
    const { width, height } = SIZE;
    const resolution = Math.max((east - west) / (0.4 * width), (north - south) / (0.4 * height), 0.6);
    return {
      resolution, west: (west + east) / 2 - (resolution * width) / 2,
      north: (south + north) / 2 + (resolution * height) / 2,
    };
  },

  make(state) {
    const { start } = chart;
    const { resolution, west, north } = picture.frame(state);
    const x = (e) => Math.round(((e - west) / resolution) * 10) / 10;
    const y = (n) => Math.round(((north - n) / resolution) * 10) / 10;
    const { width, height, foot } = SIZE;
    const shown = ([w, s, e, n]) => x(e) > 0 && x(w) < width && y(s) > 0 && y(n) < height;
    const path = (geometry) => polygonsOf(geometry).flat().map((ring) =>
      `M${ring.map(([e, n]) => `${x(e)} ${y(n)}`).join("L")}Z`).join("");
    const text = (at, words, more = {}) => draw("text", {
      x: at[0], y: at[1], "font-size": 15, fill: "#14191d", ...more,
    }, words);
    const halo = { stroke: "#fff", "stroke-width": 4, "paint-order": "stroke", "text-anchor": "middle", "font-weight": 600 };
    const areas = start.areas.filter(({ box }) => shown(box));
    const poles = Object.keys(POLES).filter((pole) => areas.some((area) => area.pole === pole));
    const base = [draw("rect", { width, height, fill: BACKGROUND }),
      ...start.water.map((d) => draw("path", { d: path(geometryOf(d, start.bounds)), fill: WATER })),
      ...areas.map(({ geometry, pole }) =>
        draw("path", { d: path(geometry), fill: POLES[pole], stroke: "#66727b" }))];
    const plots = alternativeOf(state).plots.flatMap((plot) => {
      const geometry = shapeOf(plot);
      if (!geometry) return [];
      if (geometry.type === "Point") {
        const [cx, cy] = [x(geometry.coordinates[0]), y(geometry.coordinates[1])];
        return [draw("circle", { cx, cy, r: 9, fill: "#fff", stroke: INK, "stroke-width": 3 })];
      }
      const d = path(geometry);
      return [draw("path", { d, fill: "none", stroke: "#fff", "stroke-width": 7 }),
        draw("path", { d, fill: INK, "fill-opacity": plot.geometry ? 0.18 : 0, stroke: INK, "stroke-width": 3 })];
    });
    const drawn = alternativeOf(state).plots.map(({ geometry }) => geometry).filter(Boolean).map(boundsOf);
    const rooms = roomForNames(chart.labels(), drawn, { west, north, resolution, size: [width, height - 30], font: 15 });
    const names = [...rooms].map(([{ name }, [e, n]]) => text([x(e), y(n)], name, halo));
    const title = `${alternativeOf(state).letter}: ${dwellingsText(sumOf(alternativeOf(state)))}`;
    const credit = [start.title, ...(start.fictional ? [say("page.picture.fictional")] : []),
      ...(start.schematic ? [say("page.picture.schematic")] : [])].join(". ");
    const svg = draw("svg", {
      xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${width} ${height + foot}`, width, height: height + foot,
      role: "img", "font-family": FONT, "aria-label": say("page.picture.alt", { title }),
    }, draw("title", {}, title),
    document.querySelector("#patterns defs").cloneNode(true),
    ...base, ...plots, ...names, ...picture.scale(resolution, text),
    draw("rect", { y: height, width, height: foot, fill: "#fff" }),
    text([16, height + 28], title, { "font-weight": 600, "font-size": 17 }),
    ...picture.key(poles, text), text([16, height + 84], credit, { "font-size": 13, fill: "#47535c" }));
    return svg;
  },

  scale(resolution, text) {
    const { width, height } = SIZE;
    const steps = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000];
    const metresLong = steps.filter((step) => step / resolution < 200).pop() || steps[0];
    const wide = metresLong / resolution;
    const [right, low] = [width - 20, height - 16];
    return [draw("rect", { x: right - wide - 10, y: low - 24, width: wide + 20, height: 34, fill: "#fff", "fill-opacity": 0.85 }),
      draw("path", { d: `M${right - wide} ${low - 6}v8H${right}v-8`, fill: "none", stroke: INK, "stroke-width": 2 }),
      text([right - wide / 2, low - 9], metresLong < 1000 ? `${metresLong} m` : `${metresLong / 1000} km`, {
        "text-anchor": "middle", "font-size": 13,
      })];
  },

  key(poles, text) {
    let left = 16;
    return poles.flatMap((pole) => {
      const words = `${say("page.key")}: ${say(`page.pole.${pole}`)}`;
      const label = pole === "near" || pole === "unknown" ? say(`page.pole.${pole}`) : words;
      const box = { x: left, y: SIZE.height + 44, width: 22, height: 14, stroke: "#66727b" };
      const made = [draw("rect", { ...box, fill: POLES[pole] }),
        text([left + 30, SIZE.height + 56], label, { "font-size": 14 })];
      left += 52 + 7.4 * label.length;
      return made;
    });
  },

  svgText: (state) => `${new XMLSerializer().serializeToString(picture.make(state))}\n`,

  async png(state) {
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(picture.svgText(state))}`;
    await image.decode();
    const canvas = make("canvas", { width: SIZE.width * 2, height: (SIZE.height + SIZE.foot) * 2 });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return new Promise((done) => { canvas.toBlob(done, "image/png"); });
  },
};
