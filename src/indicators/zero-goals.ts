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
    (one) => one.method === 'count-to-zero' || places.some((place) => aims(one, place).goal?.value === 0),
  );
  return new Set(toZero.flatMap((one) => wholeEventOf(one) ?? []));
}
