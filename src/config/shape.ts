import { suggestion } from '../core/index.js';
import { pathTo, type Report } from './report.js';
import type { Node } from './text/index.js';

/** What a value of a configuration may be; read by the check and written out as JSON Schema. */
export type Shape =
  | { readonly kind: 'text'; readonly oneOf?: readonly string[] }
  | { readonly kind: 'number'; readonly least: number; readonly most: number; readonly whole: boolean }
  /** Also as a text, as osquery takes it. The range is for editors. */
  | { readonly kind: 'size'; readonly least: number; readonly most?: number }
  | { readonly kind: 'truth' }
  | { readonly kind: 'list'; readonly item: Shape }
  | { readonly kind: 'map'; readonly value: Shape }
  | { readonly kind: 'record'; readonly fields: Readonly<Record<string, Field>>; readonly required?: readonly string[] }
  | { readonly kind: 'either'; readonly of: readonly Shape[] }
  | { readonly kind: 'anything' };

export interface Field {
  readonly shape: Shape;
  readonly help: string;
}

/** Tells of unknown keys, with the one that was likely meant, of missing keys, and of values of a wrong kind. */
export function checkShape(node: Node, shape: Shape, path: string, report: Report): void {
  if (report.isFull) return;
  if (!isOfKind(node, shape)) {
    report.warning(`must be ${describe(shape)}`, path, node.at);
    return;
  }
  if (shape.kind === 'either') {
    const fitting = shape.of.find((arm) => isOfKind(node, arm));
    if (fitting !== undefined) checkShape(node, fitting, path, report);
  } else if (node.kind === 'array' && shape.kind === 'list') {
    for (const [at, item] of node.items.entries()) checkShape(item, shape.item, pathTo(path, at), report);
  } else if (node.kind === 'object' && shape.kind === 'map') {
    for (const { key, value } of node.members) checkShape(value, shape.value, pathTo(path, key), report);
  } else if (node.kind === 'object' && shape.kind === 'record') {
    checkFields(node, shape, path, report);
  }
}

type ObjectOf = Extract<Node, { kind: 'object' }>;
type RecordShape = Extract<Shape, { kind: 'record' }>;

function checkFields(node: ObjectOf, { fields, required = [] }: RecordShape, path: string, report: Report): void {
  const seen = new Set<string>();
  for (const { key, at, value } of node.members) {
    if (report.isFull) return;
    const below = pathTo(path, key);
    const field = Object.hasOwn(fields, key) ? fields[key] : undefined;
    if (seen.has(key)) report.warning(`key "${key}" stands twice, the first counts`, below, at);
    else if (field !== undefined) checkShape(value, field.shape, below, report);
    else report.warning(unknownKey(key, Object.keys(fields)), below, at);
    seen.add(key);
  }
  for (const key of required) if (!seen.has(key)) report.error(`key "${key}" is missing`, path, node.at);
}

function unknownKey(key: string, known: readonly string[]): string {
  const hint = suggestion(key, known);
  return `unknown key "${key}"${hint === undefined ? '' : `, ${hint}`}`;
}

function isOfKind(node: Node, shape: Shape): boolean {
  switch (shape.kind) {
    case 'text':
      return node.kind === 'text' && (shape.oneOf?.includes(node.value) ?? true);
    case 'number':
      return node.kind === 'number' && isWithin(node.raw, shape);
    case 'size':
      return isSize(node);
    case 'truth':
      return node.kind === 'boolean' || (node.kind === 'text' && /^(true|false)$/i.test(node.value));
    case 'list':
      return node.kind === 'array';
    case 'map':
    case 'record':
      return node.kind === 'object';
    case 'either':
      return shape.of.some((arm) => isOfKind(node, arm));
    case 'anything':
      return true;
  }
}

function isWithin(raw: string, { least, most, whole }: { least: number; most: number; whole: boolean }): boolean {
  const value = Number(raw);
  return value >= least && value <= most && (!whole || Number.isInteger(value));
}

/** Ranges are told of where the value is read. */
function isSize(node: Node): boolean {
  const raw = node.kind === 'number' ? node.raw : node.kind === 'text' ? node.value : '';
  return /^\d{1,20}$/.test(raw);
}

function describe(shape: Shape): string {
  switch (shape.kind) {
    case 'text':
      return shape.oneOf === undefined ? 'a text' : `one of ${shape.oneOf.join(', ')}`;
    case 'number':
      return `a ${shape.whole ? 'whole ' : ''}number from ${shape.least} to ${shape.most}`;
    case 'size':
      return 'a whole number';
    case 'truth':
      return 'true or false';
    case 'list':
      return 'an array';
    case 'map':
    case 'record':
      return 'an object';
    case 'either':
      return shape.of.map(describe).join(' or ');
    case 'anything':
      return 'a value';
  }
}
