import type { Oracle } from '../oracle/sqlite.js';
import { AREAS, type Area } from './areas.js';
import { startDraft } from './draft.js';
import type { Grammar } from './grammar.js';
import { type Finding, makeFinding, Pair, type PairOptions, type Question } from './pair.js';
import { query } from './queries.js';
import { Random } from './random.js';
import { randomSchema, type Schema, schemaStatements } from './schema.js';

/** So many questions in a row are asked of the same tables: making them takes longer than asking. */
const BLOCK = 50;
/**
 * Of one question of ours, enough for a busy machine. The oracle has none: what it is asked is bounded by how it is made,
 * or has passed ours.
 */
const TIMEOUT_MS = 15_000;

/** What the seed's numbers are for. */
const [SCHEMA, QUESTION] = [1, 2];

export interface Grammars {
  /** Without functions that SQLite does not have by itself. */
  readonly plain: Grammar;
  readonly mathematics: Grammar;
}

/** A seed's questions, by number. */
export class Work {
  #block: number | undefined;
  #schema: Schema = { tables: [], views: [] };
  #pair: Pair | undefined;
  readonly #areas: readonly Area[];

  constructor(
    private readonly oracle: Oracle,
    private readonly grammars: Grammars,
    private readonly seed: number,
    only: string | undefined,
  ) {
    this.#areas = only === undefined ? AREAS : AREAS.filter(({ name }) => name === only);
  }

  /** Asks question number k. @returns what differs, made small */
  async ask(k: number): Promise<Finding | undefined> {
    const schemaFinding = await this.#openBlock(Math.floor(k / BLOCK));
    if (schemaFinding) return schemaFinding;
    const { script, question } = this.#make(k);
    if (script) return this.#askScript(script);
    if (!question) return undefined;
    const difference = await this.#pair?.differ(question, false);
    return difference && this.#find([], question, difference.mismatch);
  }

  /** The statements of question number k, with those that make its tables. */
  async show(
    k: number,
  ): Promise<{ readonly schema: readonly string[]; readonly questions: readonly Question[]; readonly pair: Pair }> {
    await this.#openBlock(Math.floor(k / BLOCK));
    const { script, question } = this.#make(k);
    const questions = script ?? (question ? [question] : []);
    return { schema: schemaStatements(this.#schema), questions, pair: this.#pair as Pair }; // made by #openBlock
  }

  close(): void {
    this.#pair?.close();
  }

  #make(k: number): { readonly script?: readonly Question[] | undefined; readonly question?: Question | undefined } {
    const r = new Random(this.seed, k, QUESTION);
    const budget = r.between(2, 16);
    const draft = startDraft(r, this.#schema, this.#grammar, budget);
    const area = r.weighted(this.#areas.map((each) => [each.weight, each] as const));
    return area.script ? { script: area.script(draft) } : { question: area.ask?.(draft) };
  }

  /** What the databases of the block under way are opened with. */
  get options(): PairOptions {
    return { mathematics: (this.#block ?? 0) % 4 === 0, timeoutMs: TIMEOUT_MS };
  }

  get #grammar(): Grammar {
    const { mathematics, plain } = this.grammars;
    return this.options.mathematics ? mathematics : plain;
  }

  async #openBlock(block: number): Promise<Finding | undefined> {
    if (block === this.#block) return undefined;
    this.#block = block;
    const r = new Random(this.seed, block, SCHEMA);
    this.#schema = randomSchema(r);
    if (r.percent(40)) this.#schema = { ...this.#schema, views: this.#views(r) };
    this.#pair?.close();
    this.#pair = new Pair(this.oracle, this.options);
    return this.#runAll(this.#pair, { tables: [], views: [] }, schemaStatements(this.#schema).map(change));
  }

  #views(r: Random): Schema['views'] {
    return r.times(r.between(1, 2), (index) => {
      const draft = startDraft(r, this.#schema, this.#grammar, 6);
      // No query has names so high.
      draft.aliases = 1000 * (index + 1);
      const { sql, columns } = query(draft, { mostSources: 2 });
      return { name: `v${index + 1}`, sql, columns };
    });
  }

  async #askScript(questions: readonly Question[]): Promise<Finding | undefined> {
    const pair = new Pair(this.oracle, this.options);
    try {
      for (const statement of schemaStatements(this.#schema)) await pair.ask(statement);
      return await this.#runAll(pair, this.#schema, questions);
    } finally {
      pair.close();
    }
  }

  async #runAll(pair: Pair, schema: Schema, questions: readonly Question[]): Promise<Finding | undefined> {
    for (const [index, question] of questions.entries()) {
      const difference = await pair.differ(question, true);
      if (!difference) continue;
      const script = questions.slice(0, index).map(({ sql }) => sql);
      return this.#find(script, question, difference.mismatch, schema);
    }
    return undefined;
  }

  #find(
    script: readonly string[],
    question: Question,
    mismatch: Finding['mismatch'],
    schema = this.#schema,
  ): Promise<Finding> {
    return makeFinding(this.oracle, { schema, script, sql: question.sql }, question, mismatch, this.options);
  }
}

const change = (sql: string): Question => ({ sql, isTotal: false });
