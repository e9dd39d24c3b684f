import type { Places } from '../places/places.ts';
import { changeSentence, newestSentence } from './change-sentence.ts';
import { gapChange } from './gap-change.ts';
import { goalSentence, goalsSentence, type Told } from './goal-sentence.ts';
import { hasAnyValue, judgementOf, type Standing } from './standing.ts';
import { sentence, subjectOf } from './words.ts';

/** A headline is to be said in one breath: what would make it longer is left to the lines below it. */
const MOST_WORDS = 45;

/** How many milestones are late, by the indicator whose set they are of, and the code of the area. */
export type LateMilestones = ReadonlyMap<string, ReadonlyMap<string, number>>;

export interface HeadlineContext {
  readonly places: Places;
  readonly late: LateMilestones;
  /** What the data lacks for the aspiration's indicators, in words; '' where nothing. */
  readonly lacks: string;
}

/**
 * An aspiration in words that can be said aloud, made of the results of its indicators alone. The first indicator that
 * has a value leads: in how many Places it clearly changed, and in how many that cannot be said. What else there is to
 * tell follows as far as it fits, the bad before the good: the gap by deprivation, the goal, the other indicators.
 *
 * It claims no cause, and "no clear change" is not "no change".
 */
export function aspirationHeadline(standings: readonly Standing[], context: HeadlineContext): string {
  const withValue = standings.filter(hasAnyValue);
  const [lead, ...others] = withValue.filter(({ definition }) => definition.method !== 'milestones');
  const milestones = milestonesSentence(withValue, context.late);
  if (!lead) return milestones ?? withoutValue(standings, context.lacks);
  const first = changeSentence(lead, context.places);
  const more: (Told | null)[] = [
    gapSentence(lead),
    newestSentence(lead),
    benchmarkSentence(lead),
    goalSentence(lead) ?? goalsSentence(others),
    othersSentence(lead, others),
    milestones === null ? null : { text: milestones, bad: lateOf(withValue, context.late) > 0 },
  ];
  const told = more.filter((one) => one !== null);
  const byWeight = [...told.filter(({ bad }) => bad), ...told.filter(({ bad }) => !bad)];
  let words = wordsIn(first);
  const chosen = new Map<Told, string>();
  for (const one of byWeight) {
    const fitting = [one.text, one.short ?? one.text].find((text) => words + wordsIn(text) <= MOST_WORDS);
    if (fitting === undefined) continue;
    words += wordsIn(fitting);
    chosen.set(one, fitting);
  }
  return [first, ...told.flatMap((one) => chosen.get(one) ?? [])].join(' ');
}

