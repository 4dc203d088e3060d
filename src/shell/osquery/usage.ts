import { VERSION } from '../../core/index.js';
import { FLAGS, type Flag } from './flags.js';

const BLOCKS: readonly [Flag['block'], string][] = [
  ['command line', 'osquery command line flags:'],
  ['configuration', 'osquery configuration options (set by config or CLI flags):'],
  ['shell', 'osquery shell-only CLI flags:'],
];

const VALUE_WORDS = { bool: '', string: ' VALUE', int: ' VALUE' } as const;

/** What `--help` prints under osquery's name, in osquery's layout. */
export function usage(): string {
  const shown = Object.entries(FLAGS).map(([name, flag]) => ({
    flag,
    head: `    --${name}${name === 'flagfile' ? ' PATH' : VALUE_WORDS[flag.type]}`,
  }));
  const width = Math.max(...shown.map(({ head }) => head.length));
  const blocks = BLOCKS.map(([block, title]) => {
    const lines = shown
      .filter(({ flag }) => flag.block === block)
      .map(({ head, flag }) => `${head.padEnd(width)}  ${flag.help}`);
    const sorted = lines.sort(
      (a, b) => Number(b.startsWith('    --flagfile')) - Number(a.startsWith('    --flagfile')) || (a < b ? -1 : 1),
    );
    return `\n${title}\n\n${sorted.join('\n')}\n`;
  });
  return `osqueryi of hostql ${VERSION}, your machine as a database\nUsage: osqueryi [OPTION]... [SQL STATEMENT]\n${blocks.join('')}\nhostql is an independent project that speaks osquery's dialect.\n`;
}
