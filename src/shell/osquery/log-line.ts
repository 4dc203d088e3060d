import { glogLine, type Severity } from '../../logger/index.js';
import { tell } from '../output.js';

/** A line as osquery's log has it; file and line number are the implementation's own there too. */
export const logText = (severity: Severity, message: string): string =>
  glogLine({ severity, file: 'shell.cpp', line: 1, message, time: Date.now() }, process.pid);

/** Tells of a warning as osquery's log does. */
export const logWarning = (message: string): void => tell(logText('warning', message));

/** Tells of an error as osquery's log does. */
export const logError = (message: string): void => tell(logText('error', message));
