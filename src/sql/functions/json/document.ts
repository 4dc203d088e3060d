/** What a node is. From `array` on it has children. */
export const KIND = { null: 0, true: 1, false: 2, integer: 3, real: 4, text: 5, array: 6, object: 7 } as const;

/** What `json_type` calls each kind. */
export const KIND_NAMES = ['null', 'true', 'false', 'integer', 'real', 'text', 'array', 'object'] as const;

/** Bits beside the kind. */
export const FLAG = {
  kind: 7,
  /** A text with a backslash in it. */
  escaped: 8,
  /** Written as JSON5 alone allows: comes out otherwise than it stands. */
  loose: 16,
} as const;

/** Numbers per node: kind and flags, start, end, next. */
export const NODE_SIZE = 4;

/**
 * A parsed text: its nodes in the order they stand, in one flat array, so that a node's number is its ordinal (the `id`
 * of `json_tree`), and a whole subtree is skipped in one step. An object's labels are nodes, each before its value.
 */
export class Document {
  constructor(
    readonly text: string,
    private readonly nodes: Int32Array,
    /** No blanks, nothing that JSON5 alone allows: the text is what comes out. */
    readonly isCompact: boolean,
    /** As RFC 8259 has it. */
    readonly isStrict: boolean,
  ) {}

  kind(node: number): number {
    return (this.nodes[node * NODE_SIZE] as number) & FLAG.kind; // nodes are within bounds
  }
  hasFlag(node: number, flag: number): boolean {
    return ((this.nodes[node * NODE_SIZE] as number) & flag) !== 0; // within bounds
  }
  /** Where the node begins; a text, inside its quotes. */
  start(node: number): number {
    return this.nodes[node * NODE_SIZE + 1] as number; // within bounds
  }
  end(node: number): number {
    return this.nodes[node * NODE_SIZE + 2] as number; // within bounds
  }
  /** The node after this one and all below it. */
  next(node: number): number {
    return this.nodes[node * NODE_SIZE + 3] as number; // within bounds
  }
  isContainer(node: number): boolean {
    return this.kind(node) >= KIND.array;
  }
  /** The source; a text's without its quotes. */
  source(node: number): string {
    return this.text.slice(this.start(node), this.end(node));
  }
}
