import { SqlError, type SqlErrorCode, suggestion } from '../core/index.js';
import { describeError } from './describe-error.js';
import { EXIT } from './exit-codes.js';
import type { Manner } from './manner.js';
import { rowCount } from './text.js';

const STATUS: Partial<Record<SqlErrorCode, number>> = { timeout: EXIT.timeout, cancelled: EXIT.interrupted };

/** Our own manners: errors with their place, and what likely helps. */
export const HOSTQL: Manner = {
  dialect: 'hostql',
  prompt: 'hostql> ',
  continuation: '   ...> ',
  failure(error, { sql, place, timeoutMs = 0, io }) {
    if (error.code === 'timeout') return `error: stopped after ${timeoutMs / 1000} s, the time limit`;
    return describeError(error, sql, { colour: io.colour.talk, ...(place && !io.isInteractive && { place }) });
  },
  remarks: () => [],
  unreachable: ({ message }) => new SqlError('runtime', message),
  unknownCommand(name, known) {
    const hint = suggestion(name, known);
    return `error: no such command: .${name}\nhint: ${hint ?? '.help lists them'}`;
  },
  statusOf: ({ code }) => STATUS[code] ?? EXIT.query,
  cut: (text) => text,
  tellTime({ io }, { rows, elapsedMs, used }) {
    const counted = rows === undefined ? '' : `${rowCount(rows)}, `;
    io.tell(`${counted}${seconds(elapsedMs)} s, processor ${seconds((used.user + used.system) / 1000)} s`);
  },
  warn: undefined,
};

const seconds = (ms: number): string => (ms / 1000).toFixed(3);
