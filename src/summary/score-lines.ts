import type { Places } from '../places/places.ts';
import type { Scoreboard } from './scoreboard.ts';

/** The answer to the system's own question, before anything else. */
export function scoreLines(scores: readonly Scoreboard[], places: Places): string[] {
  const question = `Are the poorest improving fastest in ${places.system.name}?`;
  const judged = scores.filter((score) => score.judged > 0);
  if (judged.length === 0) return [`${question} No indicator has both ends of deprivation over time for it.`];
  const answers = judged.map(({ scale, judged: all, byVerdict }) => {
    const count = (verdict: string): number => byVerdict.get(verdict)?.length ?? 0;
    const others = SCORE_WORDS.flatMap(([verdict, words]) =>
      count(verdict) > 0 ? [`${count(verdict)} ${words}`] : [],
    );
    const of = `${count('poorest-fastest')} of ${all} indicator${all === 1 ? '' : 's'}`;
    return `In ${scale} terms for ${of}${others.length > 0 ? `; ${others.join(', ')}` : ''}.`;
  });
  return [question, ...answers.map((answer) => `  ${answer}`)];
}

const SCORE_WORDS: readonly (readonly [string, string])[] = [
  ['levelled-down', 'with a gap that narrowed only because the others got worse'],
  ['widening-all-improve', 'where they improve, but more slowly'],
  ['poorest-left-behind', 'where they are left behind'],
  ['no-clear-difference', 'without a clear difference'],
];
