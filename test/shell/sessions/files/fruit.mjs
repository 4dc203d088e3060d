// A user's own tables, as `.load` takes them.
export const tables = ({ table }) =>
  table({
    name: 'fruit',
    columns: { name: 'text', grams: 'integer' },
    rows: [
      { name: 'apple', grams: 180 },
      { name: 'plum', grams: 40 },
    ],
  });
