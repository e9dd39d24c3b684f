import type { SummaryRow } from './summarise.ts';

/** For how many indicators the poorest improve fastest, over the whole system, on one scale. */
export interface Scoreboard {
  readonly scale: 'absolute' | 'relative';
  /** Indicators with a verdict. */
  readonly judged: number;
  /** Ids of the indicators by their verdict. */
  readonly byVerdict: ReadonlyMap<string, readonly string[]>;
}

/** @param system code of the area whose verdicts count */
export function scoreboards(rows: readonly SummaryRow[], system: string): Scoreboard[] {
  return (['absolute', 'relative'] as const).map((scale) => {
    const byVerdict = new Map<string, string[]>();
    let judged = 0;
    for (const { definition, measure, poorest } of rows) {
      const verdict = poorest?.[scale].verdict;
      if (measure.place !== system || !verdict) continue;
      judged += 1;
      const known = byVerdict.get(verdict);
      if (known) known.push(definition.id);
      else byVerdict.set(verdict, [definition.id]);
    }
    return { scale, judged, byVerdict };
  });
}
