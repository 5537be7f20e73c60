// The worker that holds the store: it is told the program and the dataset once, then queries.
import init, { Store } from "oxigraph/web.js";

let store;

self.onmessage = async ({ data: { wasm, dataset, query } }) => {
  try {
    if (wasm) {
      await init({ module_or_path: wasm });
      store = new Store();
      store.load(dataset, { format: "application/n-quads", no_transaction: true, lenient: true });
      self.postMessage({});
      return;
    }
    const began = performance.now();
    const result = answer(query);
    self.postMessage({ result, seconds: (performance.now() - began) / 1000 });
  } catch (error) {
    self.postMessage({ fault: String(error?.message ?? error) });
  }
};

/** Return SPARQL JSON results as an object, or N-Triples as text. */
function answer(query) {
  const options = { use_default_graph_as_union: true };
  try {
    return JSON.parse(store.query(query, { ...options, results_format: "application/sparql-results+json" }));
  } catch (error) {
    if (!/graph|CONSTRUCT|format/i.test(String(error))) throw error;
    return store.query(query, { ...options, results_format: "application/n-triples" });
  }
}
