/** A package as portage(5) names it: `>=dev-lang/python-3.11.4-r1:3.11::gentoo`. */
export interface PortageAtom {
  /** Category and name: `dev-lang/python`. */
  readonly name: string;
  /** `3.11.4-r1`; null where the atom names none. */
  readonly version: string | null;
  /** `>=`, `~`, …; '' for none. */
  readonly operator: string;
  readonly slot: string | null;
}

/** A version as the Package Manager Specification has it; a wildcard may follow. */
const VERSION = /-(\d+(?:\.\d+)*[a-z]?(?:_(?:pre|p|beta|alpha|rc)\d*)*(?:-r\d+)?\*?)$/;

/** Pure. What is no version stays with the name. */
export function parsePortageAtom(text: string): PortageAtom {
  const operator = /^[<>=~]*/.exec(text)?.[0] ?? '';
  const [named = '', slot = ''] = text.slice(operator.length).replace(/\[.*$/, '').split('::', 1)[0]?.split(':') ?? [];
  const version = VERSION.exec(named)?.[1] ?? null;
  return {
    name: version === null ? named : named.slice(0, -version.length - 1),
    version,
    operator,
    slot: slot === '' || slot === '=' || slot === '*' ? null : slot,
  };
}
