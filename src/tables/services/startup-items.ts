import { COST, tableOf } from '../../catalog/index.js';
import {
  type DesktopEntry,
  type Host,
  listWantedUnits,
  readDesktopEntry,
  readOr,
  readPasswd,
  readUnitUser,
  Systemd,
} from '../../host/index.js';

interface StartupItem {
  readonly name: string | null;
  readonly path: string | null;
  readonly type: 'Startup Item' | 'systemd unit';
  readonly source: string;
  /** Of a unit what systemd says, null where it does not answer. */
  readonly status: string | null;
  readonly username: string | null;
}

const { table, text } = tableOf<StartupItem>();

export const startupItems = table({
  name: 'startup_items',
  description:
    'What starts with the system or at login: autostart entries, init scripts, systemd units that are wanted',
  rows: 50,
  rowCost: 2 * COST.file,
  sources: [
    '/etc/xdg/autostart',
    '~/.config/autostart',
    '~/.config/autostart-scripts',
    '/etc/init.d',
    "systemd's *.wants folders",
  ],
  privileges: 'root for the files of all users; others see those they may read',
  examples: [
    "SELECT name, path, username FROM startup_items WHERE type = 'Startup Item' AND status = 'enabled'",
    "SELECT name, path FROM startup_items WHERE type = 'systemd unit'",
  ],
  columns: {
    name: text('Name it goes by', (item) => item.name),
    path: text('Command line, script or file of the unit', (item) => item.path),
    args: text('Windows and macOS: arguments', () => null),
    type: text('Startup Item or systemd unit', (item) => item.type),
    source: text('Folder, or for a unit the link that starts it', (item) => item.source),
    status: text('enabled or disabled; of a unit its state, such as active', (item) => item.status),
    username: text('User at whose login it starts, or whom the service runs as', (item) => item.username),
  },
  *scan({ host, checkpoint, columns }) {
    for (const [folder, username] of homeFolders(host)) {
      checkpoint();
      yield* entriesOf(host, folder, username);
    }
    yield* scriptsOf(host, '/etc/init.d/');
    yield* entriesOf(host, '/etc/xdg/autostart/', null);
    yield* units(host, columns.has('status') ? activeStates(host) : new Map());
  },
});

/** Autostart folders of local users, each once though several users share a home. */
function homeFolders(host: Host): Map<string, string> {
  const folders = new Map<string, string>();
  for (const { directory, name } of readOr([], () => readPasswd(host))) {
    if (!directory?.startsWith('/')) continue;
    for (const kind of ['autostart', 'autostart-scripts']) {
      const folder = `${directory.replace(/\/+$/, '')}/.config/${kind}/`;
      if (!folders.has(folder)) folders.set(folder, name);
    }
  }
  return folders;
}

const NOTHING: DesktopEntry = { name: null, exec: null, isHidden: false };

function* entriesOf(host: Host, folder: string, username: string | null): Generator<StartupItem> {
  const isScripts = folder.endsWith('-scripts/');
  if (isScripts) yield* scriptsOf(host, folder, username);
  for (const name of isScripts ? [] : filesOf(host, folder)) {
    const entry = readOr(NOTHING, () => readDesktopEntry(host, folder + name));
    const status = entry.isHidden ? 'disabled' : 'enabled';
    yield { name: entry.name, path: entry.exec, type: 'Startup Item', source: folder, status, username };
  }
}

function* scriptsOf(host: Host, folder: string, username: string | null = null): Generator<StartupItem> {
  for (const name of filesOf(host, folder))
    yield { name, path: folder + name, type: 'Startup Item', source: folder, status: 'enabled', username };
}

/** Files and links to files, without those whose name starts with a dot. */
function filesOf(host: Host, folder: string): string[] {
  const names = readOr([], () => host.list(folder)).filter((name) => !name.startsWith('.'));
  return names.sort().filter((name) => readOr(false, () => host.stat(folder + name).isFile()));
}

function* units(host: Host, states: ReadonlyMap<string, string>): Generator<StartupItem> {
  for (const { id, path, source } of listWantedUnits(host)) {
    const username = path === null ? null : readOr(null, () => readUnitUser(host, path));
    yield { name: id, path, type: 'systemd unit', source, status: states.get(id) ?? null, username };
  }
}

/** By id, nothing where no systemd answers. */
function activeStates(host: Host): Map<string, string> {
  const systemd = new Systemd(host);
  try {
    const units = readOr(undefined, () => systemd.listUnits()) ?? [];
    return new Map(units.map(({ id, activeState }) => [id, activeState]));
  } finally {
    systemd.close();
  }
}
