// Asks Comunica a query over sources that it has to recognise by itself; prints rows as JSON.
//   node ask.mjs '["http://127.0.0.1:8000/sparql", ...]' 'SELECT ...'
import { QueryEngine } from '@comunica/query-sparql';

const [sources, query] = process.argv.slice(2);
const rows = await new QueryEngine().queryBindings(query, { sources: JSON.parse(sources) });
for await (const row of rows) {
  console.log(JSON.stringify(Object.fromEntries([...row].map(([name, term]) => [name.value, term.value]))));
}
