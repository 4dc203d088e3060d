import { VERSION } from '../core/index.js';
import type { Flag } from './flag.js';
import type { Dialect } from './flags.js';
import { EFFECTIVE } from './known/effective.js';
import { FLAGS } from './known/index.js';

const BLOCKS: readonly (readonly [title: string, holds: (flag: Flag) => boolean])[] = [
  ['command line flags:', (flag) => flag.cliOnly],
  ['configuration options (set by config or CLI flags):', (flag) => !flag.cliOnly && !flag.shell],
  ['shell-only CLI flags:', (flag) => flag.shell],
];

/** What `--help` prints: osquery's layout under all names; under our own, our flags and those of osquery's that do something. */
export function usageText(program: string, dialect: Dialect): string {
  const product = dialect === 'osquery' ? 'osquery' : 'hostql';
  const shown = shownFlags(dialect);
  const width = Math.max(...shown.map((flag) => head(flag).length));
  const blocks = BLOCKS.filter(([, holds]) => shown.some(holds)).map(([title, holds]) => {
    const lines = shown
      .filter(holds)
      .sort(inOrder)
      .map((flag) => `${head(flag).padEnd(width)}  ${flag.help}`);
    return `\n${product} ${title}\n\n${lines.join('\n')}\n`;
  });
  const tail = program.includes('osqueryi') ? ' [SQL STATEMENT]' : '';
  const first = `${program} of hostql ${VERSION}, your machine as a database`;
  const rest = "Other flags of osquery's are taken and do nothing yet. ";
  const last = `${dialect === 'hostql' ? rest : ''}hostql is an independent project that speaks osquery's dialect.`;
  return `${first}\nUsage: ${program} [OPTION]...${tail}\n${blocks.join('')}\n${last}\n`;
}

/** The flags that help tells of, by name. */
export const shownFlags = (dialect: Dialect): readonly Flag[] =>
  [...FLAGS.values()]
    .filter((flag) => !flag.hidden && isOf(dialect, flag) && (flag.family !== 'native' || flag.name === 'flagfile'))
    .sort(inOrder);

/** Under our own name, what does nothing yet is not told of. */
const isOf = (dialect: Dialect, flag: Flag): boolean =>
  dialect === 'hostql' ? flag.family === 'ours' || EFFECTIVE.has(flag.name) : flag.family !== 'ours';

function head(flag: Flag): string {
  const word = flag.name === 'flagfile' ? ' PATH' : flag.type === 'bool' ? '' : ' VALUE';
  return `    --${flag.name}${word}`;
}

/** The flag file first, then by name. */
const inOrder = (a: Flag, b: Flag): number =>
  Number(b.name === 'flagfile') - Number(a.name === 'flagfile') || (a.name < b.name ? -1 : 1);

/** What `--version` prints. */
export const versionText = (program: string): string => `${program} version ${VERSION}\n`;
