import { COLLATION_NAMES, quoteLiteral } from '../../src/core/index.js';
import {
  type Example,
  type FunctionSpec,
  listFunctions,
  listTableFunctions,
  type TableFunctionSpec,
} from '../../src/sql/functions/index.js';
import { SECTIONS } from './function-sections.js';

/** Most examples shown of one function. */
const SHOWN = 4;

/** `docs/functions.md`: every function by its spec. @throws Error where a function stands in no section, or in two */
export function functionsPage(): string {
  const left = new Set(listFunctions());
  const sections = SECTIONS.map(({ title, text, names }) => {
    const specs = names.flatMap((name) => take(left, name));
    return `## ${title}\n\n${text ? `${text}\n\n` : ''}${specs.map(entry).join('\n')}`;
  });
  if (left.size > 0) throw new Error(`no section has ${[...left].map((spec) => spec.name).join(', ')}`);
  const page = [INTRODUCTION, ...sections, tableFunctions(), collations()].join('\n\n');
  return `${page.replace(/\n{3,}/g, '\n\n').trim()}\n`;
}

const INTRODUCTION = `# Functions

Written by \`npm run docs\` from the functions' own specs; every example here runs as a test.

Names are the same in capitals. A null argument gives null unless the text says otherwise. Numbers given for text are
spelled as SQL spells them, text given for a number counts by its numeric prefix. A wrong number of arguments is an error
when the query is prepared. Functions marked *volatile* may differ from row to row; all others give the same for the same
arguments within a statement, \`now\` among them.`;

/** Takes the functions of a name out of those left; `min` and `max` are there as scalar and as aggregate. */
function take(left: Set<FunctionSpec>, wanted: string): FunctionSpec[] {
  const [name, kind] = wanted.split(' ');
  const found = [...left].filter((spec) => spec.name === name && (kind === undefined || spec.kind === kind));
  if (found.length === 0) throw new Error(`no function ${wanted}, or in a section already`);
  for (const spec of found) left.delete(spec);
  return found;
}

function entry(spec: FunctionSpec): string {
  const volatile = spec.kind === 'scalar' && spec.volatile ? ' *Volatile.*' : '';
  const aliases = spec.aliases.length > 0 ? ` Also called ${spec.aliases.map(code).join(', ')}.` : '';
  return `### ${code(signature(spec))}\n\n${spec.description}${aliases}${volatile}\n${examples(spec.examples)}`;
}

const code = (text: string): string => `\`${text}\``;

/** `substr(any, integer[, integer])` */
function signature({ name, args, minArgs, maxArgs }: FunctionSpec): string {
  if (name.startsWith('->')) return `x ${name} path`;
  const type = (index: number): string => args[Math.min(index, args.length - 1)] ?? 'any';
  const needed = Array.from({ length: minArgs }, (_, index) => type(index));
  const isOpen = maxArgs === 127;
  const more = isOpen ? [type(minArgs), '…'] : Array.from({ length: maxArgs - minArgs }, (_, at) => type(minArgs + at));
  const optional = more.reduceRight((rest, one) => `[${one}${rest === '' ? '' : `, ${rest}`}]`, '');
  const plain = optional.replaceAll(', [', '[, ').replace('[, …]', ', …');
  return `${name}(${needed.join(', ')}${needed.length > 0 && plain !== '' ? plain.replace('[', '[, ') : plain})`;
}

function examples(list: readonly Example[]): string {
  const shown = list.slice(0, SHOWN);
  if (shown.length === 0) return '';
  const lines = shown.map(([sql, expected]) => `${sql.replaceAll('\n', ' ')}  -- ${quoteLiteral(expected)}`);
  return `\n\`\`\`sql\n${lines.join('\n')}\n\`\`\`\n`;
}

function tableFunctions(): string {
  const entries = [...listTableFunctions()].map(tableEntry).join('\n');
  return `## Functions that give rows\n\nThey stand in FROM; their arguments may name columns of tables before them.\n\n${entries}`;
}

function tableEntry({ name, args, description, columns, examples: list }: TableFunctionSpec): string {
  const rows = columns
    .filter((column) => !column.hidden)
    .map((column) => `- ${code(column.name)} ${column.description}`);
  return `### ${code(`${name}(${args.join(', ')})`)}\n\n${description}\n\n${rows.join('\n')}\n${examples(list)}`;
}

function collations(): string {
  const named = COLLATION_NAMES.map((name) => `- ${code(name.toUpperCase())} ${COLLATIONS[name]}`);
  return `## Collations\n\nFor COLLATE after an expression or a column, in any case of letters.\n\n${named.join('\n')}`;
}

const COLLATIONS: Readonly<Record<(typeof COLLATION_NAMES)[number], string>> = {
  binary: 'by bytes; the default',
  nocase: 'by bytes, A-Z as a-z',
  rtrim: 'by bytes, spaces at the end not counting',
  version: 'as `version_compare(a, b)` orders',
  version_arch: "as `version_compare(a, b, 'ARCH')` orders: epochs count, a release that one side lacks does not",
  version_dpkg: "as `version_compare(a, b, 'DPKG')` orders: epochs count, delimiters have ranks",
  version_rhel: "as `version_compare(a, b, 'RHEL')` orders: as DPKG, with `~` before and `^` after the plain version",
};
