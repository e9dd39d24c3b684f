import type { GoalResult } from '../results/result.ts';
import type { Standing } from './standing.ts';
import { monthWords, sentence, withUnit } from './words.ts';

/** A sentence of a headline, and whether it is bad news, which is not cut for good news. */
export interface Told {
  readonly text: string;
  /** The same where there is little room. */
  readonly short?: string;
  readonly bad: boolean;
}

type GoalStatus = GoalResult['goalStatus'];

/** In the order in which they are told. */
const STATUSES: readonly (readonly [GoalStatus, string])[] = [
  ['met', 'met'],
  ['on-track', 'on track'],
  ['at-risk', 'at risk'],
  ['off-track', 'off track'],
  ['missed', 'missed'],
  ['cannot-tell', 'not to be judged'],
];
const BAD: ReadonlySet<GoalStatus> = new Set(['missed', 'off-track', 'at-risk']);

/** Where an indicator's goal stands, counted over the areas; null where none is set. */
export function goalSentence({ definition, areas, areaNoun, system }: Standing): Told | null {
  const all = areas.length > 0 ? areas : system ? [system] : [];
  const goals = all.flatMap(({ row }) => (row.goal ? [row.goal] : []));
  const [first] = goals;
  if (!first) return null;
  const same = goals.every(({ goal, goalDate }) => goal === first.goal && goalDate === first.goalDate);
  const aim =
    same && first.goal !== null
      ? `the goal of ${withUnit(first.goal, definition)} by ${monthOf(first.goalDate)}`
      : `the goal by ${monthOf(
          goals
            .map(({ goalDate }) => goalDate)
            .sort()
            .at(-1)!,
        )}`;
  const counts = STATUSES.flatMap(([status, words]) => {
    const count = goals.filter(({ goalStatus }) => goalStatus === status).length;
    return count === 0 ? [] : [{ words, count }];
  });
  const bad = goals.some(({ goalStatus }) => BAD.has(goalStatus));
  if (counts.length === 1) {
    const where = goals.length === 1 ? '' : ` in all ${goals.length} ${areaNoun}`;
    return { text: sentence(`${aim} is ${counts[0]!.words}${where}`), bad };
  }
  const parts = counts.map(
    ({ words, count }, at) => `${words} in ${count}${at === 0 ? ` of ${goals.length} ${areaNoun}` : ''}`,
  );
  return { text: sentence(`${aim} is ${parts.join(', ')}`), bad };
}

/** Where the goals of several indicators stand, each over the system or in the only Place; null where none has one. */
export function goalsSentence(standings: readonly Standing[]): Told | null {
  const statuses = standings.flatMap(({ main }) => main?.row.goal?.goalStatus ?? []);
  if (statuses.length === 0) return null;
  const counts = STATUSES.flatMap(([status, words]) => {
    const count = statuses.filter((one) => one === status).length;
    return count === 0 ? [] : [`${count} ${count === 1 ? 'is' : 'are'} ${words}`];
  });
  const bad = statuses.some((status) => BAD.has(status));

  if (statuses.length === 1)
    return { text: sentence(`the goal of another indicator ${counts[0]!.slice(2)}`), bad };
  if (counts.length === 1) {
    const all = statuses.length === 2 ? 'both' : `all ${statuses.length}`;
    return { text: sentence(`${all} goals of other indicators ${counts[0]!.replace(/^\d+ /, '')}`), bad };
  }
  return { text: sentence(`of ${statuses.length} goals of other indicators ${counts.join(', ')}`), bad };
}

/** "March 2025"; the year alone where it is its last day. */
function monthOf(date: string): string {
  if (date.endsWith('-12-31')) return date.slice(0, 4);
  return monthWords(date);
}
