// The map: Leaflet in metres of the areas' own system, where "lat, lng" is N, E.

const POLES = {
  hyresratt: "#bfd7ec", agt: "url(#pole-agt)", near: "#eceff1", unknown: "url(#pole-unknown)",
};
const BACKGROUND = "#dfe5e8";
const WATER = "#cfdbe1";
const INK = "#101418";
const RESOLUTIONS = [1024, 512, 256, 128, 64, 32, 16, 8, 4, 2, 1, 0.5, 0.25, 0.125, 0.0625];

function makeCrs(tiles) {
  const resolutions = tiles ? tiles.resolutions : RESOLUTIONS;
  const [x0, y0] = tiles ? tiles.origin : [0, 0];
  const scales = resolutions.map((each) => 1 / each);
  return L.extend({}, L.CRS.Simple, {
    transformation: new L.Transformation(1, -x0, -1, y0),
    scale(zoom) { // between two levels as far as the fraction says
      const low = Math.max(0, Math.min(scales.length - 1, Math.floor(zoom)));
      const high = Math.min(scales.length - 1, low + 1);
      return scales[low] * (scales[high] / scales[low]) ** (zoom - low);
    },
    zoom(scale) {
      let low = 0;
      while (low < scales.length - 2 && scales[low + 1] <= scale) low += 1;
      return low + Math.log(scale / scales[low]) / Math.log(scales[low + 1] / scales[low]);
    },
    levels: scales.length - 1,
  });
}

const latLng = ([e, n]) => L.latLng(n, e);
const pairOf = ({ lat, lng }) => [lng, lat];
const latLngs = (geometry) => polygonsOf(geometry).map((rings) => rings.map((r) => r.map(latLng)));
const boxOf = ([west, south, east, north]) => L.latLngBounds([south, west], [north, east]);

class Area {
  constructor(told, bounds) {
    const [west, south, east, north] = told.box;
    Object.assign(this, told, { bounds, size: (east - west) * (north - south) });
    if (!POLES[told.pole]) this.pole = "unknown"; // what can not be judged looks the same
  }

  // Its polygon, coarse until every corner has come.
  get geometry() {
    const path = this.outline || this.coarse;
    if (this.read !== path) [this.read, this.polygon] = [path, geometryOf(path, this.bounds)];
    return this.polygon;
  }
}

