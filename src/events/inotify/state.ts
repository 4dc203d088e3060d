import { type Category, parsePathPattern, type Step } from './path-pattern.js';

/** How far along a pattern a folder is: what is in it is tested against this step. Interned, as categories are. */
export interface State {
  readonly key: string;
  readonly category: Category;
  readonly step: Step;
  /** Undefined: what matches is what the pattern means. */
  readonly next: State | undefined;
}

/** What a name in a folder means. */
export interface Found {
  /** Categories whose patterns mean it. */
  readonly hits: readonly Category[];
  /** What is in it is tested against these, where it is a folder. */
  readonly below: StateSet;
  /** As `below`, where it is a link to a folder: what a pattern says only by `%%` does not lead through links. */
  readonly behind: StateSet;
}

/** All states of a folder. Two of the same states are the same object. */
export class StateSet {
  #constant: Found | undefined;
  /** Categories that have rows of what is in the folder. */
  readonly categories: readonly Category[];
  readonly accesses: boolean;
  /** The only names that matter; undefined where there are wildcards. */
  readonly literals: readonly string[] | undefined;

  constructor(
    private readonly sets: StateSets,
    readonly states: readonly State[],
  ) {
    this.categories = [...new Set(states.filter(({ next }) => !next).map(({ category }) => category))];
    this.accesses = this.categories.some(({ accesses }) => accesses);
    const literals = states.map(({ step }) => step.literal);
    this.literals = literals.every((literal) => literal !== undefined)
      ? [...new Set(literals as string[])] // none is undefined
      : undefined;
  }

  get isEmpty(): boolean {
    return this.states.length === 0;
  }

  /** Whether anything in the folder can have rows. */
  get hasRows(): boolean {
    return this.categories.length > 0;
  }

  find(name: string): Found {
    if (this.#constant) return this.#constant;
    const hits = new Set<Category>();
    const below: State[] = [];
    const behind: State[] = [];
    for (const state of this.states) {
      if (!state.step.matches(name)) continue;
      if (!state.next) hits.add(state.category);
      if (state.step.isDeep) below.push(state);
      if (state.next && !state.step.isDeep) {
        below.push(state.next);
        behind.push(state.next);
      }
    }
    const found = { hits: [...hits], below: this.sets.of(below), behind: this.sets.of(behind) };
    if (this.states.every(({ step, next }) => step.isDeep && !next)) this.#constant = found;
    return found;
  }

  union(other: StateSet): StateSet {
    return this === other ? this : this.sets.of([...this.states, ...other.states]);
  }
}

/** Keeps states, so that what changed settings have in common stays the same object. */
export class StateSets {
  readonly #categories = new Map<string, Category>();
  readonly #states = new Map<string, State>();
  readonly #sets = new Map<string, StateSet>();
  readonly none = this.of([]);

  /** The states of `/`. */
  start(
    patterns: readonly { readonly category: string; readonly pattern: string; readonly accesses: boolean }[],
  ): StateSet {
    return this.of(
      patterns.flatMap(({ category, pattern, accesses }) =>
        parsePathPattern(pattern).flatMap((steps, meaning) => {
          const first = this.#chain(
            this.#category(category, accesses),
            steps,
            `${category}\0${accesses}\0${pattern}\0${meaning}`,
          );
          return first ? [first] : [];
        }),
      ),
    );
  }

  /** Together with those that follow from them: a step that takes no name, too, has the next one beside it. */
  of(states: readonly State[]): StateSet {
    const all = new Set<State>();
    for (const start of states) {
      let state: State | undefined = start;
      while (state && !all.has(state)) {
        all.add(state);
        state = state.step.isDeep ? state.next : undefined;
      }
    }
    const sorted = [...all].sort((a, b) => (a.key < b.key ? -1 : 1));
    const key = sorted.map((state) => state.key).join('\x01');
    let set = this.#sets.get(key);
    if (!set) {
      set = new StateSet(this, sorted);
      this.#sets.set(key, set);
    }
    return set;
  }

  #chain(category: Category, steps: readonly Step[], key: string): State | undefined {
    let next: State | undefined;
    for (let at = steps.length - 1; at >= 0; at--) {
      const stateKey = `${key}\0${at}`;
      const known = this.#states.get(stateKey);
      next = known ?? { key: stateKey, category, step: steps[at] as Step, next }; // at is below the length
      if (!known) this.#states.set(stateKey, next);
    }
    return next;
  }

  #category(name: string, accesses: boolean): Category {
    const key = `${name}\0${accesses}`;
    let category = this.#categories.get(key);
    if (!category) {
      category = { name, accesses };
      this.#categories.set(key, category);
    }
    return category;
  }
}
