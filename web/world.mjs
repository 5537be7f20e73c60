// Projects the world to SVG paths, as maps of the United Nations draw it: shapes for the large States and
// territories, a point for the small ones, and lines for the borders that are not final.
import { geoCentroid, geoNaturalEarth1, geoPath } from "d3-geo";
import { merge, mesh } from "topojson-client";
import { filter, filterAttachedWeight, presimplify, simplify, sphericalRingArea, sphericalTriangleArea } from "topojson-simplify";

const width = 960;
// Antarctica belongs to no State and takes a fifth of the height.
const antarctica = "ATA";
// In square pixels: what is smaller cannot be hit, so that a point stands on it; below `visible` it has no shape.
const hit = 14;
const visible = 0.5;
// What outlines leave out, in steradians, of which a square pixel has 0.00003: corners of shores, and islands.
const corner = 1.2e-5;
const island = 1e-5;
// Of Gaza and Jerusalem little would be left without their corners.
const whole = "PSE";
// What the atlas draws apart, and maps of the United Nations with a State.
const within = { TWN: "CHN", SOL: "SOM", CYN: "CYP", ALA: "FIN" };
// The Golan is Syrian (Security Council resolution 497 (1981)). The atlas draws it with Israel, east of this meridian.
const golan = { from: "ISR", to: "SYR", meridian: 35.62 };
// Borders that are not final, by the two that they lie between, and the part that is meant where it is not all.
const unsettled = [
  ["ESH", "MAR"], ["IND", "CHN"], ["SDN", "SSD"], ["KEN", "SSD"], ["ISR", "PSE"], ["ISR", "SYR"], ["SRB", "XKX"],
  ["IND", "PAK", ([, latitude]) => latitude > 32.5], ["EGY", "SDN", ([longitude]) => longitude > 33],
];

/** Return { width, height, scale, translate, shapes: [{ key, d, short }], points: [{ key, x, y }], unsettled: d } of an atlas
 * by visionscarto; `key` is the ISO 3166-1 alpha-3 code, or XKX for Kosovo; `short` is the path `d` by steps. Scale and translation are those of the
 * Natural Earth projection in radians, by which tests find places. One of equal areas would press the coasts of the far
 * north into a line that looks cut. */
export function worldMap({ objects: { countries }, ...arcs }) {
  const atlas = { ...arcs, objects: { countries } };
  const weighed = presimplify(atlas, sphericalTriangleArea);
  const small = countries.geometries.find(({ properties: { a3 } }) => a3 === whole).arcs.flat(2);
  for (const point of small.flatMap((arc) => weighed.arcs[arc < 0 ? ~arc : arc])) point[2] = Infinity;
  const simple = simplify(weighed, corner);
  const seen = filter(simple, filterAttachedWeight(simple, island, sphericalRingArea));
  const every = landOf(atlas);
  const projection = geoNaturalEarth1().fitWidth(width, { type: "FeatureCollection", features: every });
  const path = geoPath(projection).digits(1);
  const drawn = landOf(seen).filter((f) => path.area(f) >= visible);
  const large = new Set(drawn.filter((f) => path.area(f) >= hit).map((f) => f.id));
  const points = every.filter((f) => !large.has(f.id)).map((f) => [f.id, ...projection(geoCentroid(f)).map(round)]);
  return {
    width,
    scale: projection.scale(),
    translate: projection.translate(),
    height: Math.ceil(path.bounds({ type: "FeatureCollection", features: drawn })[1][1]),
    shapes: drawn.map((f) => ({ key: f.id, d: path(f), short: relative(path(f)) })),
    points: points.sort().map(([key, x, y]) => ({ key, x, y })),
    unsettled: unsettled.map(([one, other, part]) => path(border(seen, [one, other], part))).join(""),
  };
}

/** Return a path of closed rings by steps from point to point, in tenths of a pixel as it is: half as long, and the same. */
function relative(d) {
  const number = (tenths) => String(tenths / 10).replace(/^(-?)0\./, "$1.");
  const after = (text) => (text.startsWith("-") ? text : `,${text}`);
  return d.split("Z").slice(0, -1).map((ring) => {
    const points = ring.slice(1).split("L").map((point) => point.split(",").map((value) => Math.round(value * 10)));
    const steps = points.slice(1).map(([x, y], i) => number(x - points[i][0]) + after(number(y - points[i][1])));
    return `M${points[0].map((value) => value / 10)}l${steps[0]}${steps.slice(1).map(after).join("")}Z`;
  }).join("");
}

/** Return the States and territories of an atlas as features with their key as id. */
function landOf(atlas) {
  const parts = new Map();
  for (const geometry of atlas.objects.countries.geometries) {
    const { a3 } = geometry.properties;
    const key = within[a3] ?? a3;
    if (key !== antarctica) parts.set(key, [...(parts.get(key) ?? []), geometry]);
  }
  const features = [...parts].map(([id, geometries]) => ({ type: "Feature", id, geometry: merge(atlas, geometries) }));
  const [giver, taker] = [golan.from, golan.to].map((id) => features.find((f) => f.id === id).geometry);
  const sides = (east) => giver.coordinates.map((rings) => rings.map((ring) => cut(ring, east)).filter((ring) => ring.length));
  taker.coordinates.push(...sides(true).filter((rings) => rings.length));
  giver.coordinates = sides(false).filter((rings) => rings.length);
  return features;
}

/** Return the part of a ring on one side of the meridian of the Golan. */
function cut(ring, east) {
  const inside = ([x]) => x > golan.meridian === east;
  const kept = ring.slice(1).flatMap((to, i) => {
    const from = ring[i];
    if (inside(from) === inside(to)) return inside(to) ? [to] : [];
    const share = (golan.meridian - from[0]) / (to[0] - from[0]);
    const crossing = [golan.meridian, from[1] + share * (to[1] - from[1])];
    return inside(to) ? [crossing, to] : [crossing];
  });
  return kept.length ? [...kept, kept[0]] : [];
}

/** Return the border between two, or the part of it whose points pass a test. */
function border(atlas, pair, part = () => true) {
  const between = (a, b) => a !== b && pair.includes(a.properties.a3) && pair.includes(b.properties.a3);
  const lines = mesh(atlas, atlas.objects.countries, between);
  lines.coordinates = lines.coordinates.map((line) => line.filter(part)).filter((line) => line.length > 1);
  return lines;
}

const round = (number) => Math.round(number * 10) / 10;
