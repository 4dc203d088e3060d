import { words } from '../../words.js';
import { entryLines, type Lens } from '../lens.js';
import { type AugeasNode, comment as commentNode, node, numbered } from '../node.js';

/** Keywords whose values part at commas, and at blanks, in small letters. */
interface Lists {
  readonly commas: ReadonlySet<string>;
  readonly blanks: ReadonlySet<string>;
}

const SERVER: Lists = {
  commas: new Set([
    ...['macs', 'ciphers', 'kexalgorithms', 'hostkeyalgorithms', 'gssapikexalgorithms', 'casignaturealgorithms'],
    'pubkeyacceptedkeytypes',
  ]),
  blanks: new Set(['acceptenv', 'allowgroups', 'allowusers', 'denygroups', 'denyusers']),
};

const CLIENT: Lists = {
  commas: new Set(['macs', 'ciphers', 'kexalgorithms', 'hostkeyalgorithms', 'pubkeyacceptedkeytypes']),
  blanks: new Set(['sendenv', 'globalknownhostsfile']),
};

const FORWARDS: ReadonlySet<string> = new Set(['localforward', 'remoteforward']);
const ENTRY = /^([A-Za-z0-9]+)(?:\s*=\s*|\s+)(\S.*)$/;
const unquoted = (word: string): string => word.replace(/^"(.*)"$/, '$1');

/** A block that begins with Match: conditions, and settings under them. */
function matchNode(text: string, settings: AugeasNode[]): AugeasNode | undefined {
  const parts = text.match(/"[^"]*"|[^\s=]+/g) ?? [];
  if (parts.length === 0) return undefined;
  const conditions: AugeasNode[] = [];
  // Some conditions, such as `all`, have no value.
  for (let at = 0; at < parts.length; at += 2)
    conditions.push(node(parts[at] ?? '', parts[at + 1] === undefined ? null : unquoted(parts[at + 1] ?? '')));
  return node('Match', null, [node('Condition', null, conditions), node('Settings', null, settings)]);
}

export const sshd: Lens = {
  name: 'Sshd',
  files: ['/etc/ssh/sshd_config', '/etc/ssh/sshd_config.d/*.conf'],
  parse(text, skip) {
    const found: AugeasNode[] = [];
    /** Items of lists are numbered through the whole file. */
    const counts = new Map<string, number>();
    let into = found;
    for (const { number, text: line, comment } of entryLines(text, skip)) {
      const [, name = '', value = ''] = ENTRY.exec(line) ?? [];
      const keyword = name.toLowerCase();
      if (comment !== null) into.push(...commentNode(comment));
      else if (name === '') skip(number);
      else if (keyword === 'match') {
        const settings: AugeasNode[] = [];
        const block = matchNode(value, settings);
        if (block) found.push({ ...block, label: name });
        into = settings;
      } else if (keyword === 'subsystem') {
        const [, subsystem = value, program = ''] = /^(\S+)(?:\s*=\s*|\s+)(.+)$/.exec(value) ?? [];
        into.push(node(name, null, [node(subsystem, program)]));
      } else {
        const values = listOf(SERVER, keyword, value);
        const before = counts.get(keyword) ?? 0;
        if (values) counts.set(keyword, before + values.length);
        into.push(values ? node(name, null, numbered(values, before + 1)) : node(name, value));
      }
    }
    return found;
  },
};

function listOf({ commas, blanks }: Lists, keyword: string, value: string): string[] | undefined {
  if (commas.has(keyword)) return value.split(',').map((item) => item.trim());
  return blanks.has(keyword) ? (value.match(/"[^"]*"|[^\s=]+/g) ?? []).map(unquoted) : undefined;
}

export const ssh: Lens = {
  name: 'Ssh',
  files: ['/etc/ssh/ssh_config', '/root/.ssh/config', '/home/*/.ssh/config', '/etc/ssh/ssh_config.d/*.conf'],
  parse(text, skip) {
    const found: AugeasNode[] = [];
    let into = found;
    for (const { number, text: line, comment } of entryLines(text, skip)) {
      const [, name = '', value = ''] = ENTRY.exec(line) ?? [];
      const keyword = name.toLowerCase();
      const children: AugeasNode[] = [];
      if (comment !== null) into.push(...commentNode(comment));
      else if (name === '') skip(number);
      else if (keyword === 'host') {
        found.push(node(name, value, children));
        into = children;
      } else if (keyword === 'match') {
        const block = matchNode(value, children);
        if (block) found.push({ ...block, label: name });
        into = children;
      } else into.push(clientEntry(name, keyword, value));
    }
    return found;
  },
};

function clientEntry(name: string, keyword: string, value: string): AugeasNode {
  const [first = '', second] = words(value);
  if (FORWARDS.has(keyword) && second !== undefined) return node(name, null, [node(first, second)]);
  if (keyword === 'rekeylimit')
    return node(name, null, [node('amount', first), ...(second === undefined ? [] : [node('duration', second)])]);
  const values = listOf(CLIENT, keyword, value);
  return values ? node(name, null, numbered(values)) : node(name, value);
}
