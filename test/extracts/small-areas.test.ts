import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SmallAreas } from '../../src/extracts/small-areas.ts';

/** Areas of one Place with these ranks; the code tells the position in the list. */
function areasOf(ranks: readonly (number | null)[], place: string | null = 'E06000006'): SmallAreas {
  const areas = new SmallAreas();
  for (const [at, rank] of ranks.entries())
    areas.add({ lsoa: `E0100000${at}`, place, decile: 1, rank, edition: '' });
  return areas;
}

function fifthsOf(areas: SmallAreas, count: number): (number | null)[] {
  return Array.from({ length: count }, (_, at) => areas.placeFifth(`E0100000${at}`));
}

describe('SmallAreas', () => {
  it('puts the areas of a Place into fifths by rank, the most deprived in the first', () => {
    expect(fifthsOf(areasOf([50, 10, 40, 20, 30]), 5)).toEqual([5, 1, 4, 2, 3]);
  });

  // floor(5 (r − 1)/7) + 1 for r = 1 … 7 is 1 1 2 3 3 4 5.
  it('puts seven areas into fifths of 2, 1, 2, 1 and 1', () => {
    expect(fifthsOf(areasOf([1, 2, 3, 4, 5, 6, 7]), 7)).toEqual([1, 1, 2, 3, 3, 4, 5]);
  });

  it('gives areas of one rank the fifth of the first of them', () => {
    expect(fifthsOf(areasOf([1, 2, 2, 4, 5]), 5)).toEqual([1, 2, 2, 4, 5]);
  });

  it('ranks each Place by itself', () => {
    const areas = areasOf([1, 2, 3, 4, 5]);
    areas.add({ lsoa: 'E01999999', place: 'E08000011', decile: 10, rank: 30000, edition: '' });
    expect(areas.placeFifth('E01999999')).toBe(1);
    expect(fifthsOf(areas, 5)).toEqual([1, 2, 3, 4, 5]);
  });

  it('has no fifth for an area without a Place, for an unknown one, and where a rank is missing', () => {
    expect(areasOf([1], null).placeFifth('E01000000')).toBeNull();
    expect(areasOf([1]).placeFifth('E01777777')).toBeNull();
    expect(fifthsOf(areasOf([1, null, 3]), 3)).toEqual([null, null, null]);
  });

  it('reckons again when more areas come', () => {
    const areas = areasOf([10, 20]);
    expect(fifthsOf(areas, 2)).toEqual([1, 3]);
    areas.add({ lsoa: 'E01000002', place: 'E06000006', decile: 1, rank: 5, edition: '' });
    // Three areas: floor(5 · 0/3) + 1 = 1, floor(5 · 1/3) + 1 = 2, floor(5 · 2/3) + 1 = 4.
    expect(fifthsOf(areas, 3)).toEqual([2, 4, 1]);
  });

  it('makes fifths that differ in size by one at most, when no ranks are equal', () => {
    const ranks = fc.uniqueArray(fc.integer({ min: 1, max: 40_000 }), { minLength: 5, maxLength: 60 });
    fc.assert(
      fc.property(ranks, (list) => {
        const fifths = list.map((_, at) => at);
        const areas = areasOf(list);
        const sizes = [1, 2, 3, 4, 5].map(
          (fifth) => fifths.filter((at) => areas.placeFifth(`E0100000${at}`) === fifth).length,
        );
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        const byRank = [...fifths]
          .sort((a, b) => list[a]! - list[b]!)
          .map((at) => areas.placeFifth(`E0100000${at}`)!);
        expect(byRank).toEqual([...byRank].sort((a, b) => a - b));
      }),
    );
  });
});
