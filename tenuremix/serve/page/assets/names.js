// The names of areas on a map: each has room, or is left out.

// Gives where each name goes, the first areas first.  One that a plot covers moves up or down, within its area.
function roomForNames(areas, plots, { pixel, resolution, letter }) {
  const boxes = plots.map(([west, south, east, north]) => {
    const [from, to] = [pixel([west, south]), pixel([east, north])];
    return [(from.x + to.x) / 2, (from.y + to.y) / 2, (to.x - from.x) / 2 + 8, (from.y - to.y) / 2 + 14];
  });
  const taken = [...boxes];
  const placed = new Map();
  areas.forEach((area) => {
    const { name, label: [e, n] } = area;
    const half = (letter * name.length) / 2 + 4;
    const { x, y } = pixel([e, n]);
    const covers = (down) => ([atX, atY, wide, high]) =>
      Math.abs(atX - x) < half + wide && Math.abs(atY - y - down) < high - 0.01;
    const beside = boxes.filter(covers(0)).flatMap(([, atY, , high]) => [atY + high - y, atY - high - y])
      .sort((a, b) => Math.abs(a) - Math.abs(b));
    const down = [0, ...beside].find((each) => !taken.some(covers(each))
      && (!each || inside(area.geometry, [e, n - each * resolution])));
    if (down === undefined) return;
    taken.push([x, y + down, half, 18]);
    placed.set(area, [e, n - down * resolution]);
  });
  return placed;
}
