import type { AgeBand } from '../cells/age-band.ts';
import { STATE } from '../cells/cell.ts';
import type { Definition } from '../indicators/definition.ts';
import type { IndicatorCubes } from './cube-set.ts';
import { eventCubes } from './indicator-cubes.ts';
import { type MethodOfBands, measuresOfCubes } from './measures-of-cubes.ts';
import { type Measure, REFUSED_ROW } from './result.ts';
import type { RunContext } from './run-context.ts';
import { measureKey } from './table-order.ts';

/** How the values of one layout of age bands are computed. */
export interface MethodOfLayout {
  /** The cubes with what the method adds to them, such as further files. */
  readonly cubes: IndicatorCubes;
  readonly method: MethodOfBands;
  /** Whether every place and period can be given in the layout, so that no other needs trying. */
  readonly fits: boolean;
}

/** The values of an indicator over age bands that its data may have in one layout or another: the first that fits. */
export function measuresByLayout(
  definition: Definition,
  layouts: readonly (readonly AgeBand[])[],
  prepare: (cubes: IndicatorCubes, bands: readonly AgeBand[]) => MethodOfLayout,
  run: RunContext,
): Measure[] {
  const found = new Map<string, Measure>();
  for (const bands of layouts) {
    const all = eventCubes(definition, bands, run).map((cubes) => prepare(cubes, bands));
    for (const { cubes, method } of all) {
      for (const measure of measuresOfCubes(definition, cubes, method, run)) {
        const key = measureKey(measure);
        if (isBetter(measure, found.get(key))) found.set(key, measure);
      }
    }
    if (all.every(({ fits }) => fits)) break;
  }
  return [...found.values()];
}

function isBetter(measure: Measure, known: Measure | undefined): boolean {
  return !known || tells(measure) > tells(known);
}

/** A value is better than none; one withheld by a rule, or for a refused row, tells more than one whose ages do not fit. */
function tells({ status, count, note }: Measure): number {
  if (status === 'ok') return 3;
  if (count !== null) return 2;
  return note === REFUSED_ROW ? 1 : 0;
}

/** Whether every place and period can be given in the age bands of the cubes. */
export function bandsFit({ denominator, obstacles, axes }: IndicatorCubes): boolean {
  if (obstacles.size > 0) return false;
  const { states } = denominator!;
  for (let slice = 0; slice < states.length; slice += axes.bands) {
    const bands = states.subarray(slice, slice + axes.bands);
    if (bands.includes(STATE.absent) && bands.some((state) => state !== STATE.absent)) return false;
  }
  return true;
}
