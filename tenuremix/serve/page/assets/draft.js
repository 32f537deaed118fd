// Showing the draft and its tools.
Object.assign(drawing, {
  listen() {
    const { map } = chart;
    drawing.layer = L.layerGroup().addTo(map);
    map.on("click", drawing.click);
    map.on("mousemove", (event) => {
      if (!store.now.draft || drawing.mode !== "pointer") return;
      drawing.hover = drawing.pointed(event);
      drawing.renderLead();
    });
    map.on("mouseout", () => { drawing.hover = null; if (store.now.draft) drawing.renderLead(); });
    map.on("moveend", () => {
      if (!store.now.draft || drawing.mode !== "crosshair" || drawing.aimed) return;
      drawing.cross = rounded(chart.centre());
      drawing.renderCross();
      drawing.renderLead();
    });
    byId("map").addEventListener("keydown", drawing.key);
    byId("mode-pointer").addEventListener("click", () => drawing.setMode("pointer"));
    byId("mode-crosshair").addEventListener("click", () => drawing.setMode("crosshair"));
    byId("snap").addEventListener("click", toggleSnap);
    every("[data-nudge]").forEach((each) => each.addEventListener("click", () =>
      drawing.nudge(...each.dataset.nudge.split(",").map(Number))));
    byId("draw-set").addEventListener("click", () => drawing.place(drawing.target()));
    byId("draw-step").addEventListener("click", () => {
      const steps = [1000, 100, 10, 1];
      drawing.step = steps[(steps.indexOf(drawing.stepOf()) + 1) % steps.length];
      drawing.render(store.now);
    });
    byId("draw-done").addEventListener("click", drawing.finish);
    byId("draw-last").addEventListener("click", drawing.removeLast);
    byId("draw-cancel").addEventListener("click", drawing.cancel);
    byId("draw-mend").addEventListener("click", () => {
      const mended = mendCrossing(drawing.corners(), drawing.crossing());
      drawing.setCorners(mended, say("page.step.order"));
      byId("draw-done").focus();
    });
  },

  cancel() {
    drawing.leave();
    const first = document.querySelector("#place button");
    if (first) first.focus();
  },

  render(state) {
    const { draft } = state;
    document.body.classList.toggle("drawing", Boolean(draft));
    ["draw-tools", "draw-box"].forEach((id) => { byId(id).hidden = !draft; });
    byId("key").classList.toggle("away", Boolean(draft));
    drawing.layer.clearLayers();
    drawing.lead = null;
    byId("cross").classList.toggle("shown", Boolean(draft) && drawing.mode === "crosshair");
    byId("readout").hidden = true;
    if (!draft) return;
    if (drawing.picked !== null && drawing.picked >= draft.corners.length) drawing.picked = null;
    drawing.renderTools(draft);
    drawing.renderRing(draft);
    drawing.renderLead();
    if (drawing.mode === "crosshair") {
      if (!drawing.cross) drawing.cross = chart.centre();
      drawing.renderCross();
    }
  },

  renderTools({ corners }) {
    const crosshair = drawing.mode === "crosshair";
    byId("mode-pointer").setAttribute("aria-pressed", String(!crosshair));
    byId("mode-crosshair").setAttribute("aria-pressed", String(crosshair));
    byId("snap").setAttribute("aria-pressed", String(snap.on));
    byId("snap").textContent = say(snap.on ? "page.snap.label_on" : "page.snap.label_off");
    every(".pad").forEach((each) => { each.hidden = !crosshair; });
    byId("draw-step").textContent = say("page.draw.step", { number: number(drawing.stepOf()) });
    const crossing = drawing.crossing();
    const hindrance = drawing.hindrance();
    byId("draw-box").classList.toggle("refused", Boolean(crossing));
    byId("draw-help").textContent = crossing ? ""
      : say(drawing.picked !== null ? "page.draw.move" : crosshair ? "page.draw.keys" : "page.draw.clicks");
    byId("draw-why").textContent = crossing ? hindrance : corners.length === 2 ? hindrance : "";
    byId("draw-stop").hidden = !crossing;
    byId("draw-done").setAttribute("aria-disabled", String(Boolean(hindrance)));
    byId("draw-last").hidden = !corners.length;
    byId("draw-last").textContent = say("page.draw.remove", { number: corners.length });
    const mended = crossing && mendCrossing(corners, crossing);
    byId("draw-mend").hidden = !mended;
    if (mended) {
      const [a, b] = [crossing.first + 2, crossing.second + 1];
      byId("draw-mend").textContent = say(b - a === 1 ? "page.draw.swap" : "page.draw.turn", { a, b });
    }
  },

  line(points, style) {
    return L.polyline(points.map(latLng), { interactive: false, ...style }).addTo(drawing.layer);
  },

  renderRing({ corners }) {
    const crossing = drawing.crossing();
    if (corners.length > 1) {
      drawing.line(corners, { color: "#fff", weight: 7 });
      drawing.line(corners, { color: INK, weight: 3 });
    }
    if (crossing) {
      [crossing.first, crossing.second].forEach((i) => {
        const edge = [corners[i], corners[(i + 1) % corners.length]];
        drawing.line(edge, { color: "#fff", weight: 7 });
        drawing.line(edge, { color: "#a8201a", weight: 4, dashArray: "8 5" });
      });
      L.marker(latLng(crossing.at), {
        interactive: false, keyboard: false,
        icon: L.divIcon({
          className: "crossing", iconSize: [0, 0],
          html: make("span", {}, `× ${say("page.ring.here")}`),
        }),
      }).addTo(drawing.layer);
    }
    corners.forEach((corner, i) => L.marker(latLng(corner), {
      interactive: false, keyboard: false,
      icon: L.divIcon({
        className: `corner${i === drawing.picked ? " picked" : ""}`, iconSize: [14, 14],
        html: make("span", {}, String(i + 1)),
      }),
    }).addTo(drawing.layer));
  },

  // The dashed line from the last corner, by the pointer or the cross, back to the first.
  renderLead() {
    if (drawing.lead) drawing.layer.removeLayer(drawing.lead);
    drawing.lead = null;
    const corners = drawing.corners();
    const found = drawing.mode === "crosshair" ? (drawing.cross && drawing.target()) : drawing.hover;
    drawing.renderReadout(found);
    if (!corners.length) return;
    const last = corners.length - 1;
    const way = drawing.picked === null ? [corners[last]] : [corners[(drawing.picked + last) % (last + 1)]];
    if (found) way.push(found.at);
    way.push(drawing.picked === null ? corners[0] : corners[(drawing.picked + 1) % (last + 1)]);
    drawing.lead = drawing.line(way, { color: INK, weight: 2, dashArray: "5 5" });
  },

  renderReadout(found) {
    const box = byId("readout");
    box.hidden = !found || (drawing.mode === "pointer" && !found.what);
    if (box.hidden) return;
    const corners = drawing.corners();
    const last = corners[corners.length - 1];
    const far = last ? `, ${say("page.metres", { number: number(Math.round(distance(last, found.at))) })}` : "";
    const lines = found.what ? [`${say("page.snapped", { what: found.what })}${far}`] : [];
    if (drawing.mode === "crosshair") lines.unshift(drawing.where(found.at));
    box.replaceChildren(...lines.map((line) => make("div", {}, line)));
    const at = chart.map.latLngToContainerPoint(latLng(found.at));
    const { x, y } = chart.map.getSize();
    box.style.left = `${Math.max(4, Math.min(x - 220, at.x - 100))}px`;
    box.style.top = `${Math.max(4, Math.min(y - 60, at.y - 70))}px`;
  },

  renderCross() {
    if (store.now.draft) drawing.renderLead();
  },
});
