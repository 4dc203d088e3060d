/** A value of a configuration with the place it was written at: an offset into the text of its source. */
export type Node = ObjectNode | ArrayNode | TextNode | NumberNode | BooleanNode | NullNode;

export interface ObjectNode {
  readonly kind: 'object';
  readonly at: number;
  /** As written: a key may stand twice. */
  readonly members: readonly Member[];
}

export interface Member {
  readonly key: string;
  readonly at: number;
  readonly value: Node;
}

export interface ArrayNode {
  readonly kind: 'array';
  readonly at: number;
  readonly items: readonly Node[];
}

export interface TextNode {
  readonly kind: 'text';
  readonly at: number;
  readonly value: string;
}

export interface NumberNode {
  readonly kind: 'number';
  readonly at: number;
  /** As JSON writes it: a whole number has neither point nor exponent. */
  readonly raw: string;
}

export interface BooleanNode {
  readonly kind: 'boolean';
  readonly at: number;
  readonly value: boolean;
}

export interface NullNode {
  readonly kind: 'null';
  readonly at: number;
}

/** A text that is no value; `at` is the offset where it stops to be one. */
export class SyntaxFault extends Error {
  override readonly name = 'SyntaxFault';
  constructor(
    message: string,
    readonly at: number,
    /** `depth` is a text that is fine but for its nesting. */
    readonly kind: 'syntax' | 'depth' = 'syntax',
  ) {
    super(message);
  }
}

/** The first value of that key, as osquery looks a key up. */
export function memberOf(node: Node | undefined, key: string): Node | undefined {
  return node?.kind === 'object' ? node.members.find((member) => member.key === key)?.value : undefined;
}

/** The text of a text. */
export const textOf = (node: Node | undefined): string | undefined => (node?.kind === 'text' ? node.value : undefined);

/** The texts among the items of an array; other items are passed over. */
export const textsOf = (node: Node | undefined): string[] =>
  node?.kind === 'array' ? node.items.flatMap((item) => textOf(item) ?? []) : [];

/** As a plain JavaScript value. Of a key written twice the first counts; `__proto__` is a key like others. */
export function plainValue(node: Node): unknown {
  switch (node.kind) {
    case 'object':
      return Object.fromEntries(
        [...node.members]
          .reverse()
          .map(({ key, value }) => [key, plainValue(value)])
          .reverse(),
      );
    case 'array':
      return node.items.map(plainValue);
    case 'number':
      return Number(node.raw);
    case 'null':
      return null;
    default:
      return node.value;
  }
}

/** Compact JSON, keys as written. */
export function compactJson(node: Node): string {
  switch (node.kind) {
    case 'object':
      return `{${node.members.map(({ key, value }) => `${JSON.stringify(key)}:${compactJson(value)}`).join(',')}}`;
    case 'array':
      return `[${node.items.map(compactJson).join(',')}]`;
    case 'number':
      return node.raw;
    case 'null':
      return 'null';
    default:
      return JSON.stringify(node.value);
  }
}
