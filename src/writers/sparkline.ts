const BLOCKS = '▁▂▃▄▅▆▇█';
/** For terminals that cannot show more than ASCII. */
const ASCII = '_.-=+*#@';

/** Figures over time as one character each, the lowest of them at the bottom and the highest on top. */
export function sparkline(values: readonly number[], unicode: boolean): string {
  const marks = unicode ? BLOCKS : ASCII;
  const low = Math.min(...values);
  const span = Math.max(...values) - low;
  return values
    .map((value) => marks[span === 0 ? 3 : Math.round(((value - low) / span) * (marks.length - 1))])
    .join('');
}
