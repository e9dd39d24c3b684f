import type { AgeBand } from '../cells/age-band.ts';
import type { Cube, CubeAxes } from '../cells/cube.ts';
import type { Obstacles } from '../cells/obstacles.ts';
import type { Period } from '../periods/period.ts';
import type { WeekBand } from './waiting-bands.ts';

/** The sums that an indicator's values are computed from, for one type of period. */
export interface IndicatorCubes {
  readonly axes: CubeAxes;
  readonly periods: readonly Period[];
  readonly numerator: Cube;
  /** Null for methods that need none. */
  readonly denominator: Cube | null;
  /** What a place and period with a numerator and no denominator lacks, in words. */
  readonly lacking: string;
  readonly ageBands: readonly AgeBand[];
  readonly weekBands: readonly WeekBand[];
  /** Why a place and period cannot be computed, by `place|period label`; place `*` is every place. */
  readonly obstacles: Obstacles;
  /** How many Places the sum for the system holds, by `period index|sex index`. */
  readonly systemPlaces: ReadonlyMap<string, number>;
  /** Number of the set of files behind a place and period. */
  readonly filesOf: (place: string, period: Period) => number;
  /** Whether the numerator's extract has anything of a place in a period. */
  readonly covers: (place: string, period: Period) => boolean;
}
