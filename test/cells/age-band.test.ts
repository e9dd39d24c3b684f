import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AgeBand, ALL_AGES, ageBandLabel, assignBands, parseAgeBand } from '../../src/cells/age-band.ts';

const OPEN = Number.POSITIVE_INFINITY;

/** Bands by their labels. */
function bands(text: string): AgeBand[] {
  return text
    .split(' ')
    .filter(Boolean)
    .map((label) => parseAgeBand(label)!);
}

/** What each band of an extract counts as: the label of its target, or a dash; or the band that lies across. */
function assigned(available: string, targets: string): string {
  const result = assignBands(bands(available), bands(targets));
  if ('across' in result) return `across ${ageBandLabel(result.across)}`;
  const names = targets.split(' ').filter(Boolean);
  return result.target.map((index) => (index < 0 ? '–' : names[index])).join(' ');
}

/** Whether each target is tiled. */
function tiled(available: string, targets: string): boolean[] {
  const result = assignBands(bands(available), bands(targets));
  if ('across' in result) throw new Error('a band lies across');
  return [...result.tiled];
}

describe('parseAgeBand()', () => {
  it.each([
    ['42', 42, 42],
    ['0', 0, 0],
    ['0-4', 0, 4],
    ['01-04', 1, 4],
    ['0 - 4', 0, 4],
    ['5 to 9', 5, 9],
    ['5–9', 5, 9],
    ['90+', 90, OPEN],
    ['85 +', 85, OPEN],
    ['85 and over', 85, OPEN],
    ['85 plus', 85, OPEN],
    ['85 and above', 85, OPEN],
    ['90 or over', 90, OPEN],
    ['under 1', 0, 0],
    ['Under 18', 0, 17],
    ['<1', 0, 0],
    ['< 75', 0, 74],
    ['all ages', 0, OPEN],
    ['All', 0, OPEN],
    ['', 0, OPEN],
    ['total (all ages)', 0, OPEN],
    ['Total (All Ages)', 0, OPEN],
    ['Total', 0, OPEN],
    ['Age 5', 5, 5],
    ['Aged 5-9', 5, 9],
    ['5-9 years', 5, 9],
    ['42 years old', 42, 42],
    ['Age 0 years', 0, 0],
    [' 5-9 ', 5, 9],
    ['Aged 85 and over', 85, OPEN],
    ['90 years and over', 90, OPEN],
  ])('reads "%s" as %d to %d', (text, from, to) => {
    expect(parseAgeBand(text)).toEqual({ from, to });
  });

  it.each([
    'old',
    '9-5',
    '5-',
    '-5',
    '1234',
    '5.5',
    'under 0',
    '<0',
    '5-9-14',
    'x',
    '5,9',
    'not known',
    '999',
    '131',
    '999+',
    '140-150',
  ])('does not take "%s" for an age', (text) => {
    expect(parseAgeBand(text)).toBeNull();
  });

  it('reads back the label of any band', () => {
    const band = fc
      .tuple(fc.integer({ min: 0, max: 120 }), fc.integer({ min: 0, max: 60 }), fc.boolean())
      .map(([from, length, open]) => ({ from, to: open ? OPEN : from + length }));
    fc.assert(
      fc.property(band, (one) => {
        expect(parseAgeBand(ageBandLabel(one))).toEqual(one);
      }),
    );
  });
});

describe('ageBandLabel()', () => {
  it('writes a single age alone, an open band with a plus, and all ages as 0+', () => {
    expect(
      [{ from: 0, to: 0 }, { from: 5, to: 9 }, { from: 90, to: OPEN }, ALL_AGES].map(ageBandLabel),
    ).toEqual(['0', '5-9', '90+', '0+']);
  });
});

