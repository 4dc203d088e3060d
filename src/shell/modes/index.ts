import { csvMode, listMode } from './delimited.js';
import { jsonMode, jsonPrettyMode, ndjsonMode } from './json.js';
import { lineMode } from './line.js';
import type { Mode, ModeName, ModeSettings } from './mode.js';
import { osqueryJsonMode, osqueryJsonPrettyMode, osqueryPrettyMode } from './osquery.js';
import { prettyMode } from './pretty.js';

export * from './mode.js';

const OURS: Readonly<Record<ModeName, (settings: ModeSettings) => Mode>> = {
  pretty: prettyMode,
  line: lineMode,
  list: listMode,
  csv: csvMode,
  json: jsonMode,
  json_pretty: jsonPrettyMode,
  ndjson: ndjsonMode,
};

/** Under osquery's name, these look as osquery's do, to the byte. */
const OSQUERY: Partial<typeof OURS> = {
  pretty: osqueryPrettyMode,
  json: osqueryJsonMode,
  json_pretty: osqueryJsonPrettyMode,
};

export function modeNamed(name: ModeName, settings: ModeSettings): Mode {
  return ((settings.asOsquery ? OSQUERY[name] : undefined) ?? OURS[name])(settings);
}
