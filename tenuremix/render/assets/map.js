// Draws the areas and the allocations on the map that folium made, and answers the switches.
// Every text goes in as text, never as markup.
"use strict";

function startTenureMap(map) {
  const data = JSON.parse(document.getElementById("map-data").textContent);
  const words = data.words;
  const byId = (id) => document.getElementById(id);
  const chosen = (name) => document.querySelector(`input[name="${name}"]:checked`).value;
  const drawnLevels = {};
  let shown = null; // the level that is drawn
  let sortBy = "name";
  let wholeZoom = 10; // the zoom at which every area shows
  let scale = 1; // of the symbols
  let opener = null; // what had the focus before a popup was opened from a table

  // ---- Small tools

  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
    element.append(...children);
    return element;
  }

  function draw(tag, attributes, ...children) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
    element.append(...children);
    return element;
  }

  // A ring as text: differences between its points, five bits to a letter (see map_geometry.py).
  function decodeRing(text) {
    const ring = [];
    let at = 0;
    let lat = 0;
    let lon = 0;
    const next = () => {
      let value = 0;
      let shift = 0;
      let bits;
      do {
        bits = text.charCodeAt(at++) - 63;
        value |= (bits & 31) << shift;
        shift += 5;
      } while (bits >= 32);
      return value & 1 ? ~(value >> 1) : value >> 1;
    };
    while (at < text.length) {
      lat += next();
      lon += next();
      ring.push([lat / 1e5, lon / 1e5]);
    }
    return ring;
  }

  const decode = (polygons) => polygons.map((rings) => rings.map(decodeRing));
  const view = () => data.views.find((each) => each.id === chosen("view"));
  const sheet = () => view().sheets[chosen("level")];
  const fillOf = (bucket) =>
    bucket.fill.startsWith("#") ? bucket.fill : `url(#fill-${bucket.fill})`;

  function popupSize() {
    const { x, y } = map.getSize();
    return { maxWidth: Math.min(360, x - 40), minWidth: Math.min(300, x - 60), maxHeight: y - 90 };
  }

  // ---- Areas

  ["fills", "casing", "lines", "plots", "labels"].forEach((name, i) => {
    map.createPane(name).style.zIndex = 400 + i;
    if (name !== "fills" && name !== "plots") map.getPane(name).style.pointerEvents = "none";
  });

  function drawLevel(id) {
    const level = data.levels.find((each) => each.id === id);
    const everyRing = [];
    const areas = level.areas.map((area, index) => {
      const latlngs = decode(area.rings);
      everyRing.push(...latlngs);
      const polygon = L.polygon(latlngs, {
        pane: "fills", stroke: false, fillOpacity: 1, smoothFactor: 0, color: "#000", weight: 3,
      });
      polygon.bindTooltip(() => make("span", {}, `${area.name}: ${sheet().values[index][2]}`), {
        sticky: true,
      });
      polygon.bindPopup(() => areaPopup(area, index), popupSize());
      polygon.on("mouseover", () => polygon.setStyle({ stroke: true }));
      polygon.on("mouseout", () => polygon.setStyle({ stroke: false }));
      const name = make("span", { class: "name" }, area.name);
      const short = make("span", { class: "short" });
      const box = make("span", {}, name, short);
      const icon = L.divIcon({ className: "area-label", html: box, iconSize: [0, 0] });
      const label = L.marker(area.at, { pane: "labels", icon, interactive: false, keyboard: false });
      return { area, polygon, label, box, name, short };
    });
    const line = (pane, color, weight) =>
      L.polygon(everyRing, { pane, color, weight, fill: false, interactive: false, smoothFactor: 0 });
    const parts = areas.flatMap((each) => [each.polygon, each.label]);
    const thin = areas.length > 60;
    const layer = L.layerGroup([
      ...parts, line("casing", "#fff", thin ? 2.5 : 3), line("lines", "#222", thin ? 1 : 1.3),
    ]);
    return { id, areas, layer, named: areas.length <= 40 };
  }

  function areaPopup(area, index) {
    const box = make("div", { class: "popup" }, make("h3", {}, `${area.name} (${area.code})`));
    area.lines.forEach((line) => box.append(make("p", {}, line)));
    if (area.rows.length) {
      const head = words.columns.map((column, i) => make("th", i ? { class: "n" } : {}, column));
      const rows = area.rows.map(([first, ...rest]) =>
        make("tr", {}, make("th", { scope: "row" }, first),
          ...rest.map((cell) => make("td", { class: "n" }, cell))));
      box.append(make("table", {}, make("thead", {}, make("tr", {}, ...head)),
        make("tbody", {}, ...rows)));
    }
    const list = make("dl", {});
    data.views.filter((each) => each.group === "class" || each.group === "target").forEach((each) =>
      list.append(make("dt", {}, each.group === "class" ? each.title : each.label),
        make("dd", {}, each.sheets[chosen("level")].values[index][2])));
    box.append(list);
    area.notes.forEach((line) => box.append(make("p", { class: "small" }, line)));
    return box;
  }

  function restyle() {
    const now = sheet();
    shown.areas.forEach((each, i) => {
      const [bucket, short] = now.values[i];
      each.polygon.setStyle({ fillColor: fillOf(now.legend[bucket]) });
      each.short.textContent = short;
    });
    placeLabels();
  }

  // ---- Names and values on the map: the largest areas first, none over another or a symbol

  function placeLabels() {
    // A few large areas are always named, over the symbols if need be.
    const few = shown.areas.length <= 12;
    map.getPane("labels").style.zIndex = few ? 650 : 404;
    const taken = few ? [] : symbolBoxes();
    const named = shown.named || map.getZoom() >= 13;
    const sized = shown.areas.map((each) => {
      const bounds = each.polygon.getBounds();
      const low = map.latLngToContainerPoint(bounds.getSouthWest());
      const high = map.latLngToContainerPoint(bounds.getNorthEast());
      return { ...each, width: high.x - low.x, height: low.y - high.y };
    });
    sized.sort((a, b) => b.width * b.height - a.width * a.height);
    sized.forEach((each) => {
      const at = map.latLngToContainerPoint(each.area.at);
      const fits = (withName) => {
        each.name.hidden = !withName;
        each.box.hidden = false;
        const w = each.box.offsetWidth / 2;
        const h = each.box.offsetHeight / 2;
        const box = [at.x - w, at.y - h, at.x + w, at.y + h];
        const free = 2 * w < each.width * 1.05 && 2 * h < each.height * 1.05 &&
          !taken.some((t) => box[0] < t[2] && t[0] < box[2] && box[1] < t[3] && t[1] < box[3]);
        if (free) taken.push(box);
        return free;
      };
      each.box.hidden = !((named && fits(true)) || (each.short.textContent && fits(false)));
    });
  }

  function symbolBoxes() {
    return symbols.filter((each) => map.hasLayer(each.marker)).map(({ symbol, offset }) => {
      const at = map.latLngToContainerPoint(symbol.at).add(offset);
      const r = symbol.r * scale;
      return [at.x - r, at.y - r, at.x + r, at.y + r];
    });
  }

  // ---- Allocations

  function wedge(r, from, to, fill) {
    if (to - from > 0.9999) return draw("circle", { r, fill });
    const point = (share) =>
      `${(r * Math.sin(2 * Math.PI * share)).toFixed(2)} ${(-r * Math.cos(2 * Math.PI * share)).toFixed(2)}`;
    const large = to - from > 0.5 ? 1 : 0;
    return draw("path", { d: `M0 0L${point(from)}A${r} ${r} 0 ${large} 1 ${point(to)}Z`, fill });
  }

  // A pie of tenures; the outline tells the stage, a dotted line and ≈ an approximate place.
  function symbolPicture({ stage, r, slices = [], letter = "", near = false, shift = [0, 0] }) {
    const edge = r + 6;
    const picture = draw("svg", {
      width: 2 * edge, height: 2 * edge, viewBox: `${-edge} ${-edge} ${2 * edge} ${2 * edge}`,
      class: `allocation ${stage}`, "aria-hidden": "true",
    });
    if (near) {
      picture.append(draw("path", { d: `M0 0L${-shift[0]} ${-shift[1]}`, class: "leader" }));
    }
    picture.append(draw("circle", { r: r + 1, class: "ground" }));
    let from = 0;
    slices.forEach((share, i) => {
      if (share > 0) picture.append(wedge(r, from, from + share, data.colours[i]));
      from += share;
    });
    if (stage === "started") picture.append(draw("circle", { r: r + 3.5, class: "outline" }));
    picture.append(draw("circle", { r, class: "outline" }));
    if (stage === "withdrawn") {
      const c = r * 0.7;
      picture.append(draw("path", { d: `M${-c} ${c}L${c} ${-c}`, class: "outline" }));
    }
    picture.append(draw("text", { class: "letter", dy: ".36em" }, letter));
    if (near) picture.append(draw("text", { class: "near", x: r - 1, y: -r + 5 }, "≈"));
    return picture;
  }

  function popupOf(title, lines) {
    return make("div", { class: "popup" }, make("h3", {}, title),
      ...lines.map((line) => make("p", {}, line)));
  }

  const stages = {};
  const symbols = data.symbols.map((symbol) => {
    const picture = symbolPicture(symbol);
    picture.style.setProperty("--x", `${symbol.shift[0]}px`);
    picture.style.setProperty("--y", `${symbol.shift[1]}px`);
    const icon = L.divIcon({ className: "allocation-icon", html: picture, iconSize: [0, 0] });
    const marker = L.marker(symbol.at, { icon, zIndexOffset: Math.round(-50 * symbol.r) });
    const label = `${symbol.name}. ${symbol.row[0]}`;
    const offset = L.point(0, 0); // from the point to the symbol; sizeSymbols keeps it true
    marker.on("add", () => marker.getElement().setAttribute("aria-label", label));
    marker.bindTooltip(() => make("span", {}, symbol.name), { offset });
    marker.bindPopup(() => popupOf(symbol.name, symbol.lines), { ...popupSize(), offset });
    stages[symbol.stage] = stages[symbol.stage] || L.layerGroup();
    stages[symbol.stage].addLayer(marker);
    if (symbol.plot.length) {
      stages[symbol.stage].addLayer(L.polygon(decode(symbol.plot), {
        pane: "plots", color: "#000", weight: 2, fill: false, interactive: false, smoothFactor: 0,
      }));
    }
    return { symbol, marker, offset };
  });

  // Symbols are smaller while the whole city shows, and grow as the reader comes nearer.
  function sizeSymbols() {
    scale = Math.min(1.15, Math.max(0.75, 0.75 + 0.15 * (map.getZoom() - wholeZoom)));
    const pane = map.getPane("markerPane");
    pane.style.setProperty("--scale", scale);
    pane.classList.toggle("far", scale < 0.9);
    symbols.forEach(({ symbol, offset }) => {
      offset.x = symbol.shift[0] * scale;
      offset.y = symbol.shift[1] * scale;
    });
  }

  document.querySelectorAll("span.symbol").forEach((place) => {
    const { stage, tenure, letter, near } = place.dataset;
    const slices = tenure === undefined ? [] : data.colours.map((_, i) => (i === +tenure ? 1 : 0));
    place.append(symbolPicture({ stage: stage || "decided", r: 9, slices, letter, near }));
  });

  // ---- Legend, words and tables

  function swatch(bucket) {
    return draw("svg", { width: 26, height: 18, "aria-hidden": "true" },
      draw("rect", { width: 26, height: 18, fill: fillOf(bucket), class: "swatch" }),
      draw("text", { x: 13, y: 13.5, class: "letter" }, bucket.letter));
  }

  function describe() {
    const now = sheet();
    byId("view-title").textContent = now.title;
    byId("view-gist").textContent = now.about[0];
    const lines = now.legend.map((bucket, i) => {
      const number = now.values.filter((value) => value[0] === i).length;
      const needed = number || bucket.fill !== "unassessable";
      return needed ? [make("li", {}, swatch(bucket), ` ${bucket.words} (${number})`)] : [];
    });
    byId("legend").replaceChildren(...lines.flat());
    byId("view-about").replaceChildren(...now.about.slice(1).map((line) => make("p", {}, line)));
  }

  function sortButton(key, title) {
    const button = make("button", { type: "button", "aria-label":
      words.sort.replace("{column}", title) }, title);
    button.addEventListener("click", () => {
      sortBy = key;
      fillTable();
      document.querySelector(`#values th[data-key="${key}"] button`).focus();
    });
    const sorted = sortBy === key ? "ascending" : "none";
    return make("th", { scope: "col", "data-key": key, "aria-sort": sorted }, button);
  }

  function showButton(name, open) {
    const label = words.show.replace("{name}", name);
    const button = make("button", { type: "button", "aria-label": label }, name);
    button.addEventListener("click", () => {
      map.getContainer().scrollIntoView({ block: "center" });
      open();
      opener = button; // opening has closed any other popup, which would have taken it back
      document.querySelector(".leaflet-popup-close-button").focus({ preventScroll: true });
    });
    return make("th", { scope: "row" }, button);
  }

  function fillTable() {
    const now = sheet();
    const table = byId("values");
    table.caption.textContent = now.title;
    table.tHead.rows[0].replaceChildren(
      sortButton("name", words.area), sortButton("value", view().unit));
    const rows = data.levels.find((level) => level.id === chosen("level")).areas
      .map((area, i) => ({ area, value: now.values[i], each: shown.areas[i] }));
    const byName = (a, b) => a.area.name.localeCompare(b.area.name, document.documentElement.lang);
    const order = (row) => (row.value[3] === null ? Infinity : row.value[3]);
    const byValue = (a, b) => (order(a) === order(b) ? byName(a, b) : order(a) - order(b));
    rows.sort(sortBy === "name" ? byName : byValue);
    table.tBodies[0].replaceChildren(...rows.map(({ area, value, each }) => {
      const open = () => {
        if (!area.rings.length) return;
        map.fitBounds(each.polygon.getBounds(), { maxZoom: 13, animate: false });
        each.polygon.openPopup(area.at);
      };
      const name = area.rings.length ? showButton(area.name, open)
        : make("th", { scope: "row" }, area.name);
      return make("tr", {}, name, make("td", {}, value[2]));
    }));
  }

  function fillAllocations() {
    byId("allocations").tBodies[0].append(...symbols.map(({ symbol, marker }) =>
      make("tr", {}, showButton(symbol.name, () => {
        const box = document.querySelector(`input[name="stage"][value="${symbol.stage}"]`);
        if (!box.checked) box.click();
        map.setView(symbol.at, Math.max(map.getZoom(), 13), { animate: false });
        marker.openPopup();
      }), ...symbol.row.map((cell) => make("td", {}, cell)))));
  }

  // ---- Switches

  function showLevel() {
    map.closePopup();
    if (shown) shown.layer.remove();
    const id = chosen("level");
    drawnLevels[id] = drawnLevels[id] || drawLevel(id);
    shown = drawnLevels[id];
    shown.layer.addTo(map);
    showView();
  }

  function showView() {
    map.closePopup();
    restyle();
    describe();
    fillTable();
  }

  function listen(name, answer) {
    document.querySelectorAll(`input[name="${name}"]`).forEach((input) =>
      input.addEventListener("change", () => answer(input)));
  }

  function showStage(input) {
    const layer = stages[input.value];
    if (layer && input.checked) layer.addTo(map);
    if (layer && !input.checked) layer.remove();
    if (shown) placeLabels();
  }

  function addControls() {
    const zoom = { zoomInTitle: words.zoom_in, zoomOutTitle: words.zoom_out };
    L.control.zoom({ ...zoom, position: "bottomright" }).addTo(map);
    L.control.scale({ imperial: false }).addTo(map);
    const north = L.control({ position: "bottomright" });
    north.onAdd = () => make("div", { class: "north", role: "img", "aria-label": words.north,
      title: words.north }, draw("svg", { width: 22, height: 34, viewBox: "0 0 22 34" },
      draw("path", { d: "M11 1L19 22L11 17L3 22Z" }), draw("text", { x: 11, y: 33 }, "N")));
    north.addTo(map);
    map.on("popupopen", ({ popup }) => popup.getElement()
      .querySelector(".leaflet-popup-close-button").setAttribute("aria-label", words.close));
    map.on("popupclose", ({ popup }) => {
      if (opener && popup.getElement().contains(document.activeElement)) opener.focus();
      opener = null;
    });
    // The wheel scrolls the page until the reader has clicked in the map.
    map.scrollWheelZoom.disable();
    map.on("focus", () => map.scrollWheelZoom.enable());
    map.on("blur", () => map.scrollWheelZoom.disable());
  }

  function addBasemap() {
    const tiles = L.tileLayer(data.basemap.url, { maxZoom: 18, attribution: data.basemap.credit });
    byId("basemap").addEventListener("change", ({ target }) => {
      if (target.checked) tiles.addTo(map);
      else tiles.remove();
      map.getPane("fills").style.opacity = target.checked ? 0.6 : 1;
    });
  }

  function fit() {
    const bounds = L.latLngBounds(shown.areas.filter((each) => each.area.rings.length)
      .map((each) => each.polygon.getBounds()));
    const near = bounds.pad(map.getSize().x > 500 ? 0.15 : 0); // no room for them on a phone
    symbols.forEach(({ symbol }) => near.contains(symbol.at) && bounds.extend(symbol.at));
    map.fitBounds(bounds, { padding: [6, 6], animate: false });
    wholeZoom = map.getZoom();
  }

  // A printed map has a size of its own: Leaflet must know it before the page is laid out.
  function forPrint(on) {
    const bounds = map.getBounds();
    map.getContainer().classList.toggle("printing", on);
    map.invalidateSize({ animate: false });
    map.fitBounds(bounds, { animate: false });
    placeLabels();
  }

  const container = map.getContainer();
  container.setAttribute("role", "region");
  container.setAttribute("aria-label", words.map);
  map.attributionControl.setPrefix(false);
  map.setView(data.centre, 10);
  addControls();
  if (data.basemap) addBasemap();
  document.querySelectorAll('input[name="stage"]').forEach(showStage);
  showLevel();
  fit();
  sizeSymbols();
  placeLabels();
  fillAllocations();
  listen("level", showLevel);
  listen("view", showView);
  listen("stage", showStage);
  map.on("zoomend", sizeSymbols);
  map.on("zoomend moveend resize", placeLabels);
  window.addEventListener("beforeprint", () => forPrint(true));
  window.addEventListener("afterprint", () => forPrint(false));
}
