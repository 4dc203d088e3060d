import { COST, tableOf } from '../../catalog/index.js';
import { type Json, jsonAt, jsonText, permissionNames, printJson } from '../../host/index.js';
import { type UserExtension, userExtensions } from './chromium-scan.js';

const { table, bigint, integer, text } = tableOf<UserExtension>();
const oneFile = { cost: 30, group: 'manifest' } as const;
const hidden = { ...oneFile, hidden: true } as const;

const written =
  (name: string) =>
  ({ extension }: UserExtension) =>
    jsonText(extension.manifest, name);
const localised =
  (name: string) =>
  ({ extension }: UserExtension) =>
    extension.localised(name);
const names =
  (name: string) =>
  ({ extension }: UserExtension) =>
    permissionNames(jsonAt(extension.manifest, name)).join(', ') || null;
const json =
  (name: string) =>
  ({ extension }: UserExtension) =>
    printed(jsonAt(extension.manifest, name));
const setting =
  (name: string) =>
  ({ reference }: UserExtension) =>
    jsonAt(reference?.settings, name);

/** A row per extension and version; one whose manifest is broken says where it is. */
export const chromeExtensions = table({
  name: 'chrome_extensions',
  description:
    'Extensions of Chrome, Chromium, Brave, Edge, Opera, Vivaldi and Yandex, in every profile of every local user',
  rows: 50,
  rowCost: COST.file,
  sources: [
    'Preferences, Secure Preferences and Extensions in the profiles below ~/.config, ~/snap and ~/.var/app',
    '/etc/passwd',
  ],
  privileges: 'root for the profiles of all users; others see their own',
  examples: [
    'SELECT u.username, e.browser_type, e.name, e.version FROM users AS u JOIN chrome_extensions AS e USING (uid)',
    "SELECT name, identifier, path FROM chrome_extensions WHERE from_webstore = 'false' OR referenced = 0",
    "SELECT name, permissions FROM chrome_extensions WHERE permissions LIKE '%<all_urls>%'",
  ],
  columns: {
    browser_type: text('Browser: chrome, chromium, brave, edge, opera, vivaldi, …', ({ profile }) => profile.browser),
    uid: bigint('User id of the one whose profile it is in', (row) => row.uid, { key: { rowsPerValue: 20 } }),
    name: text('Name, in its own language', localised('name'), oneFile),
    profile: text('What the user calls the profile', ({ profile }) => profile.name),
    profile_path: text('Folder of the profile', ({ profile }) => profile.path),
    referenced_identifier: text('Id that the preferences have it under', ({ reference }) => reference?.id),
    identifier: text('Id that follows from its key', ({ extension }) => extension.identifier, oneFile),
    version: text('Version', written('version'), { ...oneFile, collation: 'version' }),
    description: text('What it does, in its own language', localised('description'), oneFile),
    default_locale: text('Language of its texts where nothing else is asked for', written('default_locale'), oneFile),
    current_locale: text('Language that its texts were put in', written('current_locale'), oneFile),
    update_url: text('Where it is updated from', written('update_url'), oneFile),
    author: text('Who wrote it', written('author'), oneFile),
    persistent: integer(
      '1 where its background page never ends',
      ({ extension }) => isPersistent(extension.manifest),
      oneFile,
    ),
    path: text('Its folder', ({ extension }) => extension.path),
    permissions: text('What it may do', names('permissions'), oneFile),
    permissions_json: text('The same as JSON', json('permissions'), hidden),
    optional_permissions: text('What it may ask for later', names('optional_permissions'), oneFile),
    optional_permissions_json: text('The same as JSON', json('optional_permissions'), hidden),
    manifest_hash: text('SHA-256 of its manifest.json', ({ extension }) => extension.manifestSha256, {
      ...oneFile,
      collation: 'nocase',
    }),
    referenced: bigint('1 where the preferences know it, 0 where it only lies there', ({ reference }) =>
      Number(reference !== null),
    ),
    from_webstore: text('true or false: whether it came from the store', (row) => plain(setting('from_webstore')(row))),
    state: text('1 for enabled; newer browsers do not say', (row) => plain(setting('state')(row))),
    install_time: text('When it was installed, in microseconds since 1601', installTime),
    install_timestamp: bigint('The same in seconds since the epoch', (row) => secondsSinceEpoch(installTime(row))),
    manifest_json: text('Its manifest on one line', ({ extension }) => printed(extension.manifest), hidden),
    key: text('Its public key in base64', written('key'), hidden),
  },
  columnAliases: { locale: 'default_locale' },
  *scan(request) {
    yield* userExtensions(request, 'chrome_extensions');
  },
});

const printed = (value: Json | undefined): string | null => (value === undefined ? null : printJson(value));

/** A truth, number or text as text. */
function plain(value: Json | undefined): string | null {
  return typeof value === 'object' || value === undefined ? null : String(value);
}

function isPersistent(manifest: Json | undefined): number {
  return Number(plain(jsonAt(manifest, 'background', 'persistent'))?.toLowerCase() === 'true');
}

/** Newer browsers keep two times. */
function installTime(row: UserExtension): string | null {
  return plain(setting('install_time')(row)) ?? plain(setting('first_install_time')(row));
}

/** From 1601 to 1970. */
const WINDOWS_EPOCH_SECONDS = 11_644_473_600n;

function secondsSinceEpoch(microseconds: string | null): number | null {
  if (microseconds === null || !/^\d{1,18}$/.test(microseconds)) return null;
  const seconds = BigInt(microseconds) / 1_000_000n - WINDOWS_EPOCH_SECONDS;
  return seconds < 0n ? null : Number(seconds);
}
