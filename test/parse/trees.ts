import fc, { type Arbitrary } from 'fast-check';
import type {
  ColumnConstraint,
  ColumnDefinition,
  CreateTable,
  ForeignKeyClause,
  Insert,
  Statement,
  TableConstraint,
  Upsert,
} from '../../src/sql/parser/index.js';
import { anyName, collation, few, just, node, qualified, span, typeName } from './names.js';
import { expr, orderTerm } from './trees-of-expressions.js';
import { from, resultColumns, select, withClause } from './trees-of-queries.js';

const DEPTH = 3;
const e = expr(2);
const shared = { span: just(span) };
const action = fc.constantFrom('abort', 'fail', 'ignore', 'replace', 'rollback');
const indexedColumns = few(node({ expr: e, descending: fc.boolean() }), 1);

// ------------------------------------------------------------------ changes

const assignments = few(node({ columns: few(anyName, 1), value: e }), 1);
const target = node({ columns: indexedColumns }, { where: e });
const upsertAction = fc.oneof(just('nothing' as const), node({ set: assignments }, { where: e }));
const targeted: Arbitrary<Upsert> = node({ target, action: upsertAction });

/** Only the last may be without a target. */
const upserts = fc
  .tuple(few(targeted, 0, 1), few(node({ action: upsertAction }, { target }), 1, 1))
  .map((parts) => parts.flat());

const values = node({
  kind: just('select'),
  ...shared,
  body: node({ kind: just('values'), ...shared, rows: few(few(e, 1), 1) }),
  orderBy: just([]),
});
/** ON CONFLICT after a FROM would be taken for the ON of a join, so that only VALUES goes with it here. */
const source = fc.oneof(
  node({ source: select(2), upserts: just([]) }),
  node({ source: values, upserts }),
  just({ source: 'default', upserts: [] } as const),
);
const insert: Arbitrary<Insert> = fc
  .tuple(
    node(
      { kind: just('insert'), ...shared, table: qualified },
      { with: withClause(2), orAction: action, alias: anyName, columns: few(anyName, 1), returning: resultColumns(2) },
    ),
    source,
  )
  .map(([head, rest]) => ({ ...head, ...rest }));

const indexedBy = fc.oneof(anyName, just(false as const));
const limits = fc.oneof(just({}), node({ limit: e }, { offset: e }));
const which = fc
  .tuple(node({ orderBy: few(orderTerm(2)) }, { where: e, returning: resultColumns(2) }), limits)
  .map(([rest, limit]) => ({ ...rest, ...limit }));
const changed = { alias: anyName, indexedBy, with: withClause(2) };
const update = node(
  { kind: just('update'), ...shared, table: qualified, set: assignments },
  { ...changed, orAction: action, from: from(2) },
);
const deletion = node({ kind: just('delete'), ...shared, table: qualified }, changed);
const changes: Arbitrary<Statement> = fc.oneof(
  insert,
  fc.tuple(update, which).map(([head, rest]) => ({ ...head, ...rest })),
  fc.tuple(deletion, which).map(([head, rest]) => ({ ...head, ...rest })),
);

// ------------------------------------------------------------------- schema

const onConflict = { onConflict: action };
const foreignKey: Arbitrary<ForeignKeyClause> = node(
  {
    table: anyName,
    actions: few(
      fc.constantFrom(
        'ON DELETE CASCADE',
        'ON UPDATE SET NULL',
        'ON DELETE NO ACTION',
        'MATCH FULL',
        'NOT DEFERRABLE INITIALLY IMMEDIATE',
      ),
    ),
  },
  { targets: few(anyName, 1) },
);
const check = node({ kind: just('check'), expr: e, text: just('') });

const columnConstraint: Arbitrary<ColumnConstraint> = fc
  .tuple(
    node({}, { name: anyName }),
    fc.oneof(
      node({ kind: just('primary-key'), descending: fc.boolean(), autoincrement: fc.boolean() }, onConflict),
      node({ kind: just('not-null') }, onConflict),
      just({ kind: 'null' } as const),
      node({ kind: just('unique') }, onConflict),
      check,
      node({ kind: just('default'), expr: e, text: just('') }),
      node({ kind: just('collate'), collation }),
      node({ kind: just('generated'), expr: e, stored: fc.boolean() }),
      foreignKey.map((clause) => ({ kind: 'references' as const, ...clause })),
    ),
  )
  .map(([head, rest]) => ({ ...head, ...rest }));

const columnDefinition: Arbitrary<ColumnDefinition> = node({
  name: anyName,
  type: typeName,
  constraints: few(columnConstraint),
  ...shared,
});

