import type { AgeBand } from '../cells/age-band.ts';
import { parseFrequencyGroup } from '../cells/cell.ts';
import type { Definition } from '../indicators/definition.ts';
import { type SliceKey, sliceAt } from './cube-set.ts';
import { eventCubes } from './indicator-cubes.ts';
import { type Reason, sumsAt } from './measures-of-cubes.ts';
import type { RunContext } from './run-context.ts';

/** The people who had so many events each, an entry a band. */
export interface PeopleOfFrequency {
  readonly frequency: number;
  readonly people: Float64Array;
}

/**
 * Looks up how many events the people of a slice had each; nothing where no extract tells it.
 *
 * @returns null for an indicator whose extracts do not tell events from people at all
 */
export function repeatEvents(
  definition: Definition,
  bands: readonly AgeBand[],
  run: RunContext,
): ((of: SliceKey, events: Float64Array) => readonly PeopleOfFrequency[] | Reason) | null {
  const numerator = definition.numerator ?? [];
  // A clause that asks for a group of people itself knows nothing of their events.
  if (numerator.some(({ group = '' }) => group !== '')) return null;
  const groups = new Set(numerator.flatMap(({ event }) => run.subject(event).groups));
  const ofFrequency = [...groups]
    .flatMap((group) => {
      const frequency = parseFrequencyGroup(group);
      return frequency === null ? [] : [{ group, frequency }];
    })
    .sort((one, other) => one.frequency - other.frequency)
    .map(({ group, frequency }) => ({
      frequency,
      all: eventCubes(
        { ...definition, numerator: numerator.map((clause) => ({ ...clause, group })) },
        bands,
        run,
      ),
    }));
  if (ofFrequency.length === 0) return null;
  return (of, events) => {
    const found: PeopleOfFrequency[] = [];
    for (const { frequency, all } of ofFrequency) {
      for (const cubes of all) {
        const slice = sliceAt(cubes, of);
        if (slice === null || !cubes.numerator.hasSlice(slice)) continue;
        const sums = sumsAt(cubes, slice, of);
        if ('status' in sums) return sums;
        if (sums.x.some((people) => people > 0)) found.push({ frequency, people: sums.x });
        break;
      }
    }
    if (found.length === 0) return found;
    const told = events.map((_, band) =>
      found.reduce((sum, { frequency, people }) => sum + frequency * people[band]!, 0),
    );
    const isWhole = told.every((count, band) => Math.abs(count - events[band]!) <= 1e-9 * count);
    if (isWhole) return found;
    const note = 'the people by how many events they had do not add up to the events';
    return { status: 'withheld', note };
  };
}
