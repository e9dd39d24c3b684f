import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeFifths, type SmallArea, SmallAreas } from '../../src/extracts/small-areas.ts';
import { yearPeriod } from '../../src/periods/period.ts';

/** Fifths of areas of one Place with these ranks, in the order given. */
function fifthsOf(ranks: readonly (number | null)[], place: string | null = 'E06000006'): (number | null)[] {
  const areas = ranks.map((rank, at) => ({ lsoa: `E0100000${at}`, place, rank }));
  const fifths = placeFifths(areas);
  return areas.map(({ lsoa }) => fifths.get(lsoa) ?? null);
}

describe('placeFifths', () => {
  it('puts the areas of a Place into fifths by rank, the most deprived in the first', () => {
    expect(fifthsOf([50, 10, 40, 20, 30])).toEqual([5, 1, 4, 2, 3]);
  });

  // floor(5 (r − 1)/7) + 1 for r = 1 … 7 is 1 1 2 3 3 4 5.
  it('puts seven areas into fifths of 2, 1, 2, 1 and 1', () => {
    expect(fifthsOf([1, 2, 3, 4, 5, 6, 7])).toEqual([1, 1, 2, 3, 3, 4, 5]);
  });

  it('gives areas of one rank the fifth of the first of them', () => {
    expect(fifthsOf([1, 2, 2, 4, 5])).toEqual([1, 2, 2, 4, 5]);
  });

  it('ranks each Place by itself', () => {
    const areas = [10, 20, 30, 40, 50].map((rank, at) => ({ lsoa: `a${at}`, place: 'E06000006', rank }));
    const fifths = placeFifths([...areas, { lsoa: 'b', place: 'E08000011', rank: 30000 }]);
    expect(fifths.get('b')).toBe(1);
    expect(areas.map(({ lsoa }) => fifths.get(lsoa))).toEqual([1, 2, 3, 4, 5]);
  });

  it('has no fifth for an area without a Place, and where a rank is missing', () => {
    expect(fifthsOf([1], null)).toEqual([null]);
    expect(fifthsOf([1, null, 3])).toEqual([null, null, null]);
  });

  it('makes fifths that differ in size by one at most, when no ranks are equal', () => {
    const ranks = fc.uniqueArray(fc.integer({ min: 1, max: 40_000 }), { minLength: 5, maxLength: 60 });
    fc.assert(
      fc.property(ranks, (list) => {
        const fifths = fifthsOf(list) as number[];
        const sizes = [1, 2, 3, 4, 5].map((fifth) => fifths.filter((one) => one === fifth).length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        const byRank = [...list.keys()].sort((a, b) => list[a]! - list[b]!).map((at) => fifths[at]!);
        expect(byRank).toEqual([...byRank].sort((a, b) => a - b));
      }),
    );
  });
});

const VINTAGES = [
  { id: '2011', newCodes: null },
  { id: '2021', newCodes: { first: 'E01033769', last: 'E01035762' } },
];
const HALTON = 'E06000006';
const area = (lsoa: string, decile: number, more: Partial<SmallArea> = {}): SmallArea => ({
  lsoa,
  place: HALTON,
  decile,
  rank: null,
  refused: false,
  population: null,
  populationPeriod: yearPeriod(2019),
  children: null,
  score: null,
  file: 'imd.csv',
  line: 2,
  ...more,
});

/** The edition of 2019, of LSOAs of 2011. */
function withEdition2019(areas: readonly SmallArea[]): SmallAreas {
  const all = new SmallAreas(VINTAGES);
  const edition = all.edition(yearPeriod(2019), '2011');
  for (const one of areas) all.add(edition, one);
  return all;
}

describe('SmallAreas', () => {
  it('finds an area by its code, of the same year or of a year that is not told', () => {
    const areas = withEdition2019([area('E01000001', 3)]);
    const found = { place: HALTON, decile: 3, placeFifth: -1, through: ['E01000001'] };
    expect(areas.locate('E01000001', '2011')).toEqual(found);
    expect(areas.locate('E01000001', null)).toEqual(found);
  });

  it('does not mix years without a lookup, also where the codes are the same', () => {
    const areas = withEdition2019([area('E01000001', 3)]);
    expect(areas.locate('E01000001', '2021')).toBe('other-vintage');
    expect(areas.locate('E01033769', null)).toBe('other-vintage');
    expect(areas.locate('E01000002', null)).toBe('not-in-edition');
  });

  it('goes through the lookup from one year to the other, and says where groups differ', () => {
    const areas = withEdition2019([area('E01000001', 3), area('E01000002', 3), area('E01000003', 7)]);
    areas.addLink('E01000001', 'E01000001');
    areas.addLink('E01000001', 'E01033770');
    areas.addLink('E01000002', 'E01033770');
    areas.addLink('E01000002', 'E01033771');
    areas.addLink('E01000003', 'E01033771');
    expect(areas.locate('E01000001', '2021')).toMatchObject({ place: HALTON, decile: 3 });
    expect(areas.locate('E01033770', '2021')).toMatchObject({ place: HALTON, decile: 3 });
    expect(areas.locate('E01033771', null)).toMatchObject({ place: HALTON, decile: -1 });
  });

  it('keeps the Place of an area that only a lookup of its own year knows', () => {
    const areas = withEdition2019([area('E01000001', 3)]);
    areas.addPlace('2021', 'E01033772', 'E08000011');
    areas.addPlace('2021', 'E01033773', null);
    expect(areas.locate('E01033772', '2021')).toMatchObject({ place: 'E08000011', decile: -1 });
    expect(areas.locate('E01033773', '2021')).toMatchObject({ place: null });
  });

  it('takes the Place from a lookup where the extract has none', () => {
    const areas = withEdition2019([area('E01000001', 3, { place: undefined })]);
    expect(areas.locate('E01000001', null)).toBe('no-place');
    areas.addPlace('2011', 'E01000001', HALTON);
    expect(areas.locate('E01000001', null)).toMatchObject({ place: HALTON, decile: 3 });
  });

  it('takes the newest edition for all, so that events and people are grouped alike', () => {
    const areas = withEdition2019([area('E01000001', 3)]);
    areas.add(areas.edition(yearPeriod(2025), '2021'), area('E01000001', 4, { file: 'imd25.csv' }));
    expect(areas.locate('E01000001', '2021')).toMatchObject({ decile: 4 });
    expect(areas.locate('E01000001', null)).toMatchObject({ decile: 4 });
    expect(areas.locate('E01000001', '2011')).toBe('other-vintage');
    areas.addLink('E01000001', 'E01000001');
    expect(areas.locate('E01000001', '2011')).toMatchObject({ decile: 4 });
  });

  it('uses neither of two rows that do not agree, and both of two that say different things', () => {
    const areas = withEdition2019([area('E01000001', 3)]);
    const edition = areas.edition(yearPeriod(2019), '2011');
    expect(areas.add(edition, area('E01000001', 3, { rank: 9000, file: 'b.csv' }))).toBeNull();
    expect(areas.haveRanks()).toBe(true);
    expect(areas.add(edition, area('E01000001', 4, { file: 'c.csv' }))).toMatchObject({ file: 'imd.csv' });
    expect(areas.locate('E01000001', '2011')).toMatchObject({ decile: -1 });
  });
});
