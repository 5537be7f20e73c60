// Replicates an event stream with the LDES client, in order of time; prints a line of JSON for each
// member: the thing that it is a version of, or null, and its triples as N-Triples.
//   node follow.mjs http://127.0.0.1:8000/ldes [2026-11-25T00:00:00Z]
import { intoConfig, replicateLDES } from 'ldes-client';
import { Writer } from 'n3';

const [url, after] = process.argv.slice(2);
const versionOf = 'http://purl.org/dc/terms/isVersionOf';
const client = replicateLDES(
  intoConfig({ url, after: after ? new Date(after) : undefined, concurrentFetches: 2 }),
  'ascending',
);
const writer = new Writer({ format: 'N-Triples' });
for await (const member of client.stream()) {
  const thing = member.quads.find((quad) => quad.predicate.value === versionOf);
  const triples = member.quads.map(({ subject, predicate, object }) => writer.quadToString(subject, predicate, object).trim());
  process.stdout.write(`${JSON.stringify({ id: member.id.value, thing: thing?.object.value ?? null, triples })}\n`);
}
