interface Schema {
  readonly columns: string;
  /** Primary and foreign keys, and dates: what clause 1.5 allows. */
  readonly indexes: readonly (readonly string[])[];
}

/** Clause 1.4, in SQLite's types; a key of one column is the rowid. */
export const SCHEMAS = {
  region: { columns: 'r_regionkey INTEGER PRIMARY KEY, r_name TEXT, r_comment TEXT', indexes: [] },
  nation: {
    columns: 'n_nationkey INTEGER PRIMARY KEY, n_name TEXT, n_regionkey INTEGER, n_comment TEXT',
    indexes: [['n_regionkey']],
  },
  supplier: {
    columns: `s_suppkey INTEGER PRIMARY KEY, s_name TEXT, s_address TEXT, s_nationkey INTEGER, s_phone TEXT,
      s_acctbal REAL, s_comment TEXT`,
    indexes: [['s_nationkey']],
  },
  part: {
    columns: `p_partkey INTEGER PRIMARY KEY, p_name TEXT, p_mfgr TEXT, p_brand TEXT, p_type TEXT, p_size INTEGER,
      p_container TEXT, p_retailprice REAL, p_comment TEXT`,
    indexes: [],
  },
  partsupp: {
    columns: 'ps_partkey INTEGER, ps_suppkey INTEGER, ps_availqty INTEGER, ps_supplycost REAL, ps_comment TEXT',
    indexes: [['ps_partkey', 'ps_suppkey'], ['ps_suppkey']],
  },
  customer: {
    columns: `c_custkey INTEGER PRIMARY KEY, c_name TEXT, c_address TEXT, c_nationkey INTEGER, c_phone TEXT,
      c_acctbal REAL, c_mktsegment TEXT, c_comment TEXT`,
    indexes: [['c_nationkey']],
  },
  orders: {
    columns: `o_orderkey INTEGER PRIMARY KEY, o_custkey INTEGER, o_orderstatus TEXT, o_totalprice REAL,
      o_orderdate TEXT, o_orderpriority TEXT, o_clerk TEXT, o_shippriority INTEGER, o_comment TEXT`,
    indexes: [['o_custkey'], ['o_orderdate']],
  },
  lineitem: {
    columns: `l_orderkey INTEGER, l_partkey INTEGER, l_suppkey INTEGER, l_linenumber INTEGER, l_quantity REAL,
      l_extendedprice REAL, l_discount REAL, l_tax REAL, l_returnflag TEXT, l_linestatus TEXT, l_shipdate TEXT,
      l_commitdate TEXT, l_receiptdate TEXT, l_shipinstruct TEXT, l_shipmode TEXT, l_comment TEXT`,
    indexes: [['l_orderkey', 'l_linenumber'], ['l_partkey', 'l_suppkey'], ['l_suppkey'], ['l_shipdate']],
  },
} satisfies Record<string, Schema>;
