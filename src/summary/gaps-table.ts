import type { Gap } from '../results/result.ts';
import { estimateColumns, keyColumns, stateColumns, type TableContext, text } from './result-columns.ts';
import { type Table, tableOf } from './table.ts';

export function gapsTable(gaps: readonly Gap[], context: TableContext): Table {
  return tableOf<Gap>(
    {
      id: 'gaps',
      title: 'Gaps',
      description:
        'Gaps between deprivation groups, and of each Place with the system and England; above 0, or a ratio above 1, is worse for the most deprived or for the Place',
    },
    [
      ...keyColumns<Gap>(context),
      text(
        'gap',
        'Which gap or measure of inequality: difference, ratio, sii, place-vs-england, spread, funnel, theil …',
        ({ gap }) => gap,
      ),
      ...estimateColumns<Gap>([0.95]),
      text(
        'judgement',
        'How the Place stands to the benchmark: better, similar or worse',
        ({ judgement }) => judgement,
      ),
      ...stateColumns<Gap>(),
    ],
    gaps,
  );
}
