// What a corner fastens to when it comes near: corners, edges and right angles.

const REACH = 12; // pixels

const snap = {
  on: true,

  // The rings that can be fastened to, near a place: areas, known plots and the proposal's own.
  rings(point, reach, state) {
    const [e, n] = point;
    const near = (box) => touch([e - reach, n - reach, e + reach, n + reach], box);
    const areas = chart.start.areas.filter(({ box, outline }) => outline && near(box))
      .map((area) => [area.geometry, area.name]);
    const known = chart.start.allocations.filter(({ geometry }) => geometry && near(boundsOf(geometry)))
      .map(({ geometry, name }) => [geometry, name]);
    const own = alternativeOf(state).plots
      .map((plot, i) => [plot.geometry, say("page.plot.number", { number: i + 1 }), i])
      .filter(([geometry, , i]) => geometry && i !== state.draft.plot && near(boundsOf(geometry)));
    return [...own, ...known, ...areas].flatMap(([geometry, name]) =>
      polygonsOf(geometry).flat().map((ring) => [ring, name]));
  },

  // The place that a corner takes, and the words for what it fastened to.
  find(point, state, moving = null) {
    const { corners } = state.draft;
    const free = { at: point, what: "" };
    if (!snap.on) return free;
    const reach = REACH * chart.resolution();
    if (moving === null && corners.length > 2 && distance(point, corners[0]) < reach) {
      return { at: corners[0], what: say("page.snap.first"), closes: true };
    }
    let best = { far: reach };
    const rings = snap.rings(point, reach, state);
    rings.forEach(([ring, name]) => ring.forEach((corner) => {
      const far = distance(point, corner);
      if (far < best.far) best = { far, at: corner.slice(0, 2), what: say("page.snap.corner", { name }) };
    }));
    if (!best.at) {
      rings.forEach(([ring, name]) => ring.slice(1).forEach((corner, i) => {
        const at = nearestOnEdge(point, ring[i], corner);
        const far = distance(point, at);
        if (far < best.far) best = { far, at, what: say("page.snap.edge", { name }) };
      }));
    }
    if (!best.at) best = snap.rightAngle(point, corners, moving, reach) || free;
    return { ...best, at: best.at.map(cm) };
  },

  rightAngle(point, corners, moving, reach) {
    const last = moving === null ? corners.length : moving;
    if (last < 2) return null;
    const [before, from] = [corners[last - 2], corners[last - 1]];
    const length = distance(before, from);
    if (!length) return null;
    const across = [-(from[1] - before[1]) / length, (from[0] - before[0]) / length];
    const digit = digits();
    const far = (point[0] - from[0]) * across[0] + (point[1] - from[1]) * across[1];
    const along = Math.round(far * digit) / digit;
    const at = [from[0] + along * across[0], from[1] + along * across[1]];
    return distance(point, at) < reach && Math.abs(along) > reach
      ? { at, what: say("page.snap.right") } : null;
  },
};
