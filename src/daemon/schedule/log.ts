import type { Severity } from '../../logger/index.js';

/** Takes a status line. @param file of osquery's that says such things */
export type Log = (severity: Severity, file: string, message: string) => void;
