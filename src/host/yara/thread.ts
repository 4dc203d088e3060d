import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { workerData } from 'node:worker_threads';
import { Compiler, initSync, type Rules } from '@virustotal/yara-x';
import { messageOf } from '../../core/index.js';
import type { FromYara, ToYara, YaraMatch, YaraRules, YaraSource, YaraThreadData } from './protocol.js';

// Compiles and scans, in a thread of its own: a rule can be written so that it never ends, and a thread can be.

/** What the package says of a match, as far as it is used. */
interface Found {
  readonly identifier: string;
  readonly isPrivate: boolean;
  readonly tags: readonly string[];
  readonly patterns: readonly {
    readonly identifier: string;
    readonly isPrivate: boolean;
    readonly matches: readonly { readonly offset: number }[];
  }[];
}

/** Places of one string in a file that rules can count. */
const MOST_MATCHES = 10_000;
/** And that are told. */
const MOST_TOLD = 100;

const { port }: YaraThreadData = workerData;
const compiled = new Map<string, { readonly rules: Rules; readonly hidesFirst: boolean }>();

const modulePath = createRequire(import.meta.url).resolve('@virustotal/yara-x');
initSync({ module: readFileSync(join(dirname(modulePath), 'yara_x_js_bg.wasm')) });

port.on('message', (message: ToYara) => {
  if (message.kind === 'compile') tell(compile(message.rules));
  else {
    const { id, keys, bytes, timeoutMs } = message;
    tell({ kind: 'scanned', id, matches: keys.map((key) => [key, scan(key, bytes, timeoutMs)]) });
  }
});

function tell(message: FromYara): void {
  port.postMessage(message);
}

/** What is wrong in one text costs that text alone. */
function compile({ key, sources, hidesFirst = false }: YaraRules): FromYara {
  const complaints: string[] = [];
  const compiler = new Compiler();
  const good = sources.filter(({ name, text }) => {
    try {
      compiler.addSource(text);
      return true;
    } catch (error) {
      complaints.push(`${name}: ${firstLine(messageOf(error))}`);
      return false;
    }
  });
  // A compiler that has met an error builds nothing.
  const rules = good.length === 0 ? undefined : complaints.length === 0 ? compiler.build() : build(good);
  compiler.free();
  if (rules) compiled.set(key, { rules, hidesFirst });
  return { kind: 'compiled', key, hasRules: rules !== undefined, complaints };
}

function build(sources: readonly YaraSource[]): Rules {
  const compiler = new Compiler();
  for (const { text } of sources) compiler.addSource(text);
  const rules = compiler.build();
  compiler.free();
  return rules;
}

/** `error[E009]: unknown identifier` and, on the next line, where: without the picture of it. */
const firstLine = (message: string): string => {
  const [what = '', where = ''] = message.split('\n');
  return where.includes('-->') ? `${what} (${where.replace('-->', '').trim()})` : what;
};

function scan(key: string, bytes: Uint8Array, timeoutMs: number): readonly YaraMatch[] | null {
  const known = compiled.get(key);
  if (!known) return null;
  const scanner = known.rules.scanner();
  try {
    scanner.setTimeoutMs(timeoutMs);
    scanner.setMaxMatchesPerPattern(MOST_MATCHES);
    const { matches }: { matches: readonly Found[] } = scanner.scan(bytes);
    return matches.filter(({ isPrivate }) => !isPrivate).map((found) => matchOf(found, known.hidesFirst));
  } catch {
    return null;
  } finally {
    scanner.free();
  }
}

const matchOf = ({ identifier, tags, patterns }: Found, hidesFirst: boolean): YaraMatch => ({
  rule: identifier,
  tags,
  strings: patterns
    .filter(({ isPrivate }, index) => !isPrivate && !(hidesFirst && index === 0))
    .flatMap(({ identifier: id, matches }) => matches.slice(0, MOST_TOLD).map(({ offset }) => ({ id, offset }))),
});
