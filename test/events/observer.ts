import type { EventRow, Gap, SourceContext } from '../../src/events/index.js';
import { Host } from '../../src/host/index.js';

/** Keeps what a source emits: [table, row] or ['gap', reason, lost]. */
export class Observer {
  readonly events: unknown[][] = [];
  readonly said: string[] = [];
  readonly atMs: (number | undefined)[] = [];
  nowMs = 1_700_000_000_000;
  readonly context: SourceContext;

  constructor(root = '', isLive = false) {
    this.context = {
      host: new Host(root),
      emit: {
        row: (table, row, atMs) => {
          this.events.push([table, row]);
          this.atMs.push(atMs);
        },
        gap: ({ reason, lost }: Gap) => this.events.push(['gap', reason, lost]),
      },
      say: (severity, message) => this.said.push(`${severity}: ${message}`),
      now: () => (isLive ? Date.now() : this.nowMs),
    };
  }

  /** What was emitted since the last call. */
  take(): unknown[][] {
    return this.events.splice(0);
  }

  rows(table: string): EventRow[] {
    return this.events.filter(([name]) => name === table).map(([, row]) => row as EventRow); // what `row` was given
  }
}
