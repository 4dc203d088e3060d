import { createHash } from 'node:crypto';
import { COST, tableOf } from '../../catalog/index.js';
import { decodeText } from '../../core/index.js';
import {
  askWeb,
  type Host,
  jsonInteger,
  jsonText,
  parseJson,
  Refused,
  readOr,
  several,
  webName,
} from '../../host/index.js';
import { BUNDLES } from './certificates.js';

interface Visit {
  readonly url: string;
  readonly userAgent: string;
}

interface Visited extends Visit {
  readonly status: number | null;
  readonly microseconds: number | null;
  readonly body: Buffer | null;
}

const TIMEOUT_MS = 16_000;
const REDIRECTS = 10;
const BODY_BYTES = 16 * 1024 * 1024;
const AT_ONCE = 8;
const USER_AGENT = 'osquery';

const { table, integer, bigint, text } = tableOf<Visited>();

/** Certificates of servers are checked against the machine's authorities. */
export const curl = table({
  name: 'curl',
  description: 'What web servers answer to a GET: the address is required',
  rows: 1,
  rowCost: COST.network,
  sources: ['the servers that are named, by HTTP or HTTPS', ...BUNDLES],
  examples: [
    "SELECT response_code, round_trip_time, bytes FROM curl WHERE url = 'http://127.0.0.1:8080/healthz'",
    "SELECT url, result FROM curl WHERE url IN ('http://127.0.0.1:8080/', 'http://127.0.0.1:8081/') AND user_agent = 'probe'",
  ],
  columns: {
    url: text('Address, http or https', (visit) => visit.url, { key: { required: true, maxValues: 64 } }),
    method: text('GET', () => 'GET'),
    user_agent: text('How we introduce ourselves', (visit) => visit.userAgent, { key: { maxValues: 8 } }),
    response_code: integer('Status of the answer; null where there is none', (visit) => visit.status),
    round_trip_time: bigint('Microseconds from the connection to the last byte', (visit) => visit.microseconds),
    bytes: bigint('Length of the body', (visit) => visit.body?.length),
    result: text('Body', (visit) => visit.body && decodeText(visit.body)),
  },
  async *scan({ host, lookup, shared, signal, warn }) {
    const agents = lookup.user_agent?.values ?? [USER_AGENT];
    const visits = (lookup.url?.values ?? []).flatMap((url) => agents.map((userAgent) => ({ url, userAgent })));
    const authorities = visits.some(({ url }) => /^https:/i.test(url)) ? shared(host, readAuthorities) : undefined;
    yield* several(visits, AT_ONCE, signal, async (visit, until) => {
      try {
        return { ...visit, ...(await answerTo(host, visit, authorities, until)) };
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        warn(error.message);
        return { ...visit, status: null, microseconds: null, body: null };
      }
    });
  },
});

/** An address may hold a password, so a recording knows the answer by a digest. */
const nameOf = ({ url, userAgent }: Visit): string =>
  `curl ${createHash('sha256')
    .update(JSON.stringify([url, userAgent]))
    .digest('hex')}`;

type Answer = Pick<Visited, 'status' | 'microseconds' | 'body'>;

async function answerTo(
  host: Host,
  visit: Visit,
  authorities: string | undefined,
  signal: AbortSignal,
): Promise<Answer> {
  const bytes = await host.answerLater(nameOf(visit), async () => {
    const startMs = performance.now();
    const { status, body } = await askWeb(
      {
        url: visit.url,
        headers: { 'User-Agent': visit.userAgent.replace(/[\r\n]/g, ''), Accept: '*/*' },
        timeoutMs: TIMEOUT_MS,
        bodyBytes: BODY_BYTES,
        redirects: REDIRECTS,
        ...(authorities !== undefined && { authorities }),
      },
      signal,
    );
    const microseconds = Math.round((performance.now() - startMs) * 1000);
    return Buffer.from(JSON.stringify({ status, microseconds, body: body.toString('base64') }));
  });
  if (!bytes) throw new Refused(webName(visit.url), 'not recorded');
  const recorded = parseJson(decodeText(bytes));
  return {
    status: jsonInteger(recorded, 'status'),
    microseconds: jsonInteger(recorded, 'microseconds'),
    body: Buffer.from(jsonText(recorded, 'body') ?? '', 'base64'),
  };
}

/** The first bundle there is; undefined where there is none. */
function readAuthorities(host: Host): string | undefined {
  for (const path of BUNDLES) {
    const bundle = readOr(undefined, () => host.readText(path));
    if (bundle !== undefined) return bundle;
  }
  return undefined;
}
