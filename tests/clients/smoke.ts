// A client made by openapi-typescript and openapi-fetch asks the service, with its types checked.
//   node smoke.ts http://127.0.0.1:8000
import createClient from 'openapi-fetch';
import type { components, paths } from './generated/schema.ts';

declare const process: { argv: string[] };
type Problem = components['schemas']['Problem'];
const client = createClient<paths, 'application/json'>({ baseUrl: process.argv[2] ?? '' });

const asked = await client.GET('/api/v1/ask', {
  params: { query: { state: ['Ivory Coast'], treaty: ['OPSC'], status: ['party'], on: '2012-01-01' } },
});
const since: string | undefined = asked.data?.items[0]?.since;

const gaps = await client.GET('/api/v1/instruments/{key}/gaps', {
  params: { path: { key: 'OPSC' }, query: { status: ['signatory'], limit: 5 } },
});
const signatories: string[] = (gaps.data?.items ?? []).map((row) => row.actor.key);

const unknown = await client.GET('/api/v1/ask', {
  params: { query: { state: ['Germny'], treaty: ['OPSC'] } },
});
// openapi-fetch types errors by the media type of answers; ours are application/problem+json.
const problem = unknown.error as unknown as Problem | undefined;

const checked = await client.POST('/api/v1/check', {
  body: { claims: [{ state: 'Holland', treaty: 'CETS 201', claim: 'party' }] },
});
const verdict: 'confirmed' | 'contradicted' | 'undecided' | undefined = checked.data?.items[0]?.verdict;

console.log(JSON.stringify({
  verdict,
  since,
  signatories,
  nearest: problem?.nearest?.[0]?.key,
  type: problem?.type,
  named: checked.data?.items[0]?.checked[0]?.state?.key,
}));
