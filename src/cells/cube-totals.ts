import { LEVELS, UNKNOWN_LEVEL } from './cell.ts';
import type { Cube } from './cube.ts';
import type { DeprivationGroup } from './group-axis.ts';

/** Fractions added up in another order come to a little more or less. */
const NEARLY_ONE = 1 - 1e-11;

/** Tenths added up to fifths, persons from the sexes, and everybody from the deprivation groups. */
export function fillTotals(cube: Cube): void {
  const { places, periods, sexes, groups } = cube.axes;
  const fifthsFromTenths = fifthParts(groups);
  const persons = sexes.indexOf('persons');
  const known = [sexes.indexOf('female'), sexes.indexOf('male')];
  const unknownSex = sexes.indexOf('unknown');
  const oneSex = sexes.flatMap((sex, s) => (sex === 'persons' ? [] : [s]));
  const schemes = completeSchemes(cube);
  for (let p = 0; p < places.length; p++) {
    for (let t = 0; t < periods.length; t++) {
      const at = (s: number, g: number): number => cube.slice(p, t, s, g);
      for (let s = 0; s < sexes.length; s++) {
        for (const { fifth, tenths } of fifthsFromTenths) {
          if (!cube.hasSlice(at(s, fifth)))
            cube.sumInto(
              at(s, fifth),
              tenths.map((g) => at(s, g)),
              false,
            );
        }
      }
      for (let g = 0; g < groups.length; g++) {
        if (cube.hasSlice(at(persons, g))) continue;
        if (groups[g]!.level === UNKNOWN_LEVEL) {
          // People of unknown deprivation need not be of both sexes.
          cube.sumInto(
            at(persons, g),
            oneSex.map((s) => at(s, g)),
            false,
          );
          continue;
        }
        if (known.some((s) => s < 0 || !cube.hasSlice(at(s, g)))) continue;
        cube.sumInto(
          at(persons, g),
          known.map((s) => at(s, g)),
          true,
        );
        if (unknownSex >= 0) cube.addSlice(at(persons, g), at(unknownSex, g));
      }
      for (let s = 0; s < sexes.length; s++) {
        if (cube.hasSlice(at(s, 0))) continue;
        const levels = schemes(t).find((indices) => indices.some((g) => cube.hasSlice(at(s, g))));
        if (levels)
          cube.sumInto(
            at(s, 0),
            levels.map((g) => at(s, g)),
            false,
          );
      }
    }
  }
}

/**
 * Places and periods whose own total is below the sum of its parts: a row with a blank sex or deprivation
 * that was meant as "not known" stands as everybody there. To be asked before totals are filled.
 *
 * @param roundedTo what a source has rounded its counts to, by which sums of parts stray from their total
 * @returns pairs of place index and period index
 */
export function totalsBelowParts(
  cube: Cube,
  roundedTo: (place: number, period: number) => number = () => 0,
): [number, number][] {
  const { places, periods, sexes, groups } = cube.axes;
  const persons = sexes.indexOf('persons');
  const oneSex = sexes.flatMap((sex, s) => (sex === 'persons' ? [] : [s]));
  const schemes = [...new Set(groups.map(({ scheme }) => scheme))].filter((scheme) => scheme !== '');
  const levels = schemes.map((scheme) => groups.flatMap((group, g) => (group.scheme === scheme ? [g] : [])));
  const found: [number, number][] = [];
  for (let p = 0; p < places.length; p++) {
    for (let t = 0; t < periods.length; t++) {
      const sum = (s: number, g: number): number => cube.sliceSum(cube.slice(p, t, s, g));
      // A total of which a figure is hidden or a row was refused is below its parts for that reason alone.
      const has = (s: number, g: number): boolean => {
        const slice = cube.slice(p, t, s, g);
        return cube.hasSlice(slice) && !cube.lacksFigures(slice);
      };
      const rounding = roundedTo(p, t);
      // A count may be the difference of two rounded ones, each off by half the rounding.
      const below = (total: number, parts: readonly number[]): boolean =>
        total + rounding * (parts.length + 1) < parts.reduce((all, part) => all + part, 0) * NEARLY_ONE;
      const bySex = groups.some(
        (_, g) =>
          has(persons, g) &&
          below(
            sum(persons, g),
            oneSex.map((s) => sum(s, g)),
          ),
      );
      const byLevel = sexes.some(
        (_, s) =>
          has(s, 0) &&
          levels.some((indices) =>
            below(
              sum(s, 0),
              indices.map((g) => sum(s, g)),
            ),
          ),
      );
      const byBoth =
        has(persons, 0) &&
        levels.some((indices) =>
          below(
            sum(persons, 0),
            oneSex.flatMap((sex) => indices.map((g) => sum(sex, g))),
          ),
        );
      if (bySex || byLevel || byBoth) found.push([p, t]);
    }
  }
  return found;
}

/** Fifth 1 from tenths 1 and 2, and so on; people of unknown tenth are of unknown fifth. */
function fifthParts(groups: readonly DeprivationGroup[]): { fifth: number; tenths: number[] }[] {
  const at = (scheme: string, level: number): number =>
    groups.findIndex((group) => group.scheme === scheme && group.level === level);
  if (at('national-tenths', 1) < 0) return [];
  const fifths = Array.from({ length: LEVELS['national-fifths'] }, (_, index) => index + 1);
  return [
    ...fifths.map((level) => ({
      fifth: at('national-fifths', level),
      tenths: [at('national-tenths', 2 * level - 1), at('national-tenths', 2 * level)],
    })),
    { fifth: at('national-fifths', UNKNOWN_LEVEL), tenths: [at('national-tenths', UNKNOWN_LEVEL)] },
  ];
}

/**
 * The groups of each scheme whose every level is in the data of a period somewhere, finest last. A Place may
 * have nobody in some group, but a file that has only the most deprived group gives no total.
 */
function completeSchemes(cube: Cube): (period: number) => number[][] {
  const { places, periods, sexes, groups } = cube.axes;
  const schemes = [...new Set(groups.map(({ scheme }) => scheme))].filter((scheme) => scheme !== '');
  const complete = periods.map((_, t) =>
    schemes
      .map((scheme) => groups.flatMap((group, index) => (group.scheme === scheme ? [index] : [])))
      .filter((indices) =>
        indices.every(
          (g) =>
            groups[g]!.level === UNKNOWN_LEVEL ||
            places.some((_, p) => sexes.some((_, s) => cube.hasSlice(cube.slice(p, t, s, g)))),
        ),
      ),
  );
  return (period) => complete[period]!;
}
