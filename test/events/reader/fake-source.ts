import { closeSync, constants, existsSync, openSync, readSync, unlinkSync, writeFileSync } from 'node:fs';
import { type EventSource, SourceUnavailable } from '../../../src/events/index.js';
import { runReader } from '../../../src/events/reader/run.js';

/** What the fake source is told: a FIFO whose lines are its events, and a file that is there while it holds the kernel. */
export interface FakeSettings {
  readonly fifo: string;
  readonly held: string;
  readonly category: string;
}

// Lines `gap` and `die` are what they say.
runReader({
  inotify(settings: FakeSettings, { emit, say }): EventSource<FakeSettings> {
    if (!existsSync(settings.fifo)) throw new SourceUnavailable('there is no fifo');
    const fd = openSync(settings.fifo, constants.O_RDWR | constants.O_NONBLOCK);
    writeFileSync(settings.held, '');
    let { category } = settings;
    let subscriptions = 1;
    const buffer = Buffer.alloc(65536);
    let rest = '';
    return {
      descriptors: [fd],
      get subscriptions() {
        return subscriptions;
      },
      read() {
        const lines = (rest + buffer.toString('utf8', 0, readSync(fd, buffer))).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) {
          if (line === 'die') throw new Error('a bug');
          if (line === 'gap') emit.gap({ reason: 'overflow', lost: 2 });
          else if (line === 'say') for (let times = 0; times < 3; times++) say('warning', 'the same each time');
          else emit.row('file_events', { target_path: line, category }, 1_700_000_000_000);
        }
      },
      configure(next) {
        category = next.category;
        subscriptions++;
      },
      close() {
        closeSync(fd);
        unlinkSync(settings.held);
      },
    };
  },
});
