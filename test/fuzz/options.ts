import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { AREAS } from './areas.js';

export interface Options {
  readonly seed: number;
  readonly seeds: number;
  readonly queries: number;
  readonly minutes?: number;
  readonly only?: string;
  readonly query?: number;
  readonly out: string;
  readonly jobs: number;
  readonly text: boolean;
}

const HELP = `Compares answers with SQLite on generated queries: npm run fuzz -- [options]

  --seed N      where to start (1)
  --seeds N     how many seeds, from that one on (1)
  --queries N   questions per seed (10000)
  --minutes N   go on with further seeds until so much time has passed
  --only AREA   questions of one part of the language
  --query K     one question, shown with both answers
  --out DIR     where differences are written as .slt cases (build/fuzz)
  --jobs N      processes at work (one a core)
  --text        damaged statements for our parser and planner instead: no crash, no hang
  --help

The same seed gives the same questions. SQLite is a WASM build below test/oracle, installed at the first run.

Areas:
${AREAS.map(({ name, description }) => `  ${name.padEnd(12)}  ${description}`).join('\n')}
`;

/** @returns the options, or a text to show in place of a run: help, or what is wrong */
export function readOptions(args: readonly string[]): Options | { readonly show: string; readonly status: number } {
  try {
    const { values } = parse(args);
    if (values.help) return { show: HELP, status: 0 };
    if (values.only !== undefined && !AREAS.some(({ name }) => name === values.only)) {
      throw new Error(`there is no area ${values.only}`);
    }
    return {
      seed: numberOf('seed', values.seed),
      seeds: numberOf('seeds', values.seeds),
      queries: numberOf('queries', values.queries),
      ...(values.minutes !== undefined && { minutes: numberOf('minutes', values.minutes) }),
      ...(values.only !== undefined && { only: values.only }),
      ...(values.query !== undefined && { query: numberOf('query', values.query) }),
      out: values.out,
      jobs: Math.max(1, numberOf('jobs', values.jobs)),
      text: values.text,
    };
  } catch (error) {
    return { show: `fuzz: ${error instanceof Error ? error.message : error}; see --help\n`, status: 2 };
  }
}

const parse = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string', default: '1' },
      seeds: { type: 'string', default: '1' },
      queries: { type: 'string', default: '10000' },
      minutes: { type: 'string' },
      only: { type: 'string' },
      query: { type: 'string' },
      out: { type: 'string', default: 'build/fuzz' },
      jobs: { type: 'string', default: String(availableParallelism()) },
      text: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });

function numberOf(name: string, text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number) || number < 0)
    throw new Error(`--${name} takes a number, not ${text}`);
  return name === 'minutes' ? number : Math.floor(number);
}
