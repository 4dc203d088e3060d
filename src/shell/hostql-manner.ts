import { type SqlError, type SqlErrorCode, suggestion } from '../core/index.js';
import { describeError } from './describe-error.js';
import { EXIT } from './exit-codes.js';
import type { Manner } from './manner.js';

const STATUS: Partial<Record<SqlErrorCode, number>> = { timeout: EXIT.timeout, cancelled: EXIT.interrupted };

/** Our own manners: errors with their place, and what likely helps. */
export const HOSTQL: Manner = {
  dialect: 'hostql',
  prompt: 'hostql> ',
  continuation: '   ...> ',
  failure(error, { sql, place, timeoutMs = 0, io }) {
    if (error.code === 'timeout') return `error: stopped after ${timeoutMs / 1000} s (--timeout)`;
    return describeError(error, sql, { colour: io.colour.talk, ...(place && !io.isInteractive && { place }) });
  },
  commandFailure: (message) => `error: ${message}`,
  unknownCommand(name, known) {
    const hint = suggestion(name, known);
    return `error: no such command: .${name}\nhint: ${hint ?? '.help lists them'}`;
  },
  statusOf: ({ code }) => STATUS[code] ?? EXIT.query,
  cut: (text) => text,
  warn: undefined,
};

/** The exit status that an error stands for. */
export const statusOf = (error: SqlError): number => HOSTQL.statusOf(error);
