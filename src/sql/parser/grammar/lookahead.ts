import type { IProduction, IToken } from 'chevrotain';
import {
  Alternation,
  type Alternative,
  type ILookaheadStrategy,
  type IOrAlt,
  LLkLookaheadStrategy,
  NonTerminal,
  Option,
  Repetition,
  RepetitionMandatory,
  RepetitionMandatoryWithSeparator,
  RepetitionWithSeparator,
  type Rule,
  Terminal,
  type TokenType,
} from 'chevrotain';
import { Bug } from '../../../core/index.js';
import { categories } from '../../lexer/index.js';

/** What a lookahead function is called on: the parser. */
interface Tokens {
  LA(howMuch: number): IToken;
}
interface Decision {
  readonly prodOccurrence: number;
  readonly rule: Rule;
}
/** What can begin a piece of grammar; `empty` where it may be nothing at all. */
interface First {
  readonly types: ReadonlySet<TokenType>;
  readonly empty: boolean;
}

/**
 * One token of lookahead, worked out for a decision when a parse first comes to it. Chevrotain's own
 * strategy works out all at construction, which costs a one-shot query 10 to 20 ms for decisions it
 * never takes. Whether one token is enough for each is what validation (in tests) proves.
 */
export class LazyLookahead extends LLkLookaheadStrategy {
  private readonly firsts = new Map<Rule, First>();

  constructor() {
    super({ maxLookahead: 1 });
  }

  override buildLookaheadForAlternation({ rule, prodOccurrence }: Decision) {
    let choices: number[] | undefined;
    const choose = (): number[] => this.choices(find(rule, Alternation, prodOccurrence));
    return function (this: Tokens, alternatives?: IOrAlt<unknown>[]): number | undefined {
      choices ??= choose();
      const index = choices[this.LA(1).tokenTypeIdx];
      const gate = index === undefined ? undefined : alternatives?.[index]?.GATE;
      return gate === undefined || gate.call(this) ? index : undefined;
    };
  }

  override buildLookaheadForOptional({
    rule,
    prodOccurrence,
    prodType,
  }: Decision & { prodType: keyof typeof OPTIONAL }) {
    let entered: boolean[] | undefined;
    const enter = (): boolean[] => this.entered(find(rule, OPTIONAL[prodType], prodOccurrence));
    return function (this: Tokens): boolean {
      entered ??= enter();
      return entered[this.LA(1).tokenTypeIdx] === true;
    };
  }

  /** Also refuses alternatives that one token could begin, categories spelt out. */
  override validate(options: Parameters<ILookaheadStrategy['validate']>[0]): { message: string; ruleName: string }[] {
    const overlaps = options.rules.flatMap((rule) =>
      productionsOf(rule).flatMap((production) =>
        production instanceof Alternation ? this.overlaps(production).map((type) => ({ rule, type })) : [],
      ),
    );
    const ours = overlaps.map(({ rule, type }) => ({
      ruleName: rule.name,
      message: `${rule.name}: ${type} begins two alternatives`,
    }));
    return [...super.validate(options).map((error) => ({ ruleName: '', ...error })), ...ours];
  }

  private overlaps(alternation: Alternation): number[] {
    const begun = new Set<number>();
    return alternation.definition.flatMap((alternative) => {
      // An Alternation is made of nothing else; its type says less.
      if ((alternative as Alternative).ignoreAmbiguities) return [];
      const types = numbers(this.sequence(partsOf(alternative)).types);
      const again = types.filter((type) => begun.has(type));
      for (const type of types) begun.add(type);
      return again;
    });
  }

  /** By token type: the alternative that it begins. */
  private choices(alternation: Alternation): number[] {
    const choices: number[] = [];
    for (const [index, alternative] of partsOf(alternation).entries()) {
      for (const idx of numbers(this.sequence(partsOf(alternative)).types)) choices[idx] ??= index;
    }
    return choices;
  }

  /** By token type: true if it begins what is optional. */
  private entered(optional: IProduction): boolean[] {
    const entered: boolean[] = [];
    for (const idx of numbers(this.sequence(partsOf(optional)).types)) entered[idx] = true;
    return entered;
  }

  private sequence(productions: readonly IProduction[]): First {
    const types = new Set<TokenType>();
    for (const production of productions) {
      const first = this.first(production);
      for (const type of first.types) types.add(type);
      if (!first.empty) return { types, empty: false };
    }
    return { types, empty: true };
  }

  private first(production: IProduction): First {
    if (production instanceof Terminal) return { types: new Set([production.terminalType]), empty: false };
    if (production instanceof NonTerminal) return this.ofRule(production.referencedRule);
    if (production instanceof Alternation) {
      const firsts = production.definition.map((alternative) => this.sequence(partsOf(alternative)));
      return { types: new Set(firsts.flatMap(({ types }) => [...types])), empty: firsts.some(({ empty }) => empty) };
    }
    // Everything else is a sequence, which may be left out where it is one of these.
    const { types, empty } = this.sequence(partsOf(production));
    const optional = [Option, Repetition, RepetitionWithSeparator].some((kind) => production instanceof kind);
    return { types, empty: empty || optional };
  }

  private ofRule(rule: Rule): First {
    const known = this.firsts.get(rule);
    if (known !== undefined) return known;
    const first = this.sequence(rule.definition);
    this.firsts.set(rule, first);
    return first;
  }
}

const OPTIONAL = {
  Option,
  Repetition,
  RepetitionMandatory,
  RepetitionMandatoryWithSeparator,
  RepetitionWithSeparator,
} as const;

type Numbered = IProduction & { readonly idx: number };

/** The decision of a kind with a number within a rule: `OPTION2` is the Option numbered 2. */
function find<T extends Numbered>(rule: Rule, kind: new (...args: never[]) => T, idx: number): T {
  for (const production of productionsOf(rule)) {
    if (production instanceof kind && production.idx === idx) return production;
  }
  throw new Bug(`no ${kind.name} ${idx} in ${rule.name}`);
}

/** All that a rule is made of, at any depth, other rules not opened. */
function productionsOf(rule: Rule): IProduction[] {
  const found: IProduction[] = [...rule.definition];
  for (const production of found) {
    if (!(production instanceof Terminal || production instanceof NonTerminal)) found.push(...partsOf(production));
  }
  return found;
}

/** Every production but a terminal has a definition; only the interface does not say so. */
function partsOf(production: IProduction): IProduction[] {
  return (production as unknown as { readonly definition: IProduction[] }).definition;
}

/** The numbers of the types themselves, and of those in the categories that they stand for. */
function numbers(types: ReadonlySet<TokenType>): number[] {
  return [...types].flatMap((type) => {
    const members = categories.get(type)?.members;
    return members === undefined ? (type.tokenTypeIdx ?? 0) : Object.keys(members).map(Number);
  });
}
