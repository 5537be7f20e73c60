// A client made by openapi-typescript and openapi-fetch asks the service, with its types checked.
//   node smoke.ts http://127.0.0.1:8000
import createClient from 'openapi-fetch';
import type { components, paths } from './generated/schema.ts';

declare const process: { argv: string[] };
type Problem = components['schemas']['Problem'];
const client = createClient<paths, 'application/json'>({ baseUrl: process.argv[2] ?? '' });

const one = await client.GET('/api/v1/answer', {
  params: { query: { state: 'Ivory Coast', treaty: 'OPSC', on: '2012-01-01' } },
});
const verdict: 'bound' | 'not-bound' | 'not-known' | undefined = one.data?.verdict;

const gaps = await client.GET('/api/v1/instruments/{key}/gaps', {
  params: { path: { key: 'OPSC' }, query: { status: ['signatory'], limit: 5 } },
});
const signatories: string[] = (gaps.data?.items ?? []).map((row) => row.actor.key);

const unknown = await client.GET('/api/v1/answer', {
  params: { query: { state: 'Germny', treaty: 'OPSC' } },
});
// openapi-fetch types errors by the media type of answers; ours are application/problem+json.
const problem = unknown.error as unknown as Problem | undefined;

const many = await client.POST('/api/v1/answer', {
  body: { questions: [{ state: 'Holland', treaty: 'CETS 201' }] },
});

console.log(JSON.stringify({
  verdict,
  since: one.data?.since,
  signatories,
  nearest: problem?.nearest?.[0]?.key,
  type: problem?.type,
  many: many.data?.items[0]?.answer?.actor.key,
}));
