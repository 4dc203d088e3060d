/** What makes lanes run from here: nothing in a tree of JavaScript. */
export const laneProgram: { readonly program?: URL } = import.meta.url.endsWith('.ts')
  ? { program: new URL('./lane.mjs', import.meta.url) }
  : {};
