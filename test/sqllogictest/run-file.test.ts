import t from 'tap';
import { type Row, real, SqlError } from '../../src/core/index.js';
import { type Database, type Failure, runFile } from './run-file.js';

/** A database that has one answer for each text. */
const fake = (answers: Readonly<Record<string, readonly Row[] | Error>>): Database => ({
  async run(sql) {
    const answer = answers[sql];
    if (answer === undefined) throw new SqlError('syntax-error', `near "${sql}": syntax error`);
    if (answer instanceof Error) throw answer;
    return { width: answer[0]?.length ?? 1, rows: answer };
  },
  async close() {},
});

const database = fake({
  numbers: [[2], [10], [1]],
  pairs: [
    [2, 'b'],
    [1, 'z'],
    [1, 'a'],
  ],
  letters: [['a'], ['b']],
  nothing: [],
  mixed: [
    [null, 1.7, ''],
    ['12abc', real(2), 'ä\n~'],
    [-1.9, '3.14159x', new Uint8Array([0x41, 0])],
  ],
  long: [[-(2 ** 63), 123456789012345.67, 999999999999.1234]],
  big: [[9007199254740993n, 1e22, 'x']],
  hangs: new SqlError('timeout', 'took too long'),
  overflows: new SqlError('overflow', 'integer overflow'),
  dies: new TypeError('cannot read x'),
});

/** The lines that fail and why, and the counts. */
async function run(text: string): Promise<{ failures: string[]; counts: string; all: Failure[] }> {
  const all: Failure[] = [];
  const { passed, failed, skipped } = await runFile(text, database, (failure) => all.push(failure));
  const failures = all.map(({ line, reason }) => `${line}: ${reason.split('\n')[0]}`);
  return { failures, counts: `${passed} ${failed} ${skipped}`, all };
}

interface Example {
  readonly name: string;
  readonly text: string;
  /** Passed, failed, skipped. */
  readonly counts: string;
  readonly failures?: readonly string[];
}

