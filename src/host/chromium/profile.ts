import type { Attempt } from '../attempt.js';
import type { Entry } from '../files/entries.js';
import type { Host } from '../host.js';
import { type Json, jsonAt, jsonObject, jsonText, readJson } from '../json/json.js';
import { type ChromiumProfileFolder, PREFERENCES } from './browsers.js';

export interface ChromiumProfile {
  readonly browser: string;
  /** What the user calls it; null where the preferences do not say. */
  readonly name: string | null;
  /** Without links. */
  readonly path: string;
}

/** An extension's folder in a profile, or one elsewhere that the profile's preferences refer to. */
export interface ChromiumExtensionFolder {
  /** Without links. */
  readonly path: string;
  /** The preferences' entry on it; null where they have none. */
  readonly reference: ChromiumReference | null;
}

export interface ChromiumReference {
  /** The name of the entry: the extension's id, 32 letters. */
  readonly id: string;
  readonly settings: Json;
}

/**
 * A profile, with its extensions: those in its folder, by id and version, then those that its preferences find elsewhere.
 * Either file of preferences may be missing or broken. Undefined where the folder is gone.
 */
export function readChromiumProfile(
  host: Host,
  { browser, folder }: ChromiumProfileFolder,
  attempt: Attempt,
  checkpoint: () => void,
): { readonly profile: ChromiumProfile; readonly extensions: readonly ChromiumExtensionFolder[] } | undefined {
  const path = attempt('', () => host.canonicalPath(folder));
  if (path === '') return undefined;
  const preferences = PREFERENCES.map((name) => attempt(undefined, () => readJson(host, `${path}/${name}`)));
  const name = preferences.map((json) => jsonText(json, 'profile', 'name')).find((text) => text !== null) ?? null;
  const base = `${path}/Extensions`;
  const references = new Map<string, ChromiumReference | null>();
  for (const extension of installedBelow(host, base, attempt)) references.set(extension, null);
  for (const [id, settings] of preferences.flatMap(settingsOf)) {
    checkpoint();
    const place = jsonText(settings, 'path');
    if (!place) continue;
    const written = place.startsWith('/') ? place : `${base}/${place}`;
    const extension = references.has(written) ? written : attempt('', () => host.canonicalPath(written));
    if (extension === '' || references.get(extension)) continue;
    if (references.has(extension) || host.exists(`${extension}/manifest.json`))
      references.set(extension, { id, settings });
  }
  const extensions = [...references].map(([extension, reference]) => ({ path: extension, reference }));
  return { profile: { browser, name, path }, extensions };
}

/** Opera keeps them under a name of its own. */
const settingsOf = (json: Json | undefined): [id: string, settings: Json][] =>
  ['settings', 'opsettings'].flatMap((name) => Object.entries(jsonObject(jsonAt(json, 'extensions', name)) ?? {}));

/** `Extensions/<id>/<version>` with a manifest. */
function* installedBelow(host: Host, base: string, attempt: Attempt): Generator<string> {
  for (const id of foldersIn(host, base, attempt)) {
    for (const version of foldersIn(host, id, attempt)) {
      if (host.exists(`${version}/manifest.json`)) yield version;
    }
  }
}

/** Folders without links in their paths, by name. */
function foldersIn(host: Host, folder: string, attempt: Attempt): string[] {
  const entries = attempt<Entry[]>([], () => host.listEntries(folder)).filter(
    ({ kind }) => kind !== 'file' && kind !== 'other',
  );
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries
    .map(({ name, kind }) =>
      kind === 'folder' ? `${folder}/${name}` : attempt('', () => host.canonicalPath(`${folder}/${name}`)),
    )
    .filter((path) => path !== '');
}
