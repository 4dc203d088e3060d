import t from 'tap';
import {
  type Ended,
  limitsOf,
  type Usage,
  Watcher,
  type WatcherOptions,
  type Worker,
} from '../../src/daemon/watchdog/index.js';

const MIB = 1_048_576;
const LEVEL_0 = {
  watchdog_level: 0,
  watchdog_memory_limit: 0,
  watchdog_utilization_limit: 0,
  watchdog_latency_limit: 0,
};

/** A machine where time passes only while somebody sleeps. */
class Machine {
  nowMs = 0;
  readonly said: string[] = [];
  readonly starts: number[] = [];
  readonly signals: string[] = [];
  usage: Usage = { parent: 1, cpuMs: 0, residentBytes: 50 * MIB };
  ownBytes = 30 * MIB;
  healthy = 0;
  isSilent = false;
  /** What a signal does. */
  onSignal: (signal: string) => Ended | undefined = (signal) =>
    signal === 'SIGUSR1' ? undefined : { code: 0, signal: null };
  /** Called with the time before each look. */
  onTick: (seconds: number) => void = () => {};
  readonly stop = new AbortController();
  #end: (ended: Ended) => void = () => {};

  end(ended: Ended): void {
    this.#end(ended);
  }

  worker(): Worker {
    this.starts.push(this.nowMs / 1000);
    const { promise, resolve } = withResolvers<Ended>();
    this.#end = resolve;
    return {
      pid: 100 + this.starts.length,
      ended: promise,
      answers: () => !this.isSilent,
      kill: (signal) => {
        this.signals.push(signal);
        const ended = this.onSignal(signal);
        if (ended) resolve(ended);
      },
    };
  }

  watcher(changes: Partial<WatcherOptions> = {}): Watcher {
    return new Watcher({
      limits: limitsOf(LEVEL_0),
      processors: 2,
      delaySeconds: 0,
      maxDelaySeconds: 600,
      forcedShutdownSeconds: 4,
      shutdownSeconds: 11,
      start: () => this.worker(),
      usageOf: () => this.usage,
      ownResidentBytes: () => this.ownBytes,
      ownPid: 1,
      say: (severity, message) => this.said.push(`${severity}: ${message}`),
      onHealthy: () => this.healthy++,
      nowMs: () => this.nowMs,
      sleep: async (ms, signal) => {
        // What has ended already is heard of first, as it would be in real time.
        await new Promise((resolve) => setImmediate(resolve));
        if (signal?.aborted) return;
        this.nowMs += ms;
        this.onTick(this.nowMs / 1000);
        await new Promise((resolve) => setImmediate(resolve));
      },
      ...changes,
    });
  }

  /** Lets it run until so many seconds have passed. */
  until(seconds: number, act: (now: number) => void = () => {}): void {
    this.onTick = (now) => {
      act(now);
      if (now >= seconds) this.stop.abort();
    };
  }
}

function withResolvers<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

t.test('a quiet worker is left alone, and ends with the daemon', async (t) => {
  const machine = new Machine();
  machine.until(30);
  t.equal(await machine.watcher().run(machine.stop.signal), 0);
  t.same(machine.starts, [0]);
  t.same(machine.signals, ['SIGTERM']);
  t.equal(machine.healthy, 9);
  t.same(machine.said, []);
});

t.test('four looks above the CPU limit stop it, three do not', async (t) => {
  const machine = new Machine();
  const busy = (ms: number) => {
    machine.usage = { ...machine.usage, cpuMs: machine.usage.cpuMs + ms };
  };
  machine.until(30, (now) => {
    if (machine.starts.length > 1) return;
    if (now <= 9) busy(601);
    else if (now === 12) busy(600);
    else busy(700);
  });
  await machine.watcher().run(machine.stop.signal);
  t.same(machine.said, [
    'warning: osqueryd worker (101) stopping: Maximum sustainable CPU utilization limit 600ms exceeded for 12 seconds',
  ]);
  t.same(machine.starts, [0, 24]);
  t.same(machine.signals.slice(0, 2), ['SIGUSR1', 'SIGTERM']);
});

t.test('memory counts from the first look of the first worker', async (t) => {
  const machine = new Machine();
  machine.until(12, (now) => {
    if (now === 6) machine.usage = { ...machine.usage, residentBytes: 250 * MIB };
    if (now === 9) machine.usage = { ...machine.usage, residentBytes: 250 * MIB + 1 };
  });
  await machine.watcher().run(machine.stop.signal);
  t.match(machine.said, [
    'warning: osqueryd worker (101) stopping: Memory limits exceeded: 209715201 bytes (limit is 200MB)',
  ]);
});

t.test('nothing is enforced before the delay', async (t) => {
  const machine = new Machine();
  machine.until(60, (now) => {
    machine.usage = { ...machine.usage, residentBytes: now < 6 ? 10 * MIB : 900 * MIB };
  });
  await machine.watcher({ delaySeconds: 60 }).run(machine.stop.signal);
  t.same(machine.starts, [0]);
});

