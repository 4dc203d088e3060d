// One engine in a process of its own: its memory is its own. It does what its parent asks, one thing at a time.
import { clock } from '../clock.js';
import { tablesOf } from '../data/index.js';
import { RIVALS } from '../rivals/index.js';
import type { Rival } from '../rivals/rival.js';
import { answerOf } from './answer.js';
import { peakMiB, resetPeak, residentMiB } from './memory.js';
import type { Ask, Reply } from './messages.js';

let rival: Rival;

async function reply(ask: Ask): Promise<Reply> {
  switch (ask.kind) {
    case 'open':
      return await open(ask.rival, ask.dataset);
    case 'answer': {
      resetPeak();
      const { ms, rows } = await timed(ask.sql);
      const peak = peakMiB();
      const answer = answerOf(rows, ask.isOrdered, (value) => rival.plain?.(value) ?? value);
      return { kind: 'answered', ms, answer, peakMiB: peak };
    }
    case 'time':
      return { kind: 'timed', ms: (await timed(ask.sql)).ms };
  }
}

async function open(name: string, dataset: Parameters<typeof tablesOf>[0]): Promise<Reply> {
  const open = RIVALS[name];
  if (!open) throw new Error(`no rival is called ${name}`);
  const startMs = performance.now();
  rival = await open();
  await rival.load(tablesOf(dataset));
  const ms = performance.now() - startMs;
  resetPeak();
  return { kind: 'opened', version: rival.version, ms, residentMiB: residentMiB() };
}

async function timed(sql: string) {
  const startMs = clock();
  const rows = await rival.rows(sql);
  return { ms: clock() - startMs, rows };
}

process.on('message', async (ask: Ask) => {
  try {
    process.send?.(await reply(ask));
  } catch (error) {
    process.send?.({ kind: 'refused', message: String((error as Error).message).split('\n')[0] });
  }
});
process.on('disconnect', () => process.exit());
