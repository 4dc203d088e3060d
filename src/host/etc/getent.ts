import { spawnSync } from 'node:child_process';
import { hasRawBytes } from '../../core/index.js';
import { Refused } from '../errors.js';
import type { Host } from '../host.js';
import { textOf } from '../text.js';
import { type PasswdEntry, parsePasswd, readPasswd } from './passwd.js';

/** A directory server that is silent must not hold a query for longer. */
const TIMEOUT_MS = 10_000;
const MAX_BYTES = 256 * 1024 * 1024;
/** Not by PATH: we may be root. */
const PROGRAMS = ['/usr/bin/getent', '/bin/getent', '/run/current-system/sw/bin/getent'];

/**
 * Users that the C library finds, those of directory servers included: the ones named by `keys` (names or ids), else all
 * that can be enumerated. A child process asks: modules of the name service (nsswitch.conf(5)) bring libraries that do
 * not live well beside those in Node's own executable, and a child can be given up on.
 *
 * Of another machine (a recorded one, a container) there are only those in its file.
 * @throws Refused where it cannot be asked, or does not answer in 10 s; else as `Host.readBytes`
 */
export function queryPasswd(host: Host, keys?: readonly string[]): PasswdEntry[] {
  if (host.root !== '') return readPasswd(host);
  const program = PROGRAMS.find((path) => host.exists(path));
  if (program === undefined) throw new Refused('remote users', 'no getent on this host');
  const askable = keys?.filter(isAskable);
  if (askable?.length === 0) return [];
  const { stdout, error } = spawnSync(program, ['passwd', ...(askable ?? [])], {
    encoding: 'buffer',
    env: { LC_ALL: 'C' },
    maxBuffer: MAX_BYTES,
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: TIMEOUT_MS,
    killSignal: 'SIGKILL',
  });
  if (error) throw new Refused('remote users', reasonOf(error));
  return parsePasswd(textOf(stdout));
}

/** No option of getent's, and nothing that cannot be an argument. */
const isAskable = (key: string): boolean => !/^(-|$)|\0/.test(key) && !hasRawBytes(key);

const reasonOf = (error: NodeJS.ErrnoException): string =>
  error.code === 'ETIMEDOUT' ? `no answer in ${TIMEOUT_MS / 1000} s` : (error.code ?? error.message);
