import type { ModeName } from './modes/index.js';
import type { Output } from './output.js';

/** How plans are printed: as text, or in the forms of JSON that rows have. */
export interface PlanWriter {
  readonly isJson: boolean;
  /** A statement's plan, as lines of text or as one of JSON. */
  plan(lines: readonly string[]): void;
  /** No plan follows. */
  finish(): void;
}

export function planWriter(mode: ModeName, out: Output): PlanWriter {
  let count = 0;
  const indented = (json: string): string => JSON.stringify(JSON.parse(json), undefined, 2).replaceAll('\n', '\n  ');
  switch (mode) {
    case 'json':
    case 'json_pretty':
      return {
        isJson: true,
        plan([json = '']) {
          out.write(`${count++ === 0 ? '[' : ','}\n  ${mode === 'json' ? json : indented(json)}`);
        },
        finish: () => out.write(count === 0 ? '[]\n' : '\n]\n'),
      };
    case 'ndjson':
      return { isJson: true, plan: ([json = '']) => out.write(`${json}\n`), finish() {} };
    default:
      return {
        isJson: false,
        plan: (lines) => out.write(`${count++ === 0 ? '' : '\n'}${lines.join('\n')}\n`),
        finish() {},
      };
  }
}
