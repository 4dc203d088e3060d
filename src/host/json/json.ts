import { readRegularText } from '../files/regular.js';
import type { Host } from '../host.js';

/**
 * Most that is read of a JSON file: parsed, one of this size takes up to 400 MB where it is made for that, and what
 * programs write is far smaller.
 */
export const JSON_MAX_BYTES = 8 * 1024 * 1024;

/** What JSON holds, as `JSON.parse` gives it. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** A regular file's JSON, undefined where it is none. @throws Gone, Refused, TooLarge */
export const readJson = (host: Host, path: string, limitBytes = JSON_MAX_BYTES): Json | undefined =>
  parseJson(readRegularText(host, path, limitBytes));

/** Undefined for what is no JSON. A byte order mark may come first; nesting of any depth is safe. Pure. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text.startsWith('\ufeff') ? text.slice(1) : text) as Json; // what JSON.parse gives is that
  } catch {
    return undefined;
  }
}

/** JSON on one line; null for what is nested too deep to be written. Pure. */
export function printJson(json: Json): string | null {
  try {
    return JSON.stringify(json);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** What stands under some names, one within another; undefined where something is missing on the way. Pure. */
export function jsonAt(json: Json | undefined, ...names: readonly string[]): Json | undefined {
  let found = json;
  for (const name of names) {
    const fields = jsonObject(found);
    if (!fields || !Object.hasOwn(fields, name)) return undefined;
    found = fields[name];
  }
  return found;
}

/** An object's fields, undefined for anything else. Pure. */
export const jsonObject = (json: Json | undefined): { readonly [name: string]: Json } | undefined =>
  typeof json === 'object' && json !== null && !Array.isArray(json)
    ? (json as { readonly [name: string]: Json }) // no list, says the line above
    : undefined;

/** A list's items, none for anything else. Pure. */
export const jsonList = (json: Json | undefined): readonly Json[] => (Array.isArray(json) ? json : []);

/** The text under some names; null where there is none. Pure. */
export function jsonText(json: Json | undefined, ...names: readonly string[]): string | null {
  const found = jsonAt(json, ...names);
  return typeof found === 'string' ? found : null;
}
