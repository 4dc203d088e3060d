import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EventRow, Gap } from '../../../src/events/index.js';
import { openInotify } from '../../../src/events/inotify/kernel.js';
import type { InotifySettings } from '../../../src/events/inotify/settings.js';
import { FileWatcher } from '../../../src/events/inotify/watcher.js';
import { Host, loadKernelCalls } from '../../../src/host/index.js';

export type Row = EventRow & { readonly target_path: string; readonly action: string; readonly category: string };

const NOTHING: InotifySettings = {
  files: true,
  paths: [],
  excludes: [],
  hashes: false,
  mostFileBytes: 1e6,
  mostWatches: 0,
  yara: undefined,
};

/** Categories to patterns, `DIR` in them being the stage's folder. */
export interface Wish extends Partial<Omit<InotifySettings, 'paths' | 'excludes'>> {
  readonly paths: Readonly<Record<string, readonly string[]>>;
  readonly accesses?: readonly string[];
  readonly excludes?: readonly string[];
}

/** A watcher at work on a temporary folder. */
export class Stage {
  readonly dir = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), 'inotify-')));
  /** Of file_events. */
  readonly rows: Row[] = [];
  /** Of yara_events. */
  readonly matches: Row[] = [];
  readonly gaps: Gap[] = [];
  readonly said: string[] = [];
  #watcher: FileWatcher | undefined;
  clockMs = (): number => performance.now();

  path(name: string): string {
    return join(this.dir, name);
  }

  settings({ paths, accesses = [], excludes = [], ...rest }: Wish): InotifySettings {
    const within = (pattern: string): string => pattern.replace('DIR', this.dir);
    return {
      ...NOTHING,
      ...rest,
      excludes: excludes.map(within),
      paths: Object.entries(paths).flatMap(([category, patterns]) =>
        patterns.map((pattern) => ({ category, pattern: within(pattern), accesses: accesses.includes(category) })),
      ),
    };
  }

  get watcher(): FileWatcher {
    if (!this.#watcher) throw new Error('nothing is watched yet');
    return this.#watcher;
  }

  /** Begins to watch, and waits until all folders are known. */
  async watch(wish: Wish, open = openLive): Promise<void> {
    this.#watcher = new FileWatcher(this.settings(wish), {
      context: {
        host: new Host(),
        emit: {
          row: (table, row) => void (table === 'file_events' ? this.rows : this.matches).push(row as Row),
          gap: (gap) => void this.gaps.push(gap),
        },
        say: (_severity, message) => void this.said.push(message),
        now: Date.now,
      },
      open,
      clockMs: () => this.clockMs(),
    });
    await this.settle();
  }

  /** Works until there is nothing to do. */
  async settle(): Promise<void> {
    for (let quiet = 0; quiet < 3; ) {
      this.watcher.read();
      this.watcher.tick();
      quiet = this.watcher.descriptors.length > 1 ? 0 : quiet + 1;
      await sleep(1);
    }
  }

  /** Works until the condition holds. @throws Error after ten seconds */
  async until(condition: () => boolean): Promise<void> {
    const endMs = performance.now() + 10_000;
    while (!condition()) {
      if (performance.now() > endMs) throw new Error('it did not come to that');
      this.watcher.read();
      this.watcher.tick();
      await sleep(1);
    }
  }

  /** Rows so far, as `ACTION path` below the folder, and forgets them. */
  take(category?: string): string[] {
    const rows = this.rows.splice(0).filter((row) => category === undefined || row.category === category);
    return rows.map(({ action, target_path }) => `${action} ${target_path.replace(`${this.dir}/`, '')}`);
  }

  close(): void {
    this.#watcher?.close();
    fs.rmSync(this.dir, { recursive: true, force: true });
  }
}

export function openLive(): ReturnType<typeof openInotify> {
  const calls = loadKernelCalls();
  if (!calls) throw new Error('no build of the FFI library');
  return openInotify(calls);
}
