import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import t from 'tap';
import {
  buildConfig,
  describeProblem,
  type FoundSources,
  type LoadedConfig,
  sourceOf,
} from '../../src/config/index.js';
import { type Dialect, Flags } from '../../src/flags/index.js';
import { isRewriting } from '../run/case-file.js';

const FOLDER = resolve('test/config/cases');

/**
 * A case: `-- osquery` or `-- hostql`, then files under `-- PATH` (those in `/packs` are read on demand, others are
 * sources), then `----` and what comes of them. Further cases follow after a line of `=`.
 */
for (const file of readdirSync(FOLDER).sort()) {
  t.test(file, async (t) => {
    const path = join(FOLDER, file);
    const cases = readFileSync(path, 'utf8').split(/^={4,}\n/m);
    const answered = cases.map((text) => {
      const [given = '', expected = ''] = text.split(/^----\n/m);
      const answer = run(given);
      if (!isRewriting) t.equal(expected.trimEnd(), answer.trimEnd(), given.slice(0, 200));
      return `${given.trimEnd()}\n----\n${answer}`;
    });
    if (isRewriting) writeFileSync(path, answered.join('\n====\n'));
  });
}

function run(given: string): string {
  const [, head = '', ...files] = given.split(/^-- /m);
  const dialect: Dialect = head.trim() === 'hostql' ? 'hostql' : 'osquery';
  const texts = new Map(
    files.map((file): [string, string] => {
      const end = file.indexOf('\n');
      return [file.slice(0, end), file.slice(end + 1).replace(/\n+$/, '\n')];
    }),
  );
  const sources = [...texts]
    .filter(([name]) => !name.startsWith('/packs/'))
    .map(([name, text]) => sourceOf(name, text));
  const found: FoundSources = { sources, refused: [], problems: [] };
  return describe(
    buildConfig(found, {
      dialect,
      hostname: 'host',
      version: '5.23.0',
      flags: new Flags(dialect),
      isActive: ({ discovery }) => !discovery.includes('no'),
      files: {
        read(path) {
          const text = texts.get(path);
          return text === undefined
            ? { kind: 'refused', reason: 'no such file', isMissing: true }
            : { kind: 'text', text };
        },
        glob: (pattern) => [...texts.keys()].filter((name) => name.startsWith(pattern.replace('*.conf', ''))).sort(),
      },
    }),
  );
}

function describe(config: LoadedConfig): string {
  const lines = config.news.map(describeProblem);
  if (config.failure !== undefined) lines.push(`failure: ${config.failure}`);
  for (const [name, value] of config.options) lines.push(`option ${name}=${value}`);
  for (const { name, source, valid, queries, discovery } of config.packs) {
    lines.push(`pack ${name} of ${source}${valid ? '' : ' (not here)'}${discovery.length > 0 ? ' (discovery)' : ''}`);
    for (const { name: query, ...rest } of queries) lines.push(`  ${query} ${JSON.stringify(rest)}`);
  }
  for (const { source, load, always, interval } of config.decorators) {
    lines.push(`decorators ${source} ${JSON.stringify({ load, always, interval: [...interval] })}`);
  }
  for (const [name, sql] of config.views) lines.push(`view ${name} ${sql}`);
  for (const [name, value] of config.sections) lines.push(`section ${name} ${JSON.stringify(value)}`);
  return `${lines.join('\n')}\n`;
}
