import { words } from '../../words.js';
import { entryLines, type Lens, splitComment } from '../lens.js';
import { type AugeasNode, comment as commentNode, node } from '../node.js';

export const sysctl: Lens = {
  name: 'Sysctl',
  files: ['/boot/loader.conf', '/etc/sysctl.conf', '/etc/sysctl.d/*'],
  except: ['/etc/sysctl.d/README', '/etc/sysctl.d/README.sysctl'],
  parse(text, skip) {
    return [...entryLines(text, skip, '#;')].flatMap(({ number, text: line, comment }) => {
      if (comment !== null) return commentNode(comment);
      const [, name, value = ''] = /^([^=\s]+)\s*=\s*(.*)$/.exec(line) ?? [];
      if (name !== undefined) return [node(name, value)];
      skip(number);
      return [];
    });
  },
};

export const postgresql: Lens = {
  name: 'Postgresql',
  files: [
    ...['/var/lib/pgsql/data/postgresql.conf', '/var/lib/pgsql/*/data/postgresql.conf'],
    ...['/var/lib/postgresql/*/data/postgresql.conf', '/etc/postgresql/*/*/postgresql.conf'],
  ],
  parse(text, skip) {
    return [...entryLines(text, skip)].flatMap(({ number, text: line, comment }) => {
      if (comment !== null) return commentNode(comment);
      const [, name, quoted, bare, behind = ''] =
        /^([\w.]+)(?:\s*=\s*|\s+)(?:'((?:[^']|'')*)'|([^\s#']+))?\s*(?:#(.*))?$/.exec(line) ?? [];
      if (name !== undefined) return [node(name, quoted?.replaceAll("''", "'") ?? bare ?? '', commentNode(behind))];
      skip(number);
      return [];
    });
  },
};

const TIMES = ['minute', 'hour', 'dayofmonth', 'month', 'dayofweek'];

export const cron: Lens = {
  name: 'Cron',
  files: ['/etc/cron.d/*', '/etc/crontab', '/etc/crontabs/*'],
  except: ['/etc/cron.d/at.allow', '/etc/cron.d/at.deny', '/etc/cron.d/cron.allow', '/etc/cron.d/cron.deny'],
  parse(text, skip) {
    return [...entryLines(text, skip)].flatMap(({ number, text: line, comment }) => {
      if (comment !== null) return commentNode(comment);
      const [, name, value = ''] = /^([A-Za-z_]\w*)\s*=\s*(.*)$/.exec(line) ?? [];
      if (name !== undefined) return [node(name, value)];
      const entry = cronEntry(line);
      if (entry) return [entry];
      skip(number);
      return [];
    });
  },
};

/** `17 * * * * root command`, or `@daily root command`; a `-` before it keeps it out of the log. */
function cronEntry(line: string): AugeasNode | undefined {
  const [, prefix, schedule, times, user = '', command = ''] =
    /^(-?)(?:@(\w+)|((?:[^\s@-]\S*\s+){4}[^\s@]\S*))\s+(\S+)\s+(\S.*)$/.exec(line) ?? [];
  if (command === '') return undefined;
  const fields = words(times ?? '');
  return node('entry', command, [
    ...(prefix === '' || prefix === undefined ? [] : [node('prefix', prefix)]),
    schedule === undefined
      ? node(
          'time',
          null,
          TIMES.map((name, at) => node(name, fields[at] ?? '')),
        )
      : node('schedule', schedule),
    node('user', user),
  ]);
}

/** What is listed by commas or blanks, also over several lines. */
const YUM_LISTS: ReadonlySet<string> = new Set(['baseurl', 'gpgkey', 'exclude']);

interface Section {
  readonly node: AugeasNode;
  readonly children: AugeasNode[];
}

/** A section that further nodes go to. */
function openSection(label: string, value: string | null): Section {
  const children: AugeasNode[] = [];
  return { node: node(label, value, children), children };
}