// The map shows nothing until it begins: the page around it then has its size.
const chart = {
  map: null, start: null, names: null, named: [], patterns: [], coarse: new Map(), begun: false,

  open(start) {
    chart.start = { ...start, areas: start.areas.map((area) => new Area(area, start.bounds)) };
    const crs = makeCrs(start.tiles);
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const map = L.map(byId("map"), {
      crs, zoomControl: false, attributionControl: false, keyboard: false, doubleClickZoom: false,
      zoomSnap: start.tiles ? 1 : 0.25, maxZoom: crs.levels, minZoom: 0, zoom: 0,
      ...(calm ? { zoomAnimation: false, fadeAnimation: false, inertia: false } : {}),
    });
    chart.map = map;
    if (start.tiles) chart.addTiles(start.tiles);
    chart.drawLand();
    chart.grid = L.layerGroup().addTo(map);
    chart.names = L.DomUtil.create("div", "leaflet-zoom-hide", map.getPane("markerPane"));
    map.on("zoom", chart.placeNames);
    L.control.scale({ imperial: false, position: "bottomright", maxWidth: 120 }).addTo(map);
    byId("zoom-in").addEventListener("click", () => map.zoomIn(1));
    byId("zoom-out").addEventListener("click", () => map.zoomOut(1));
  },

  // Shows a place, or the whole city.
  begin(geometry) {
    chart.begun = true;
    if (geometry) chart.show(geometry);
    else chart.map.fitBounds(boxOf(chart.start.bounds), { animate: false });
    chart.map.on("moveend", chart.settle);
    chart.map.on("move", chart.edges);
    chart.settle();
    new ResizeObserver(chart.resize).observe(byId("map"));
  },

  // Water, where no tiles show it, areas and allocations: one picture, in decimetres from its
  // corner, which Leaflet makes larger and smaller.
  drawLand() {
    const { areas, bounds, tiles, water } = chart.start;
    const [west, south, east, north] = bounds.map((edge) => Math.round(edge * 10));
    const patterns = document.querySelector("#patterns defs").cloneNode(true);
    chart.patterns = [...patterns.children].map((pattern) => {
      pattern.id = `land-${pattern.id}`;
      return [pattern, pattern.getAttribute("patternTransform")];
    });
    chart.coarse = new Map(areas.map((area) => [area,
      draw("path", { d: area.coarse, fill: POLES[area.pole].replace("#pole", "#land-pole") })]));
    const land = draw("svg", {
      viewBox: `0 0 ${east - west} ${north - south}`, preserveAspectRatio: "none", class: "land", "aria-hidden": "true",
    }, patterns, draw("g", { class: "water", fill: WATER }, ...(tiles ? [] : water).map((d) => draw("path", { d }))),
    draw("g", { class: "areas", stroke: "#66727b", "fill-opacity": tiles ? 0.6 : 1 }, ...chart.coarse.values()),
    draw("g", { fill: "none", stroke: INK, "stroke-linecap": "round" }, ...chart.allocationsFrom([west, north])));
    L.svgOverlay(land, boxOf(bounds)).addTo(chart.map);
  },

  // The outlines of allocations, and on them a spot for each: a line of no length, as wide as its dwellings ask.
  allocationsFrom([west, north]) {
    const placed = chart.start.allocations.filter(({ geometry }) => geometry);
    const at = ([e, n]) => `${Math.round(e * 10) - west} ${north - Math.round(n * 10)}`;
    const outlines = placed.flatMap(({ geometry }) => polygonsOf(geometry).flat()).map((ring) =>
      draw("path", { d: `M${ring.map(at).join("L")}Z` }));
    const spots = placed.flatMap(({ geometry, dwellings }) => {
      const d = `M${at(middleOf(geometry))}h0`;
      const wide = Math.max(8, 0.7 * Math.sqrt(totalOf({ ...NO_DWELLINGS, ...dwellings })));
      return [draw("path", { d, "stroke-width": wide + 1.5 }),
        draw("path", { d, "stroke-width": wide - 1.5, stroke: "#fff" })];
    });
    return [...outlines, ...spots];
  },

  addTiles({ template, credit }) {
    L.tileLayer(template, { noWrap: true }).addTo(chart.map);
    const line = byId("credit");
    line.textContent = credit;
    line.hidden = false;
  },

  resolution: () => 1 / chart.map.options.crs.scale(chart.map.getZoom()),
  centre: () => pairOf(chart.map.getCenter()),
  view() {
    const box = chart.map.getBounds();
    return [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()];
  },

  // Shows a place with some land around it; never closer than a block.
  show(geometry) {
    const [west, south, east, north] = boundsOf(geometry);
    const rim = Math.max(150, (east - west + north - south) / 2);
    chart.map.fitBounds(boxOf([west - rim, south - rim, east + rim, north + rim]), { animate: false });
  },
  holds: (geometry) => chart.map.getBounds().contains(boxOf(boundsOf(geometry))),

  areaAt([e, n]) {
    return chart.start.areas.find((area) => touch(area.box, [e, n, e, n]) && inside(area.geometry, [e, n]));
  },

  // The map has another size; a crosshair stays where it was set.
  resize() {
    drawing.holding(() => chart.map.invalidateSize({ animate: false }));
  },

  settle() {
    chart.refine();
    const unit = 10 * chart.resolution(); // the pixels of a pattern, in the picture's decimetres
    chart.patterns.forEach(([pattern, turned]) =>
      pattern.setAttribute("patternTransform", `${turned} scale(${unit})`));
    chart.drawGrid();
    chart.drawNames();
    chart.drawKey();
  },

  // Every corner of the areas, which is asked for once the page answers.
  async bring() {
    const { bounds, outlines } = await server.outlines();
    if (String(bounds) !== String(chart.start.bounds)) return; // of other areas, changed since
    chart.start.areas.forEach((area) => { area.outline = outlines[area.code]; });
    chart.refine();
    renderAll();
  },

  // Every corner of what is in view, once it shows.
  refine() {
    if (chart.resolution() > 2 * chart.start.coarse_m) return;
    const view = chart.view();
    chart.coarse.forEach((path, area) => {
      if (!area.outline || !touch(view, area.box)) return;
      path.setAttribute("d", area.outline);
      chart.coarse.delete(area);
    });
  },

  gridStep() {
    const resolution = chart.resolution();
    return resolution <= 1.3 ? 100 : resolution <= 13 ? 1000 : 0;
  },

  drawGrid() {
    chart.grid.clearLayers();
    const step = chart.gridStep();
    if (!step) return;
    const box = chart.map.getBounds().pad(0.5);
    const style = { color: "#4a5a66", weight: 1, opacity: 0.25, interactive: false };
    const [west, east] = [box.getWest(), box.getEast()];
    const [south, north] = [box.getSouth(), box.getNorth()];
    for (let e = Math.ceil(west / step) * step; e <= east; e += step) {
      L.polyline([[south, e], [north, e]], style).addTo(chart.grid);
    }
    for (let n = Math.ceil(south / step) * step; n <= north; n += step) {
      L.polyline([[n, west], [n, east]], style).addTo(chart.grid);
    }
  },

  // The coordinates of the grid, at the lower and left edges of the map; gives where they are.
  edges() {
    const step = chart.gridStep();
    const labels = [];
    const boxes = [];
    if (step) {
      const { x, y } = chart.map.getSize();
      const box = chart.map.getBounds();
      const every2 = step / chart.resolution() < 130 ? 2 * step : step;
      const put = (text, left, top) => {
        const label = make("span", {}, text);
        label.style.left = `${left}px`;
        label.style.top = `${top}px`;
        labels.push(label);
        boxes.push([left + 37, top + 7, 37, 16]);
      };
      for (let e = Math.ceil(box.getWest() / every2) * every2; e <= box.getEast(); e += every2) {
        const at = chart.map.latLngToContainerPoint([box.getSouth(), e]);
        if (at.x < x - 70) put(`E ${metres(e)}`, at.x + 3, y - 16);
      }
      for (let n = Math.ceil(box.getSouth() / every2) * every2; n <= box.getNorth(); n += every2) {
        const at = chart.map.latLngToContainerPoint([n, box.getWest()]);
        if (at.y > 60 && at.y < y - 24) put(`N ${metres(n)}`, 4, at.y - 16);
      }
    }
    byId("edges").replaceChildren(...labels);
    return boxes;
  },

  // Names of areas where there is room.
  drawNames() {
    const [west, , , north] = chart.view();
    const { x, y } = chart.map.getSize();
    const shown = roomForNames(chart.labels(), plotsOnMap.boxes,
      { west, north, resolution: chart.resolution(), size: [x, y], font: 13, written: chart.edges() });
    chart.named = [...shown].map(([{ name }, at]) =>
      [make("div", { class: "name" }, make("span", {}, name)), latLng(at)]);
    chart.names.replaceChildren(...chart.named.map(([label]) => label));
    chart.placeNames();
  },
  placeNames() {
    chart.named.forEach(([label, at]) => L.DomUtil.setPosition(label, chart.map.latLngToLayerPoint(at)));
  },

  labels() {
    if (!chart.ordered) {
      chart.ordered = [...chart.start.areas].sort((a, b) => b.size - a.size || (a.code < b.code ? -1 : 1));
    }
    return chart.ordered;
  },

  // The key shows only what is in view.
  polesInView() {
    const view = chart.view();
    const seen = new Set(chart.start.areas.filter(({ box }) => touch(view, box)).map(({ pole }) => pole));
    return Object.keys(POLES).filter((pole) => seen.has(pole));
  },

  allocationsInView() {
    const view = chart.view();
    return chart.start.allocations.some(({ geometry }) => geometry && touch(view, boundsOf(geometry)));
  },

  drawKey() {
    const rows = chart.polesInView().map((pole) => make("li", {}, swatch(pole), say(`page.pole.${pole}`)));
    if (chart.allocationsInView()) {
      rows.push(make("li", {}, draw("svg", { width: 22, height: 14, "aria-hidden": "true" }, draw("circle", {
        cx: 11, cy: 7, r: 5.5, fill: "#fff", stroke: INK, "stroke-width": 1.5,
      })), say("page.pole.allocation")));
    }
    byId("key-rows").replaceChildren(...rows);
    byId("key").hidden = !rows.length;
  },
};

