import { EmbeddedActionsParser } from 'chevrotain';
import t from 'tap';
import { isReserved, kw, Name, tokenize } from '../../src/sql/lexer/index.js';
import { LazyLookahead } from '../../src/sql/parser/grammar/lookahead.js';
import { QueryGrammar } from '../../src/sql/parser/grammar/queries.js';
import { StatementGrammar } from '../../src/sql/parser/grammar/statements.js';
import { parse } from '../../src/sql/parser/index.js';
import { compact } from './compact.js';

t.test("the grammars pass chevrotain's own checks", (t) => {
  // Left out in production: ambiguous choices, left recursion, a production numbered twice.
  t.doesNotThrow(() => new QueryGrammar(true));
  t.doesNotThrow(() => new StatementGrammar(true));
  t.end();
});

class Ambiguous extends EmbeddedActionsParser {
  readonly either = this.RULE('either', () => {
    this.OR([{ ALT: () => this.CONSUME(kw.KEY) }, { ALT: () => this.CONSUME(Name.type) }]);
  });
  constructor() {
    super([kw.KEY], { maxLookahead: 1, lookaheadStrategy: new LazyLookahead() });
    this.performSelfAnalysis();
  }
}

t.test('a choice that a category makes ambiguous is refused', (t) => {
  t.throws(() => new Ambiguous(), /either: \d+ begins two alternatives/);
  t.end();
});

/** sql.md 2.1: words that can be no column; CAST, RAISE, CASE, EXISTS, NOT begin something else. */
const RESERVED = `ADD ALL ALTER AND AS AUTOINCREMENT BETWEEN CASE CAST CHECK COLLATE COMMIT CONSTRAINT CREATE DEFAULT
  DEFERRABLE DELETE DISTINCT DROP ELSE ESCAPE EXCEPT EXISTS FOREIGN FROM GROUP HAVING IN INDEX INSERT INTERSECT INTO IS
  ISNULL JOIN LIMIT NOT NOTHING NOTNULL ON OR ORDER PRIMARY RAISE REFERENCES RETURNING SELECT SET TABLE THEN TO
  TRANSACTION UNION UNIQUE UPDATE USING VALUES WHEN WHERE`.split(/\s+/);
const NO_ALIAS = [
  'CROSS',
  'FULL',
  'GLOB',
  'INDEXED',
  'INNER',
  'LEFT',
  'LIKE',
  'MATCH',
  'NATURAL',
  'OUTER',
  'REGEXP',
  'RIGHT',
];
/** Values of their own, not columns. */
const VALUES = ['NULL', 'CURRENT_DATE', 'CURRENT_TIME', 'CURRENT_TIMESTAMP'];

const parses = (sql: string): boolean => {
  try {
    return parse(sql).length === 1;
  } catch {
    return false;
  }
};

/** Not an operator, as `1 ISNULL` is. */
const isBareAlias = (word: string): boolean =>
  parses(`SELECT 1 ${word}`) && compact(parse(`SELECT 1 ${word}`)).includes(`alias=${word}`);

for (const [word, type] of Object.entries(kw)) {
  t.test(word, (t) => {
    const isColumn = !RESERVED.includes(word);
    t.equal(parses(`SELECT 1 + ${word} FROM t`), isColumn, 'as a column');
    const isAlias = (isColumn || word === 'CAST' || word === 'RAISE') && word !== 'NULL';
    t.equal(parses(`SELECT 1 AS ${word}`), isAlias, 'as an alias after AS');
    t.equal(parses(`SELECT * FROM t AS ${word}`), isAlias, 'as a table alias');
    t.equal(parses(`SELECT * FROM ${word}`), isAlias, 'as a table');
    t.equal(parses(`SELECT t.${word}`), isAlias, 'after a dot');
    t.equal(isBareAlias(word), isAlias && !NO_ALIAS.includes(word), 'as an alias without AS');
    t.equal(parses(`SELECT 1 + ${word}(1)`), (isColumn && !VALUES.includes(word)) || word === 'NOT', 'as a function');
    t.equal(isReserved(type), !isAlias, 'is reserved');
    for (const quoted of [`"${word}"`, `\`${word}\``, `[${word}]`])
      t.ok(parses(`SELECT ${quoted} FROM ${quoted} AS ${quoted}`), quoted);
    for (const spelt of [word, word.toLowerCase(), word.charAt(0) + word.slice(1).toLowerCase()]) {
      t.equal(tokenize(spelt)[0]?.tokenType, type, spelt);
    }
    // Only ASCII letters fold: the long s and the Kelvin sign are other letters.
    const odd = word.replace('S', 'ſ').replace('K', '\u212a');
    if (odd !== word) t.not(tokenize(odd)[0]?.tokenType, type, odd);
    t.end();
  });
}