describe('assignBands()', () => {
  it('puts each band of an extract into the band that holds it', () => {
    expect(assigned('0 1-4 5-9 10-14', '0-4 5-14')).toBe('0-4 0-4 5-14 5-14');
    expect(assigned('85-89 90+', '85+')).toBe('85+ 85+');
  });

  it('leaves out what lies outside all targets', () => {
    expect(assigned('0-4 5-9 75-79 80+', '0-9')).toBe('0-9 0-9 – –');
    expect(assigned('', '0-9')).toBe('');
    expect(assigned('0-4', '')).toBe('–');
  });

  it('leaves out a total of bands that are there, so that nobody counts twice', () => {
    expect(assigned('0+ 0-4 5-9', '0-4 5-9')).toBe('– 0-4 5-9');
    expect(assigned('0-4 0 1-4 5-9', '0 1-4 5-9')).toBe('– 0 1-4 5-9');
    expect(assigned('0-9 0-4 5-9 10-14', '0-14')).toBe('– 0-14 0-14 0-14');
    expect(assigned('0+ 0-9 0-4 5-9', '0-9')).toBe('– 0-9 – –');
  });

  it('takes a target as the extract gives it, and none of its parts', () => {
    expect(assigned('0-4 0 1-4', '0-4')).toBe('0-4 – –');
    expect(assigned('0+ 0-4 5+', '0+')).toBe('0+ – –');
  });

  it('says which band lies across the edge of a target', () => {
    expect(assigned('0-4 5-9', '0 1-4 5-9')).toBe('across 0-4');
    expect(assigned('15-19 20-24', '15-17 18-24')).toBe('across 15-19');
    expect(assigned('85+', '85-89 90+')).toBe('across 85+');
    expect(assigned('70-79', '0-74')).toBe('across 70-79');
    expect(assigned('0+', '0-74')).toBe('across 0+');
  });

  it('tells which targets are tiled without a hole', () => {
    expect(tiled('0 1-4 5-9', '0-4 5-9')).toEqual([true, true]);
    expect(tiled('0 2-4 5-9', '0-4 5-9')).toEqual([false, true]);
    expect(tiled('0-4 10-14', '0-4 5-9 10-14')).toEqual([true, false, true]);
    expect(tiled('85-89 90+', '85+')).toEqual([true]);
    expect(tiled('85-89', '85+')).toEqual([false]);
    expect(tiled('0-3', '0-4')).toEqual([false]);
    expect(tiled('0+ 0-4 5+', '0+')).toEqual([true]);
    expect(tiled('0-9 0-4 5-9 10-14', '0-14')).toEqual([true]);
  });

  it('does not count the years that two bands share twice', () => {
    // 4 and 5 are in both bands: whatever is done, the years 0 to 9 must not count as 12.
    const result = assignBands(bands('0-5 4-9'), bands('0-9'));
    if (!('across' in result)) expect(result.tiled).toEqual([false]);
    expect(assigned('0-5 4-9', '0-9')).not.toBe('0-9 0-9');
  });

  it('does not take a total for gone because one small part of it is there', () => {
    // All ages and the under-fives: of the deaths under 75 only the under-fives are known.
    const result = assignBands(bands('0+ 0-4'), bands('0-74'));
    expect('across' in result || result.tiled.includes(false)).toBe(true);
  });

  it('gives every year of a tiled target exactly once, whatever order the bands are in', () => {
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { maxLength: 20 });
    const bandsOf = (edges: readonly number[]): AgeBand[] => {
      const from = [0, ...[...edges].sort((a, b) => a - b)];
      return from.map((start, at) => ({ from: start, to: (from[at + 1] ?? OPEN) - 1 }));
    };
    fc.assert(
      fc.property(
        cuts,
        fc.float({ min: 0, max: 1, noNaN: true }),
        fc.boolean(),
        (edges, share, withTotal) => {
          // The targets' edges are some of the extract's, so every band fits.
          const parts = bandsOf(edges);
          const targets = bandsOf(edges.filter((_, at) => at < edges.length * share));
          const available =
            withTotal && parts.length > 1 ? [ALL_AGES, ...parts].reverse() : [...parts].reverse();
          const result = assignBands(available, targets);
          if ('across' in result) throw new Error(`across ${ageBandLabel(result.across)}`);
          expect(result.tiled.every(Boolean)).toBe(true);
          for (let age = 0; age <= 105; age++) {
            const holding = available.filter(
              ({ from, to }, at) => from <= age && age <= to && result.target[at]! >= 0,
            );
            expect(holding).toHaveLength(1);
          }
        },
      ),
    );
  });
});
