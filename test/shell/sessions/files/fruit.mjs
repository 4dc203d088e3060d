// A user's own table, as `.load` takes it: with the package installed, `table({...})` of hostql makes it.
const { table } = await import(new URL('../../../../dist/index.js', import.meta.url));

export const fruit = table({
  name: 'fruit',
  columns: { name: 'text', grams: 'integer' },
  rows: [
    { name: 'apple', grams: 180 },
    { name: 'plum', grams: 40 },
  ],
});
