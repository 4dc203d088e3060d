import { type Lens, MAX_LINE } from '../lens.js';
import { type AugeasNode, comment as commentNode, node, numbered } from '../node.js';
import { type Statement, shellStatements } from './shell-statements.js';

const SYSCONFIG_OTHERS = [
  ...['anaconda', 'bootloader', 'hw-uuid', 'hwconf', 'ip*tables', 'ip*tables.save', 'kernel', '*.pub', '*.systemd'],
  ...['sysstat.ioconf', 'system-config-firewall', 'system-config-securitylevel', 'network-scripts', 'rhn'],
];

/** Assignments, what is exported, unset and read in, and conditions around them; other statements are left out. */
export const shellvars: Lens = {
  name: 'Shellvars',
  files: [
    ...['/etc/default/*', '/etc/sysconfig/*', '/etc/sysconfig/network/config', '/etc/sysconfig/network/ifcfg-*'],
    ...['/etc/sysconfig/network-scripts/ifcfg-*', '/etc/environment', '/etc/os-release', '/etc/lsb-release'],
    ...['/etc/locale.conf', '/etc/vconsole.conf', '/etc/selinux/config', '/etc/adduser.conf', '/etc/rc.conf'],
    ...['/etc/conf.d/*', '/etc/firewalld/firewalld.conf', '/etc/popularity-contest.conf'],
  ],
  except: [
    ...SYSCONFIG_OTHERS.map((name) => `/etc/sysconfig/${name}`),
    ...['/etc/default/grub_installdevice*', '/etc/default/rmt', '/etc/default/star', '/etc/default/whoopsie'],
  ],
  parse(text, skip) {
    const reader = new Reader(shellStatements(text), skip);
    return reader.block(new Set());
  },
};

/** Words that end a block, or begin its next part. */
const BLOCK_ENDS: Readonly<Record<string, string>> = {
  for: 'done',
  while: 'done',
  until: 'done',
  select: 'done',
  case: 'esac',
};
const MAX_DEPTH = 50;

class Reader {
  #depth = 0;
  /** What is left of a statement behind `then`, `else` or `do`. */
  #rest: Statement | undefined;

  constructor(
    readonly statements: Iterator<Statement>,
    readonly skip: (line: number) => void,
  ) {}

  /** Nodes up to one of the words, which stays the current statement. */
  block(ends: ReadonlySet<string>): AugeasNode[] {
    const found: AugeasNode[] = [];
    for (let statement = this.#next(); statement; statement = this.#next()) {
      const word = firstWord(statement.text);
      if (ends.has(word)) {
        this.#rest = statement;
        return found;
      }
      found.push(...this.#nodesOf(statement, word));
    }
    return found;
  }

  #next(): Statement | undefined {
    const rest = this.#rest;
    this.#rest = undefined;
    return rest ?? (this.statements.next().value as Statement | undefined); // its return value is undefined
  }

  #nodesOf(statement: Statement, word: string): AugeasNode[] {
    const { text, line, comment } = statement;
    const behind = commentNode(comment ?? '');
    if (text === '') return behind;
    if (text.length > MAX_LINE) {
      this.skip(line);
      return [];
    }
    if (word === 'if' && this.#depth < MAX_DEPTH) return [...this.#condition(text), ...behind];
    const end = Object.hasOwn(BLOCK_ENDS, word) ? BLOCK_ENDS[word] : /^[\w-]+\s*\(\)/.test(text) ? '}' : undefined;
    if (end !== undefined) this.#pass(end);
    const made = end === undefined ? simpleNode(text) : undefined;
    if (made) return [{ ...made, children: [...made.children, ...behind] }];
    this.skip(line);
    return [];
  }

  /** `if`, with all its parts up to `fi`. */
  #condition(text: string): AugeasNode[] {
    this.#depth++;
    const parts: AugeasNode[] = [];
    let head = text;
    for (;;) {
      const word = firstWord(head);
      this.#rest = undefined;
      const body: AugeasNode[] = word === 'else' ? this.#afterWord(head, 'else') : this.#afterThen();
      body.push(...this.block(new Set(['elif', 'else', 'fi'])));
      parts.push(word === 'else' ? node('@else', null, body) : testNode(word, head, body));
      const next = this.#next();
      if (!next || firstWord(next.text) === 'fi') break;
      head = next.text;
    }
    this.#depth--;
    const [first, ...others] = parts;
    return first ? [{ ...first, children: [...first.children, ...others] }] : [];
  }

  #afterThen(): AugeasNode[] {
    const then = this.#next();
    return then ? this.#afterWord(then.text, 'then') : [];
  }

  /** What stands on the line of such a word. */
  #afterWord(text: string, word: string): AugeasNode[] {
    const rest = firstWord(text) === word ? text.slice(word.length).trim() : text;
    if (rest !== '') this.#rest = { line: 0, text: rest, comment: null };
    return [];
  }

  /** Passes over a block, and those within it. */
  #pass(end: string): void {
    let depth = 1;
    for (let statement = this.#next(); statement; statement = this.#next()) {
      const word = firstWord(statement.text);
      if (Object.hasOwn(BLOCK_ENDS, word) && BLOCK_ENDS[word] === end) depth++;
      if (word === end && --depth === 0) return;
    }
  }
}

const firstWord = (text: string): string => /^\S+/.exec(text)?.[0] ?? '';

/** `if a && b` is a value with nodes for what is beside it. */
function testNode(word: string, head: string, body: readonly AugeasNode[]): AugeasNode {
  const [first = '', ...others] = head.slice(word.length).split(/(&&|\|\|)/);
  const tests: AugeasNode[] = [];
  for (let at = 0; at + 1 < others.length; at += 2)
    tests.push(node(others[at] === '&&' ? '@and' : '@or', others[at + 1]?.trim() ?? ''));
  return node(`@${word}`, first.trim(), [...tests, ...body]);
}

/** Undefined for what sets nothing. */
function simpleNode(text: string): AugeasNode | undefined {
  const [, exported, assignment] = /^(export\s+)?([A-Za-z_]\w*(?:\[\w+\])?=.*)$/s.exec(text) ?? [];
  if (assignment !== undefined) return assignmentNode(assignment, exported !== undefined);
  const [, command, rest = ''] = /^(export|unset|\.|source)\s+(\S.*)$/s.exec(text) ?? [];
  const names = rest.split(/\s+/);
  if (command === '.' || command === 'source') return names.length === 1 ? node('.source', rest) : undefined;
  if (command === undefined || !names.every((name) => /^-?\w+$/.test(name))) return undefined;
  return node(`@${command}`, null, numbered(names));
}

function assignmentNode(text: string, isExported: boolean): AugeasNode | undefined {
  const equals = text.indexOf('=');
  const [name, value] = [text.slice(0, equals), text.slice(equals + 1)];
  const exported = isExported ? [node('export')] : [];
  const [, items] = /^\((.*)\)$/s.exec(value) ?? [];
  if (items !== undefined) return node(name, null, [...numbered(wordsOf(items)), ...exported]);
  // A command behind it makes it a variable of that command alone.
  return wordsOf(value).length > 1 ? undefined : node(name, value, exported);
}

/** Words, in which blanks within quotes and substitutions are kept. */
const wordsOf = (text: string): string[] =>
  text.match(/(?:"(?:\\.|[^"\\])*"|'[^']*'|`[^`]*`|\$\([^)]*\)|\\.|[^\s"'`\\])+/gs) ?? [];
