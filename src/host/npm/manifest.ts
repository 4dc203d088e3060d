import { type Json, jsonAt, jsonList, jsonText } from '../json/json.js';

/** What a package.json says of its package; null where it does not, or says it in no text. */
export interface NpmManifest {
  readonly name: string | null;
  readonly version: string | null;
  readonly description: string | null;
  readonly author: string | null;
  /** SPDX expression, mostly. Old packages have an object with a type, or several: those with commas between. */
  readonly license: string | null;
  readonly homepage: string | null;
}

/** Pure. */
export function npmManifestOf(json: Json | undefined): NpmManifest {
  return {
    name: jsonText(json, 'name'),
    version: jsonText(json, 'version'),
    description: jsonText(json, 'description'),
    author: jsonText(json, 'author') ?? jsonText(json, 'author', 'name'),
    license:
      licenseOf(jsonAt(json, 'license')) ??
      (jsonList(jsonAt(json, 'licenses'))
        .flatMap((one) => licenseOf(one) ?? [])
        .join(', ') ||
        null),
    homepage: jsonText(json, 'homepage'),
  };
}

const licenseOf = (json: Json | undefined): string | null =>
  typeof json === 'string' ? json : (jsonText(json, 'type') ?? jsonText(json, 'url'));
