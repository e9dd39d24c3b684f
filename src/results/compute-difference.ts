import { difference } from '../gaps/difference.ts';
import type { Definition } from '../indicators/definition.ts';
import { type Estimate, withheldEstimate } from '../statistics/estimate.ts';
import { computeMeasures } from './compute-measures.ts';

import { differenceUnit } from './gap-words.ts';
import type { Measure, Status, ValuesOf } from './result.ts';
import type { RunContext } from './run-context.ts';
import { inTableOrder, measureKey } from './table-order.ts';

/**
 * The value of another indicator in one further group less that in another, as a value of its own: above 0, the first
 * is higher. Groups are named as extracts name them; '' is everybody.
 *
 * @returns a row for each area, period, sex and deprivation group that has a row of one of the two; by deprivation, of
 *   both
 */
export function computeDifference(definition: Definition, valuesOf: ValuesOf, run: RunContext): Measure[] {
  const of = run.catalogue.indicators.find(({ id }) => id === definition.of);
  if (!of) return [];
  const { first, second } = definition.groups!;
  const valuesIn = (group: string): ReadonlyMap<string, Measure> =>
    new Map(
      (group === '' ? valuesOf(of.id) : computeMeasures(of, run, group))
        .filter(({ sex }) => definition.sexes.some((one) => one === sex))
        .map((measure) => [measureKey(measure), measure]),
    );
  const firsts = valuesIn(first);
  const seconds = valuesIn(second);
  const keys = new Set([...firsts.keys(), ...seconds.keys()]);
  return [...keys]
    .flatMap((key): Measure[] => {
      const pair = { first: firsts.get(key), second: seconds.get(key) };
      const known = (pair.first ?? pair.second)!;
      // Deprivation groups that one of the two does not tell apart are none.
      if (known.scheme !== '' && !(pair.first && pair.second)) return [];
      return [differenceOf(definition, of, known, pair, run)];
    })
    .sort(inTableOrder(run));
}

interface Pair {
  readonly first: Measure | undefined;
  readonly second: Measure | undefined;
}

function differenceOf(
  definition: Definition,
  of: Definition,
  { place, period, sex, scheme, level }: Measure,
  { first, second }: Pair,
  run: RunContext,
): Measure {
  const groups = definition.groups!;
  const reason = lacking(groups, { first, second });
  const estimate: Estimate = reason
    ? withheldEstimate('', reason.note, run.confidence)
    : difference({
        first: first!.estimate.value!,
        second: second!.estimate.value!,
        firstError: first!.estimate.standardError,
        secondError: second!.estimate.standardError,
        confidence: run.confidence,
      });
  const names = `${nameOf(groups.first)} − ${nameOf(groups.second)}`;
  const overlap = groups.first === '' || groups.second === '' ? OVERLAP : '';
  return {
    indicator: definition.id,
    place,
    period,
    sex,
    scheme,
    level,
    estimate,
    count: null,
    denominator: null,
    unit: differenceUnit(of.unit),
    method: ['difference', names, estimate.method].filter(Boolean).join(': '),
    status: reason?.status ?? 'ok',
    note: reason?.note ?? [overlap, estimate.note].filter(Boolean).join('; '),
    files: run.cells.fileSets.union(first?.files ?? 0, second?.files ?? 0),
  };
}

/** The group is part of everybody, so the two go up and down together, which the limits leave out of account. */
const OVERLAP = 'the one group is part of the other, so the limits are if anything too wide';

function nameOf(group: string): string {
  return group === '' ? 'everybody' : group;
}

/** Why there is no difference; null where both groups have a value. */
function lacking(
  groups: NonNullable<Definition['groups']>,
  pair: Pair,
): { readonly status: Status; readonly note: string } | null {
  const without = (['first', 'second'] as const).filter((side) => pair[side]?.estimate.value == null);
  const [side] = without;
  if (side === undefined) return null;
  const statuses = without.map((one) => pair[one]?.status ?? 'missing');
  // Where neither has anything, the place has no data, which needs no telling by group.
  const same = statuses.length === 2 && pair.first?.note === pair.second?.note;
  if (same && pair.first) return { status: pair.first.status, note: pair.first.note };
  const status = statuses.includes('suppressed') ? 'suppressed' : 'withheld';
  const why = pair[side]?.note ?? 'no data for this place and period';
  return { status, note: `no value for ${nameOf(groups[side])}: ${why}` };
}
