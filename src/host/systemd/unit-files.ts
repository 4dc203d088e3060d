import { readOr } from '../errors.js';
import type { Host } from '../host.js';
import { linesOf } from '../words.js';

/** A unit as its files say, for machines whose systemd cannot be asked. */
export interface UnitFile {
  readonly id: string;
  /** Its file, links resolved; null where the unit is masked, or its link leads nowhere. */
  readonly path: string | null;
  /** enabled, disabled, indirect, static, masked, alias, generated or transient (systemctl(1)). */
  readonly state: string;
  readonly description: string | null;
  /** The user a service runs as. */
  readonly user: string | null;
}

/** Where systemd looks, what comes first counts (systemd.unit(5)). */
export const UNIT_FOLDERS = [
  '/etc/systemd/system.control',
  '/run/systemd/system.control',
  '/run/systemd/transient',
  '/run/systemd/generator.early',
  '/etc/systemd/system',
  '/run/systemd/system',
  '/run/systemd/generator',
  '/usr/local/lib/systemd/system',
  '/usr/lib/systemd/system',
  '/lib/systemd/system',
  '/run/systemd/generator.late',
] as const;

const UNIT = /^[\w:.\\@-]+\.(service|socket|device|mount|automount|swap|target|path|timer|slice|scope)$/;

/** Units that have a file, by name. Templates (`getty@.service`) are none. */
export function* listUnitFiles(host: Host): Generator<UnitFile> {
  const folders = new Map<string, string>();
  const wanted = new Set<string>();
  for (const folder of UNIT_FOLDERS) {
    for (const name of readOr([], () => host.list(folder))) {
      if (UNIT.test(name) && !name.includes('@.') && !folders.has(name)) folders.set(name, folder);
      // Only links of an administrator enable a unit; what packages bring along is part of the unit.
      if (folder.startsWith('/etc/') && /\.(wants|requires|upholds)$/.test(name))
        for (const id of readOr([], () => host.list(`${folder}/${name}`))) wanted.add(id);
    }
  }
  for (const [id, folder] of [...folders].sort()) yield unitOf(host, id, folder, wanted);
}

function unitOf(host: Host, id: string, folder: string, wanted: ReadonlySet<string>): UnitFile {
  const file = `${folder}/${id}`;
  const target = readOr(null, () => host.canonicalPath(file));
  if (target === '/dev/null' || (target !== null && readOr(1n, () => host.stat(target).size) === 0n))
    return { id, path: null, state: 'masked', description: null, user: null };
  const text = target === null ? '' : readOr('', () => host.readText(target, MAX_BYTES));
  const unit = parseUnitFile(text);
  const state = stateOf(folder, target !== null && !target.endsWith(`/${id}`), wanted.has(id), unit.install);
  return { id, path: target, state, description: unit.description, user: unit.user };
}

const MAX_BYTES = 1024 * 1024;

function stateOf(folder: string, isAlias: boolean, isWanted: boolean, install: Install): string {
  if (folder.startsWith('/run/systemd/generator')) return 'generated';
  if (folder === '/run/systemd/transient') return 'transient';
  if (isAlias) return 'alias';
  if (isWanted) return 'enabled';
  return STATES[install];
}

/** What a section [Install] has: what enabling the unit would do, only other units that come along, or neither. */
type Install = 'rules' | 'also' | 'none';
const STATES: Readonly<Record<Install, string>> = { rules: 'disabled', also: 'indirect', none: 'static' };
const RULES = new Set(['WantedBy', 'RequiredBy', 'UpheldBy', 'Alias']);

/** Pure. */
export function parseUnitFile(text: string): {
  readonly description: string | null;
  readonly user: string | null;
  readonly install: Install;
} {
  let section = '';
  let description: string | null = null;
  let user: string | null = null;
  let install: Install = 'none';
  for (const line of linesOf(text)) {
    if (line.startsWith('[')) section = line.trim();
    const [, key, value = ''] = /^(\w+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (section === '[Unit]' && key === 'Description') description = value;
    if (section === '[Service]' && key === 'User') user = value;
    if (section !== '[Install]' || key === undefined || value === '') continue;
    if (RULES.has(key)) install = 'rules';
    else if (key === 'Also' && install === 'none') install = 'also';
  }
  return { description: description || null, user: user || null, install };
}
