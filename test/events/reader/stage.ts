import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { openMemory } from '../../../src/durable/index.js';
import { Events, type EventsOptions, type SourceDef } from '../../../src/events/index.js';
import { Flags } from '../../../src/flags/index.js';
import type { FakeSettings } from './fake-source.js';

/** Sources run from here: from JavaScript where the tests were built, else through a loader. */
const readerProgram = new URL(
  import.meta.url.endsWith('.ts') ? './fake-source.mjs' : './fake-source.js',
  import.meta.url,
);

/** Events with a source that the test feeds. */
export class Stage {
  readonly fifo: string;
  readonly held: string;
  readonly said: string[] = [];
  category = 'first';

  private constructor(
    folder: string,
    readonly flags: Flags,
  ) {
    this.fifo = `${folder}/fifo`;
    this.held = `${folder}/held`;
    execFileSync('mkfifo', [this.fifo]);
  }

  static in(folder: string): Stage {
    return new Stage(folder, new Flags('hostql'));
  }

  async open(more: Partial<EventsOptions> = {}): Promise<Events> {
    const source: SourceDef<FakeSettings> = {
      name: 'inotify',
      tables: ['file_events', 'yara_events'],
      feeds: () => ['file_events'],
      settings: () => ({ fifo: this.fifo, held: this.held, category: this.category }),
    };
    const events = await Events.open({
      flags: this.flags,
      durable: openMemory(),
      say: (severity, message) => this.said.push(`${severity}: ${message}`),
      sources: [source],
      readerProgram,
      ...more,
    });
    await events.configure({ sections: new Map(), readings: [] });
    return events;
  }

  write(text: string): void {
    writeFileSync(this.fifo, text);
  }

  get isHeld(): boolean {
    return existsSync(this.held);
  }
}

/** Waits until it holds; the test's own time limit ends the wait. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(10);
}
