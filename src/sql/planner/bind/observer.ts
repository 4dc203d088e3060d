import type { TableSchema } from '../../../store/index.js';
import type * as ast from '../../parser/index.js';
import type { Column, Expr } from '../expr.js';

/** Hears what the names in a view mean while `SELECT * FROM view` is bound: for renaming what they mean. */
export interface Observer {
  /** A FROM item is this stored table; a CTE or view is none. */
  table(from: ast.TableFrom, table: TableSchema, columns: readonly Column[]): void;
  name(name: ast.NameExpr, meaning: Expr): void;
}
