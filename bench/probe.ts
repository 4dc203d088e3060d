import type { Row } from '../src/core/index.js';
import { Host } from '../src/host/index.js';
import { FloorHost } from './floor.js';
import { check, openLive, report, rowsOf, takeTurns } from './measure.js';

/** What issue and daemon ask of a probe: at most that many times the bare calls. */
export const TARGET = 1.3;
/** Shorter runs are repeated: a clock and a promise are not what is measured. */
const LEAST_MS = 2;
const ROUNDS = 15;
/** A daemon's code is warm. */
const WARM_ROUNDS = 5;
const WARM_MS = 500;

export interface Probe {
  readonly label: string;
  readonly sql: string;
  readonly isRight: (rows: readonly Row[]) => boolean;
  /** The same work by hand. Default: the calls that the query made, made again. */
  readonly floor?: () => unknown;
  /** Calls that do not go through the host. */
  readonly besides?: () => unknown;
  readonly rounds?: number;
  /** Undefined where the figure is only told. */
  readonly target?: number | undefined;
  /** What /etc/passwd says, where the query is about users that this machine does not have. */
  readonly passwd?: string;
  /** Where the bare calls take less, the ratio is told and no target holds: what a statement takes by itself is as long. */
  readonly leastFloorMs?: number;
}

/** Times a prepared query against the bare loop of its system calls, taking turns. */
export async function probe({ target = TARGET, rounds = ROUNDS, leastFloorMs = 0, ...asked }: Probe): Promise<void> {
  const host = withPasswd(new FloorHost(), asked.passwd);
  check(asked.isRight(await rowsOf(openLive(host), asked.sql)), asked.sql);
  const recorded = asked.floor ?? host.floor();
  const floor = () => {
    recorded();
    asked.besides?.();
  };
  const [statement] = openLive(withPasswd(new Host(), asked.passwd)).prepare(asked.sql);
  const contenders = [() => statement?.collect(), floor];
  const startMs = performance.now();
  do await takeTurns(WARM_ROUNDS, contenders);
  while (performance.now() - startMs < WARM_MS);
  const repeats = Math.ceil(LEAST_MS / (await takeTurns(3, contenders)).medianMs(1));
  const timing = await takeTurns(
    rounds,
    contenders.map((contender) => async () => {
      for (let i = 0; i < repeats; i++) await contender();
    }),
  );
  const ratio = timing.ratio(0, 1);
  report(
    `${asked.label}: to the bare calls`,
    `${ratio.toFixed(2)}x`,
    target === Infinity || timing.medianMs(1) / repeats < leastFloorMs ? undefined : ratio <= target,
  );
  const [ours, bare] = [0, 1].map((index) => shortly(timing.medianMs(index) / repeats));
  report('', `${ours} / ${bare}${asked.floor ? '' : `, ${host.calls} calls`}`);
}

function withPasswd<H extends Host>(host: H, passwd: string | undefined): H {
  if (passwd === undefined) return host;
  const readText = host.readText.bind(host);
  return Object.assign(host, {
    readText: (path: string, limitBytes?: number) => (path === '/etc/passwd' ? passwd : readText(path, limitBytes)),
  });
}

const shortly = (ms: number): string => (ms < 1 ? `${(1000 * ms).toFixed(0)} µs` : `${ms.toFixed(ms < 10 ? 2 : 0)} ms`);
