import { sizeOf } from './coerce.js';
import type { Contribution, Pack } from './config.js';
import type { PartContext } from './context.js';
import { readContribution } from './contribution.js';
import { isMeant, readQueries } from './query.js';
import { pathTo, type Report } from './report.js';
import { checkPack } from './schema.js';
import { memberOf, type Node, type ObjectNode, textOf, textsOf } from './text/index.js';

/** A pack where it stands: its text is that of the report. */
export interface PackText {
  readonly name: string;
  readonly node: ObjectNode;
  readonly path: string;
  readonly report: Report;
}

export interface BuiltPack {
  readonly pack: Pack;
  /** Where the pack is active. */
  readonly contribution?: Contribution;
}

/** Reads a pack. One that is not meant for this host is there without queries. */
export function readPack({ name, node, path, report }: PackText, source: string, context: PartContext): BuiltPack {
  if (context.dialect === 'hostql') checkPack(node, path, report);
  const fields = new Map<string, Node>();
  for (const { key, value } of node.members) if (!fields.has(key)) fields.set(key, value);
  const valid = isMeant(fields, context);
  const shard = fields.get('shard');
  const pack: Pack = {
    name,
    source,
    valid,
    platform: textOf(fields.get('platform')) ?? '',
    version: textOf(fields.get('version')) ?? '',
    shard: shard === undefined ? 0 : Number(sizeOf(shard)),
    discovery: textsOf(fields.get('discovery')),
    oncall: textOf(fields.get('oncall')) ?? 'unknown',
    queries: valid ? readQueries(memberOf(node, 'queries'), pathTo(path, 'queries'), report, context) : [],
  };
  const isActive = valid && (pack.discovery.length === 0 || context.isActive(pack));
  if (!isActive) return { pack };
  const text = { node, source: `${source}${context.delimiter}${name}`, path, report, dialect: context.dialect };
  return { pack, contribution: readContribution(text) };
}

/** The `schedule` of a source. */
export function readSchedule(node: ObjectNode, source: string, report: Report, context: PartContext): Pack {
  return {
    name: 'main',
    source,
    valid: true,
    platform: '',
    version: '',
    shard: 0,
    discovery: [],
    oncall: 'unknown',
    queries: readQueries(node, '/schedule', report, context),
  };
}
