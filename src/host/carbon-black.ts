import { readOr, readOrWarn } from './errors.js';
import { readRegularBytes, readRegularText } from './files/regular.js';
import type { Host } from './host.js';
import { linesOf } from './words.js';

const FOLDER = '/var/lib/cb';
const SETTINGS_BYTES = 1024 * 1024;
const SENSOR_ID_BYTES = 16;
const MAX_DEPTH = 16;
const MAX_FILES = 1_000_000;

/** Id of Carbon Black's sensor; null where there is none, or its file has another form. */
export function readSensorId(host: Host, warn: (message: string) => void): number | null {
  const nothing = Buffer.alloc(0);
  const bytes = readOrWarn(nothing, warn, () => readRegularBytes(host, `${FOLDER}/sensor.id`, SETTINGS_BYTES));
  // Sixteen bytes, of which the last five are digits of the number in hexadecimal.
  const digits = bytes.length === SENSOR_ID_BYTES ? /^[\da-f]+/i.exec(bytes.toString('latin1', 11))?.[0] : undefined;
  return digits === undefined ? null : Number.parseInt(digits, 16);
}

/** The sensor's settings, by their names in the section CB; null where it has none. */
export function readSensorSettings(host: Host, warn: (message: string) => void): ReadonlyMap<string, string> | null {
  const text = readOrWarn(null, warn, () => readRegularText(host, `${FOLDER}/sensorsettings.ini`, SETTINGS_BYTES));
  return text === null ? null : parseSettings(text);
}

/** What stands in the section CB of an INI file. Pure. */
export function parseSettings(text: string): Map<string, string> {
  const settings = new Map<string, string>();
  let section = '';
  for (const line of linesOf(text)) {
    const [, name] = /^\[(.*)\]$/.exec(line) ?? [];
    if (name !== undefined) section = name;
    const equals = line.indexOf('=');
    if (name === undefined && section === 'CB' && equals > 0 && !/^[;#]/.test(line))
      settings.set(line.slice(0, equals).trim(), line.slice(equals + 1).trim());
  }
  return settings;
}

/** Bytes of what waits to be sent. */
export interface SensorQueues {
  /** In files `events`, whatever their ending. */
  readonly events: number;
  /** In files `filedata` and `metadata`. */
  readonly binaries: number;
}

/** Links are not followed. Null where there is no sensor. */
export function readSensorQueues(host: Host, checkpoint: () => void): SensorQueues | null {
  if (!host.exists(FOLDER)) return null;
  let [events, binaries, files] = [0, 0, 0];
  const walk = (folder: string, depth: number): void => {
    for (const { name, kind } of readOr([], () => host.listEntries(folder))) {
      checkpoint();
      const path = `${folder}/${name}`;
      if (kind === 'folder' && depth < MAX_DEPTH) walk(path, depth + 1);
      const isEvents = name.replace(/(?!^)\.[^.]*$/, '') === 'events';
      const isBinary = name === 'filedata' || name === 'metadata';
      if (kind !== 'file' || !(isEvents || isBinary) || ++files > MAX_FILES) continue;
      const bytes = Number(readOr(0n, () => host.lstat(path).size));
      if (isEvents) events += bytes;
      else binaries += bytes;
    }
  };
  walk(FOLDER, 0);
  return { events, binaries };
}
