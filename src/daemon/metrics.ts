import { once } from 'node:events';
import { chmodSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { Counter, Gauge, Registry } from 'prom-client';
import type { Events } from '../events/index.js';
import type { Logger } from '../logger/index.js';
import type { Lanes } from './lanes/index.js';
import type { Scheduler } from './schedule/index.js';

export interface MetricsSource {
  readonly scheduler: Pick<Scheduler, 'status'>;
  readonly lanes: Pick<Lanes, 'status'>;
  readonly logger: Pick<Logger, 'sequences' | 'losses'>;
  readonly events: Pick<Events, 'rows'>;
  readonly version: string;
}

/** Figures for Prometheus. Nothing is counted beside the daemon's own counts: they are read when somebody asks. */
export function metricsOf(source: MetricsSource): Registry {
  const registry = new Registry();
  const registers = [registry];
  new Gauge({
    name: 'hostql_build_info',
    help: 'Version of the daemon',
    labelNames: ['version'],
    registers,
    collect() {
      this.set({ version: source.version }, 1);
    },
  });
  perQuery('hostql_query_runs_total', 'Runs that gave a result', ({ totals }) => totals.runs);
  perQuery('hostql_query_failures_total', 'Runs that did not', ({ totals }) => totals.failures);
  perQuery('hostql_query_cpu_seconds_total', 'CPU of all runs', ({ totals }) => totals.cpuMs / 1000);
  perQuery('hostql_query_rows_total', 'Rows of all results', ({ totals }) => totals.rows);
  perQuery('hostql_query_files_total', 'Files opened', ({ totals }) => totals.files);
  perQuery('hostql_query_read_bytes_total', 'Bytes read', ({ totals }) => totals.bytesRead);
  new Gauge({
    name: 'hostql_queries_denylisted',
    help: 'Queries that are not run for what they did',
    registers,
    collect() {
      this.set(source.scheduler.status().filter(({ denied }) => denied).length);
    },
  });
  new Gauge({
    name: 'hostql_lanes_busy',
    help: 'Threads that run a query now',
    registers,
    collect() {
      this.set(source.lanes.status().filter(({ running }) => running !== undefined).length);
    },
  });
  new Counter({
    name: 'hostql_log_lines_total',
    help: 'Lines written to the log',
    labelNames: ['stream'],
    registers,
    collect() {
      this.reset();
      for (const [stream, lines] of Object.entries(source.logger.sequences())) this.inc({ stream }, lines);
    },
  });
  new Counter({
    name: 'hostql_log_lines_lost_total',
    help: 'Lines that did not arrive',
    labelNames: ['stream', 'sink', 'reason'],
    registers,
    collect() {
      this.reset();
      for (const { stream, sink, reason, lines } of source.logger.losses()) this.inc({ stream, sink, reason }, lines);
    },
  });
  perEventTable('hostql_events_received_total', 'Events that sources told of', 'received');
  perEventTable('hostql_events_stored_total', 'Those that were stored', 'stored');
  perEventTable('hostql_events_lost_total', 'Events known to be lost, by the kernel or by us', 'dropped');
  perEventTable('hostql_event_gaps_total', 'Losses, of known size or not', 'gaps');
  perEventTable('hostql_events_expired_total', 'Events deleted for their age, or to make room', 'expired');
  new Gauge({
    name: 'hostql_resident_memory_bytes',
    help: 'Memory of the worker',
    registers,
    collect() {
      this.set(process.memoryUsage.rss());
    },
  });
  return registry;

  function perEventTable(name: string, help: string, column: string): void {
    new Counter({
      name,
      help,
      labelNames: ['table'],
      registers,
      collect() {
        this.reset();
        for (const row of source.events.rows()) {
          if (row['type'] === 'subscriber') this.inc({ table: String(row['name']) }, Number(row[column] ?? 0));
        }
      },
    });
  }

  function perQuery(
    name: string,
    help: string,
    value: (status: ReturnType<Scheduler['status']>[number]) => number,
  ): void {
    new Counter({
      name,
      help,
      labelNames: ['query'],
      registers,
      collect() {
        this.reset();
        for (const status of source.scheduler.status()) this.inc({ query: status.name }, value(status));
      },
    });
  }
}

export interface MetricsOutput {
  close(): Promise<void>;
}

/**
 * Answers at `127.0.0.1:9100`, `[::1]:9100` or `unix:PATH`.
 * @throws Error where the place is not on this host alone, or cannot be listened at
 */
export async function serveMetrics(place: string, registry: Registry): Promise<MetricsOutput> {
  const server = createServer(async (request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404).end('metrics are at /metrics\n');
      return;
    }
    response.writeHead(200, { 'Content-Type': registry.contentType }).end(await registry.metrics());
  });
  server.maxConnections = 16;
  await listen(server, place);
  return {
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function listen(server: Server, place: string): Promise<void> {
  if (place.startsWith('unix:')) {
    const path = place.slice('unix:'.length);
    rmSync(path, { force: true });
    server.listen(path);
    await once(server, 'listening');
    chmodSync(path, 0o600);
    return;
  }
  const match = /^(?<host>127(?:\.\d{1,3}){3}|\[::1\]|localhost):(?<port>\d{1,5})$/.exec(place);
  if (!match?.groups) throw new Error(`metrics are for this host alone: 127.0.0.1:PORT or unix:PATH, not ${place}`);
  server.listen(Number(match.groups['port']), match.groups['host']?.replace(/[[\]]/g, ''));
  await once(server, 'listening');
}

/** How often the file is written. */
const TEXTFILE_MS = 15_000;

/** Writes the figures to a file, as node_exporter's textfile collector reads them: whole or not at all. */
export function writeMetrics(path: string, registry: Registry, onError: (error: unknown) => void): MetricsOutput {
  const write = async (): Promise<void> => {
    try {
      const next = `${path}.${process.pid}.tmp`;
      writeFileSync(next, await registry.metrics(), { mode: 0o644 });
      renameSync(next, path);
    } catch (error) {
      onError(error);
    }
  };
  void write();
  const timer = setInterval(() => void write(), TEXTFILE_MS);
  timer.unref();
  return {
    async close() {
      clearInterval(timer);
      await write();
    },
  };
}
