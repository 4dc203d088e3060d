import { COST, tableOf } from '../../catalog/index.js';
import { type ContentScript, contentScriptsOf, jsonText } from '../../host/index.js';
import { type UserExtension, userExtensions } from './chromium-scan.js';

interface Injected extends ContentScript {
  readonly of: UserExtension;
}

const { table, bigint, text } = tableOf<Injected>();

/** A row per extension, pattern and file. */
export const chromeExtensionContentScripts = table({
  name: 'chrome_extension_content_scripts',
  description: 'Scripts that extensions of Chrome and its relatives run in pages, and which pages these are',
  rows: 200,
  rowCost: COST.file,
  sources: ['manifest.json of the extensions in chrome_extensions', '/etc/passwd'],
  privileges: 'root for the profiles of all users; others see their own',
  examples: [
    'SELECT u.username, s.identifier, s.script FROM users AS u JOIN chrome_extension_content_scripts AS s USING (uid)',
    "SELECT DISTINCT identifier, path FROM chrome_extension_content_scripts WHERE match IN ('<all_urls>', '*://*/*')",
  ],
  columns: {
    browser_type: text('Browser: chrome, chromium, brave, edge, opera, vivaldi, …', ({ of }) => of.profile.browser),
    uid: bigint('User id of the one whose profile it is in', ({ of }) => of.uid, { key: { rowsPerValue: 50 } }),
    identifier: text(
      'Id of the extension: by its key, else as the preferences have it',
      ({ of }) => of.extension.identifier ?? of.reference?.id,
    ),
    version: text('Version of the extension', ({ of }) => jsonText(of.extension.manifest, 'version'), {
      collation: 'version',
    }),
    script: text('File in the extension', (row) => row.script),
    match: text('Pattern of the addresses that it is run for', (row) => row.match),
    profile_path: text('Folder of the profile', ({ of }) => of.profile.path),
    path: text('Folder of the extension', ({ of }) => of.extension.path),
    referenced: bigint('1 where the preferences know the extension', ({ of }) => Number(of.reference !== null)),
  },
  *scan(request) {
    let isTold = false;
    for (const of of userExtensions(request, 'chrome_extension_content_scripts')) {
      const onTooMany = (): void => {
        if (!isTold)
          request.warn(`content scripts with very many patterns are left out, such as those of ${of.extension.path}`);
        isTold = true;
      };
      for (const script of contentScriptsOf(of.extension.manifest, onTooMany)) yield { ...script, of };
    }
  },
});