t.test('a worker that ignores SIGTERM is killed; one that survives that ends the watcher', async (t) => {
  const deaf = new Machine();
  deaf.onSignal = (signal) => (signal === 'SIGKILL' ? { code: null, signal } : undefined);
  deaf.until(20, (now) => {
    deaf.usage = { ...deaf.usage, residentBytes: now === 6 ? 900 * MIB : 50 * MIB };
  });
  await deaf.watcher().run(deaf.stop.signal);
  t.match(deaf.said[1], 'warning: osqueryd worker (101) could not be stopped. Sending kill signal.');
  t.equal(deaf.starts.length, 2);

  const undead = new Machine();
  undead.onSignal = () => undefined;
  undead.until(60, () => {
    undead.usage = { ...undead.usage, residentBytes: undead.usage.residentBytes + 300 * MIB };
  });
  t.equal(await undead.watcher().run(undead.stop.signal), 78);
});

t.test('with no forced delay it is killed at once', async (t) => {
  const machine = new Machine();
  machine.onSignal = (signal) => (signal === 'SIGKILL' ? { code: null, signal } : undefined);
  machine.until(12, (now) => {
    machine.usage = { ...machine.usage, residentBytes: now === 6 ? 900 * MIB : 50 * MIB };
  });
  await machine.watcher({ forcedShutdownSeconds: 0, shutdownSeconds: 1 }).run(machine.stop.signal);
  t.equal(machine.signals[0], 'SIGKILL');
});

t.test('short lives make the next start wait, and then there is none', async (t) => {
  const machine = new Machine();
  machine.until(1000, () => machine.end({ code: 1, signal: null }));
  t.equal(await machine.watcher().run(machine.stop.signal), 1);
  t.same(machine.said, [
    'warning: osqueryd worker respawning too quickly: 1 times',
    'warning: osqueryd worker respawning too quickly: 2 times',
    'warning: osqueryd worker respawning too quickly: 3 times',
    'warning: osqueryd worker respawning too quickly: 4 times',
    'error: Too many worker restarts',
  ]);
});

t.test('a worker that lived long is started again at the next look', async (t) => {
  const machine = new Machine();
  machine.until(30, (now) => {
    if (now === 14 || now === 15) machine.end({ code: null, signal: 'SIGSEGV' });
  });
  await machine.watcher().run(machine.stop.signal);
  t.same(machine.starts, [0, 15]);
  t.same(machine.said, []);
});

t.test('a catastrophe in the worker is one of the watcher', async (t) => {
  const machine = new Machine();
  machine.until(1000, () => machine.end({ code: 78, signal: null }));
  t.equal(await machine.watcher().run(machine.stop.signal), 78);
  t.same(machine.said, ['error: Worker returned exit status']);
});

t.test('a worker that hangs for a minute is stopped', async (t) => {
  const machine = new Machine();
  machine.isSilent = true;
  machine.until(70, (now) => {
    machine.isSilent = now <= 60;
  });
  await machine.watcher().run(machine.stop.signal);
  t.match(machine.said, ['warning: osqueryd worker (101) stopping: No answer for 60 seconds']);
  t.equal(machine.starts.length, 2);
});

t.test('another process with its number is left alone', async (t) => {
  const machine = new Machine();
  machine.usage = { ...machine.usage, parent: 7 };
  machine.until(30, () => {
    machine.usage = { ...machine.usage, residentBytes: machine.usage.residentBytes + 300 * MIB };
  });
  await machine.watcher().run(machine.stop.signal);
  t.same(machine.signals, ['SIGTERM']);
});

t.test('the watcher itself is held to the memory limit', async (t) => {
  const machine = new Machine();
  machine.until(1000, (now) => {
    if (now === 6) machine.ownBytes = 230 * MIB;
    if (now === 9) machine.ownBytes = 231 * MIB;
  });
  t.equal(await machine.watcher().run(machine.stop.signal), 78);
  t.same(machine.signals, ['SIGTERM']);
});

t.test('levels and what overrides them', async (t) => {
  t.match(limitsOf({ ...LEVEL_0, watchdog_level: 1 }), { memoryMB: 100, cpuPercent: 5, latencySeconds: 6 });
  t.match(limitsOf({ ...LEVEL_0, watchdog_level: -1 }), { memoryMB: 10_000, cpuPercent: 100, latencySeconds: 1000 });
  t.match(limitsOf({ ...LEVEL_0, watchdog_level: 9 }), { memoryMB: 200, cpuPercent: 10, latencySeconds: 12 });
  t.match(
    limitsOf({ ...LEVEL_0, watchdog_memory_limit: 30, watchdog_utilization_limit: 300, watchdog_latency_limit: 4 }),
    {
      memoryMB: 30,
      cpuPercent: 100,
      latencySeconds: 4,
    },
  );
});
