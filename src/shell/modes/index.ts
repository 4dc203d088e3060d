import { columnMode } from './column.js';
import { csvMode, listMode, tsvMode } from './delimited.js';
import { htmlMode } from './html.js';
import { jsonMode, jsonPrettyMode, ndjsonMode } from './json.js';
import { lineMode } from './line.js';
import { markdownMode } from './markdown.js';
import type { Mode, ModeName, ModeSettings } from './mode.js';
import { osqueryJsonMode, osqueryJsonPrettyMode, osqueryPrettyMode } from './osquery.js';
import { osqueryColumnMode } from './osquery-column.js';
import { prettyMode } from './pretty.js';
import { verticalMode } from './vertical.js';

export * from './mode.js';

const OURS: Readonly<Record<ModeName, (settings: ModeSettings) => Mode>> = {
  pretty: prettyMode,
  vertical: verticalMode,
  line: lineMode,
  column: columnMode,
  list: listMode,
  csv: csvMode,
  tsv: tsvMode,
  json: jsonMode,
  json_pretty: jsonPrettyMode,
  ndjson: ndjsonMode,
  markdown: markdownMode,
  html: htmlMode,
};

/** Under osquery's name, these look as osquery's do, to the byte. */
const OSQUERY: Partial<typeof OURS> = {
  pretty: osqueryPrettyMode,
  column: osqueryColumnMode,
  json: osqueryJsonMode,
  json_pretty: osqueryJsonPrettyMode,
};

export function modeNamed(name: ModeName, settings: ModeSettings): Mode {
  return ((settings.asOsquery ? OSQUERY[name] : undefined) ?? OURS[name])(settings);
}
