import { COST, tableOf } from '../../catalog/index.js';
import { type JetbrainsPlugin, readJetbrainsPlugins } from '../../host/index.js';
import { UserFiles } from '../users/local-users.js';

const { table, bigint, text } = tableOf<JetbrainsPlugin & { readonly uid: number }>();

/** A row per user, version of a product and plugin. */
export const jetbrainsPlugins = table({
  name: 'jetbrains_plugins',
  description: "Plugins that users have installed in JetBrains' editors and in Android Studio",
  rows: 30,
  rowCost: COST.file * 5,
  sources: ['META-INF/plugin.xml of the plugins below ~/.local/share/JetBrains and ~/.var/app', '/etc/passwd'],
  privileges: 'root for the files of all users; others see their own',
  examples: [
    'SELECT u.username, p.product_type, p.name, p.version FROM users AS u JOIN jetbrains_plugins AS p USING (uid)',
    "SELECT name, version, path FROM jetbrains_plugins WHERE vendor <> 'JetBrains'",
  ],
  columns: {
    product_type: text(
      'Product: clion, datagrip, goland, intellij_idea, pycharm, rust_rov (RustRover), webstorm, …',
      (plugin) => plugin.product,
    ),
    uid: bigint('User id of the one who has it', (plugin) => plugin.uid, { key: { rowsPerValue: 10 } }),
    name: text('Name', (plugin) => plugin.name),
    version: text('Version', (plugin) => plugin.version, { collation: 'version' }),
    vendor: text('Who made it', (plugin) => plugin.vendor),
    path: text('Its archive, or its folder', (plugin) => plugin.path),
  },
  *scan(request) {
    const files = new UserFiles(request, 'jetbrains_plugins');
    for (const owner of files.owners()) {
      if (!files.isOpen(owner)) continue;
      const { uid, home, namespace } = owner;
      for (const plugin of readJetbrainsPlugins(namespace.host, home, files.attempt, request.checkpoint))
        yield { ...plugin, uid };
    }
  },
});
