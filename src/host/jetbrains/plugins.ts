import type { Attempt } from '../attempt.js';
import { readOr } from '../errors.js';
import { withRegularFile } from '../files/byte-source.js';
import type { Entry } from '../files/entries.js';
import { readRegularText } from '../files/regular.js';
import type { Host } from '../host.js';
import { textOf } from '../text.js';
import { readZipEntry, zipEntries } from '../zip/archive.js';
import { type PluginDescription, parsePluginXml } from './plugin-xml.js';

export interface JetbrainsPlugin extends PluginDescription {
  /** clion, goland, intellij_idea, … */
  readonly product: string;
  /** Its archive, or its folder. */
  readonly path: string;
}

/** What the folder of a product's plugins begins with, before the version; the value is the product's name in tables. */
const PRODUCTS: Readonly<Record<string, string>> = {
  Aqua: 'aqua',
  AndroidStudio: 'android_studio',
  CLion: 'clion',
  DataGrip: 'datagrip',
  DataSpell: 'dataspell',
  GoLand: 'goland',
  IntelliJIdea: 'intellij_idea',
  IdeaIC: 'intellij_idea_community_edition',
  PhpStorm: 'phpstorm',
  PyCharm: 'pycharm',
  PyCharmCE: 'pycharm_community_edition',
  ReSharper: 'resharper',
  Rider: 'rider',
  RubyMine: 'rubymine',
  RustRover: 'rust_rov',
  WebStorm: 'webstorm',
};

const FOLDERS = ['.local/share/JetBrains', '.local/share/Google'] as const;
const FLATPAKS = '.var/app';
const DESCRIPTION = 'META-INF/plugin.xml';
const DESCRIPTION_MAX_BYTES = 1024 * 1024;
/** A plugin has a few dozen archives. */
const MAX_ARCHIVES = 200;

/** The plugins that a user has installed. @param home without a slash at its end */
export function* readJetbrainsPlugins(
  host: Host,
  home: string,
  attempt: Attempt,
  checkpoint: () => void,
): Generator<JetbrainsPlugin> {
  for (const folder of foldersOf(host, home)) {
    for (const { name: version } of entriesIn(host, folder, attempt)) {
      const product = PRODUCTS[/^([A-Za-z]+)\d/.exec(version)?.[1] ?? ''];
      if (product === undefined) continue;
      for (const { name, kind } of entriesIn(host, `${folder}/${version}`, attempt)) {
        checkpoint();
        const path = `${folder}/${version}/${name}`;
        const description = kind === 'file' ? inArchive(host, path) : inFolder(host, path, name, attempt);
        if (description) yield { ...description, product, path };
      }
    }
  }
}

function foldersOf(host: Host, home: string): string[] {
  const flatpaks = readOr<string[]>([], () => host.list(`${home}/${FLATPAKS}`))
    .filter((id) => id.startsWith('com.jetbrains.') || id.startsWith('com.google.AndroidStudio'))
    .sort();
  const below = flatpaks.flatMap((id) => [`${FLATPAKS}/${id}/data/JetBrains`, `${FLATPAKS}/${id}/data/Google`]);
  return [...FOLDERS, ...below].map((folder) => `${home}/${folder}`);
}

const entriesIn = (host: Host, folder: string, attempt: Attempt): Entry[] =>
  attempt<Entry[]>([], () => host.listEntries(folder)).sort((a, b) => (a.name < b.name ? -1 : 1));

/** An unpacked plugin has its description beside its classes, another in one of its archives. */
function inFolder(host: Host, path: string, name: string, attempt: Attempt): PluginDescription | undefined {
  for (const place of [`classes/${DESCRIPTION}`, DESCRIPTION]) {
    const text = readOr(null, () => readRegularText(host, `${path}/${place}`, DESCRIPTION_MAX_BYTES));
    if (text !== null) return parsePluginXml(text);
  }
  const archives = entriesIn(host, `${path}/lib`, attempt).map((entry) => entry.name);
  for (const archive of byLikelihood(archives, name).slice(0, MAX_ARCHIVES)) {
    const found = inArchive(host, `${path}/lib/${archive}`);
    if (found) return found;
  }
  return undefined;
}

/** A plugin's own archive before its libraries: these end in a version, and it is named like the plugin's folder. Pure. */
export function byLikelihood(archives: readonly string[], plugin: string): string[] {
  const rank = (name: string): number[] => [
    Number(name.startsWith('resources')),
    Number(/-m?\d[^/]*\.jar$/.test(name)),
    Number(!name.toLowerCase().startsWith(plugin.toLowerCase())),
    Number(name.endsWith('-idea.jar')),
    name.length,
  ];
  return archives
    .filter((name) => name.endsWith('.jar'))
    .map((name) => ({ name, rank: rank(name) }))
    .sort((a, b) => a.rank.reduce((order, value, at) => order || value - (b.rank[at] ?? 0), 0))
    .map(({ name }) => name);
}

/** Undefined for what is no archive, or no plugin's. */
const inArchive = (host: Host, path: string): PluginDescription | undefined =>
  readOr(undefined, () =>
    withRegularFile(host, path, (source) => {
      for (const entry of zipEntries(source, (name) => name === DESCRIPTION))
        return parsePluginXml(textOf(readZipEntry(source, entry, DESCRIPTION_MAX_BYTES)));
      return undefined;
    }),
  );
