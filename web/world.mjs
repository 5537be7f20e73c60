// Projects the world's States to SVG paths: shapes for the large ones, a point for the small ones.
import { geoArea, geoCentroid, geoEqualEarth, geoPath } from "d3-geo";
import { feature } from "topojson-client";

const width = 960;
// Antarctica belongs to no State and takes a fifth of the height.
const antarctica = "010";
// Below this many square pixels a shape cannot be seen or hit, so a point stands in for it.
const smallest = 14;

/** Return { width, height, shapes: [{ id, name, d }], points: [{ id, name, x, y }] }; `id` is the
 * numeric ISO 3166-1 code, missing where the atlas gives none. */
export function worldMap(coarse, fine) {
  const shapesOf = (atlas) => feature(atlas, atlas.objects.countries).features;
  const large = shapesOf(coarse).filter((f) => f.id !== antarctica);
  const projection = geoEqualEarth().fitWidth(width, { type: "FeatureCollection", features: large });
  const path = geoPath(projection).digits(1);
  const drawn = large.filter((f) => path.area(f) >= smallest);
  const ids = new Set(drawn.map((f) => f.id));
  const points = new Map();
  for (const f of shapesOf(fine)) {
    if (!f.id || f.id === antarctica || ids.has(f.id)) continue;
    const known = points.get(f.id);
    if (known && known.area >= geoArea(f)) continue;
    const [x, y] = projection(geoCentroid(f));
    points.set(f.id, { area: geoArea(f), id: f.id, name: f.properties.name, x: round(x), y: round(y) });
  }
  return {
    width,
    height: Math.ceil(path.bounds({ type: "FeatureCollection", features: drawn })[1][1]),
    shapes: drawn.map((f) => ({ id: f.id, name: f.properties.name, d: path(f) })),
    points: [...points.values()].map(({ area, ...point }) => point).sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

const round = (number) => Math.round(number * 10) / 10;
