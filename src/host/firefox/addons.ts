import type { Attempt } from '../attempt.js';
import type { Entry } from '../files/entries.js';
import type { Host } from '../host.js';
import { type Json, jsonAt, jsonList, jsonObject, jsonText, readJson } from '../json/json.js';

/** An add-on as a profile's extensions.json has it; null for what it does not say. */
export interface FirefoxAddon {
  readonly id: string | null;
  readonly name: string | null;
  readonly creator: string | null;
  readonly description: string | null;
  /** extension, theme, locale, dictionary, … */
  readonly type: string | null;
  readonly version: string | null;
  readonly sourceUri: string | null;
  readonly isVisible: boolean | null;
  readonly isActive: boolean | null;
  /** By the user, by the browser, or for being blocked. */
  readonly isDisabled: boolean;
  /** 0 never, 1 as the browser has it, 2 always. */
  readonly backgroundUpdates: number | null;
  /** app-profile, app-builtin, app-system-defaults, … */
  readonly location: string | null;
  readonly path: string | null;
}

/** Folders with profiles, below a user's home: also those of snap and flatpak, and of a browser that keeps to ~/.config. */
const FOLDERS = [
  '.mozilla/firefox',
  '.config/mozilla/firefox',
  'snap/firefox/common/.mozilla/firefox',
  '.var/app/org.mozilla.firefox/.mozilla/firefox',
  '.var/app/org.mozilla.firefox/config/mozilla/firefox',
] as const;

/** The add-ons of every profile of a user. @param home without a slash at its end */
export function* readFirefoxAddons(host: Host, home: string, attempt: Attempt): Generator<FirefoxAddon> {
  for (const relative of FOLDERS) {
    const folder = `${home}/${relative}`;
    if (!host.exists(folder)) continue;
    const entries = attempt<Entry[]>([], () => host.listEntries(folder)).filter(({ kind }) => kind !== 'file');
    for (const name of entries.map((entry) => entry.name).sort()) {
      const file = `${folder}/${name}/extensions.json`;
      yield* addonsOf(attempt(undefined, () => readJson(host, file)));
    }
  }
}

/** Pure. */
export function* addonsOf(json: Json | undefined): Generator<FirefoxAddon> {
  for (const addon of jsonList(jsonAt(json, 'addons'))) if (jsonObject(addon)) yield addonOf(addon);
}

function addonOf(addon: Json): FirefoxAddon {
  const text = (...names: string[]): string | null => jsonText(addon, ...names);
  const truth = (name: string): boolean | null => {
    const value = jsonAt(addon, name);
    return typeof value === 'boolean' ? value : null;
  };
  const updates = jsonAt(addon, 'applyBackgroundUpdates');
  return {
    id: text('id'),
    name: text('defaultLocale', 'name'),
    creator: text('defaultLocale', 'creator'),
    description: text('defaultLocale', 'description'),
    type: text('type'),
    version: text('version'),
    sourceUri: text('sourceURI'),
    isVisible: truth('visible'),
    isActive: truth('active'),
    isDisabled: ['userDisabled', 'appDisabled', 'softDisabled', 'softDisable'].some((name) => truth(name) === true),
    backgroundUpdates: Number.isSafeInteger(updates) ? Number(updates) : null,
    location: text('location'),
    path: text('path'),
  };
}
