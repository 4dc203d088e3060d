import type { Attempt } from '../attempt.js';
import type { Host } from '../host.js';
import { type Json, jsonAt, jsonList, jsonText, readJson } from '../json/json.js';

/** An extension of Visual Studio Code or of an editor made from it; null for what its entry does not say. */
export interface CodeExtension {
  /** vscode, vscodium, cursor, … */
  readonly edition: string;
  /** `publisher.name`. */
  readonly id: string;
  readonly uuid: string | null;
  readonly version: string | null;
  readonly path: string | null;
  readonly publisher: string | null;
  readonly publisherId: string | null;
  /** Milliseconds since the epoch. */
  readonly installedAtMs: number | null;
  readonly isPreRelease: boolean | null;
}

/** Folders with extensions.json below a user's home, and the edition that they are of. */
const FOLDERS: readonly (readonly [folder: string, edition: string])[] = [
  ['.vscode', 'vscode'],
  ['.vscode-server', 'vscode'],
  ['.var/app/com.visualstudio.code/data/vscode', 'vscode'],
  ['.vscode-insiders', 'vscode_insiders'],
  ['.vscode-server-insiders', 'vscode_insiders'],
  ['.vscode-oss', 'vscodium'],
  ['.vscodium-server', 'vscodium'],
  ['.var/app/com.vscodium.codium/data/codium', 'vscodium'],
  ['.vscodium-insiders', 'vscodium_insiders'],
  ['.vscodium-server-insiders', 'vscodium_insiders'],
  ['.cursor', 'cursor'],
  ['.cursor-server', 'cursor'],
  ['.windsurf', 'windsurf'],
  ['.windsurf-server', 'windsurf'],
  ['.devin', 'windsurf'],
  ['.trae', 'trae'],
  ['.trae-server', 'trae'],
];

/** The extensions of a user, in the order of the files. @param home without a slash at its end */
export function* readCodeExtensions(host: Host, home: string, attempt: Attempt): Generator<CodeExtension> {
  for (const [folder, edition] of FOLDERS) {
    const file = `${home}/${folder}/extensions/extensions.json`;
    if (host.exists(file))
      yield* codeExtensionsOf(
        attempt(undefined, () => readJson(host, file)),
        edition,
      );
  }
}

/** Entries without an id are none. Pure. */
export function* codeExtensionsOf(json: Json | undefined, edition: string): Generator<CodeExtension> {
  for (const entry of jsonList(json)) {
    const id = jsonText(entry, 'identifier', 'id');
    if (id === null) continue;
    const metadata = jsonAt(entry, 'metadata');
    const installed = jsonAt(metadata, 'installedTimestamp');
    const isPreRelease = jsonAt(metadata, 'isPreReleaseVersion');
    yield {
      edition,
      id,
      uuid: jsonText(metadata, 'id') ?? jsonText(entry, 'identifier', 'uuid'),
      version: jsonText(entry, 'version'),
      path: jsonText(entry, 'location', 'path') ?? jsonText(entry, 'location', 'fsPath'),
      publisher: jsonText(metadata, 'publisherDisplayName'),
      publisherId: jsonText(metadata, 'publisherId'),
      installedAtMs: Number.isSafeInteger(installed) ? Number(installed) : null,
      isPreRelease: typeof isPreRelease === 'boolean' ? isPreRelease : null,
    };
  }
}
