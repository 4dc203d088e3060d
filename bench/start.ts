// A whole process: `hostql "select 1"` to `node -e 0`, in time and in memory.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { wallClock } from './clock.js';
import { check, report, takeTurns } from './measure.js';

const ROUNDS = 15;
const TARGET = 1.8;
const TARGET_MIB = 25;
const PROGRAM = 'bin/hostql';
const BUNDLE = 'dist/hostql.cjs';

/** Prints the peak resident size at the end, on the descriptor that nothing else writes to. */
const RSS_HOOK = 'process.on("exit",()=>require("fs").writeSync(3,String(process.resourceUsage().maxRSS)))';

const hostql = (...options: string[]) => run([...options, PROGRAM, 'select 1 as one']);
const bare = (...options: string[]) => run([...options, '-e', '0']);

function run(args: readonly string[]) {
  return spawnSync(process.execPath, args, {
    encoding: 'utf8',
    timeout: 20_000,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
}

function peakMiB(process: (...options: string[]) => ReturnType<typeof run>): number {
  const hook = `data:text/javascript,${encodeURIComponent(`import{createRequire}from"node:module";const require=createRequire("file:///");${RSS_HOOK}`)}`;
  return Number(process('--import', hook).output[3]) / 1024;
}

async function measure(): Promise<void> {
  const answer = hostql();
  check(
    answer.status === 0 && /^\D*1\D*$/.test(answer.stdout.replaceAll('one', '')),
    `${answer.stdout}${answer.stderr}`,
  );
  check(bare().status === 0, 'node -e 0 fails');
  const timing = await takeTurns(ROUNDS, [() => hostql(), () => bare()], wallClock);
  const ratio = timing.ratio(0, 1);
  report('hostql "select 1": to node -e 0', `${ratio.toFixed(2)}x`, ratio <= TARGET);
  report('', `${timing.medianMs(0).toFixed(0)} / ${timing.medianMs(1).toFixed(0)} ms`);
  const [ours, nodes] = [peakMiB(hostql), peakMiB(bare)];
  check(ours > 10 && nodes > 10, 'no peak resident size was told');
  report('peak resident size: over node -e 0', `${(ours - nodes).toFixed(1)} MiB`, ours - nodes <= TARGET_MIB);
  report('', `${ours.toFixed(0)} / ${nodes.toFixed(0)} MiB`);
}

if (existsSync(PROGRAM) && existsSync(BUNDLE)) await measure();
else console.log(`  skipped: ${existsSync(PROGRAM) ? BUNDLE : PROGRAM} is missing; run npm run build first`);
