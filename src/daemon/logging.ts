import type { Durable } from '../durable/index.js';
import type { Flags } from '../flags/index.js';
import { Logger, SEVERITIES, type SinkReport, type Stream, wantsStderr } from '../logger/index.js';
import type { Identity } from './identity.js';
import { openSinks, sinkNames } from './sinks.js';
import type { StatusLog } from './status-log.js';

/** The logger as flags want it; those that a configuration changes count from the next record on. @throws SinkError */
export function loggerOf(
  flags: Flags,
  identity: Identity,
  log: StatusLog,
  sequences: Partial<Record<Stream, number>>,
): Logger {
  let logger: Logger | undefined;
  const early: { reason: string; lines: number }[] = [];
  const report: SinkReport = {
    lost(reason, lines, message) {
      log.say('warning', 'filesystem_logger.cpp', message);
      if (logger) logger.countLoss('results', 'log', reason, lines);
      else early.push({ reason, lines });
    },
    warn: (message) => log.say('warning', 'filesystem_logger.cpp', message),
  };
  const sinks = flags.bool('disable_logging')
    ? []
    : openSinks(flags, flags.dialect === 'osquery' ? 'osqueryd' : 'hostql', report);
  logger = new Logger({
    sinks,
    format: () => ({
      hostIdentifier: identity.identifier(),
      eventType: flags.bool('logger_event_type'),
      snapshotEventType: flags.bool('logger_snapshot_event_type'),
      numerics: flags.bool('logger_numerics'),
      topLevelDecorations: flags.bool('decorations_top_level'),
    }),
    onlyLastCounts: flags.dialect === 'osquery',
    tellsEarly: flags.dialect === 'hostql',
    minSeverity: () => SEVERITIES[flags.bool('verbose') ? 0 : flags.int('logger_min_status')] ?? 'info',
    stderr: {
      write: (line) => process.stderr.write(line),
      wantsCopy: (severity) =>
        wantsStderr(severity, {
          plugins: sinkNames(flags),
          isLoggingDisabled: flags.bool('disable_logging'),
          verbose: flags.bool('verbose'),
          copies: flags.bool('logger_stderr'),
          minSeverity: SEVERITIES[flags.int('logger_min_stderr')] ?? 'info',
        }),
    },
    isDisabled: () => flags.bool('disable_logging'),
    sequences,
  });
  for (const { reason, lines } of early) logger.countLoss('results', 'log', reason, lines);
  return logger;
}

const SEQUENCES_KEY = 'hostql_sequences';

/** How many lines each stream of the log has had, over all starts that ended well: what {@link loggerOf} goes on from. */
export async function readSequences(durable: Durable): Promise<Partial<Record<Stream, number>>> {
  const entries = ((await durable.get('configurations', SEQUENCES_KEY)) ?? '')
    .split(',')
    .map((pair) => pair.split('='));
  return Object.fromEntries(
    entries.filter(([, count]) => /^\d{1,15}$/.test(count ?? '')).map(([name, count]) => [name, Number(count)]),
  );
}

/** Keeps {@link Logger.sequences} for the next start. */
export function writeSequences(durable: Durable, logger: Logger): Promise<void> {
  const value = Object.entries(logger.sequences())
    .map((pair) => pair.join('='))
    .join();
  return durable.write([{ domain: 'configurations', key: SEQUENCES_KEY, value }]);
}
