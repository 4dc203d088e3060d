import { COST, tableOf } from '../../catalog/index.js';
import { type FirefoxAddon, readFirefoxAddons } from '../../host/index.js';
import { admitting } from '../users/ids.js';
import { UserFiles } from '../users/local-users.js';

const { table, bigint, integer, text } = tableOf<FirefoxAddon & { readonly uid: number }>();

const truth = (value: boolean | null): number | null => (value === null ? null : Number(value));

/** A row per profile and add-on. */
export const firefoxAddons = table({
  name: 'firefox_addons',
  description: 'Extensions, themes and other add-ons of Firefox, in every profile of every local user',
  rows: 50,
  rowCost: COST.syscall,
  sources: [
    'extensions.json in the profiles below ~/.mozilla/firefox, ~/.config/mozilla/firefox, ~/snap/firefox and ~/.var/app',
    '/etc/passwd',
  ],
  privileges: 'root for the profiles of all users; others see their own',
  examples: [
    "SELECT u.username, a.name, a.version FROM users AS u JOIN firefox_addons AS a USING (uid) WHERE a.type = 'extension'",
    "SELECT name, source_url FROM firefox_addons WHERE location = 'app-profile' AND source_url NOT LIKE 'https://addons.mozilla.org/%'",
  ],
  columns: {
    uid: bigint('User id of the one whose profile it is in', (addon) => addon.uid, { key: { rowsPerValue: 20 } }),
    name: text('Name', (addon) => addon.name),
    identifier: text('Id', (addon) => addon.id, { key: {} }),
    creator: text('Who made it', (addon) => addon.creator),
    type: text('extension, theme, locale, dictionary, …', (addon) => addon.type),
    version: text('Version', (addon) => addon.version, { collation: 'version' }),
    description: text('What it is, in words', (addon) => addon.description),
    source_url: text('Where it came from', (addon) => addon.sourceUri),
    visible: integer('1 where the user sees it in the list', (addon) => truth(addon.isVisible)),
    active: integer('1 where it runs', (addon) => truth(addon.isActive)),
    disabled: integer('1 where it is disabled: by the user, by the browser, or as blocked', (addon) =>
      truth(addon.isDisabled),
    ),
    autoupdate: integer(
      'Updates by itself: 0 never, 1 as the browser has it, 2 always',
      (addon) => addon.backgroundUpdates,
    ),
    location: text('Kind of place that it is in: app-profile, app-builtin, …', (addon) => addon.location),
    path: text('Its file or folder', (addon) => addon.path),
  },
  *scan(request) {
    const files = new UserFiles(request, 'firefox_addons');
    const isAsked = admitting(request.lookup.identifier);
    for (const owner of files.owners()) {
      if (!files.isOpen(owner)) continue;
      const { uid, home, namespace } = owner;
      for (const addon of readFirefoxAddons(namespace.host, home, files.attempt)) {
        request.checkpoint();
        if (!request.lookup.identifier || (addon.id !== null && isAsked(addon.id))) yield { ...addon, uid };
      }
    }
  },
});
