// Bundles what the pages load into api/csekg_api/static/built (not kept in version control).
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { worldMap } from "./world.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "api", "csekg_api", "static", "built");
const require = createRequire(import.meta.url);

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const atlas = (scale) => JSON.parse(readFileSync(require.resolve(`world-atlas/countries-${scale}.json`)));
writeFileSync(join(out, "world.json"), JSON.stringify(worldMap(atlas("110m"), atlas("10m"))));

await build({
  entryPoints: [join(here, "src", "site.js"), join(here, "src", "query.js")],
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2020",
  outdir: out,
  legalComments: "linked",
  loader: { ".svg": "dataurl", ".woff": "dataurl", ".woff2": "dataurl", ".ttf": "dataurl", ".eot": "empty" },
  logLevel: "warning",
});
