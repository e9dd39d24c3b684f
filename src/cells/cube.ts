import type { Places } from '../places/places.ts';
import { type Sex, STATE } from './cell.ts';
import type { DeprivationGroup } from './group-axis.ts';

/** The axes that the cubes of one indicator share. */
export interface CubeAxes {
  /** Area codes. */
  readonly places: readonly string[];
  /** Labels of the periods that results are of. */
  readonly periods: readonly string[];
  readonly sexes: readonly Sex[];
  readonly groups: readonly DeprivationGroup[];
  /** Number of age or waiting bands. */
  readonly bands: number;
}

/**
 * Sums by place, period, sex, deprivation group and band, dense: adding groups up to totals is adding
 * typed arrays, and no cell is looked up by name in a loop.
 *
 * The state of a sum is the worst of its parts; `absent` is no figure at all, which is never zero.
 */
export class Cube {
  readonly axes: CubeAxes;
  readonly sums: Float64Array;
  readonly states: Uint8Array;
  readonly #strides: readonly [number, number, number, number];

  constructor({ places, periods, sexes, groups, bands }: CubeAxes) {
    this.axes = { places, periods, sexes, groups, bands };
    const sex = groups.length * bands;
    const period = sexes.length * sex;
    const place = periods.length * period;
    this.#strides = [place, period, sex, bands];
    this.sums = new Float64Array(places.length * place);
    this.states = new Uint8Array(this.sums.length);
  }

  /** A cube of its own with the same sums. */
  clone(): Cube {
    const copy = new Cube(this.axes);
    copy.sums.set(this.sums);
    copy.states.set(this.states);
    return copy;
  }

  /** Where the bands of a slice start. */
  slice(place: number, period: number, sex: number, group: number): number {
    const [p, t, s, g] = this.#strides;
    return place * p + period * t + sex * s + group * g;
  }

  add(at: number, count: number, state: number): void {
    if (state === STATE.ok) this.sums[at]! += count;
    if (state > this.states[at]!) this.states[at] = state;
  }

  /** Whether a slice has any figure. */
  hasSlice(slice: number): boolean {
    for (let b = 0; b < this.axes.bands; b++) if (this.states[slice + b] !== STATE.absent) return true;
    return false;
  }

  /** Whether a figure that a slice needs is hidden or not available, or a row of it was refused. */
  lacksFigures(slice: number): boolean {
    for (let b = 0; b < this.axes.bands; b++) if (this.states[slice + b]! > STATE.ok) return true;
    return false;
  }

  sliceSum(slice: number): number {
    let sum = 0;
    for (let b = 0; b < this.axes.bands; b++) sum += this.sums[slice + b]!;
    return sum;
  }

  /** Adds a slice to another, in the bands that the other has. */
  addSlice(target: number, part: number): void {
    for (let b = 0; b < this.axes.bands; b++) {
      if (this.states[target + b] === STATE.absent || this.states[part + b] === STATE.absent) continue;
      this.sums[target + b]! += this.sums[part + b]!;
      this.states[target + b] = Math.max(this.states[target + b]!, this.states[part + b]!);
    }
  }

  /** Makes a slice the sum of others; band by band, absent where `all` is asked and one of them is absent. */
  sumInto(target: number, parts: readonly number[], all: boolean): void {
    for (let b = 0; b < this.axes.bands; b++) {
      let sum = 0;
      let worst = 0;
      let present = 0;
      for (const part of parts) {
        const state = this.states[part + b]!;
        if (state === STATE.absent) continue;
        present += 1;
        sum += this.sums[part + b]!;
        if (state > worst) worst = state;
      }
      const whole = present > 0 && (!all || present === parts.length);
      this.sums[target + b] = whole ? sum : 0;
      this.states[target + b] = whole ? worst : STATE.absent;
    }
  }
}

/** Adds parts up to their Place (two sub-ICB locations to Sefton) where all of them are there. */
export function fillParts(cube: Cube, places: Places): void {
  const { periods, sexes, groups } = cube.axes;
  const index = (code: string): number => cube.axes.places.indexOf(code);
  for (const { code } of places.places) {
    const parts = places.parts.filter(({ partOf }) => partOf === code).map((part) => index(part.code));
    if (parts.length === 0) continue;
    for (let t = 0; t < periods.length; t++) {
      for (let s = 0; s < sexes.length; s++) {
        const own = hasScheme(cube, index(code), t, s, '');
        for (const [g, { scheme }] of groups.entries()) {
          // A part may have nobody in some group, but it must tell the groups apart.
          if (own || !parts.every((p) => hasScheme(cube, p, t, s, scheme))) continue;
          cube.sumInto(
            cube.slice(index(code), t, s, g),
            parts.map((p) => cube.slice(p, t, s, g)),
            g === 0,
          );
        }
      }
    }
  }
}

/** Whether a place has any group of a scheme in a period and sex; '' is everybody. */
export function hasScheme(cube: Cube, place: number, period: number, sex: number, scheme: string): boolean {
  return cube.axes.groups.some(
    (group, g) => group.scheme === scheme && cube.hasSlice(cube.slice(place, period, sex, g)),
  );
}

/** A cube of pooled periods: each period of the new cube is the sum of periods of the old one, all needed. */
export function poolCube(
  cube: Cube,
  windows: readonly { label: string; periods: readonly number[] }[],
): Cube {
  const pooled = new Cube({ ...cube.axes, periods: windows.map(({ label }) => label) });
  const { places, sexes, groups, bands } = cube.axes;
  // The slices of a place and period stand one after another.
  const size = sexes.length * groups.length * bands;
  for (let p = 0; p < places.length; p++) {
    for (const [t, { periods }] of windows.entries()) {
      const starts = periods.map((period) => cube.slice(p, period, 0, 0));
      const target = pooled.slice(p, t, 0, 0);
      for (let slice = 0; slice < size; slice += bands) {
        if (!starts.every((start) => cube.hasSlice(start + slice))) continue;
        for (let at = slice; at < slice + bands; at++) poolBand(cube, starts, at, pooled, target + at);
      }
    }
  }
  return pooled;
}

/** Makes one band of a pooled slice the sum of the bands at some starts, where all of them are there. */
function poolBand(cube: Cube, starts: readonly number[], at: number, pooled: Cube, target: number): void {
  let sum = 0;
  let worst = 0;
  for (let part = 0; part < starts.length; part++) {
    const state = cube.states[starts[part]! + at]!;
    if (state === STATE.absent) return;
    if (state === STATE.ok) sum += cube.sums[starts[part]! + at]!;
    if (state > worst) worst = state;
  }
  pooled.sums[target] = sum;
  pooled.states[target] = worst;
}

/**
 * The places whose sum is the system in a period and sex: every Place, or the combined area that stands for
 * those that have no figure of their own.
 *
 * @param has whether a place has what the figure needs
 * @returns the codes of the places, and how many Places they stand for
 */
export function systemParts(
  places: Places,
  has: (code: string) => boolean,
): { parts: string[]; standFor: number } {
  const parts = places.places.map(({ code }) => code).filter(has);
  let standFor = parts.length;
  for (const { code, standsFor } of places.combined) {
    if (!has(code) || standsFor.some((place) => parts.includes(place))) continue;
    parts.push(code);
    standFor += standsFor.length;
  }
  return { parts, standFor };
}
