import { mkdirSync, readdirSync, rmSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import t, { type Test } from 'tap';
import type { Program } from './program.js';
import { replay } from './replay.js';
import { Stage } from './stage.js';

t.jobs = 3;

/** By night: `HOSTQL_CRASHES=200`. */
const CRASHES = Number(process.env['HOSTQL_CRASHES'] ?? 12);
const QUERIES = ['left', 'right', 'both'];
const MOST_FILES = 40;

/** A folder that changes all the time. */
class Restless {
  readonly #timer: NodeJS.Timeout;
  #made = 0;

  constructor(readonly folder: string) {
    mkdirSync(folder);
    this.#timer = setInterval(() => this.#change(), 15);
  }

  #change(): void {
    const files = readdirSync(this.folder);
    const victim = files[Math.floor(Math.random() * files.length)];
    if (victim !== undefined && Math.random() * MOST_FILES < files.length) rmSync(join(this.folder, victim));
    else writeFileSync(join(this.folder, `f${this.#made++}`), '');
  }

  /** @returns what it holds from now on */
  rest(): string[] {
    clearInterval(this.#timer);
    return readdirSync(this.folder).sort();
  }
}

function stageOf(t: Test): { readonly stage: Stage; readonly restless: Restless } {
  const stage = new Stage();
  const restless = new Restless(stage.at('restless'));
  t.teardown(() => {
    restless.rest();
    return stage.close();
  });
  const query = `SELECT filename FROM file WHERE directory = '${restless.folder}' AND type = 'regular'`;
  stage.configure({
    // A query is denylisted where its process dies; here that is no fault of its own.
    schedule: Object.fromEntries(QUERIES.map((name) => [name, { query, interval: 1, denylist: false }])),
    decorators: { load: ['SELECT pid AS process FROM osquery_info'] },
  });
  return { stage, restless };
}

/** Lets a last daemon tell all, and compares what the log says with what there is. */
async function check(t: Test, stage: Stage, restless: Restless): Promise<void> {
  const truth = restless.rest();
  const last = stage.start();
  const replayed = (name: string) =>
    replay(
      stage.results().filter((line) => line.name === name),
      'filename',
    );
  const isTold = (): boolean => QUERIES.every((name) => String(replayed(name).rows) === String(truth));
  await last.seen('the log tells the truth', isTold, 10_000).catch((error: unknown) => t.comment(error));
  t.equal((await last.stop()).code, 0);
  for (const name of QUERIES) {
    const { rows, faults, repeats } = replayed(name);
    t.same(rows, truth, `${name}: nothing is lost and nothing made up`);
    t.same(faults, [], `${name}: no report is missing (${repeats} came again)`);
  }
}

/** The process dies as one of its next writes is seen: between a result's way to the log and to the store. */
function killAtWrite(stage: Stage, daemon: Program): void {
  let left = Math.floor(Math.random() * 12);
  const look = (): void => {
    if (left-- === 0) daemon.killAll();
  };
  const watchers = [stage.logs, stage.store].map((folder) => watch(folder, look));
  void daemon.ended.then(() => {
    for (const watcher of watchers) watcher.close();
  });
}

t.test(`${CRASHES} times kill -9 at any moment`, { timeout: CRASHES * 20_000 }, async (t) => {
  const { stage, restless } = stageOf(t);
  for (let crash = 0; crash < CRASHES; crash++) {
    const daemon = stage.start();
    // In turn: anywhere, and twice at a write.
    if (crash % 3 > 0) {
      const before = stage.results().length;
      await daemon.seen('it works', () => stage.results().length > before);
      killAtWrite(stage, daemon);
    } else {
      await sleep(Math.random() * 2500);
      daemon.killAll();
    }
    const { signal, talk } = await daemon.ended;
    if (signal !== 'SIGKILL') t.fail(`it ended by itself: ${talk}`);
  }
  await check(t, stage, restless);
});

const WATCHED = Math.ceil(CRASHES / 6);

t.test(`${WATCHED} times kill -9 of the worker, and once of both`, { timeout: CRASHES * 20_000 }, async (t) => {
  const { stage, restless } = stageOf(t);
  const daemon = stage.start({ watched: true });
  let worker = 0;
  for (let crash = 0; crash < WATCHED; crash++) {
    worker = await daemon.worker(worker);
    const before = stage.results().length;
    await daemon.seen('it works', () => stage.results().length > before);
    // One that lived shorter than 4 seconds is replaced after a pause that grows.
    await sleep(4000 + Math.random() * 1000);
    process.kill(worker, 'SIGKILL');
  }
  await daemon.worker(worker);
  daemon.killAll();
  await daemon.ended;
  await check(t, stage, restless);
});
