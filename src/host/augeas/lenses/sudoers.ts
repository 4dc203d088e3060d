import { entryLines, type Lens } from '../lens.js';
import { type AugeasNode, comment as commentNode, node, nodes } from '../node.js';

/** Kinds of aliases, and what their members are called. */
const ALIASES: Readonly<Record<string, string>> = {
  User_Alias: 'user',
  Runas_Alias: 'runas_user',
  Host_Alias: 'host',
  Cmnd_Alias: 'command',
};

export const sudoers: Lens = {
  name: 'Sudoers',
  files: ['/etc/sudoers', '/usr/local/etc/sudoers', '/etc/sudoers.d/*', '/usr/local/etc/sudoers.d/*'],
  parse(text, skip) {
    return [...entryLines(text, skip, '', true)].flatMap(({ number, text: line }) => {
      const [, include, path] = /^([#@]include(?:dir)?)\s+(\S+)$/.exec(line) ?? [];
      if (include !== undefined && path !== undefined) return [node(include, path)];
      // `#1000` is a user by number, wherever sudoers(5) takes users.
      if (line.startsWith('#') && !/^#-?\d+[\s,]/.test(line)) return commentNode(line.slice(1));
      const { body, behind } = withoutComment(line);
      const entry = aliasNode(body) ?? defaultsNode(body) ?? specNode(body);
      if (entry) return [{ ...entry, children: [...entry.children, ...commentNode(behind)] }];
      skip(number);
      return [];
    });
  },
};

/** A `#` in quotes, before digits or after a backslash begins no comment. */
function withoutComment(line: string): { readonly body: string; readonly behind: string } {
  let at = 0;
  for (const [piece] of line.matchAll(/"[^"]*"|\\.|#-?\d+|[^]/g)) {
    if (piece === '#') return { body: line.slice(0, at).trim(), behind: line.slice(at + 1) };
    at += piece.length;
  }
  return { body: line, behind: '' };
}

/** Splits at a character outside quotes and parentheses, where no backslash is before it. */
function split(text: string, at: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const [piece] of text.matchAll(/"[^"]*"|\\.|[^]/g)) {
    if (piece === '(') depth++;
    if (piece === ')') depth--;
    if (piece === at && depth <= 0) parts.push('');
    else parts.push((parts.pop() ?? '') + piece);
  }
  return parts.map((part) => part.trim());
}

const indexOutside = (text: string, mark: string): number => {
  const [first = ''] = split(text, mark);
  const at = text.indexOf(mark, first === '' ? 0 : text.indexOf(first) + first.length);
  return at;
};

const negatable = (label: string, text: string): AugeasNode => {
  const bangs = /^(!\s*)+/.exec(text)?.[0] ?? '';
  const isNegated = bangs.replaceAll(/\s/g, '').length % 2 === 1;
  return node(label, text.slice(bangs.length), isNegated ? [node('negate')] : []);
};

function aliasNode(line: string): AugeasNode | undefined {
  const [, kind = '', rest = ''] = /^(\w+)\s+(.*)$/.exec(line) ?? [];
  const member = Object.hasOwn(ALIASES, kind) ? ALIASES[kind] : undefined;
  if (member === undefined) return undefined;
  const aliases = split(rest, ':').map((alias) => {
    const [, name = alias, members = ''] = /^(\w+)\s*=\s*(.*)$/.exec(alias) ?? [];
    const listed = split(members, ',').filter(Boolean);
    const isCommand = member === 'command';
    return node('alias', null, [
      node('name', name),
      ...(isCommand ? listed.map((text) => negatable(member, text)) : nodes(member, listed)),
    ]);
  });
  return node(kind, null, aliases);
}

/** Settings whose value is a list of names. */
const LISTS: ReadonlySet<string> = new Set(['env_check', 'env_delete', 'env_keep']);

function defaultsNode(line: string): AugeasNode | undefined {
  const [, type, rest = ''] = /^Defaults([@:!>]\S+)?\s+(.*)$/.exec(line) ?? [];
  if (!line.startsWith('Defaults') || rest === '') return undefined;
  const settings = split(rest, ',').filter(Boolean).map(settingNode);
  return node('Defaults', null, [...(type === undefined ? [] : [node('type', type)]), ...settings]);
}

function settingNode(text: string): AugeasNode {
  const [, bang = '', name = text, operator, value = ''] = /^(!*)\s*(\w+)\s*(?:([+-]?=)\s*(.*))?$/s.exec(text) ?? [];
  if (bang.length % 2 === 1) return node(name, null, [node('negate')]);
  if (operator === undefined) return node(name);
  if (!LISTS.has(name)) return node(name, value);
  const how = operator === '+=' ? [node('append')] : operator === '-=' ? [node('remove')] : [];
  const names = value
    .replace(/^"(.*)"$/s, '$1')
    .split(/\s+/)
    .filter(Boolean);
  return node(name, null, [...how, ...nodes('var', names)]);
}

/** `users hosts = commands : hosts = commands` */
function specNode(line: string): AugeasNode | undefined {
  const equals = indexOutside(line, '=');
  if (equals < 0) return undefined;
  const before = line.slice(0, equals).trim();
  const [, users, hosts] = /^(.*?[^,\s\\])\s+((?:[^\s,]+\s*,\s*)*[^\s,]+)$/s.exec(before) ?? [];
  if (users === undefined || hosts === undefined) return undefined;
  const groups = split(`${hosts}${line.slice(equals)}`, ':');
  // Tags end with colons, too: what has no `=` belongs to what is before it.
  const joined: string[] = [];
  for (const part of groups) {
    if (joined.length === 0 || /^[^=(]*=/.test(part)) joined.push(part);
    else joined.push(`${joined.pop() ?? ''}: ${part}`);
  }
  return node('spec', null, [...nodes('user', split(users, ',')), ...joined.map(hostGroupNode)]);
}

function hostGroupNode(text: string): AugeasNode {
  const equals = text.indexOf('=');
  const hosts = split(text.slice(0, equals), ',').filter(Boolean);
  const commands = split(text.slice(equals + 1), ',').filter(Boolean);
  return node('host_group', null, [...nodes('host', hosts), ...commands.map(commandNode)]);
}

/** `(user : group) TAG: command` */
function commandNode(text: string): AugeasNode {
  const [, runas, rest = text] = /^\(([^)]*)\)\s*(.*)$/s.exec(text) ?? [];
  const [tags = ''] = /^(?:[A-Z_]+\s*:\s*)*/.exec(rest) ?? [];
  const [users = '', groups = ''] = runas === undefined ? [] : split(runas, ':');
  const command = negatable('command', rest.slice(tags.length));
  return {
    ...command,
    children: [
      ...nodes('runas_user', split(users, ',').filter(Boolean)),
      ...nodes('runas_group', split(groups, ',').filter(Boolean)),
      ...nodes(
        'tag',
        tags
          .split(':')
          .map((tag) => tag.trim())
          .filter(Boolean),
      ),
      ...command.children,
    ],
  };
}