const examples: readonly Example[] = [
  { name: 'what is right', text: 'query I\nnumbers\n----\n2\n10\n1\n', counts: '1 0 0' },
  {
    name: 'a wrong value, at its line',
    text: '# first\n\nstatement ok\nnumbers\n\nquery I\nnumbers\n----\n2\n10\n3\n',
    counts: '1 1 0',
    failures: ['6: wrong result'],
  },
  { name: 'a value missing', text: 'query I\nnumbers\n----\n2\n10\n', counts: '0 1 0', failures: ['1: wrong result'] },
  {
    name: 'a value too many',
    text: 'query I\nletters\n----\n0\n0\n0\n',
    counts: '0 1 0',
    failures: ['1: wrong result'],
  },
  {
    name: 'no rows',
    text: 'query I\nnothing\n----\n\nquery I\nnothing\n----\n1\n',
    counts: '1 1 0',
    failures: ['5: wrong result'],
  },
  {
    name: 'rows where none are expected',
    text: 'query I\nnumbers\n----\n',
    counts: '0 1 0',
    failures: ['1: wrong result'],
  },
  { name: 'an answer that is not given', text: 'query I\nnumbers\n', counts: '1 0 0' },
  { name: 'values sort as text', text: 'query I valuesort\nnumbers\n----\n1\n10\n2\n', counts: '1 0 0' },
  { name: 'rows sort by their values', text: 'query IT rowsort\npairs\n----\n1\na\n1\nz\n2\nb\n', counts: '1 0 0' },
  { name: 'all values sort', text: 'query IT valuesort\npairs\n----\n1\n1\n2\na\nb\nz\n', counts: '1 0 0' },
  {
    name: 'values are shown as the types say',
    text: 'query ITT\nmixed\n----\nNULL\n1.7\n(empty)\n12\n2.0\n@@@~\n-1\n3.14159x\nA@\n',
    counts: '1 0 0',
  },
  {
    name: 'reals have three decimals',
    text: 'query RRR\nmixed\n----\nNULL\n1.700\n0.000\n12.000\n2.000\n0.000\n-1.900\n3.142\n0.000\n',
    counts: '1 0 0',
  },
  {
    name: 'long numbers in full',
    text: 'query IRT\nbig\n----\n9007199254740993\n10000000000000000000000.000\nx\n',
    counts: '1 0 0',
  },
  {
    name: 'a hash of the values',
    // printf '2\n10\n1\n' | md5sum
    text: 'hash-threshold 2\n\nquery I\nnumbers\n----\n3 values hashing to 4948c80000f32b403cb8b254d41a792c\n',
    counts: '1 0 0',
  },
  {
    name: 'a hash after sorting',
    // printf '1\n10\n2\n' | md5sum
    text: 'query I rowsort\nnumbers\n----\n3 values hashing to 91ff90854a35e9226df03b9b06c2f9c8\n',
    counts: '1 0 0',
  },
  {
    name: 'another hash',
    text: 'query I\nnumbers\n----\n3 values hashing to 00000000000000000000000000000000\n',
    counts: '0 1 0',
    failures: ['1: wrong result'],
  },
  {
    name: 'one label, one result',
    text: 'query I rowsort a\nnumbers\n----\n1\n10\n2\n\nquery I rowsort b\nletters\n----\n0\n0\n\nquery I nosort a\nnumbers\n----\n2\n10\n1\n',
    counts: '2 1 0',
    failures: ['14: wrong result: not that of line 1, labelled a too'],
  },
  {
    name: 'one label, the same result',
    text: 'query I rowsort a\nnumbers\n\nquery I rowsort a\nnumbers\n',
    counts: '2 0 0',
  },
  {
    name: 'too few columns',
    text: 'query II\nnumbers\n----\n1\n',
    counts: '0 1 0',
    failures: ['1: 1 column, where II says 2'],
  },
  {
    name: 'an error',
    text: 'statement ok\nunknown\n\nstatement error\nunknown\n\nstatement error\nnumbers\n\nquery I\nunknown\n----\n1\n',
    counts: '1 3 0',
    failures: [
      '1: near "unknown": syntax error',
      '7: no error, where one is expected',
      '10: near "unknown": syntax error',
    ],
  },
  {
    name: 'only a refusal is the error that is expected',
    text: 'statement error\nhangs\n\nstatement error\ndies\n',
    counts: '0 2 0',
    failures: ['1: took too long', '4: crash: TypeError: cannot read x'],
  },
  {
    name: 'a query that overflows gives nothing',
    text: 'query R\noverflows\n----\n\nquery R\noverflows\n----\n1.000\n\nquery R\nunknown\n----\n',
    counts: '1 2 0',
    failures: ['5: integer overflow', '10: near "unknown": syntax error'],
  },
  {
    name: 'reals have 16 digits',
    text: 'query RRR\nlong\n----\n-9223372036854776000.000\n123456789012345.700\n999999999999.123\n',
    counts: '1 0 0',
  },
  {
    name: 'records for other engines',
    text: [
      'skipif mysql # not compatible\nstatement ok\nnumbers',
      'onlyif mysql # DIV\nquery I\nunknown\n----\n1',
      'skipif sqlite\nquery I\nunknown\n----\n1',
      'onlyif sqlite\nskipif oracle\nquery I\nletters\n----\n0\n0',
      'onlyif oracle\nskipif mssql\nquery I\nunknown\n----\n1',
      'onlyif mssql\nhalt',
      'onlyif mssql\nhash-threshold 1',
      'statement ok\nletters',
    ].join('\n\n'),
    counts: '3 0 3',
  },
  {
    name: 'the line of a conditional record is that of its kind',
    text: 'onlyif sqlite\nskipif mysql\nquery I\nletters\n----\n1\n',
    counts: '0 1 0',
    failures: ['3: wrong result'],
  },
  { name: 'nothing after halt', text: 'statement ok\nnumbers\n\nhalt\n\nstatement ok\nunknown\n', counts: '1 0 0' },
  {
    name: 'comments after words, lines that end as on Windows',
    text: 'statement ok # fine\r\nnumbers\r\n\r\nquery I rowsort # x\r\nletters\r\n----\r\n0\r\n0\r\n',
    counts: '2 0 0',
  },
  {
    name: 'what is not of the format',
    text: 'statement maybe\nnumbers\n\nquery X\nnumbers\n\nquery I somesort\nnumbers\n\nfoo\n\nonlyif sqlite\n\nhash-threshold x\n',
    counts: '0 6 0',
    failures: [
      '1: a statement is ok or error, not "maybe"',
      '4: types are letters of T, I and R, not "X"',
      '7: unknown sort mode: somesort',
      '10: unknown kind of record: foo',
      '13: unknown kind of record: a condition without one',
      '14: hash-threshold wants a number',
    ],
  },
];

for (const { name, text, counts, failures = [] } of examples) {
  t.test(name, async (t) => {
    const actual = await run(text);
    t.strictSame(actual.failures, failures);
    t.equal(actual.counts, counts);
  });
}

t.test('a wrong answer comes with both sides and its statement', async (t) => {
  const { all } = await run('query I\nletters\n----\n0\n1\n');
  t.strictSame(all, [{ line: 1, sql: 'letters', reason: 'wrong result', expected: ['0', '1'], actual: ['0', '0'] }]);
});
