import { Gone } from '../../core/index.js';
import { Refused } from '../errors.js';
import type { Host } from '../host.js';
import { type Json, jsonObject, parseJson } from '../json/json.js';
import { textOf } from '../text.js';
import { withDeadline } from '../web/deadline.js';
import { askWeb } from '../web/request.js';
import { type Cloud, isOn } from './vendor.js';

/** The link-local address at which AWS, Azure, Yandex Cloud and others answer, and no router passes on. */
const ADDRESS = 'http://169.254.169.254';
/** For all that one table asks. */
const TIMEOUT_MS = 2000;
const BODY_BYTES = 1024 * 1024;
/** Where no firmware says where we are and nobody answered, nobody is asked again for so long. */
const FORGET_MS = 10 * 60 * 1000;

/** One request to the service; null where it does not know the path. Throws Refused. */
export type AskService = (
  path: string,
  headers: Readonly<Record<string, string>>,
  method?: 'GET' | 'PUT',
) => Promise<string | null>;

/** The service that tells a virtual machine what it is. */
export class MetadataService {
  readonly address: string;
  #silentUntilMs = 0;

  /** @param address without a slash at its end; tests have a server of their own */
  constructor(address: string = ADDRESS) {
    this.address = address;
  }

  /**
   * What a cloud says, in JSON: a recorded machine has it by its name, and a machine that is plainly not in that cloud is
   * not asked.
   * @param gather asks, and keeps what tables show: the rest may hold secrets
   * @throws Gone where the machine is not in that cloud, or nobody answers and nothing says that somebody should; Refused;
   *   the reason of `signal`
   */
  async read(
    host: Host,
    cloud: Cloud,
    name: string,
    signal: AbortSignal,
    gather: (ask: AskService) => Promise<Json>,
  ): Promise<Json> {
    const bytes = await host.answerLater(name, async () => {
      const isThere = isOn(host, cloud);
      if (isThere === false || performance.now() < this.#silentUntilMs) throw new Gone(`not on ${cloud}`);
      try {
        return Buffer.from(JSON.stringify(await askService(this.address, signal, gather)));
      } catch (error) {
        if (isThere || !(error instanceof Refused)) throw error;
        this.#silentUntilMs = performance.now() + FORGET_MS;
        throw new Gone(`not on ${cloud}`);
      }
    });
    return parsed(bytes, name);
  }
}

/** For the tables of all clouds. */
export const metadataService = new MetadataService();

/**
 * What a service answers at an address that the query names: it is asked whatever the firmware says.
 * @throws Refused; Gone on a recorded machine without it; the reason of `signal`
 */
export async function readMetadataAt(
  host: Host,
  address: string,
  name: string,
  signal: AbortSignal,
  gather: (ask: AskService) => Promise<Json>,
): Promise<Json> {
  const bytes = await host.answerLater(name, async () =>
    Buffer.from(JSON.stringify(await askService(address, signal, gather))),
  );
  return parsed(bytes, name);
}

function askService(address: string, signal: AbortSignal, gather: (ask: AskService) => Promise<Json>): Promise<Json> {
  return withDeadline(address, TIMEOUT_MS, signal, (until) =>
    gather(async (path, headers, method = 'GET') => {
      const limits = { timeoutMs: TIMEOUT_MS, bodyBytes: BODY_BYTES };
      const { status, body } = await askWeb({ url: address + path, method, headers, ...limits }, until);
      if (status === 404) return null;
      if (status !== 200) throw new Refused(address + path, `the server answers ${status}`);
      return textOf(body);
    }),
  );
}

/** A JSON object that the service answers. @throws Refused for anything else */
export function parsedAnswer(text: string | null, path: string): Json {
  const json = parseJson(text ?? '');
  if (!jsonObject(json)) throw new Refused(path, 'the answer is no JSON object');
  return json as Json; // an object is one
}

function parsed(bytes: Buffer | undefined, name: string): Json {
  if (!bytes) throw new Gone(`not recorded: ${name}`);
  const json = parseJson(textOf(bytes));
  if (json === undefined) throw new Refused(name, 'the answer is no JSON');
  return json;
}
