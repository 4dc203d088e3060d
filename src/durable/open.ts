import type { Durable } from './durable.js';
import { DurableError } from './errors.js';
import { DOMAINS } from './keys.js';
import { type LevelOptions, openLevel } from './level.js';

const VERSION_KEY = 'results_version';
const VERSION = 2;

/** Opens or makes the store and brings it to the present version. @throws DurableError */
export async function openDurable(options: LevelOptions): Promise<Durable> {
  const durable = await openLevel(options);
  try {
    await upgradeDurable(durable, options.onMessage);
    return durable;
  } catch (error) {
    await durable.close();
    throw error;
  }
}

/** Checks the version of a store and notes the present one in a new store. @throws DurableError `version` */
export async function upgradeDurable(durable: Durable, onMessage?: LevelOptions['onMessage']): Promise<void> {
  const version = await durable.get('configurations', VERSION_KEY);
  if (version === undefined) {
    onMessage?.('info', "Failed to obtain database version. Assume version '0' and migrate.");
  } else if (!/^\d{1,9}$/.test(version) || Number(version) > VERSION) {
    throw new DurableError(
      'version',
      `the store has version ${JSON.stringify(version)}, this program knows ${VERSION}`,
    );
  }
  if (version === String(VERSION)) return;
  await durable.write([{ domain: 'configurations', key: VERSION_KEY, value: String(VERSION) }], { sync: true });
}

/** All that is kept, a line each, `domain[key]: value`: domains in osquery's order, keys in byte order. */
export async function* dumpDatabase(durable: Durable): AsyncGenerator<string> {
  for (const domain of DOMAINS) {
    for await (const [key, value] of durable.entries(domain)) yield `${domain}[${key}]: ${value}`;
  }
}
