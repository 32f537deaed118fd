// Geometry of rings in metres: corners are [E, N].

const cm = (value) => Math.round(value * 100) / 100;
const sameCorner = (a, b) => a[0] === b[0] && a[1] === b[1];
const distance = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);
const turn = (a, b, c) => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);

function signedArea(ring) {
  const [e, n] = ring[0]; // coordinates are large: measured from a corner, nothing is lost
  return ring.reduce((sum, a, i) => {
    const b = ring[(i + 1) % ring.length];
    return sum + ((a[0] - e) * (b[1] - n) - (b[0] - e) * (a[1] - n)) / 2;
  }, 0);
}

const within = (a, b, p) => Math.min(a[0], b[0]) <= p[0] && p[0] <= Math.max(a[0], b[0])
  && Math.min(a[1], b[1]) <= p[1] && p[1] <= Math.max(a[1], b[1]);

// Whether two edges meet, at an end too.
function meet(a, b, c, d) {
  const [p, q, r, s] = [turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)];
  if (((p > 0 && q < 0) || (p < 0 && q > 0)) && ((r > 0 && s < 0) || (r < 0 && s > 0))) return true;
  return (p === 0 && within(a, b, c)) || (q === 0 && within(a, b, d))
    || (r === 0 && within(c, d, a)) || (s === 0 && within(c, d, b));
}

// Where two edges cross, for the mark; where they lie on each other, an end of one.
function crossingPoint(a, b, c, d) {
  const across = (b[0] - a[0]) * (d[1] - c[1]) - (b[1] - a[1]) * (d[0] - c[0]);
  if (!across) return [c, d].find((p) => within(a, b, p)) || a;
  const t = ((c[0] - a[0]) * (d[1] - c[1]) - (c[1] - a[1]) * (d[0] - c[0])) / across;
  return [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])];
}

// The first two edges of a ring that meet where they may not, as the places of their first corners.
function findCrossing(corners) {
  const count = corners.length;
  if (count < 3) return null;
  const edge = (i) => [corners[i], corners[(i + 1) % count]];
  for (let i = 0; i < count; i += 1) {
    for (let j = i + 1; j < count; j += 1) {
      const [[a, b], [c, d]] = [edge(i), edge(j)];
      const next = j === i + 1 ? [a, b, d] : (j + 1) % count === i ? [c, a, b] : null;
      const back = next && turn(...next) === 0
        && (next[0][0] - next[1][0]) * (next[2][0] - next[1][0])
          + (next[0][1] - next[1][1]) * (next[2][1] - next[1][1]) > 0;
      if (next ? back : meet(a, b, c, d)) {
        return { first: i, second: j, at: next ? next[1] : crossingPoint(a, b, c, d) };
      }
    }
  }
  return null;
}

// The ring with the corners between two edges that cross in reverse, where that mends it.
function mendCrossing(corners, { first, second }) {
  const middle = corners.slice(first + 1, second + 1);
  const mended = [...corners.slice(0, first + 1), ...middle.reverse(), ...corners.slice(second + 1)];
  return middle.length > 1 && !findCrossing(mended) ? mended : null;
}

// A ring as it is sent, the same however it was drawn: in centimetres, closed, from its lowest
// corner to the west, the land to the left.
function canonicalRing(ring, hole = false) {
  let corners = ring.map(([e, n]) => [cm(e), cm(n)]);
  corners = corners.filter((corner, i) => !sameCorner(corner, corners[(i + 1) % corners.length]));
  if (signedArea(corners) < 0 !== hole) corners.reverse();
  const before = (a, b) => a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);
  const first = corners.reduce((best, corner, i) => (before(corner, corners[best]) ? i : best), 0);
  corners = [...corners.slice(first), ...corners.slice(0, first)];
  return [...corners, corners[0]];
}

