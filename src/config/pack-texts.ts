import { basename, dirname, isAbsolute, join } from 'node:path';
import type { PartContext } from './context.js';
import type { PackText } from './pack.js';
import { pathTo, Report } from './report.js';
import { type Member, type Node, type ObjectNode, parseText, SyntaxFault } from './text/index.js';

/** Packs in files have no limit of levels in osquery; the stack has one. */
const MAX_PACK_DEPTH = 1_000;

/** Where packs are found, and the reports of the files among them. */
export interface PackTexts {
  readonly packs: readonly PackText[];
  /** One for each file that was read or tried. */
  readonly reports: readonly Report[];
}

interface Search {
  readonly source: string;
  readonly report: Report;
  readonly context: PartContext;
  readonly packs: PackText[];
  readonly reports: Report[];
}

/** The packs that the `packs` of a source name: inline, by path, and by pattern under the key `*`. */
export function findPacks(node: Node | undefined, source: string, report: Report, context: PartContext): PackTexts {
  const search: Search = { source, report, context, packs: [], reports: [] };
  for (const member of node?.kind === 'object' ? node.members : []) {
    if (member.key === '*' && member.value.kind === 'object') inlineAll(member.value, pathTo('/packs', '*'), search);
    else if (member.key === '*' && member.value.kind === 'text') byPattern(member, member.value.value, search);
    else one(member, search);
  }
  return search;
}

function inlineAll(node: ObjectNode, path: string, search: Search): void {
  for (const { key, value } of node.members) inline(key, value, pathTo(path, key), search);
}

function inline(name: string, node: Node, path: string, { packs, report }: Search): void {
  if (node.kind === 'object') packs.push({ name, node, path, report });
}

function one(member: Member, search: Search): void {
  if (member.value.kind !== 'text') {
    inline(member.key, member.value, pathTo('/packs', member.key), search);
    return;
  }
  const path = located(member.value.value, search);
  const read = readPackFile(path, member, search);
  if (read?.node.kind === 'object') {
    search.packs.push({ name: member.key, node: read.node, path: '', report: read.report });
  }
}

/** Under our name a path starts at the folder of the file that names it, not at where the program was started. */
function located(path: string, { source, context }: Search): string {
  return isAbsolute(path) || context.dialect === 'osquery' ? path : join(dirname(source), path);
}

function byPattern(member: Member, pattern: string, search: Search): void {
  const whole = located(pattern, search);
  search.context.touched.add(dirname(whole));
  const found = new Map<string, PackText>();
  for (const path of search.context.files.glob(whole)) {
    const read = readPackFile(path, member, search);
    if (read === undefined) continue;
    const stem = basename(path).replace(/(.)\.[^.]*$/, '$1');
    const text = asTree(stem, read.node, search.context.dialect, found);
    if (text.node.kind === 'object')
      found.set(text.name, { name: text.name, node: text.node, path: '', report: read.report });
  }
  search.packs.push(...found.values());
}

/** What osquery makes of a file found by a pattern: a property tree, in which a name with dots is a way down. */
function asTree(
  stem: string,
  node: Node,
  dialect: string,
  found: ReadonlyMap<string, PackText>,
): { name: string; node: Node } {
  if (dialect === 'hostql') return { name: stem, node };
  const [name = stem, ...inner] = stem.split('.');
  if (inner.length === 0) return { name, node: asTexts(node) };
  return { name, node: found.get(name)?.node ?? { kind: 'object', at: node.at, members: [] } };
}

function asTexts(node: Node): Node {
  const { at } = node;
  switch (node.kind) {
    case 'object':
      if (node.members.length === 0) return { kind: 'text', at, value: '' };
      return {
        kind: 'object',
        at,
        members: node.members.map((member) => ({ ...member, value: asTexts(member.value) })),
      };
    case 'array':
      return node.items.length === 0
        ? { kind: 'text', at, value: '' }
        : { kind: 'array', at, items: node.items.map(asTexts) };
    case 'number':
      return { kind: 'text', at, value: node.raw };
    case 'boolean':
      return { kind: 'text', at, value: String(node.value) };
    case 'null':
      return { kind: 'text', at, value: 'null' };
    case 'text':
      return node;
  }
}

function readPackFile(path: string, member: Member, search: Search): { node: Node; report: Report } | undefined {
  const { context, reports, report: outer } = search;
  context.touched.add(path);
  const read = context.files.read(path);
  const where = pathTo('/packs', member.key);
  if (read.kind === 'refused') {
    outer.warning(`Error reading pack ${member.key} from ${path}: ${read.reason}`, where, member.at);
    return undefined;
  }
  const report = new Report(path, read.text);
  reports.push(report);
  if (read.concern !== undefined && context.dialect === 'hostql') report.warning(read.concern);
  try {
    const { dialect } = context;
    const maxDepth = dialect === 'osquery' ? MAX_PACK_DEPTH : context.maxDepth;
    return { node: parseText(path, read.text, { dialect, maxDepth }), report };
  } catch (error) {
    if (!(error instanceof SyntaxFault)) throw error;
    report.warning(`Error reading pack ${member.key} from ${path}: ${error.message}`, '', error.at);
    return undefined;
  }
}
