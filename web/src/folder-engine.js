// Oxigraph in a worker of the browser: it answers SPARQL over the dataset of the folder.
import source from "folder-worker";

const bytes = async (text) => {
  const packed = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
};

export class Engine {
  #worker = null;
  #reject = null;

  constructor(script, prefixes) {
    this.script = script;
    // On one line, so that errors name the lines that people see.
    this.prologue = Object.entries(prefixes).map(([name, iri]) => `PREFIX ${name}: <${iri}> `).join("");
  }

  get ready() { return this.#worker !== null; }
  get busy() { return this.#reject !== null; }

  /** Stop a query: the worker ends, and the next query loads the dataset anew. */
  stop() {
    this.#worker?.terminate();
    this.#worker = null;
    this.#reject?.(new Error("stopped"));
  }

  /** Return { result, seconds } of a query; rejects with the message of Oxigraph. */
  async ask(query) {
    const ended = new Promise((_, reject) => { this.#reject = reject; });
    try {
      return await Promise.race([ended, this.#answer(query)]);
    } finally {
      this.#reject = null;
    }
  }

  async #answer(query) {
    if (!this.#worker) {
      await Promise.all([this.script("static/built/oxigraph.js"), this.script("dataset/csekg.nq.js")]);
      // A worker from a blob: pages from a disk may start no other.
      const place = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
      const worker = new Worker(place);
      URL.revokeObjectURL(place);
      const [wasm, dataset] = [await bytes(window.csekgOxigraph), await bytes(window.csekgDataset)];
      // Stopped meanwhile.
      if (!this.busy) {
        worker.terminate();
        return undefined;
      }
      this.#worker = worker;
      await this.#send({ wasm, dataset }, [wasm.buffer, dataset.buffer]);
    }
    return this.#send({ query: this.prologue + query }, []);
  }

  #send(message, transfer) {
    const worker = this.#worker;
    return new Promise((done, failed) => {
      worker.onmessage = ({ data }) => (data.fault === undefined ? done(data) : failed(new Error(data.fault)));
      worker.onerror = (event) => failed(new Error(event.message));
      worker.postMessage(message, transfer);
    });
  }
}
