// Draws the chief classes of the ontology and the properties that link them, as SVG.
import { Graphviz } from "@hpcc-js/wasm-graphviz";
import { Store } from "oxigraph";

const ontology = "https://w3id.org/csekg/ontology#";
const chief = [
  "Instrument", "Treaty", "Resolution", "Provision", "FinalClause", "Citation", "Request", "Correspondence", "Body",
  "TreatyActor", "Territory", "Group", "TreatyRelation", "TreatyAction", "TreatyStatement", "Participation", "StatusInterval",
  "StatusReason", "PracticeAssessment", "Assessor", "Source",
];
const query = `
  PREFIX owl: <http://www.w3.org/2002/07/owl#>
  PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
  PREFIX schema: <http://schema.org/>
  SELECT DISTINCT ?from ?property ?to WHERE {
    { ?property a owl:ObjectProperty ; rdfs:domain|schema:domainIncludes ?from ; rdfs:range|schema:rangeIncludes ?to }
    UNION { ?from rdfs:subClassOf ?to BIND("" AS ?property) }
  } ORDER BY ?from ?to ?property`;

/** Return the diagram of an ontology in Turtle. A box leads to the entry of its class on the page; a line
 * is named by the properties that lead from one class to the other, an empty arrowhead leads to the superclass. */
export async function ontologyDiagram(turtle) {
  const store = new Store();
  store.load(turtle, { format: "text/turtle" });
  const links = new Map();
  for (const row of store.query(query)) {
    const [from, to, property] = ["from", "to", "property"].map((name) => row.get(name).value.replace(ontology, ""));
    if (!chief.includes(from) || !chief.includes(to)) continue;
    const key = `${from} -> ${to} ${property ? "" : "[arrowhead=empty]"}`;
    links.set(key, [...(links.get(key) ?? []), ...(property ? [property] : [])]);
  }
  const lines = [...links].map(([key, names]) => `${key} [label="${names.join("\\n")}"]`);
  const boxes = chief.map((name) => `${name} [href="#${name}" target="_self"]`);
  const dot = `digraph { rankdir=LR; bgcolor=transparent; nodesep=0.3; ranksep=0.7;
    node [shape=box fontname="sans-serif" fontsize=14 margin="0.25,0.1"];
    edge [fontname="sans-serif" fontsize=10]; ${[...boxes, ...lines].join(";\n")} }`;
  const svg = (await Graphviz.load()).layout(dot, "svg", "dot");
  return svg.slice(svg.indexOf("<svg"));
}
