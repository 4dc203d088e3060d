import { listFunctions } from '../../functions/index.js';

/** Functions of other databases, and how the same is said here. */
const FOREIGN: ReadonlyMap<string, string> = new Map([
  ['array_agg', 'json_group_array(x)'],
  ['ascii', 'unicode(x)'],
  ['charindex', 'instr(text, part)'],
  ['chr', 'char(x)'],
  ['convert', 'CAST(x AS type)'],
  ['curdate', "date('now')"],
  ['curtime', "time('now')"],
  ['date_format', 'strftime(format, time)'],
  ['datediff', 'julianday(a) - julianday(b)'],
  ['from_unixtime', "datetime(x, 'unixepoch')"],
  ['getdate', "datetime('now')"],
  ['greatest', 'max(a, b)'],
  ['isnull', 'ifnull(x, y), or x IS NULL'],
  ['lcase', 'lower(x)'],
  ['least', 'min(a, b)'],
  ['left', 'substr(x, 1, n)'],
  ['len', 'length(x)'],
  ['listagg', 'group_concat(x, separator)'],
  ['locate', 'instr(text, part)'],
  ['mid', 'substr(x, start, n)'],
  ['now', "datetime('now')"],
  ['nvl', 'ifnull(x, y)'],
  ['position', 'instr(text, part)'],
  ['rand', 'random()'],
  ['regexp_like', 'x REGEXP pattern'],
  ['right', 'substr(x, -n)'],
  ['strpos', 'instr(text, part)'],
  ['to_char', 'strftime(format, time), or format(…)'],
  ['to_timestamp', "datetime(x, 'unixepoch')"],
  ['ucase', 'upper(x)'],
  ['unix_timestamp', 'unixepoch(time)'],
]);

export function foreignFunctionHint(name: string): string | undefined {
  const ours = FOREIGN.get(name.toLowerCase());
  return ours && `write ${ours}`;
}

/** `substr() takes 2 to 3 arguments`. */
export function arityHint(name: string): string | undefined {
  const wanted = name.toLowerCase();
  const specs = listFunctions().filter((spec) => spec.name === wanted || spec.aliases.includes(wanted));
  if (specs.length === 0) return undefined;
  const least = Math.min(...specs.map((spec) => spec.minArgs));
  const most = Math.max(...specs.map((spec) => spec.maxArgs));
  return `${wanted}() takes ${counted(least, most)}`;
}

function counted(least: number, most: number): string {
  if (most === 0) return 'no arguments';
  const plural = most === 1 ? 'argument' : 'arguments';
  if (least === most) return `${least} ${plural}`;
  if (!Number.isFinite(most) || most > 100) return `at least ${least} ${least === 1 ? 'argument' : 'arguments'}`;
  return least === 0 ? `at most ${most} ${plural}` : `${least} to ${most} ${plural}`;
}
