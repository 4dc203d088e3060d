import type { Board, Cell, Figure, Line, Results } from '../record.js';
import { chart } from './chart.js';
import { escape } from './escape.js';

export interface Machine {
  readonly node: string;
  readonly cpu: string;
  readonly cores: number;
  readonly date: string;
}

/** All results as one page that needs nothing beside itself, on a light screen or a dark one. */
export const pageOf = (results: readonly Results[], machine: Machine): string => `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>hostql benches</title><style>${STYLE}</style>
<h1>hostql benches</h1>
<p>${escape(`${machine.date}, Node ${machine.node}, ${machine.cores} cores: ${machine.cpu}`)}. Ratios hold on a busy machine, milliseconds do not.</p>
${results.map(sectionOf).join('\n')}
</html>
`;

const STYLE = `
:root { color-scheme: light dark; --ink: #1d2329; --dim: #66707a; --back: #fff; --rule: #dde2e7; --good: #1a7f37; --bad: #c62828;
  --c0: #0b62c4; --c1: #c2410c; --c2: #7c3aed; --c3: #b58900; --c4: #0f8a7e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e8ec; --dim: #97a1ab; --back: #14181c; --rule: #2c343b; --good: #56c271;
  --bad: #ff7b72; --c0: #64a8ff; --c1: #ff9357; --c2: #b794ff; --c3: #e3c04b; --c4: #4fd1c1; } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--back); max-width: 1100px; margin: 2rem auto; padding: 0 1rem; }
h2 { margin-top: 2.5rem; border-bottom: 1px solid var(--rule); }
svg { width: 100%; height: auto; } svg text { fill: var(--ink); font-size: 12px; }
.row, .grid { stroke: var(--rule); } .middle { stroke: var(--dim); stroke-width: 1.5; }
.c0 { fill: var(--c0); } .c1 { fill: var(--c1); } .c2 { fill: var(--c2); } .c3 { fill: var(--c3); } .c4 { fill: var(--c4); }
.legend span { margin-right: 1.2em; color: var(--dim); } .legend svg { width: 12px; height: 12px; vertical-align: -1px; }
div { overflow-x: auto; } table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: 2px 10px; border-bottom: 1px solid var(--rule); white-space: nowrap; }
th:first-child, td:first-child { text-align: left; } th { color: var(--dim); font-weight: 600; }
.ok { color: var(--good); } .missed { color: var(--bad); } small { color: var(--dim); }
`;

const sectionOf = ({ bench, boards, figures }: Results): string =>
  `<h2>${escape(bench)}</h2>${boards.map(boardOf).join('')}${figures.length > 0 ? figuresOf(figures) : ''}`;

const figuresOf = (figures: readonly Figure[]): string =>
  tableOf(
    ['', '', ''],
    figures.map(({ what, figure, isMet }) => [escape(what), escape(figure), verdict(isMet)]),
  );

const verdict = (isMet: boolean | undefined): string =>
  isMet === undefined ? '' : isMet ? '<span class="ok">ok</span>' : '<span class="missed">missed</span>';

function boardOf(board: Board): string {
  const names = board.contenders.map(({ name }) => name);
  const versions = board.contenders
    .map(({ name, version, loadMs, residentMiB }) => {
      return `${name} ${version}: loaded in ${(loadMs / 1000).toFixed(1)} s, ${residentMiB.toFixed(0)} MiB`;
    })
    .join('; ');
  const rows = board.lines.map((line) => [
    `<span title="${escape(line.sql.slice(0, 2000))}">${escape(line.name)}</span>`,
    ...names.map((name, index) => cellOf(line.cells[name], index)),
    verdict(line.missed && line.missed.length === 0) + missedOf(line),
  ]);
  const means = ['geometric mean', '', ...names.slice(1).map((name) => `${board.means[name]?.toFixed(2) ?? '-'}x`), ''];
  return `<h3>${escape(board.title)}</h3><p><small>${escape(versions)}</small></p>${chart(board)}${tableOf(['', ...names, ''], [...rows, means])}`;
}

const missedOf = ({ missed = [] }: Line): string =>
  missed.length > 0 ? ` <small>${escape(missed.join(', '))}</small>` : '';

function cellOf(cell: Cell | undefined, index: number): string {
  if (!cell?.ms) return `<small>${escape(cell?.note ?? '-')}</small>`;
  const { median, low, high } = cell.ms;
  const time = `<span title="quartiles ${low.toFixed(2)} to ${high.toFixed(2)}; peak ${cell.peakMiB?.toFixed(0) ?? '?'} MiB">${median.toFixed(median < 100 ? 1 : 0)} ms</span>`;
  const ratio =
    index === 0 || cell.ratio === undefined ? '' : ` <b>${cell.note ? '&gt;' : ''}${cell.ratio.toFixed(2)}x</b>`;
  return cell.note && cell.note !== 'too slow' ? `<small>${escape(cell.note)}</small>` : time + ratio;
}

const tableOf = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  `<div><table><tr>${head.map((cell) => `<th>${escape(cell)}</th>`).join('')}</tr>${rows
    .map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`)
    .join('')}</table></div>`;
