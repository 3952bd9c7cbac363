import type { Figure } from './figures';

/** Length of the longest bar of the table, characters. */
const BAR_CHARS = 24;

/** The middle one; of an even number the upper. */
export function median(values: readonly number[]): number {
  return at(values, 0.5);
}

/** The value that 95 in a hundred do not exceed. */
export function p95(values: readonly number[]): number {
  return at(values, 0.95);
}

function at(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Whether the figure keeps under its bar. */
export function holds({ of, desk, bar }: Figure): boolean {
  return (of === 'p95' ? p95(desk) : median(desk)) <= bar;
}

/** One line a figure: both windows' median and p95, the most that it may be, and how full that is as a bar. */
export function table(figures: readonly Figure[]): string {
  const head = ['', 'desk', 'p95', 'bare', 'p95', 'at most', ''];
  const lines = figures.map((figure) => {
    const { name, unit, of, desk, bare, bar } = figure;
    const value = of === 'p95' ? p95(desk) : median(desk);
    const [d, dp, b, bp] = [median(desk), p95(desk), median(bare), p95(bare)].map((one) =>
      Number.isNaN(one) ? '–' : one.toFixed(1),
    );
    const filled =
      bar === 0 ? (value === 0 ? 0 : BAR_CHARS) : Math.min(BAR_CHARS, Math.round((value / bar) * BAR_CHARS));
    const drawn = `${'█'.repeat(filled)}${'·'.repeat(BAR_CHARS - filled)} ${holds(figure) ? 'holds' : 'MISSED'}`;
    return [`${name}, ${unit}`, d ?? '', dp ?? '', b ?? '', bp ?? '', `${of} ${bar.toFixed(1)}`, drawn];
  });
  const all = [head, ...lines];
  const widths = head.map((_, column) => Math.max(...all.map((line) => (line[column] ?? '').length)));
  return all
    .map((line) =>
      line
        .map((cell, column) => {
          const width = widths[column] ?? 0;
          return column === 0 || column === line.length - 1 ? cell.padEnd(width) : cell.padStart(width);
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