function canonical({ type, coordinates }) {
  const polygon = (rings) => rings.map((ring, i) => canonicalRing(ring, i > 0));
  if (type === "Polygon") return { type, coordinates: polygon(coordinates) };
  if (type === "MultiPolygon") return { type, coordinates: coordinates.map(polygon) };
  return { type, coordinates: coordinates.slice(0, 2).map(cm) };
}

function wktOf({ type, coordinates }) {
  const corner = (pair) => pair.join(" ");
  const polygon = (rings) => `(${rings.map((ring) => `(${ring.map(corner).join(", ")})`).join(", ")})`;
  if (type === "Point") return `POINT (${corner(coordinates)})`;
  return type === "Polygon" ? `POLYGON ${polygon(coordinates)}`
    : `MULTIPOLYGON (${coordinates.map(polygon).join(", ")})`;
}

// The polygons of an area or a plot, each a list of rings.
const polygonsOf = (geometry) => (!geometry ? [] : geometry.type === "Polygon"
  ? [geometry.coordinates] : geometry.type === "MultiPolygon" ? geometry.coordinates : []);

// What is written as the path of an SVG, in decimetres from a corner to the north-west, as a geometry.
function geometryOf(path, [west, , , north]) {
  let [x, y] = [Math.round(west * 10), Math.round(north * 10)];
  return {
    type: "Polygon",
    coordinates: path.split("m").slice(1).map((part) => {
      const steps = part.match(/-?\d+/g);
      const ring = [];
      for (let i = 0; i < steps.length; i += 2) {
        x += Number(steps[i]);
        y -= Number(steps[i + 1]);
        ring.push([x / 10, y / 10]);
      }
      ring.push(ring[0]);
      [x, y] = ring[0].map((value) => Math.round(value * 10)); // where the next begins
      return ring;
    }),
  };
}

// The corners of a plot that can be drawn anew: one ring, or a point.
function cornersOf(geometry) {
  if (!geometry) return null;
  if (geometry.type === "Point") return [geometry.coordinates.slice(0, 2)];
  const polygons = polygonsOf(geometry);
  if (polygons.length !== 1 || polygons[0].length !== 1) return null;
  return polygons[0][0].slice(0, -1).map((corner) => corner.slice(0, 2));
}

function boundsOf(geometry) {
  const corners = geometry.type === "Point" ? [geometry.coordinates] : polygonsOf(geometry).flat(2);
  return corners.reduce(([west, south, east, north], [e, n]) => [
    Math.min(west, e), Math.min(south, n), Math.max(east, e), Math.max(north, n),
  ], [Infinity, Infinity, -Infinity, -Infinity]);
}

// Whether two boxes meet.
const touch = ([west, south, east, north], [w, s, e, n]) =>
  w <= east && e >= west && s <= north && n >= south;

function inside(geometry, [e, n]) {
  let odd = false;
  polygonsOf(geometry).flat().forEach((ring) => {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
      const [[ae, an], [be, bn]] = [ring[i], ring[j]];
      if (an > n !== bn > n && e < ((be - ae) * (n - an)) / (bn - an) + ae) odd = !odd;
    }
  });
  return odd;
}

function nearestOnEdge(p, a, b) {
  const length = (b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2;
  const t = length ? ((p[0] - a[0]) * (b[0] - a[0]) + (p[1] - a[1]) * (b[1] - a[1])) / length : 0;
  const held = Math.max(0, Math.min(1, t));
  return [a[0] + held * (b[0] - a[0]), a[1] + held * (b[1] - a[1])];
}

// A place for a name: the middle of the corners of the largest part.
function middleOf(geometry) {
  if (geometry.type === "Point") return geometry.coordinates;
  const outer = polygonsOf(geometry).map(([ring]) => ring.slice(0, -1))
    .sort((a, b) => Math.abs(signedArea(b)) - Math.abs(signedArea(a)))[0];
  const mean = (axis) => outer.reduce((sum, corner) => sum + corner[axis], 0) / outer.length;
  return [mean(0), mean(1)];
}
