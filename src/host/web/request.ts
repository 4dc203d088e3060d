import { type IncomingMessage, type RequestOptions, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { Refused, TooLarge } from '../errors.js';
import { withDeadline } from './deadline.js';
import { connectionError } from './errors.js';

export interface WebRequest {
  readonly url: string;
  readonly method?: 'GET' | 'PUT';
  readonly headers?: Readonly<Record<string, string>>;
  /** From the first connection to the last byte, redirects included. */
  readonly timeoutMs: number;
  readonly bodyBytes: number;
  /** How many are followed; default none. */
  readonly redirects?: number;
  /** Certificates of the authorities to trust, in PEM; default: those that come with Node. */
  readonly authorities?: string;
}

export interface WebAnswer {
  readonly status: number;
  readonly body: Buffer;
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * The answer to a request by HTTP/1.1, over a connection of its own and through no proxy. Whatever its status says, it is
 * an answer.
 * @throws Refused where there is none, and why; TooLarge; the reason of `signal`
 */
export async function askWeb(wanted: WebRequest, signal: AbortSignal): Promise<WebAnswer> {
  const name = webName(wanted.url);
  return withDeadline(name, wanted.timeoutMs, signal, async (until) => {
    let url = webUrl(wanted.url);
    for (let left = wanted.redirects ?? 0; ; left--) {
      const { location, ...answer } = await exchange(url, name, wanted, until);
      if (wanted.redirects === undefined || location === undefined || !REDIRECTS.has(answer.status)) return answer;
      if (left === 0) throw new Refused(name, `more than ${wanted.redirects} redirects`);
      url = webUrl(location, url);
    }
  });
}

/** An address as it may be shown: without names, passwords and parameters. Pure. */
export function webName(url: string): string {
  if (!URL.canParse(url)) return url.slice(0, 200);
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`.slice(0, 200);
}

/** @throws Refused for what is no address of http or https */
function webUrl(text: string, base?: URL): URL {
  if (!URL.canParse(text, base?.href)) throw new Refused(webName(text), 'no address');
  const url = new URL(text, base?.href);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new Refused(webName(url.href), `${url.protocol.slice(0, -1)} is neither http nor https`);
  return url;
}

interface Exchanged extends WebAnswer {
  readonly location: string | undefined;
}

function exchange(
  url: URL,
  name: string,
  { method = 'GET', headers, bodyBytes, authorities }: WebRequest,
  signal: AbortSignal,
): Promise<Exchanged> {
  const isSecure = url.protocol === 'https:';
  const options: RequestOptions & { ca?: string } = {
    method,
    headers: { ...headers, ...(method === 'PUT' && { 'Content-Length': '0' }) },
    agent: false,
    signal,
    ...(isSecure && authorities !== undefined && { ca: authorities }),
  };
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => reject(connectionError(error, name));
    try {
      const call = (isSecure ? requestHttps : requestHttp)(url, options);
      call.on('error', fail);
      call.on('response', (response) => {
        const { statusCode: status = 0 } = response;
        const { location } = response.headers;
        bodyOf(response, name, bodyBytes)
          .then((body) => resolve({ status, body, location }))
          .catch(fail)
          .finally(() => call.destroy());
      });
      call.end();
    } catch (error) {
      fail(error); // a header that cannot be sent
    }
  });
}

async function bodyOf(response: IncomingMessage, name: string, limitBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limitBytes) throw new TooLarge(name, limitBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
