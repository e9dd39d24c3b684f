import type { Definition, Method } from '../indicators/definition.ts';

/** A figure with a fixed number of digits, thousands separated, and a real minus sign. */
export function figure(value: number, digits: number): string {
  const text = Math.abs(value).toLocaleString('en-GB', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return value < 0 && /[1-9]/.test(text) ? `−${text}` : text;
}

/** The same with an explicit sign; zero has none. */
export function signed(value: number, digits: number): string {
  const text = figure(value, digits);
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** "29.4 %", "410.2 per 100,000", "79.1 years", "−£3.20 per head". */
export function withUnit(value: number, { digits, unit }: Pick<Definition, 'digits' | 'unit'>): string {
  if (!unit.startsWith('£')) return `${figure(value, digits)} ${unit}`;
  const amount = figure(value, digits).replace(/\d/, '£$&');
  return `${amount} ${unit.slice(1).trim()}`.trim();
}

/** Nothing is certain: a probability never reads 0 % or 100 %. */
export function chanceWords(probability: number): string {
  if (probability < 0.01) return 'under 1 %';
  return probability > 0.99 ? 'over 99 %' : `${Math.round(100 * probability)} %`;
}

/** What a verdict on the poorest means, inside a sentence. */
export const VERDICT_WORDS: Record<string, string> = {
  'poorest-fastest': 'the most deprived fifth is improving faster than the least deprived',
  'levelled-down': 'the gap narrowed only because the least deprived fifth got worse',
  'widening-all-improve': 'the most deprived fifth is improving, but more slowly than the least deprived',
  'poorest-left-behind': 'the most deprived fifth is being left behind',
  'no-clear-difference': 'no clear difference in how fast the most and the least deprived change',
};

/** What a recent trend means, inside a sentence. */
export const TREND_WORDS: Record<string, string> = {
  'getting-better': 'getting better',
  'getting-worse': 'getting worse',
  increasing: 'increasing',
  decreasing: 'decreasing',
  'no-significant-change': 'no clear change',
  'cannot-be-calculated': 'no trend can be calculated',
};

/** What a goal's status means, before the goal. */
export const GOAL_WORDS: Record<string, string> = {
  met: 'has met',
  'on-track': 'on track for',
  'at-risk': 'at risk of missing',
  'off-track': 'off track for',
  missed: 'missed',
  'cannot-tell': 'too little data to judge',
};

/** What the change of a gap over the years means, after "the gap". */
export const GAP_TREND_WORDS: Record<string, string> = {
  decreasing: 'is narrowing',
  increasing: 'is widening',
  'no-significant-change': 'shows no clear change',
};

/** "December 2024". @param date as an ISO date */
export function monthWords(date: string): string {
  return new Date(date).toLocaleDateString('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });
}

/** A clause as a sentence of its own. */
export function sentence(clause: string): string {
  return `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`;
}

/** Words that say by themselves what kind of figure they name. */
const NAMES_FIGURE = /\b(share|rate|proportion|percentage|ratio|survival|gap|wait|spend|cost|expectancy)\b/i;

/** Methods whose percentages are a part of a whole. */
const SHARES: ReadonlySet<Method> = new Set(['proportion', 'given', 'aspirations-measured']);

/** What rises and falls, inside a sentence: "the rate of suicides", "the share of adults who smoke". */
export function subjectOf(definition: Pick<Definition, 'short' | 'method' | 'unit' | 'sexes'>): string {
  const { method, unit } = definition;
  const short = shortOf(definition);
  if (NAMES_FIGURE.test(short)) return short;
  if (method === 'isr-ratio') return `the ratio of ${short} to those expected`;
  if (unit === '%' && SHARES.has(method)) return `the share of ${short}`;
  return unit.startsWith('per ') ? `the rate of ${short}` : short;
}

/** What an indicator is called inside a sentence; with the sex where its figures are not those of everybody. */
export function shortOf({ short, sexes }: Pick<Definition, 'short' | 'sexes'>): string {
  const sex = sexWord({ sexes });
  return sex === '' ? short : `${short} of ${sex}`;
}

/** Its title, likewise. */
export function titleOf({ title, sexes }: Pick<Definition, 'title' | 'sexes'>): string {
  const sex = sexWord({ sexes });
  return sex === '' ? title : `${title}, ${sex}`;
}

/** The first sex of an indicator is the one that is shown; '' where that is everybody. */
function sexWord({ sexes }: Pick<Definition, 'sexes'>): string {
  return sexes[0] === 'persons' ? '' : `${sexes[0]}s`;
}
