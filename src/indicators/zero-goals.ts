import { ALL_AGES } from '../cells/age-band.ts';
import type { Aims } from './aims.ts';
import type { Definition } from './definition.ts';

/**
 * The event that an indicator counts, where it counts all of it: such events can be told by the day. Null for an
 * indicator that takes only some ages, causes, waits or groups, or counts several events.
 */
export function wholeEventOf({ numerator }: Definition): string | null {
  const [clause] = numerator ?? [];
  if (!clause || numerator!.length > 1) return null;
  const { ages, causes, weeks, deprivation, group } = clause;
  const isWhole =
    ages.from === ALL_AGES.from && ages.to === ALL_AGES.to && !causes && !weeks && !deprivation && !group;
  return isWhole ? clause.event : null;
}

/** Whether a goal is that there be none of something; a budget that is to come out at 0 is another thing. */
export function isGoalOfNone({ polarity, signed }: Definition, goal: number | null | undefined): boolean {
  return goal === 0 && polarity === 'low' && !signed;
}

/**
 * Events whose exact days are wanted: those of indicators that are to come down to none, by their method or by a goal.
 *
 * @param places codes of the areas for which goals may be set
 */
export function eventsWantedByDay(
  indicators: readonly Definition[],
  aims: (definition: Definition, place: string) => Aims,
  places: readonly string[],
): Set<string> {
  const toZero = indicators.filter(
    (one) =>
      one.method === 'count-to-zero' ||
      places.some((place) => isGoalOfNone(one, aims(one, place).goal?.value)),
  );
  return new Set(toZero.flatMap((one) => wholeEventOf(one) ?? []));
}
