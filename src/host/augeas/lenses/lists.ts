import { words } from '../../words.js';
import { entryLines, type Lens, splitComment } from '../lens.js';
import { type AugeasNode, comment as commentNode, node, nodes } from '../node.js';

/** What an entry's words make: undefined where they do not fit. The second is how many numbered ones there were before. */
type Entry = (words: readonly string[], before: number) => AugeasNode | undefined;

interface Described {
  readonly name: string;
  readonly files: readonly string[];
  readonly except?: readonly string[];
  /** Characters that begin a comment; default `#`. */
  readonly marks?: string;
  /** Where a comment behind an entry begins; none: there is none. */
  readonly mark?: RegExp | null;
  /** Comments behind entries are dropped. */
  readonly drops?: boolean;
  readonly entry: Entry;
}

/** A lens for files with an entry of words on each line, and a comment behind it. */
function listLens({ name, files, except, marks, mark = /#/, drops, entry }: Described): Lens {
  return {
    name,
    files,
    ...(except && { except }),
    parse(text, skip) {
      const found: AugeasNode[] = [];
      let entries = 0;
      for (const line of entryLines(text, skip, marks)) {
        if (line.comment !== null) {
          found.push(...commentNode(line.comment));
          continue;
        }
        const { text: rest, comment } = mark ? splitComment(line.text, mark) : { text: line.text, comment: '' };
        const made = entry(words(rest), entries);
        if (!made) {
          skip(line.number);
          continue;
        }
        if (/^\d/.test(made.label)) entries++;
        found.push(drops ? made : { ...made, children: [...made.children, ...commentNode(comment)] });
      }
      return found;
    },
  };
}

export const hosts = listLens({
  name: 'Hosts',
  files: ['/etc/hosts'],
  entry([address = '', canonical, ...aliases], before) {
    if (canonical === undefined) return undefined;
    const names = [node('ipaddr', address), node('canonical', canonical), ...nodes('alias', aliases)];
    return node(String(before + 1), null, names);
  },
});

export const services = listLens({
  name: 'Services',
  files: ['/etc/services'],
  entry([name = '', place = '', ...aliases]) {
    const [, start = '', end, protocol = ''] = /^(\d+)(?:-(\d+))?\/(\w+)$/.exec(place) ?? [];
    if (protocol === '') return undefined;
    const ports = end === undefined ? [node('port', start)] : [node('start', start), node('end', end)];
    return node('service-name', name, [...ports, node('protocol', protocol), ...nodes('alias', aliases)]);
  },
});

export const fstab = listLens({
  name: 'Fstab',
  files: ['/etc/fstab', '/etc/mtab'],
  mark: /\s#/,
  entry([spec = '', file, types, options, dump, pass, ...more], before) {
    if (file === undefined || types === undefined || more.length > 0) return undefined;
    const option = (text: string): AugeasNode => {
      const equals = text.indexOf('=');
      return equals < 0
        ? node('opt', text)
        : node('opt', text.slice(0, equals), [node('value', text.slice(equals + 1))]);
    };
    return node(String(before + 1), null, [
      node('spec', spec),
      node('file', file),
      ...nodes('vfstype', types.split(',')),
      ...(options?.split(',').map(option) ?? []),
      ...(dump === undefined ? [] : [node('dump', dump)]),
      ...(pass === undefined ? [] : [node('passno', pass)]),
    ]);
  },
});

export const limits = listLens({
  name: 'Limits',
  files: ['/etc/security/limits.conf', '/etc/security/limits.d/*.conf'],
  entry([domain = '', type, item, value, ...more]) {
    if (type === undefined || item === undefined || value === undefined || more.length > 0) return undefined;
    return node('domain', domain, [node('type', type), node('item', item), node('value', value)]);
  },
});

export const shells = listLens({
  name: 'Shells',
  files: ['/etc/shells'],
  entry: ([shell = '', ...more], before) => (more.length > 0 ? undefined : node(String(before + 1), shell)),
});

export const hostname = listLens({
  name: 'Hostname',
  files: ['/etc/hostname', '/etc/mailname'],
  entry: ([name = '', ...more]) => (more.length > 0 ? undefined : node('hostname', name)),
});

export const loginDefs = listLens({
  name: 'Login_defs',
  files: ['/etc/login.defs'],
  mark: null,
  entry: ([name = '', ...value]) => node(name, value.length === 0 ? null : value.join(' ')),
});

export const resolv = listLens({
  name: 'Resolv',
  files: ['/etc/resolv.conf'],
  marks: '#;',
  mark: /[#;]/,
  entry([name = '', ...values]) {
    const pairOf = (text: string, between: string): readonly [string, string | null] => {
      const at = text.indexOf(between);
      return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + 1)];
    };
    switch (name) {
      case 'nameserver':
      case 'domain':
        return values.length === 1 ? node(name, values[0]) : undefined;
      case 'search':
        return node(name, null, nodes('domain', values));
      case 'options':
        return node(
          name,
          null,
          values.map((option) => node(...pairOf(option, ':'))),
        );
      case 'lookup':
      case 'family':
        return node(
          name,
          null,
          values.map((value) => node(value)),
        );
      case 'sortlist':
        return node(
          name,
          null,
          values.map((value) => {
            const [address, mask] = pairOf(value, '/');
            return node('ipaddr', address, mask === null ? [] : [node('netmask', mask)]);
          }),
        );
      default:
        return undefined;
    }
  },
});

