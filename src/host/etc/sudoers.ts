import { Gone } from '../../core/index.js';
import { Refused, readOr, readOrWarn } from '../errors.js';
import { readRegularText } from '../files/regular.js';
import type { Host } from '../host.js';

/** A line of a sudoers file, continued lines joined. */
export interface SudoersLine {
  readonly source: string;
  /** The first word. */
  readonly header: string;
  readonly details: string;
}

/** Files read in one go; sudo itself gives up at 128 levels. */
const MAX_FILES = 1000;
const MAX_DEPTH = 128;
const MAX_BYTES = 4 * 1024 * 1024;

/** Lines of `/etc/sudoers` and of what it includes, each file where it is named. Says what it could not read. */
export function readSudoers(host: Host, warn: (message: string) => void): SudoersLine[] {
  const lines: SudoersLine[] = [];
  let files = 0;
  const open = new Set<string>();
  const visit = (path: string): void => {
    // A file that includes itself ends there, as it does in sudo.
    if (open.has(path)) return;
    if (open.size >= MAX_DEPTH || ++files > MAX_FILES) {
      warn(`sudoers: more than ${open.size >= MAX_DEPTH ? `${MAX_DEPTH} levels` : `${MAX_FILES} files`} of includes`);
      return;
    }
    const text = readOrWarn('', warn, () => readRegularText(host, path, MAX_BYTES));
    open.add(path);
    for (const line of parseSudoers(text, path)) {
      lines.push(line);
      for (const target of includesOf(host, line, warn)) visit(target);
    }
    open.delete(path);
  };
  visit('/etc/sudoers');
  return lines;
}

/** sudoers(5): comments and empty lines left out, but for `#include` and `#includedir`. Pure. */
export function* parseSudoers(text: string, source: string): Generator<SudoersLine> {
  let pending: string[] | undefined;
  const raw = text.split('\n');
  for (const [at, rawLine] of raw.entries()) {
    const line = rawLine.replace(/^[\t\v\r ]+|[\t\v\r ]+$/g, '');
    if (!pending && (line === '' || (line.startsWith('#') && !INCLUDE.test(line)))) continue;
    const isContinued = line.endsWith('\\') && at < raw.length - 1;
    pending ??= [];
    pending.push(isContinued ? line.slice(0, -1) : line);
    if (isContinued) continue;
    yield splitLine(pending.join(''), source);
    pending = undefined;
  }
  if (pending) yield splitLine(pending.join(''), source);
}

const INCLUDE = /^[#@]include(dir)?(?=[\t\v ]|$)/;

function splitLine(line: string, source: string): SudoersLine {
  const [header = ''] = /^[^\t\v ]*/.exec(line) ?? [];
  return { source, header, details: line.slice(header.length).replace(/^[\t\v ]+/, '') };
}

function includesOf(host: Host, line: SudoersLine, warn: (message: string) => void): string[] {
  if (!INCLUDE.test(line.header) || line.details === '') return [];
  const target = resolveTarget(line.details, line.source, host.facts.hostname);
  if (!line.header.endsWith('dir')) return readOr(false, () => host.exists(target)) ? [target] : [];
  try {
    // A name with a dot or a tilde at its end belongs to a package manager or an editor.
    const names = host.list(target).filter((name) => !name.includes('.') && !name.endsWith('~'));
    return names
      .sort()
      .map((name) => `${target.replace(/\/+$/, '')}/${name}`)
      .filter((path) => readOr(false, () => host.stat(path).isFile()));
  } catch (error) {
    if (error instanceof Refused) warn(error.message);
    else if (!(error instanceof Gone)) throw error;
    return [];
  }
}

/** Relative to the folder of the file that names it; %h is the host's short name, quotes and escapes hold blanks. */
function resolveTarget(details: string, source: string, hostname: string): string {
  const [, quoted] = /^"([^"]*)"$/.exec(details) ?? [];
  const name = (quoted ?? details.replace(/\\(.)/g, '$1')).replaceAll('%h', hostname.split('.', 1)[0] ?? '');
  return name.startsWith('/') ? name : `${source.slice(0, source.lastIndexOf('/'))}/${name}`;
}
