import { GOAL_ROLES, TREND_ROLES, VERDICT_ROLES } from './roles.ts';
import { type Change, changeOfRow, isChart, type Judgement, judged } from './standing.ts';
import type { SummaryRow } from './summarise.ts';
import { trendWord } from './summary-table.ts';
import type { Role, ScreenCell } from './table.ts';
import { TREND_WORDS } from './words.ts';

const MARKERS: Record<string, { mark: string; role: Role }> = {
  better: { mark: 'better ▲', role: 'good' },
  worse: { mark: 'worse ▼', role: 'bad' },
  similar: { mark: 'similar =', role: 'plain' },
  higher: { mark: 'higher', role: 'plain' },
  lower: { mark: 'lower', role: 'plain' },
};

/** How many of the newest periods are drawn. */
const SPARK_POINTS = 12;

/** How a row stands to the benchmark. */
export function judgementCell({ benchmark }: SummaryRow): ScreenCell {
  const marker = MARKERS[benchmark?.gap.judgement ?? ''];
  return marker ? { text: marker.mark, role: marker.role } : { text: '–' };
}

/** The recent trend in words. */
export function trendCell(row: SummaryRow): ScreenCell {
  const word = trendWord(row);
  return word ? { text: TREND_WORDS[word]!, role: TREND_ROLES[word] ?? 'plain' } : { text: '–' };
}

/** Where the goal stands. */
export function goalCell({ goal }: SummaryRow): ScreenCell {
  if (!goal) return { text: '–' };
  return { text: goal.goalStatus.replaceAll('-', ' '), role: GOAL_ROLES[goal.goalStatus] ?? 'plain' };
}

/** Whether the poorest improve fastest; * where the relative scale says otherwise. */
export function verdictCell(row: SummaryRow): ScreenCell {
  return verdictIn(row, (verdict) => verdict.replaceAll('-', ' '));
}

/** The same in a word or two. */
export function shortVerdictCell(row: SummaryRow): ScreenCell {
  return verdictIn(row, (verdict) => SHORT_VERDICTS[verdict]!);
}

const SHORT_VERDICTS: Readonly<Record<string, string>> = {
  'poorest-fastest': 'fastest',
  'levelled-down': 'levelled down',
  'widening-all-improve': 'more slowly',
  'poorest-left-behind': 'left behind',
  'no-clear-difference': 'not clear',
};

function verdictIn({ poorest }: SummaryRow, inWords: (verdict: string) => string): ScreenCell {
  if (!poorest?.absolute.verdict) return { text: '–' };
  const { absolute, relative } = poorest;
  const otherwise = relative.verdict && relative.verdict !== absolute.verdict ? ' *' : '';
  return { text: inWords(absolute.verdict) + otherwise, role: VERDICT_ROLES[absolute.verdict] ?? 'plain' };
}

const CHANGE_WORDS: Readonly<Record<Change, string>> = {
  rose: 'rose',
  fell: 'fell',
  unclear: 'no clear change',
  untold: 'too few periods',
};
const CHANGE_ROLES: Partial<Record<Judgement, Role>> = { better: 'good', worse: 'bad' };

/** How the value has changed over all its periods, which is what headlines count. @param since the period that the column names */
export function changeCell(row: SummaryRow, since: string | null): ScreenCell {
  const change = changeOfRow(row);
  if (change === 'untold') return { text: CHANGE_WORDS.untold, role: 'quiet' };
  const judgement = judged(change, row.definition);
  const role = CHANGE_ROLES[judgement] ?? 'plain';
  const { whole } = row.change!;
  if (isChart(whole) && role !== 'plain') return { text: `got ${judgement}`, role };
  const first = whole.first!.label;
  const other = isChart(whole) || since === null || first === since ? '' : ` (since ${first})`;
  return { text: CHANGE_WORDS[change] + other, role };
}

/** The same with the newest values drawn before it. */
export function drawnChangeCell(row: SummaryRow, since: string): ScreenCell {
  const cell = changeCell(row, since);
  return row.history.length > 1 ? { ...cell, spark: row.history.slice(-SPARK_POINTS) } : cell;
}
