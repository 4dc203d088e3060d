import { decodeText, encodeText, SqlError, type SqlErrorCode } from '../../core/index.js';
import { EXIT } from '../exit-codes.js';
import type { Manner } from '../manner.js';
import { logText, logWarning } from './log-line.js';

/** Result codes of SQLite that osquery's shell ends with. */
const STATUS: Partial<Record<SqlErrorCode, number>> = {
  'required-column': 19,
  'not-authorized': 23,
  constraint: 19,
  'type-mismatch': 20,
  timeout: EXIT.timeout,
  cancelled: EXIT.interrupted,
};

/** Separators and texts for NULL have so many bytes at most. */
const LONGEST = 19;

/** osquery's manners, to the byte. */
export const OSQUERY: Manner = {
  dialect: 'osquery',
  prompt: 'osquery> ',
  continuation: '    ...> ',
  remarks({ code, message, hint }) {
    if (code !== 'required-column') return [];
    return [message, ...(hint === undefined ? [] : [hint])].map((line) => logText('warning', line));
  },
  failure({ message }, { place, isTerminated, io, sql }) {
    const near = place && isTerminated && !io.isInteractive ? `near line ${place.line}: ` : '';
    return `Error: ${near}${message === '' ? `unable to process SQL "${sql}"` : message}`;
  },
  unreachable: ({ message, reason }) =>
    new SqlError('runtime', `Extension call failed: ${reason === undefined ? message : `connect() failed: ${reason}`}`),
  unknownCommand: (name) => `Error: unknown command or invalid arguments:  "${name}". Enter ".help" for help`,
  statusOf: ({ code, message }) => (/too big/.test(message) ? 18 : (STATUS[code] ?? 1)),
  cut: (text) => decodeText(encodeText(text).subarray(0, LONGEST)),
  tellTime(session, { elapsedMs, used }) {
    const real = (elapsedMs / 1000).toFixed(3);
    const [user, system] = [used.user, used.system].map((micros) => (micros / 1e6).toFixed(6));
    session.show(`Run Time: real ${real} user ${user} sys ${system}\n`);
  },
  warn: logWarning,
};