const swatch = (pole) => draw("svg", { width: 22, height: 14, "aria-hidden": "true" }, draw("rect", {
  x: 0.5, y: 0.5, width: 21, height: 13, stroke: "#66727b", fill: POLES[pole],
}));

// Where a plot lies: its own shape, or its area's.
const shapeOf = ({ geometry, area }) =>
  geometry || (chart.start.areas.find(({ code }) => code === area) || {}).geometry;

// The plots of a proposal: a dark ring on a white one, with the letter of the alternative.
const plotsOnMap = {
  layer: null,
  boxes: [], // of what is drawn for them
  render(state) {
    if (!plotsOnMap.layer) plotsOnMap.layer = L.layerGroup().addTo(chart.map);
    plotsOnMap.layer.clearLayers();
    const had = plotsOnMap.boxes;
    plotsOnMap.boxes = [];
    const { letter, plots } = alternativeOf(state);
    plots.forEach((plot, i) => {
      const geometry = shapeOf(plot);
      if (!geometry || (state.draft && state.draft.plot === i)) return;
      const add = (style) => (geometry.type === "Point"
        ? L.circleMarker(latLng(geometry.coordinates), { radius: 8, ...style })
        : L.polygon(latLngs(geometry), style)).addTo(plotsOnMap.layer);
      const filled = plot.geometry ? 0.18 : 0;
      add({ color: "#fff", weight: 7, fill: false, interactive: false });
      add({ color: INK, weight: 3, fillColor: INK, fillOpacity: filled, interactive: false });
      if (!plot.geometry) return; // the area has its name there
      plotsOnMap.boxes.push(boundsOf(geometry));
      L.marker(latLng(middleOf(geometry)), {
        interactive: false, keyboard: false,
        icon: L.divIcon({
          className: "name letter", iconSize: [0, 0],
          html: make("span", {}, plots.length > 1 ? `${letter}${i + 1}` : letter),
        }),
      }).addTo(plotsOnMap.layer);
    });
    if (chart.begun && (had.length || plotsOnMap.boxes.length)) chart.drawNames();
  },
};
