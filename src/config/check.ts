import type { Dialect } from '../flags/index.js';
import type { ConfigSource, LoadedConfig, Problem } from './config.js';

export interface CheckOutcome {
  readonly exitCode: 0 | 1;
  /** What the log tells, in order. */
  readonly log: readonly Problem[];
  /** Plain lines for standard error, behind the log. Standard output stays empty. */
  readonly stderr: readonly string[];
}

/**
 * What `--config_check` comes to. In osquery's dialect only a text that is no configuration fails, its warnings go to the
 * log; in ours every problem is a line with its place, and every error fails.
 */
export function checkConfig(config: LoadedConfig, dialect: Dialect): CheckOutcome {
  if (dialect === 'osquery') {
    const stderr = config.failure === undefined ? [] : [`Error reading config: ${config.failure}`];
    return { exitCode: config.failure === undefined ? 0 : 1, log: config.news, stderr };
  }
  const hasError = config.problems.some(({ severity }) => severity === 'error');
  return { exitCode: hasError ? 1 : 0, log: [], stderr: config.problems.map(describeProblem) };
}

/** The check where no configuration could be had. @param reason of the {@link SourcesResult} */
export const checkFailure = (reason: string): CheckOutcome => ({
  exitCode: 1,
  log: [],
  stderr: [`Error reading config: ${reason}`],
});

/** `FILE:LINE:COLUMN: error: MESSAGE (PATH)`, as compilers write it. */
export function describeProblem({ source, line, column, severity, message, path }: Problem): string {
  const place = line === undefined ? '' : `:${line}:${column ?? 1}`;
  return `${shown(source)}${place}: ${severity}: ${shown(message)}${path === undefined ? '' : ` (${shown(path)})`}`;
}

/** One line, and nothing in it that could steer a terminal. */
const shown = (text: string): string => text.replace(/[\p{Cc}\p{Cs}\p{Bidi_Control}\u2028\u2029]/gu, '\ufffd');

/** What `--config_dump` prints: a line per source, the text as it was found, broken or not. */
export const dumpConfig = (sources: readonly ConfigSource[]): string =>
  sources.map(({ name, text }) => `{"${name}": ${text}}\n`).join('');
