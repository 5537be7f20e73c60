// The query page: YASGUI over our own endpoint, with the saved queries, and completion from VoID.
import Yasgui from "@zazuko/yasgui";
import "@zazuko/yasgui/build/yasgui.min.css";
import "./query.css";

const config = JSON.parse(document.getElementById("query-config").textContent);
const { Yasqe, Yasr } = Yasgui;
const endpoint = new URL(config.endpoint, location).href;

// The editor's own completers ask other hosts; these know the terms of this dataset.
Yasqe.defaults.prefixCcApi = null;
Yasqe.defaults.autocompleters = ["variables"];

// The Tab key leads out of the editor, as out of any other field; Ctrl+] and Ctrl+[ indent.
Yasqe.defaults.extraKeys = { ...Yasqe.defaults.extraKeys, Tab: false, "Shift-Tab": false };
Yasqe.defaults.screenReaderLabel = document.getElementById("editor-keys").textContent.trim();

// A cell holds the value as people write it: no quotes, no datatype, the language small beside it.
const { formatLiteral } = Yasr.plugins.table.prototype;
Yasr.plugins.table.prototype.formatLiteral = function readable({ value, "xml:lang": language }, prefixes) {
  const plain = (text) => formatLiteral.call(this, { type: "literal", value: text }, prefixes);
  return plain(value) + (language ? ` <small>${plain(language)}</small>` : "");
};

const isPrefixPosition = (yasqe) => {
  const line = yasqe.getDoc().getLine(yasqe.getDoc().getCursor().line);
  return /^\s*PREFIX\s+[\w-]*$/i.test(line.slice(0, yasqe.getDoc().getCursor().ch));
};

/** Complete IRIs of the dataset: by full IRI or by prefixed name. */
function termCompleter(name, iris, isValid) {
  return {
    name,
    bulk: true,
    autoShow: false,
    persistenceId: null,
    get: () => iris,
    isValidCompletionPosition: isValid,
    preProcessToken: (yasqe, token) => Yasqe.Autocompleters.preprocessIriForCompletion
      ? Yasqe.Autocompleters.preprocessIriForCompletion(yasqe, token)
      : expand(yasqe, token),
    postProcessSuggestion: (yasqe, token, iri) => shorten(token, iri),
  };
}

function expand(yasqe, token) {
  const prefixes = yasqe.getPrefixesFromQuery();
  const [prefix, local] = token.string.split(":", 2);
  const known = { ...config.prefixes, ...prefixes };
  if (!token.string.startsWith("<") && local !== undefined && known[prefix] !== undefined) {
    token.tokenPrefix = `${prefix}:`;
    token.tokenPrefixUri = known[prefix];
    token.autocompletionString = known[prefix] + local;
  } else {
    token.autocompletionString = token.string.replace(/^</, "");
  }
  return token;
}

function shorten(token, iri) {
  return token.tokenPrefix && iri.startsWith(token.tokenPrefixUri)
    ? token.tokenPrefix + iri.slice(token.tokenPrefixUri.length)
    : `<${iri}>`;
}

const previousWord = (yasqe) => {
  const cursor = yasqe.getDoc().getCursor();
  const before = yasqe.getDoc().getRange({ line: Math.max(0, cursor.line - 1), ch: 0 }, cursor);
  return before.trimEnd().split(/\s+/).at(-2) ?? "";
};
const isClassPosition = (yasqe) => ["a", "rdf:type"].includes(previousWord(yasqe));

Yasqe.registerAutocompleter(termCompleter("csekg-class", config.classes, isClassPosition));
Yasqe.registerAutocompleter(
  termCompleter("csekg-property", config.properties, (yasqe) => !isClassPosition(yasqe) && !isPrefixPosition(yasqe)),
);
Yasqe.registerAutocompleter({
  name: "csekg-prefix",
  bulk: true,
  autoShow: true,
  persistenceId: null,
  get: () => Object.entries(config.prefixes).map(([prefix, iri]) => `${prefix}: <${iri}>`),
  isValidCompletionPosition: isPrefixPosition,
});

const yasgui = new Yasgui(document.getElementById("yasgui"), {
  requestConfig: { endpoint, method: "POST" },
  endpointCatalogueOptions: { getData: () => [{ endpoint }] },
  copyEndpointOnNewTab: true,
  persistenceId: "csekg",
  persistencyExpire: 0,
  yasqe: { value: config.first },
});
document.body.classList.add("has-yasgui");

/** Let each cell of the results name its column: on a narrow screen a row is a card. */
function nameCells() {
  for (const row of document.querySelectorAll(".yasr .dataTable tbody tr:not([data-named])")) {
    const names = [...row.closest("table").querySelectorAll("thead th")].map((head) => head.textContent.trim());
    row.dataset.named = "yes";
    [...row.cells].forEach((cell, place) => { cell.dataset.label = names[place] ?? ""; });
  }
}
new MutationObserver(nameCells).observe(document.getElementById("yasgui"), { childList: true, subtree: true });

/** The strings of a header that is a list of them (RFC 9651). */
const strings = (header) => [...header.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((found) => found[1].replace(/\\(.)/g, "$1"));

/** Say above the results which terms of the query the dataset does not hold. */
function warn(warnings) {
  const panel = document.querySelector("#yasgui .tabPanel.active");
  panel?.querySelector(".query-warnings")?.remove();
  const results = panel?.querySelector(".yasr");
  if (!results || !warnings.length) return;
  const note = document.createElement("div");
  Object.assign(note, { className: "query-warnings", role: "status", lang: "en", dir: "ltr" });
  for (const warning of warnings) {
    note.appendChild(document.createElement("p")).textContent = warning;
  }
  results.before(note);
}
function awaitWarnings(tab) {
  const tell = (yasqe, response) => {
    yasqe.off("queryResponse", tell);
    // After a failure there is an error in place of a response, without headers.
    warn(strings(response.headers?.get("Csekg-Warning") ?? ""));
  };
  warn([]);
  tab.getYasqe().on("queryResponse", tell);
}
yasgui.on("query", (_yasgui, tab) => awaitWarnings(tab));

/** Put a saved query into the editor, in a tab of its own. */
function openSaved(saved) {
  const tab = yasgui.addTab(
    true,
    { name: saved.title, yasqe: { value: saved.text }, requestConfig: { endpoint } },
    { avoidDuplicateTabs: true },
  );
  // A new tab runs its query by itself, before anybody can hear of it.
  if (tab) awaitWarnings(tab);
}

// What stands in the plain form, where it was chosen or changed.
const { value, defaultValue } = document.getElementById("query");
if ((config.value || value !== defaultValue) && !location.hash) {
  openSaved({ title: config.title || "Query", text: value });
}
const chooser = document.getElementById("saved");
chooser?.form?.addEventListener("submit", (event) => {
  const saved = config.queries.find((query) => query.name === chooser.value);
  if (!saved) return;
  event.preventDefault();
  openSaved(saved);
});
// For tests and for whoever scripts the page from its console.
window.yasgui = yasgui;