/** As they are said: signs are none. */
export function wordsIn(text: string): number {
  return text.split(' ').filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

/** How the gap by deprivation has changed, over the system or in the only Place. */
function gapSentence({ main }: Standing): Told | null {
  const change = main && gapChange(main.row);
  return change ? { text: sentence(change.words), short: sentence(change.short), bad: change.bad } : null;
}

/** How the Places stand to England, else to the system, where there is no trend to tell. */
function benchmarkSentence({ areas, areaNoun, system }: Standing): Told | null {
  if ([...areas, ...(system ? [system] : [])].some(({ change }) => change !== 'untold')) return null;
  const compared = areas.flatMap(({ row: { benchmark } }) =>
    benchmark?.gap.judgement && benchmark.gap.estimate.limits[0]!.lower !== null ? [benchmark] : [],
  );
  const [first] = compared;
  if (!first || areas.length === 1) return null;
  const of = (wanted: string): number => compared.filter(({ gap }) => gap.judgement === wanted).length;
  const sides = ['worse', 'better', 'higher', 'lower'].filter((side) => of(side) > 0);
  if (sides.length === 0)
    return { text: `None of ${compared.length} ${areaNoun} clearly differs from ${first.name}.`, bad: false };
  const parts = sides.map((side, at) => {
    const count = of(side);
    if (at > 0) return `${count} ${side}`;
    return `${count} of ${compared.length} ${areaNoun} ${count === 1 ? 'is' : 'are'} ${side} than ${first.name}`;
  });
  return { text: sentence(parts.join(' and ')), bad: of('worse') > 0 };
}

/** What the other indicators say where it is not what the first one says. */
function othersSentence(lead: Standing, others: readonly Standing[]): Told | null {
  const own = judgementOf(lead);
  const saying = (wanted: 'better' | 'worse'): Standing[] =>
    wanted === own ? [] : others.filter((one) => judgementOf(one) === wanted);
  const [worse, better] = [saying('worse'), saying('better')];
  const bad = worse.length > 0;
  const [single, second] = [...worse, ...better];
  if (!single) return null;
  const word = bad ? 'worse' : 'better';
  const counted = `${(bad ? worse : better).length} of ${others.length} other indicators got ${word}`;
  if (!second) {
    const text = sentence(`${subjectOf(single.definition)} got ${word}`);
    return { text, short: others.length === 1 ? text : sentence(counted), bad };
  }
  const of = `${others.length} other indicators`;
  const parts = [
    worse.length > 0 ? `${worse.length} got worse` : '',
    better.length > 0 ? `${better.length} got better` : '',
  ].filter(Boolean);
  return { text: sentence(`of ${of}, ${parts.join(' and ')}`), short: sentence(counted), bad };
}

/** `31 of 54 milestones reached; 6 late.`, over all sets of the aspiration. */
function milestonesSentence(standings: readonly Standing[], late: LateMilestones): string | null {
  const sets = standings.filter(({ definition }) => definition.method === 'milestones');
  if (sets.length === 0) return null;
  const sum = (of: 'count' | 'denominator'): number =>
    sets.reduce((all, { areas, system }) => {
      const rows = system ? [system] : areas;
      return all + rows.reduce((total, { row }) => total + (row.measure[of] ?? 0), 0);
    }, 0);
  const overdue = lateOf(sets, late);
  return `${sum('count')} of ${sum('denominator')} milestones reached${knownWhere(sets)}${overdue > 0 ? `; ${overdue} late` : ''}.`;
}

/** In how many areas, where those of the others are not known: a sum over some is not that of the whole. */
function knownWhere(sets: readonly Standing[]): string {
  const partly = sets
    .filter(({ system }) => system === null)
    .map(({ areas, areaNoun }) => ({
      known: areas.filter(({ row }) => row.measure.estimate.value !== null).length,
      all: areas.length,
      areaNoun,
    }));
  const [least] = partly.filter(({ known, all }) => known < all).sort((a, b) => a.known - b.known);
  return least ? ` in ${least.known} of ${least.all} ${least.areaNoun}` : '';
}

/** Those of the areas whose milestones are counted. */
function lateOf(standings: readonly Standing[], late: LateMilestones): number {
  return standings.reduce((sum, { definition, areas, system }) => {
    const counted = [...areas, ...(system ? [system] : [])].filter(
      ({ row }) => row.measure.estimate.value !== null,
    );
    const of = late.get(definition.id);
    return counted.reduce((all, { row }) => all + (of?.get(row.measure.place) ?? 0), sum);
  }, 0);
}

/** Data that is there and may not be shown is not data that lacks. */
function withoutValue(standings: readonly Standing[], lacks: string): string {
  if (standings.length === 0) return 'No indicator is defined yet.';
  const reasons = standings.flatMap(({ areas }) =>
    areas.filter(({ row }) => row.measure.status !== 'missing').map(({ row }) => row.measure.note),
  );
  const [reason] = reasons.filter(Boolean);
  if (reason) return `Not shown for any Place: ${reason}.`;
  return lacks === '' ? 'No value yet for the Places and periods asked.' : `No value yet. Needed: ${lacks}.`;
}
