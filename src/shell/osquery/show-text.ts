import { VERSION } from '../../core/index.js';
import type { Flags } from '../../flags/index.js';
import type { ShellSession } from '../session.js';
import { SQLITE_VERSION } from '../sqlite-version.js';

/** What `.show` prints: two lines for the standard output, the rest for where results go. */
export function showText(session: ShellSession): { readonly title: string; readonly rest: string } {
  const { io, flags } = session;
  const name = io.isInteractive ? '\u001b[1mosquery\u001b[0m' : 'osquery';
  const title = `${name} - being built, with love.\n${'~'.repeat(45)}\n`;
  const versions = `osquery ${VERSION}\nusing SQLite ${SQLITE_VERSION}\n`;
  const general = flags ? `\nGeneral settings:\n${labelled(generalSettings(flags))}` : '';
  const shell = `\nShell settings:\n${labelled(shellSettings(session))}`;
  return { title, rest: `${versions}${general}${shell}${flags ? changedFlags(flags) : ''}` };
}

type Setting = readonly [label: string, value: string];

const labelled = (settings: readonly Setting[]): string =>
  settings.map(([label, value]) => `${label.padStart(13)}: ${value}\n`).join('');

function generalSettings(flags: Flags): Setting[] {
  const text = (name: string): string => flags.text(name);
  const plugin = (kind: 'config' | 'logger'): string => {
    const name = text(`${kind}_plugin`);
    if (name === 'filesystem') return `${name} (${text(`${kind}_path`)})`;
    return name === 'tls' ? `${name} (${text('tls_hostname')}${text(`${kind}_tls_endpoint`)})` : name;
  };
  const isStored = !flags.bool('disable_database');
  return [
    ['Flagfile', text('flagfile')],
    ['Config', plugin('config')],
    ['Logger', plugin('logger')],
    ['Distributed', text('distributed_plugin')],
    ['Database', isStored ? `rocksdb (${text('database_path')})` : 'ephemeral'],
    ['Extensions', flags.bool('disable_extensions') ? '' : 'core'],
    ['Socket', text('extensions_socket')],
  ];
}

function shellSettings({ state }: ShellSession): Setting[] {
  const onOff = (value: boolean): string => (value ? 'on' : 'off');
  const end = state.widths.findIndex((width) => !width);
  const widths = state.widths.slice(0, end < 0 ? undefined : end);
  return [
    ['echo', onOff(state.echo)],
    ['headers', onOff(state.header)],
    ['mode', state.mode],
    ['nullvalue', quoted(state.nullText ?? '')],
    ['output', 'stdout'],
    ['separator', quoted(state.separator ?? '|')],
    ['width', widths.map((width) => `${width} `).join('')],
  ];
}

function changedFlags(flags: Flags): string {
  const changed = flags.rows().filter(({ value, defaultValue }) => value !== defaultValue);
  return `\nNon-default flags/options:\n${changed.map(({ name, value }) => `  ${name}: ${value}\n`).join('')}`;
}

const ESCAPES: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** As a string of C. */
const quoted = (text: string): string =>
  `"${text.replace(
    /["\\\u0000-\u001f\u007f]/g,
    (char) => ESCAPES[char] ?? `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`,
  )}"`;
