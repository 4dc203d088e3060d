import type { Row } from '../core/index.js';
import {
  type Expr,
  eachNodeExpr,
  freeColumns,
  inputsOf,
  type Plan,
  type Query,
  type Shared,
  type StoredScan,
  type Subquery,
  someOperand,
} from '../sql/planner/index.js';
import { keyTerms, rowidSlot } from '../store/index.js';

/**
 * How a query is carried out in SQLite's words, for tools that read them: rows of `id`, `parent`, `notused`, `detail`,
 * outer loops before inner ones (SQLite: eqp.html). What SQLite has no word for, a hash join say, shows its scans alone.
 */
export function queryPlanRows(query: Query): Row[] {
  return new Explanation(query).rows;
}

/** SQLite's numbers start at 2, too. */
const FIRST_ID = 2;

class Explanation {
  readonly rows: Row[] = [];
  readonly #shown = new Set<number>();
  #subqueries = 0;
  #virtuals = 0;

  constructor(private readonly query: Query) {
    this.#plan(query.plan, 0, '');
  }

  #add(parent: number, detail: string): number {
    const id = FIRST_ID + this.rows.length;
    this.rows.push([id, parent, 0, detail]);
    return id;
  }

  /** @param suffix what the scans say of the join whose right side they are */
  #plan(plan: Plan, parent: number, suffix: string): void {
    switch (plan.kind) {
      case 'scan':
      case 'function-scan':
        this.#add(parent, `SCAN ${plan.alias} VIRTUAL TABLE INDEX ${this.#virtuals++}:${suffix}`);
        break;
      case 'stored-scan':
        this.#add(parent, `${storedDetail(plan)}${suffix}`);
        break;
      case 'values':
        this.#add(parent, plan.rows.length === 1 ? 'SCAN CONSTANT ROW' : `SCAN ${plan.rows.length} CONSTANT ROWS`);
        break;
      case 'join':
        this.#plan(plan.left, parent, suffix);
        this.#plan(plan.right, parent, plan.type === 'left' || plan.type === 'full' ? ' LEFT-JOIN' : '');
        break;
      case 'union-all':
        if (isMultiIndex(plan.inputs)) this.#arms(plan.inputs, this.#add(parent, 'MULTI-INDEX OR'), 'INDEX');
        else this.#compound(plan.inputs, 'UNION ALL', parent);
        break;
      case 'set-operation':
        this.#compound([plan.left, plan.right], `${plan.op.toUpperCase()} USING TEMP B-TREE`, parent);
        break;
      case 'shared':
        this.#shared(plan, parent);
        this.#add(parent, `SCAN ${plan.name}`);
        break;
      case 'recursive': {
        const routine = this.#add(parent, `CO-ROUTINE ${plan.name}`);
        this.#plan(plan.seed, this.#add(routine, 'SETUP'), '');
        for (const step of plan.steps) this.#plan(step, this.#add(routine, 'RECURSIVE STEP'), '');
        this.#add(parent, `SCAN ${plan.name}`);
        break;
      }
      case 'working':
        this.#add(parent, `SCAN ${plan.name}`);
        break;
      default:
        for (const input of inputsOf(plan)) this.#plan(input, parent, suffix);
    }
    this.#subqueriesOf(plan, parent);
    const tree = treeFor(plan);
    if (tree) this.#add(parent, `USE TEMP B-TREE FOR ${tree}`);
  }

  #arms(arms: readonly Plan[], parent: number, word: string): void {
    arms.forEach((arm, index) => {
      this.#plan(arm, this.#add(parent, `${word} ${index + 1}`), '');
    });
  }

  #compound(arms: readonly Plan[], operator: string, parent: number): void {
    const compound = this.#add(parent, 'COMPOUND QUERY');
    arms.forEach((arm, index) => {
      this.#plan(arm, this.#add(compound, index === 0 ? 'LEFT-MOST SUBQUERY' : operator), '');
    });
  }

  #shared({ key, name }: Shared, parent: number): void {
    const plan = this.query.shared[key];
    if (this.#shown.has(key) || !plan) return;
    this.#shown.add(key);
    this.#plan(plan, this.#add(parent, `MATERIALIZE ${name}`), '');
  }

  #subqueriesOf(plan: Plan, parent: number): void {
    const list = (inner: Plan): void => this.#subquery('LIST', { plan: inner }, parent);
    const visit = (expr: Expr): void => {
      if (expr.kind === 'in-subquery') this.#subquery('LIST', expr.subquery, parent);
      else if (expr.kind === 'exists' || expr.kind === 'scalar-subquery')
        this.#subquery('SCALAR', expr.subquery, parent);
      someOperand(expr, visit, undefined);
    };
    eachNodeExpr(plan, visit, list);
  }

  #subquery(kind: 'LIST' | 'SCALAR', { plan }: Subquery, parent: number): void {
    const correlated = kind === 'SCALAR' && freeColumns(plan).length > 0 ? 'CORRELATED ' : '';
    this.#plan(plan, this.#add(parent, `${correlated}${kind} SUBQUERY ${++this.#subqueries}`), '');
  }
}

/** What a node keeps all of its rows for. */
function treeFor(plan: Plan): string | undefined {
  switch (plan.kind) {
    case 'sort':
    case 'window':
      return 'ORDER BY';
    case 'distinct':
      return 'DISTINCT';
    case 'aggregate': {
      const distinct = plan.calls.find((call) => call.distinct);
      if (plan.groups.length > 0) return 'GROUP BY';
      return distinct && `${distinct.fn.name}(DISTINCT)`;
    }
    default:
      return undefined;
  }
}

/** One table looked up in several ways: an OR. */
function isMultiIndex(inputs: readonly Plan[]): boolean {
  const scans = inputs.map((input) => (input.kind === 'filter' ? input.input : input));
  const [first] = scans;
  if (first?.kind !== 'scan' && first?.kind !== 'stored-scan') return false;
  return scans.every((scan) => scan.kind === first.kind && scan.table === first.table && scan.alias === first.alias);
}

function storedDetail(scan: StoredScan): string {
  const { table, alias, access } = scan;
  const { index, equals = [], range } = access ?? {};
  const terms = index?.terms ?? keyTerms(table);
  const nameAt = (at: number): string => slotName(scan, terms[at]?.slot ?? 0);
  const parts = equals.map((_, at) => `${nameAt(at)}=?`);
  if (range?.min) parts.push(`${nameAt(equals.length)}>?`);
  if (range?.max) parts.push(`${nameAt(equals.length)}<?`);
  if (range && !range.min && !range.max) parts.push(`${nameAt(equals.length)}>?`);
  const own = table.primaryKey ? 'PRIMARY KEY' : 'INTEGER PRIMARY KEY';
  if (parts.length > 0) return `SEARCH ${alias} USING ${index ? `INDEX ${index.name}` : own} (${parts.join(' AND ')})`;
  return index ? `SCAN ${alias} USING INDEX ${index.name}` : `SCAN ${alias}`;
}

function slotName({ table }: StoredScan, slot: number): string {
  if (slot === rowidSlot(table)) return 'rowid';
  return table.columns[slot]?.name ?? '<expr>';
}
