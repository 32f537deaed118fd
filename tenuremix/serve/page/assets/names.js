// The names of areas on a map: each is whole and has room, or is left out.

// Gives where each name goes, the first areas first.  One that a plot covers moves up or down, within its area.
// The map has its corner to the north-west at `west, north`, `resolution` metres in a pixel, and its `size` and that of
// the `font` in pixels; what is `written` on it already has its middle and half of its size there.
function roomForNames(areas, plots, { west, north, resolution, size: [width, height], font, written = [] }) {
  const pixel = ([e, n]) => [(e - west) / resolution, (north - n) / resolution].map(Math.round);
  const boxes = plots.map(([w, s, e, n]) => {
    const [left, top] = pixel([w, n]);
    const [right, low] = pixel([e, s]);
    return [(left + right) / 2, (top + low) / 2, (right - left) / 2 + 8, (low - top) / 2 + 14];
  });
  const taken = [...boxes, ...written];
  const placed = new Map();
  areas.forEach((area) => {
    const { name, label: [e, n] } = area;
    const half = 0.33 * font * name.length + 4;
    const [x, y] = pixel([e, n]);
    if (x < half || x > width - half) return;
    const covers = (down) => ([atX, atY, wide, high]) =>
      Math.abs(atX - x) < half + wide && Math.abs(atY - y - down) < high - 0.01;
    const beside = boxes.filter(covers(0)).flatMap(([, atY, , high]) => [atY + high - y, atY - high - y])
      .sort((a, b) => Math.abs(a) - Math.abs(b));
    const down = [0, ...beside].find((each) => y + each > 9 && y + each < height - 9 && !taken.some(covers(each))
      && (!each || inside(area.geometry, [e, n - each * resolution])));
    if (down === undefined) return;
    taken.push([x, y + down, half, 18]);
    placed.set(area, [e, n - down * resolution]);
  });
  return placed;
}
