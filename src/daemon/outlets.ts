import { dirname, join } from 'node:path';
import { type ControlServer, type Reply, serveControl, toCell } from '../control/index.js';
import { messageOf, SqlError, VERSION } from '../core/index.js';
import type { Flags } from '../flags/index.js';
import type { Daemon } from './daemon.js';
import { type MetricsOutput, metricsOf, serveMetrics, writeMetrics } from './metrics.js';
import type { StatusLog } from './status-log.js';

type Seen = Pick<Daemon, 'lanes' | 'scheduler' | 'events' | 'logger' | 'status'>;

/** Where a daemon with these flags can be asked; undefined for nowhere. */
export function controlPath(flags: Flags): string | undefined {
  if (flags.dialect === 'osquery') return undefined;
  const given = flags.text('control_socket');
  return given === '' ? join(dirname(flags.text('database_path')), 'hostql.sock') : given;
}

/** Where others can look in: the socket for questions, and metrics. What cannot be opened is told and left out. */
export class Outlets {
  private constructor(
    private readonly control: ControlServer | undefined,
    private readonly metrics: readonly MetricsOutput[],
  ) {}

  static async open(flags: Flags, daemon: Seen, log: StatusLog): Promise<Outlets> {
    const attempt = async <T>(what: string, open: () => T | Promise<T>): Promise<T | undefined> => {
      try {
        return await open();
      } catch (error) {
        log.say('error', 'daemon', `Cannot open ${what}: ${messageOf(error)}`);
        return undefined;
      }
    };
    const path = controlPath(flags);
    const control =
      path === undefined
        ? undefined
        : await attempt('the control socket', () =>
            serveControl(path, {
              status: async () => daemon.status(),
              query: (sql, signal) => answer(daemon, sql, signal),
            }),
          );
    return new Outlets(control, await openMetrics(flags, daemon, log, attempt));
  }

  async close(): Promise<void> {
    await this.control?.close();
    for (const output of this.metrics) await output.close();
  }
}

type Attempt = <T>(what: string, open: () => T | Promise<T>) => Promise<T | undefined>;

async function openMetrics(flags: Flags, daemon: Seen, log: StatusLog, attempt: Attempt): Promise<MetricsOutput[]> {
  const listen = flags.dialect === 'hostql' ? flags.text('metrics_listen') : '';
  const file = flags.dialect === 'hostql' ? flags.text('metrics_textfile') : '';
  if (listen === '' && file === '') return [];
  const registry = metricsOf({
    events: daemon.events,
    scheduler: daemon.scheduler,
    lanes: daemon.lanes,
    logger: daemon.logger,
    version: VERSION,
  });
  const onError = (error: unknown): void => log.say('warning', 'daemon', `Cannot write ${file}: ${String(error)}`);
  const outputs = [
    listen === '' ? undefined : await attempt('the port for metrics', () => serveMetrics(listen, registry)),
    file === '' ? undefined : writeMetrics(file, registry, onError),
  ];
  return outputs.filter((output) => output !== undefined);
}

/** Rows that are told at once. */
const BATCH = 500;

/** Runs SQL in a lane of the daemon. */
async function* answer(daemon: Seen, sql: string, signal: AbortSignal): AsyncGenerator<Reply> {
  const outcome = await daemon.lanes.run({ name: 'control', sql }, signal);
  if (!outcome.ok) {
    const { message, sql: refused } = outcome.failure;
    throw new SqlError(refused?.code ?? 'runtime', message, refused?.span, refused?.hint);
  }
  for (const message of outcome.warnings) yield { warning: message };
  for (const { columns, rows } of outcome.sets) {
    yield { columns: columns.map((name) => ({ name, type: '' })) };
    for (let at = 0; at < rows.length; at += BATCH)
      yield { rows: rows.slice(at, at + BATCH).map((row) => row.map(toCell)) };
  }
}
