import type { Cleaned } from './words.js';

/** What tables read of an extension's entry. */
const SETTINGS = ['path', 'state', 'from_webstore', 'install_time', 'first_install_time'] as const;

/**
 * The preferences of a browser's profile, without all that no table reads: they hold accounts, tokens and what was visited.
 * What is no JSON is left out whole. Pure.
 * @param text bytes as Latin-1
 */
export function withoutBrowsing(text: string): Cleaned {
  const preferences = fieldsOf(parsed(text));
  const extensions = fieldsOf(preferences['extensions']);
  const kept = {
    profile: picked(preferences['profile'], ['name']),
    extensions: { settings: entriesOf(extensions['settings']), opsettings: entriesOf(extensions['opsettings']) },
  };
  const cleaned = JSON.stringify(kept);
  return { text: cleaned, count: cleaned === text ? 0 : 1 };
}

type Fields = Readonly<Record<string, unknown>>;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {}); // any object has fields

/** Entries by id, with what is kept of each; no scalar among it is changed. */
const entriesOf = (value: unknown): Fields =>
  Object.fromEntries(Object.entries(fieldsOf(value)).map(([id, entry]) => [id, picked(entry, SETTINGS)]));

function picked(value: unknown, names: readonly string[]): Fields {
  const fields = fieldsOf(value);
  const scalars = names.filter((name) => Object.hasOwn(fields, name) && typeof fields[name] !== 'object');
  return Object.fromEntries(scalars.map((name) => [name, fields[name]]));
}