export const yum: Lens = {
  name: 'Yum',
  files: [
    ...['/etc/yum.conf', '/etc/yum.repos.d/*.repo', '/etc/yum/yum-cron*.conf', '/etc/yum/pluginconf.d/*'],
    ...['/etc/dnf/dnf.conf', '/etc/dnf/automatic.conf', '/etc/dnf/plugins/*.conf'],
  ],
  except: ['/etc/yum/pluginconf.d/versionlock.list'],
  parse(text, skip) {
    const found: AugeasNode[] = [];
    let into = found;
    let list: string | undefined;
    text.split(/\r?\n/).forEach((line, at) => {
      const [, title] = /^\s*\[(.+)\]\s*$/.exec(line) ?? [];
      const [, name, value = ''] = /^\s*([^=\s#;[][^=]*?)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
      if (line.trim() === '') list = undefined;
      else if (/^\s*[#;]/.test(line)) into.push(...commentNode(line.trim().slice(1)));
      else if (list !== undefined && /^\s/.test(line)) into.push(...listed(list, line));
      else if (title !== undefined) {
        const section = openSection(title, null);
        found.push(section.node);
        into = section.children;
      } else if (name !== undefined) {
        list = YUM_LISTS.has(name) ? name : undefined;
        into.push(...(list === undefined ? [node(name, value)] : listed(list, value)));
      } else skip(at + 1);
    });
    return found;
  },
};

const listed = (name: string, text: string): AugeasNode[] =>
  text.split(/[\s,]+/).flatMap((value) => (value === '' ? [] : [node(name, value)]));

export const mysql: Lens = {
  name: 'MySQL',
  files: ['/etc/mysql/my.cnf', '/etc/mysql/conf.d/*.cnf', '/etc/my.cnf', '/etc/my.cnf.d/*.cnf'],
  parse(text, skip) {
    const found: AugeasNode[] = [];
    let into = found;
    for (const { number, text: line, comment } of entryLines(text, skip, '#;')) {
      const [, title] = /^\[(.+)\]/.exec(line) ?? [];
      const [, directive, path] = /^(!include(?:dir)?)\s+(\S+)$/.exec(line) ?? [];
      const [, name, quoted, bare, behind = ''] =
        /^([^\s=#;!"[][^\s=#;"]*)(?:\s*=\s*(?:"([^"]*)"|([^#;"]*?)))?\s*(?:[#;](.*))?$/.exec(line) ?? [];
      if (comment !== null) into.push(...commentNode(comment));
      else if (title !== undefined) {
        const section = openSection('target', title);
        found.push(section.node);
        into = section.children;
      } else if (directive !== undefined) found.push(node(directive, path ?? ''));
      else if (name !== undefined) into.push(node(name, quoted ?? bare ?? '', commentNode(behind)));
      else skip(number);
    }
    return found;
  },
};

export const systemd: Lens = {
  name: 'Systemd',
  files: [
    ...['/lib/systemd/system/*', '/lib/systemd/system/*/*', '/etc/systemd/system/*', '/etc/systemd/system/*/*'],
    ...['/etc/systemd/logind.conf', '/etc/sysconfig/*.systemd', '/lib/systemd/network/*'],
    ...['/usr/local/lib/systemd/network/*', '/etc/systemd/network/*'],
  ],
  parse(text, skip) {
    const found: AugeasNode[] = [];
    let into = found;
    for (const { number, text: line, comment } of entryLines(text, skip, '#;', true)) {
      const [, title] = /^\[(.+)\]$/.exec(line) ?? [];
      const [, name, value = ''] = /^([A-Za-z][\w.-]*)\s*=\s*(.*)$/.exec(line) ?? [];
      if (comment !== null) into.push(...commentNode(comment));
      else if (title !== undefined) {
        const section = openSection(title, null);
        found.push(section.node);
        into = section.children;
      } else if (name !== undefined) into.push(unitEntry(name, value));
      else skip(number);
    }
    return found;
  },
};

function unitEntry(name: string, whole: string): AugeasNode {
  const { text: value, comment } = splitComment(whole, /(?<=^|\s)#/);
  return node(name, null, [...unitValue(name, value), ...commentNode(comment)]);
}

function unitValue(name: string, value: string): AugeasNode[] {
  if (value === '') return [];
  if (name === 'Description') return [node('value', value)];
  if (name === 'Environment') return (value.match(/(?:"[^"]*"|'[^']*'|\S)+/g) ?? []).map(variable);
  if (!/^Exec.../.test(name)) return words(value).map((word) => node('value', word));
  const [, ignores, named, command = '', rest = ''] = /^(-?)(@?)\s*(\S*)\s*(.*)$/.exec(value) ?? [];
  const argumentsOf = words(rest).map((word, at) => node(String(at + 1), word));
  return [
    ...(ignores ? [node('ignoreexit')] : []),
    ...(named ? [node('arg0')] : []),
    node('command', command),
    ...(argumentsOf.length === 0 ? [] : [node('arguments', null, argumentsOf)]),
  ];
}

/** `A=b` or `"A=b c"`. */
function variable(text: string): AugeasNode {
  const plain = /^(["']).*\1$/.test(text) ? text.slice(1, -1) : text;
  const equals = plain.indexOf('=');
  return equals < 0 ? node(plain) : node(plain.slice(0, equals), plain.slice(equals + 1) || null);
}
