import type { Board, Cell } from '../record.js';
import { escape } from './escape.js';

const [LEFT, RIGHT, ROW, TOP] = [190, 900, 22, 34];

/**
 * How many times as long as ours each engine takes, a line for each query: right of the middle we are faster. Lengths are
 * logarithms, so that 4 times faster is as far from the middle as 4 times slower.
 */
export function chart(board: Board): string {
  const names = board.contenders.slice(1).map(({ name }) => name);
  const ratios = board.lines.flatMap(({ cells }) => names.map((name) => cells[name]?.ratio ?? 1));
  const reach = Math.max(2, ...ratios.map((ratio) => Math.abs(Math.log10(Math.min(1e6, Math.max(1e-6, ratio))))));
  const x = (ratio: number): number => {
    const part = Math.max(-1, Math.min(1, Math.log10(ratio) / reach));
    return Math.round((LEFT + RIGHT) / 2 + (part * (RIGHT - LEFT)) / 2);
  };
  const height = TOP + board.lines.length * ROW + 10;
  const rows = board.lines.map((line, i) => {
    const y = TOP + i * ROW + ROW / 2;
    const marks = names.map((name, index) => mark(name, line.cells[name], index, x, y)).reverse();
    const label = `<text x="${LEFT - 12}" y="${y + 4}" text-anchor="end">${escape(line.name)}</text>`;
    return `${label}<line class="row" x1="${LEFT}" x2="${RIGHT}" y1="${y}" y2="${y}"/>${marks.join('')}`;
  });
  return `<svg viewBox="0 0 ${RIGHT + 20} ${height}" role="img" aria-label="${escape(board.title)}">${axis(reach, x, height)}${rows.join('')}</svg>${legend(names)}`;
}

function axis(reach: number, x: (ratio: number) => number, height: number): string {
  const powers = Array.from({ length: 2 * Math.floor(reach) + 1 }, (_, i) => i - Math.floor(reach));
  return powers
    .map((power) => {
      const at = x(10 ** power);
      const label = power < 0 ? `1/${10 ** -power}` : `${10 ** power}x`;
      return `<line class="${power === 0 ? 'middle' : 'grid'}" x1="${at}" x2="${at}" y1="${TOP - 10}" y2="${height}"/><text x="${at}" y="${TOP - 16}" text-anchor="middle">${label}</text>`;
    })
    .join('');
}

/** A dot; an arrow where the rival was stopped and the true ratio lies further right; none where it has no right answer. */
function mark(name: string, cell: Cell | undefined, index: number, x: (ratio: number) => number, y: number): string {
  if (cell?.ratio === undefined || (cell.note !== undefined && cell.note !== 'too slow')) return '';
  const title = `<title>${escape(name)}: ${cell.note ? '> ' : ''}${cell.ratio.toFixed(2)}x, ${cell.ms?.median.toFixed(2)} ms</title>`;
  const at = x(cell.ratio);
  if (cell.note) return `<path class="c${index}" d="M${at - 4} ${y - 5}l9 5l-9 5z">${title}</path>`;
  return `<circle class="c${index}" cx="${at}" cy="${y}" r="${index === 0 ? 6 : 4.5}">${title}</circle>`;
}

const legend = (names: readonly string[]): string =>
  `<p class="legend">${names.map((name, index) => `<span><svg viewBox="0 0 12 12"><circle class="c${index}" cx="6" cy="6" r="5"/></svg> ${escape(name)}</span>`).join('')}<span>right of the middle: hostql is faster; an arrow: stopped, at least that</span></p>`;