const tableConstraint: Arbitrary<TableConstraint> = fc
  .tuple(
    node({}, { name: anyName }),
    fc.oneof(
      node({ kind: just('primary-key'), columns: indexedColumns, autoincrement: fc.boolean() }, onConflict),
      node({ kind: just('unique'), columns: indexedColumns }, onConflict),
      check,
      fc
        .tuple(few(anyName, 1), foreignKey)
        .map(([columns, clause]) => ({ kind: 'foreign-key' as const, columns, ...clause })),
    ),
  )
  .map(([head, rest]) => ({ ...head, ...rest }));

const tableBody: Arbitrary<CreateTable['body']> = fc.oneof(
  node({ kind: just('as'), select: select(2) }),
  node({
    kind: just('columns'),
    columns: few(columnDefinition, 1),
    constraints: few(tableConstraint),
    withoutRowid: fc.boolean(),
    strict: fc.boolean(),
  }),
);

const flags = { temporary: fc.boolean(), ifNotExists: fc.boolean() };
const definitions: Arbitrary<Statement> = fc.oneof(
  {
    weight: 3,
    arbitrary: node({ kind: just('create-table'), ...shared, ...flags, table: qualified, body: tableBody }),
  },
  node(
    {
      kind: just('create-index'),
      ...shared,
      unique: fc.boolean(),
      ifNotExists: fc.boolean(),
      index: qualified,
      table: anyName,
      columns: indexedColumns,
    },
    { where: e },
  ),
  node(
    { kind: just('create-view'), ...shared, ...flags, view: qualified, select: select(2), text: just('') },
    { columns: few(anyName, 1) },
  ),
  node({
    kind: just('create-virtual-table'),
    ...shared,
    ifNotExists: fc.boolean(),
    table: qualified,
    module: anyName,
    args: few(fc.constantFrom('a', "b = 'x, y'", 'c(1, (2))', '"d"')),
  }),
  node({
    kind: just('drop'),
    ...shared,
    what: fc.constantFrom('table', 'view', 'index', 'trigger'),
    ifExists: fc.boolean(),
    target: qualified,
  }),
  node({
    kind: just('alter-table'),
    ...shared,
    table: qualified,
    action: fc.oneof(
      node({ kind: just('rename-table'), to: anyName }),
      node({ kind: just('rename-column'), from: anyName, to: anyName }),
      node({ kind: just('add-column'), column: columnDefinition }),
      node({ kind: just('drop-column'), column: anyName }),
    ),
  }),
);

// --------------------------------------------------------------------- rest

const simple: Arbitrary<Statement> = fc.oneof(
  node(
    { kind: just('transaction'), ...shared, action: just('begin') },
    { mode: fc.constantFrom('deferred', 'immediate', 'exclusive') },
  ),
  node({ kind: just('transaction'), ...shared, action: fc.constantFrom('commit', 'rollback') }),
  node({
    kind: just('savepoint'),
    ...shared,
    action: fc.constantFrom('savepoint', 'release', 'rollback-to'),
    name: anyName,
  }),
  node(
    { kind: just('pragma'), ...shared, pragma: qualified },
    { value: fc.oneof(fc.string({ maxLength: 4 }), fc.constantFrom('-1', '2.5', 'on')) },
  ),
  node({ kind: just('attach'), ...shared, file: e, schema: e }),
  node({ kind: just('detach'), ...shared, schema: e }),
  node({ kind: just('maintenance'), ...shared, action: fc.constantFrom('analyze', 'reindex') }, { target: qualified }),
  node({ kind: just('maintenance'), ...shared, action: just('vacuum') }, { target: node({ name: anyName }), into: e }),
);

const query: Arbitrary<Statement> = node({ kind: just('select-statement'), ...shared, select: select(DEPTH) });
const plain = fc.oneof(
  { weight: 4, arbitrary: query },
  { weight: 3, arbitrary: changes },
  { weight: 3, arbitrary: definitions },
  simple,
);

/** Any statement that can be written, with all that can be in it. */
export const statement: Arbitrary<Statement> = fc.oneof(
  { weight: 9, arbitrary: plain },
  node({ kind: just('explain'), ...shared, mode: fc.constantFrom('plan', 'query-plan'), statement: plain }),
  node({ kind: just('explain'), ...shared, mode: just('analyze'), statement: fc.oneof(query, changes) }),
  node({
    kind: just('explain'),
    ...shared,
    mode: fc.constantFrom('plan', 'analyze'),
    format: just('json'),
    statement: plain,
  }),
);
