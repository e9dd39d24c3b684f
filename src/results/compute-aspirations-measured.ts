import type { Definition } from '../indicators/definition.ts';
import { UNDATED } from '../periods/period.ts';
import type { Estimate } from '../statistics/estimate.ts';
import type { Measure, ValuesOf } from './result.ts';
import type { RunContext } from './run-context.ts';

/**
 * Of all aspirations but this indicator's own, those of which a Place has at least one value of its own in this run: a
 * value of an area of several Places is that of none of them. An aspiration whose every indicator is of the system alone
 * is not asked of the Places.
 *
 * The list is no sample, so the share has no limits.
 */
export function computeAspirationsMeasured(
  definition: Definition,
  valuesOf: ValuesOf,
  run: RunContext,
): Measure[] {
  const { places, system } = run.places;
  const aspirations = run.catalogue.aspirations.filter(({ id }) => id !== definition.aspiration);
  const asked = aspirations.map(({ id }) => {
    // Another of this method would ask for this one in turn.
    const own = run.catalogue.indicators.filter(
      (one) => one.aspiration === id && one.method !== definition.method,
    );
    const measured = own.flatMap((one) => valuesOf(one.id).filter(({ estimate }) => estimate.value !== null));
    return {
      id,
      ofPlaces: own.some(({ scope }) => scope === 'place'),
      places: new Set(measured.map(({ place }) => place)),
      files: new Map(measured.map(({ place, files }) => [place, files])),
    };
  });
  return [...places, system].map(({ code }) => {
    const isSystem = code === system.code;
    const counted = asked.filter(({ ofPlaces }) => ofPlaces || isSystem);
    const measured = counted.filter((one) => one.places.has(code));
    const left = counted.filter((one) => !measured.includes(one)).map(({ id }) => id);
    const share = counted.length === 0 ? null : (measured.length / counted.length) * definition.multiplier;
    const estimate: Estimate = {
      value: share,
      standardError: null,
      limits: run.confidence.map((confidence) => ({ confidence, lower: null, upper: null })),
      method: 'share of a list',
      withheld: share === null ? 'no aspiration has an indicator' : null,
      note: null,
    };
    return {
      indicator: definition.id,
      place: code,
      period: UNDATED,
      sex: definition.sexes[0]!,
      scheme: '',
      level: 0,
      estimate,
      count: measured.length,
      denominator: counted.length,
      unit: definition.unit,
      method: 'aspirations-measured',
      status: share === null ? 'withheld' : 'ok',
      note: left.length > 0 ? `without a value: ${left.join(', ')}` : '',
      files: run.cells.fileSets.unionOf(measured.map((one) => one.files.get(code) ?? 0)),
    };
  });
}
