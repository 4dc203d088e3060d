import t from 'tap';
import { StatementScanner, statementsIn } from '../../src/shell/statement-scanner.js';
import { UnitReader, unitsIn } from '../../src/shell/units.js';

const isComplete = (sql: string): boolean => {
  const scanner = new StatementScanner();
  scanner.feed(sql);
  return scanner.isComplete;
};

t.test('a statement is complete behind its semicolon', async (t) => {
  const complete = [
    ';',
    'SELECT 1;',
    "SELECT ';'; -- ;",
    'SELECT 1; /* x */ ',
    'CREATE TABLE t(a);',
    'CREATE TRIGGER x AFTER INSERT ON t BEGIN SELECT 1; END;',
    'CREATE TEMP TRIGGER x AFTER INSERT ON t BEGIN SELECT CASE WHEN 1 THEN 2 END; END;',
    'EXPLAIN CREATE TRIGGER x AFTER INSERT ON t BEGIN SELECT 1; END;',
    'CREATE TABLE trigger(a);',
    'SELECT trigger, create FROM temp;',
  ];
  for (const sql of complete) t.ok(isComplete(sql), sql);
  const open = [
    '',
    ' -- ;',
    '/* ;',
    'SELECT 1',
    "SELECT 'x;",
    'SELECT "x;',
    'SELECT [x;',
    'SELECT `x;',
    "SELECT 'it''s;",
    'SELECT 1; SELECT',
    'SELECT 1; /*',
    'CREATE TRIGGER x AFTER INSERT ON t BEGIN SELECT 1;',
    'CREATE TRIGGER x AFTER INSERT ON t BEGIN SELECT 1; END',
    'CREATE TRIGGER x AFTER INSERT ON t BEGIN SELECT 1; END x;',
  ];
  for (const sql of open) t.notOk(isComplete(sql), sql);
});

t.test('texts fall into statements', async (t) => {
  t.same(statementsIn("SELECT 1; -- a\nSELECT ';';\n/* b */ SELECT 3 -- c"), [
    'SELECT 1;',
    "SELECT ';';",
    'SELECT 3 -- c',
  ]);
  t.same(statementsIn(' -- nothing'), []);
  t.same(statementsIn(''), []);
});

t.test('lines fall into units', async (t) => {
  const kinds = (text: string, dialect: 'hostql' | 'osquery' = 'osquery'): string[] =>
    unitsIn(text, dialect).map(({ kind, line, text, isTerminated }) =>
      `${kind} ${line} ${text}${isTerminated ? '' : ' …'}`.replaceAll('\n', '↵'),
    );
  t.same(kinds('.help\n\nSELECT 1;\r\nSELECT\n.quit\n'), [
    'dot 1 .help',
    'skipped 2 ',
    'sql 3 SELECT 1;',
    'sql 4 SELECT↵.quit …',
  ]);
  t.same(kinds('/* a\n*/\n.help'), ['skipped 1 /* a↵*/', 'dot 3 .help']);
  t.same(kinds('.\nSELECT 1; -- x\nSELECT 2; SELECT\n3;'), ['sql 2 SELECT 1; -- x', 'sql 3 SELECT 2; SELECT↵3;']);
  t.same(kinds('/* open\nSELECT 1;'), []);
  t.same(kinds('.types SELECT\n1;\nSELECT 2;'), ['types 1 SELECT↵1;', 'sql 3 SELECT 2;']);
  t.same(kinds('.types SELECT 1'), ['sql 1 SELECT 1 …']);
  t.same(kinds('.types SELECT 1', 'hostql'), ['dot 1 .types SELECT 1']);
});

t.test('a long statement takes time for each line once', async (t) => {
  const reader = new UnitReader('hostql');
  const beganMs = performance.now();
  reader.push("SELECT '");
  for (let line = 0; line < 200_000; line++) reader.push('a line; and more of it');
  t.match(reader.push("';"), { kind: 'sql' });
  // With what came before looked at anew for each line, it would be minutes.
  t.ok(performance.now() - beganMs < 10_000);
});