export const modprobe = listLens({
  name: 'Modprobe',
  files: ['/etc/modprobe.conf', '/etc/modprobe.d/*', '/etc/modprobe.conf.local'],
  mark: /\s#/,
  entry([command = '', name, ...rest]) {
    if (name === undefined) return undefined;
    switch (command) {
      case 'alias':
        return node(command, name, nodes('modulename', rest));
      case 'options':
        return node(
          command,
          name,
          rest.map((option) => node(...nameAndValue(option))),
        );
      case 'install':
      case 'remove':
        return node(command, name, [node('command', rest.join(' '))]);
      case 'softdep':
        return node(command, name, softDependencies(rest));
      case 'blacklist':
        return rest.length === 0 ? node(command, name) : undefined;
      case 'config':
      case 'include':
        return node(command, [name, ...rest].join(' '));
      default:
        return undefined;
    }
  },
});

function nameAndValue(text: string): readonly [name: string, value: string | null] {
  const equals = text.indexOf('=');
  return equals < 0 ? [text, null] : [text.slice(0, equals), text.slice(equals + 1)];
}

function softDependencies(rest: readonly string[]): AugeasNode[] {
  let kind = 'pre';
  return rest.flatMap((word) => {
    if (word !== 'pre:' && word !== 'post:') return [node(kind, word)];
    kind = word.slice(0, -1);
    return [];
  });
}

export const pam = listLens({
  name: 'Pam',
  files: ['/etc/pam.d/*'],
  except: ['/etc/pam.d/allow.pamlist', '/etc/pam.d/README'],
  entry(found, before) {
    const [first = '', ...more] = found.join(' ').match(/\[[^\]]*\]|\S+/g) ?? [];
    if (first === '@include') return more.length === 1 ? node('include', more[0]) : undefined;
    const [control, module, ...rest] = more;
    if (control === undefined || module === undefined) return undefined;
    const isOptional = first.startsWith('-');
    // Blanks within brackets part the arguments of a module, too.
    return node(String(before + 1), null, [
      ...(isOptional ? [node('optional')] : []),
      node('type', isOptional ? first.slice(1) : first),
      node('control', control),
      node('module', module),
      ...nodes('argument', words(rest.join(' '))),
    ]);
  },
});

export const nsswitch = listLens({
  name: 'Nsswitch',
  files: ['/etc/nsswitch.conf'],
  entry(found) {
    const [, database, sources = ''] = /^([^\s:]+)\s*:(.*)$/.exec(found.join(' ')) ?? [];
    if (database === undefined) return undefined;
    const parts = sources.match(/\[[^\]]*\]|[^\s[]+/g) ?? [];
    return node(
      'database',
      database,
      parts.map((part) => (part.startsWith('[') ? reaction(part) : node('service', part))),
    );
  },
});

/** `[NOTFOUND=return !UNAVAIL=continue]` */
function reaction(text: string): AugeasNode {
  const statuses = words(text.slice(1, -1)).map((word) => {
    const [status, action] = nameAndValue(word.replace(/^!/, ''));
    const negated = word.startsWith('!') ? [node('negate')] : [];
    return node('status', status, [...negated, node('action', action)]);
  });
  return node('reaction', null, statuses);
}

export const aptSources = listLens({
  name: 'Aptsources',
  files: ['/etc/apt/sources.list', '/etc/apt/sources.list.d/*.list'],
  mark: /\s#/,
  drops: true,
  entry(found, before) {
    const [, type, options, rest = ''] = /^(\S+)\s+(?:\[([^\]]*)\]\s+)?(.+)$/.exec(found.join(' ')) ?? [];
    const [uri, distribution, ...components] = rest.match(/(?:[a-z+]+:)?\[[^\]]*\]\/?|\S+/g) ?? [];
    if (type === undefined || uri === undefined || distribution === undefined) return undefined;
    return node(String(before + 1), null, [
      node('type', type),
      ...(options === undefined ? [] : [node('options', null, words(options).map(aptOption))]),
      node('uri', uri),
      node('distribution', distribution),
      ...nodes('component', components),
    ]);
  },
});

/** `arch=amd64`, `arch+=arm64`. */
function aptOption(text: string): AugeasNode {
  const [name, value] = nameAndValue(text);
  const [, plain = name, operation] = /^(.*?)([+-])$/.exec(name) ?? [];
  return node(plain, value, operation === undefined ? [] : [node('operation', operation)]);
}

export const pgHba = listLens({
  name: 'Pg_hba',
  files: [
    ...['/var/lib/pgsql/data/pg_hba.conf', '/var/lib/pgsql/*/data/pg_hba.conf'],
    ...['/var/lib/postgresql/*/data/pg_hba.conf', '/etc/postgresql/*/*/pg_hba.conf'],
  ],
  mark: /\s#/,
  entry(found, before) {
    const [type = '', databases, users, ...rest] = found.join(' ').match(/(?:"[^"]*"|\S)+/g) ?? [];
    if (databases === undefined || users === undefined) return undefined;
    const isLocal = type === 'local';
    const hasMask = !isLocal && /^[\d.:a-f]+$/i.test(rest[0] ?? '') && /^\d+\.\d+\.\d+\.\d+$|:/.test(rest[1] ?? '');
    const address = isLocal ? [] : rest.slice(0, hasMask ? 2 : 1);
    const [method, ...options] = rest.slice(address.length);
    if (method === undefined) return undefined;
    const option = (text: string): AugeasNode => {
      const [name, value] = nameAndValue(text.replace(/^"(.*)"$/, '$1'));
      return node('option', name, value === null ? [] : [node('value', value)]);
    };
    return node(String(before + 1), null, [
      node('type', type),
      ...nodes('database', databases.split(',')),
      ...nodes('user', users.split(',')),
      ...(isLocal ? [] : [node('address', address.join(' '))]),
      node('method', method, options.map(option)),
    ]);
  },
});
