import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PipelineResult } from '../../src/pipeline.ts';
import type { Breakdown, Gap } from '../../src/results/result.ts';
import { type CellSpec, CODES, compute, pick } from './fake-cells.ts';

/** The indicator whose gap is split, and the one that splits it. */
const YEARS_OF_LIFE = 'life-expectancy-birth';
const LIFE = 'life-expectancy-gap-breakdown';
const RATE = 'mortality-u75';
const BANDS = ['0', '1-4', ...Array.from({ length: 17 }, (_, at) => `${5 * at + 5}-${5 * at + 9}`), '90+'];
/** A cause of each kind, with how many of its deaths there are. */
const CAUSES = { I21: 8, C34: 6, J44: 3, X60: 2, E11: 4 };
const NAMES = {
  I21: 'circulatory diseases',
  C34: 'cancers',
  J44: 'respiratory diseases',
  X60: 'external causes',
  E11: 'all other causes',
} as const;
const LEVELS = [1, 2, 3, 4, 5];

interface Area {
  readonly place: string;
  readonly people: (level: number, band: number) => number;
  readonly deaths: (level: number, band: number, cause: string) => number;
  readonly causes?: readonly string[];
  readonly more?: Partial<CellSpec>;
}

/** What an area's extracts say of its five fifths in 2023. */
function cellsOf({ place, people, deaths, causes = Object.keys(CAUSES), more }: Area): CellSpec[] {
  const of = { place, period: '2023', ...more };
  return LEVELS.flatMap((level) =>
    BANDS.flatMap((age, band) => [
      { ...of, subject: 'population', age, level, count: people(level, band) },
      ...causes.map((cause) => ({
        ...of,
        subject: 'deaths',
        age,
        level,
        cause,
        count: deaths(level, band, cause),
      })),
    ]),
  );
}

const peopleOf = (level: number, band: number): number => 3000 + 200 * level - 60 * band;
const deathsOf = (level: number, band: number, cause: string): number =>
  Math.floor((band * band * (9 - level) * CAUSES[cause as keyof typeof CAUSES]) / 400);
const HALTON: Area = { place: CODES.halton, people: peopleOf, deaths: deathsOf };
const ENGLAND: Area = {
  place: CODES.england,
  people: (level, band) => 20 * peopleOf(level, band),
  deaths: (level, band, cause) => 15 * deathsOf(level, band, cause) + CAUSES[cause as keyof typeof CAUSES],
};

const run = (...areas: readonly Area[]): Promise<PipelineResult> =>
  compute(areas.flatMap(cellsOf), { indicators: [YEARS_OF_LIFE, LIFE, RATE] });

type Parts = readonly Breakdown[];
const partsOf = (result: PipelineResult, wanted: Record<string, unknown>): Parts =>
  pick(result.breakdowns, { sex: 'persons', ...wanted });
const wholeOf = (parts: Parts): Breakdown =>
  parts.find(({ age, cause }) => age === 'all' && cause === 'all')!;
const causesOf = (parts: Parts): Parts => parts.filter(({ age, cause }) => age === 'all' && cause !== 'all');
const agesOf = (parts: Parts): Parts => parts.filter(({ age, cause }) => age !== 'all' && cause === 'all');
const bothOf = (parts: Parts): Parts => parts.filter(({ age, cause }) => age !== 'all' && cause !== 'all');
const partOf = (parts: Parts, age: string, cause: string): number =>
  parts.find((one) => one.age === age && one.cause === cause)!.contribution!;
const sumOf = (parts: Parts): number => parts.reduce((sum, { contribution }) => sum + contribution!, 0);

/** Gaps split, by what they are of. */
function groupsOf(result: PipelineResult): Parts[] {
  const groups = new Map<string, Breakdown[]>();
  for (const part of result.breakdowns) {
    const key = [part.indicator, part.place, part.period.label, part.sex, part.scheme].join('|');
    groups.set(key, [...(groups.get(key) ?? []), part]);
  }
  return [...groups.values()];
}

/** Absolute, in years or deaths per 100,000. */
const SUMS = 1e-9;

/** The gap of the gaps view that a breakdown splits. */
function gapOf(result: PipelineResult, { indicator, place, scheme, sex }: Breakdown): Gap {
  const gap = scheme === '' ? 'place-vs-england' : 'difference';
  const [found] = pick(result.gaps, {
    indicator: indicator === LIFE ? YEARS_OF_LIFE : indicator,
    place,
    scheme,
    sex,
    gap,
  }).filter(({ unit }) => unit !== 'ratio');
  return found!;
}

function expectSums(result: PipelineResult, parts: Parts): void {
  const whole = wholeOf(parts);
  const what = [whole.indicator, whole.place, whole.comparedWith].join(', ');
  for (const some of [causesOf(parts), agesOf(parts), bothOf(parts)])
    expect(Math.abs(sumOf(some) - whole.contribution!), what).toBeLessThanOrEqual(SUMS);
  // Worse for the first is above 0 in both views; the gaps view wants all five groups, where a breakdown wants two.
  const gap = gapOf(result, whole).estimate.value;
  if (gap !== null) expect(Math.abs(gap - whole.contribution!), what).toBeLessThanOrEqual(SUMS);
  const sign = whole.indicator === LIFE ? 1 : -1;
  expect(sign * (whole.value2! - whole.value1!)).toBeCloseTo(whole.contribution!, 9);
}

describe('the gap in life expectancy by age and cause', () => {
  // By a program in Python with numpy that writes Arriaga's formula with l, L and T as in the textbook and shares a
  // band's part among causes by (m²ᵢ − m¹ᵢ)/(m² − m¹), on the counts that the functions above give.
  it('most against least deprived: as the textbook has it', async () => {
    const parts = partsOf(await run(HALTON), { indicator: LIFE, scheme: 'national-fifths' });
    const { value1, value2, comparedWith, unit, method } = wholeOf(parts);
    expect([comparedWith, unit, method]).toEqual(['least deprived fifth', 'years', 'breakdown: Arriaga']);
    expect(value1).toBeCloseTo(65.81456434892371, 9);
    expect(value2).toBeCloseTo(95.55465554449593, 9);
    const byCause = {
      I21: 10.468117621890574,
      C34: 7.9144636088335245,
      J44: 3.703906821218229,
      X60: 2.505433199207959,
      E11: 5.14816994442194,
    };
    for (const [code, wanted] of Object.entries(byCause))
      expect(partOf(parts, 'all', NAMES[code as keyof typeof NAMES]), code).toBeCloseTo(wanted, 9);
    const byAge = {
      '0': 0,
      '45-49': 2.2704588444229645,
      '70-74': 2.157506699064118,
      '85-89': 1.3038024700036666,
      '90+': 3.1432732392677236,
    };
    for (const [age, wanted] of Object.entries(byAge))
      expect(partOf(parts, age, 'all'), age).toBeCloseTo(wanted, 9);
    expect(partOf(parts, '70-74', 'circulatory diseases')).toBeCloseTo(0.7413459142158643, 9);
    expect(partOf(parts, '90+', 'all other causes')).toBeCloseTo(0.5344127705225235, 9);
  });

  it('a Place against England: the same, with England second', async () => {
    const parts = partsOf(await run(HALTON, ENGLAND), { indicator: LIFE, place: CODES.halton, scheme: '' });
    const { value1, value2, comparedWith } = wholeOf(parts);
    expect(comparedWith).toBe('England');
    expect(value1).toBeCloseTo(76.7259022970081, 9);
    expect(value2).toBeCloseTo(83.62024765200705, 9);
    expect(partOf(parts, 'all', 'circulatory diseases')).toBeCloseTo(2.4956959308207236, 9);
    // Infants die less in the Place, so their part makes its gap smaller.
    expect(partOf(parts, '0', 'all')).toBeCloseTo(-0.026680931418591187, 9);
    expect(partOf(parts, '90+', 'all other causes')).toBeCloseTo(0.3162223046304943, 9);
  });

  it('England is not compared with itself, and every area has one gap of each kind', async () => {
    const found = groupsOf(await run(HALTON, ENGLAND)).map((parts) => {
      const { indicator, place, comparedWith } = wholeOf(parts);
      return `${indicator} ${place} ${comparedWith}`;
    });
    expect(found.sort()).toEqual(
      [LIFE, RATE]
        .flatMap((id) => [
          `${id} ${CODES.halton} England`,
          `${id} ${CODES.halton} least deprived fifth`,
          `${id} ${CODES.england} least deprived fifth`,
          // One Place of nine is no system: withheld, and it says so.
          `${id} ${CODES.system} England`,
        ])
        .sort(),
    );
  });
});

describe('the gap in a standardised rate by age and cause', () => {
  it('is the difference of the terms that the two rates are sums of', async () => {
    const parts = partsOf(await run(HALTON), { indicator: RATE, scheme: 'national-fifths' });
    const { value1, value2, method } = wholeOf(parts);
    // In Python: ESP2013 weights times deaths over people, a cause at a time.
    expect(method).toBe('breakdown: additive');
    expect(value1).toBeCloseTo(1447.4772808447544, 8);
    expect(value2).toBeCloseTo(513.1118994871371, 8);
    const byCause = {
      I21: 328.79265473904087,
      C34: 247.06076380747504,
      J44: 117.29004296393327,
      X60: 78.75432727498172,
      E11: 162.46759257218662,
    };
    for (const [code, wanted] of Object.entries(byCause))
      expect(partOf(parts, 'all', NAMES[code as keyof typeof NAMES]), code).toBeCloseTo(wanted, 8);
    expect(agesOf(parts).map(({ age }) => age)).toEqual(
      Array.from({ length: 15 }, (_, at) => `${5 * at}-${5 * at + 4}`),
    );
  });
});

describe('parts', () => {
  it('sum to the gap of the gaps view, for both sexes, fifths and England', async () => {
    const result = await compute(
      (['female', 'male'] as const).flatMap((sex) =>
        [HALTON, ENGLAND].flatMap((area) =>
          cellsOf({
            ...area,
            deaths: (level, band, cause) => area.deaths(level, band, cause) + (sex === 'male' ? band % 3 : 0),
            more: { sex },
          }),
        ),
      ),
      { indicators: [YEARS_OF_LIFE, LIFE, RATE] },
    );
    const groups = groupsOf(result).filter((parts) => wholeOf(parts).place !== CODES.system);
    expect(new Set(groups.map((parts) => wholeOf(parts).sex))).toEqual(
      new Set(['persons', 'female', 'male']),
    );
    expect(groups).toHaveLength(18);
    for (const parts of groups) expectSums(result, parts);
  });

  it('sum to it for any deaths and people', async () => {
    const counts = fc.array(fc.nat(40), { minLength: 600, maxLength: 600 });
    await fc.assert(
      fc.asyncProperty(counts, fc.integer({ min: 2000, max: 9000 }), async (numbers, people) => {
        const codes = Object.keys(CAUSES);
        const at = (level: number, band: number, cause: string): number =>
          numbers[(level - 1) * 100 + band * 5 + codes.indexOf(cause)]! * (band > 14 ? 3 : 1);
        const result = await run({ place: CODES.halton, people: () => people, deaths: at });
        for (const parts of groupsOf(result)) {
          if (wholeOf(parts).contribution === null) continue;
          expectSums(result, parts);
          for (const { contribution } of parts) expect(Number.isFinite(contribution)).toBe(true);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('turn round where the two ends change places', async () => {
    const mirrored: Area = {
      ...HALTON,
      people: (level, band) => peopleOf(6 - level, band),
      deaths: (level, band, cause) => deathsOf(6 - level, band, cause),
    };
    for (const indicator of [LIFE, RATE]) {
      const one = partsOf(await run(HALTON), { indicator });
      const other = partsOf(await run(mirrored), { indicator });
      expect(wholeOf(other).contribution).toBeCloseTo(-wholeOf(one).contribution!, 9);
      expect(sumOf(one)).toBeGreaterThan(0);
      expect(sumOf(other)).toBeLessThan(0);
    }
  });

  it('are 0 and not −0 where the ends are equal', async () => {
    const equal: Area = {
      ...HALTON,
      people: (_, band) => peopleOf(3, band),
      deaths: (_, band, cause) => deathsOf(3, band, cause),
    };
    for (const { contribution } of (await run(equal)).breakdowns)
      expect(Object.is(contribution, 0), String(contribution)).toBe(true);
  });

  it('of causes that offset each other stay where the two rates are equal', async () => {
    // Level 1 has the deaths of the heart that level 5 has of cancer, and the other way round.
    const swapped = (level: number, cause: string): string =>
      level === 5 && (cause === 'I21' || cause === 'C34') ? (cause === 'I21' ? 'C34' : 'I21') : cause;
    const result = await run({
      ...HALTON,
      people: (_, band) => peopleOf(3, band),
      deaths: (level, band, cause) => deathsOf(3, band, swapped(level, cause)),
    });
    for (const indicator of [LIFE, RATE]) {
      const parts = partsOf(result, { indicator });
      expect(wholeOf(parts).contribution).toBeCloseTo(0, 9);
      const heart = partOf(parts, 'all', 'circulatory diseases');
      expect(heart).toBeGreaterThan(0.1);
      expect(partOf(parts, 'all', 'cancers')).toBeCloseTo(-heart, 9);
    }
  });
});

describe('causes with few deaths', () => {
  const rare: Area = {
    ...HALTON,
    causes: [...Object.keys(CAUSES), 'K70', 'G30'],
    // 9 deaths of the liver in both ends together, and 10 of the nerves.
    deaths: (level, band, cause) => {
      if (cause === 'K70') return band === 10 && level === 1 ? 5 : band === 11 && level === 5 ? 4 : 0;
      if (cause === 'G30') return band === 12 && (level === 1 || level === 5) ? 5 : 0;
      return deathsOf(level, band, cause);
    },
  };

  it('are put together and named, and their deaths are in the gap', async () => {
    const result = await run(rare);
    for (const indicator of [LIFE, RATE]) {
      const parts = partsOf(result, { indicator });
      const names = causesOf(parts).map(({ cause }) => cause);
      expect(names).toContain('causes with few deaths');
      expect(names).toContain('diseases of the nervous system');
      expect(names).not.toContain('digestive diseases');
      expect(wholeOf(parts).note).toContain('digestive diseases');
      // Five deaths in band 10 of the most deprived, none of the least.
      expect(partOf(parts, '45-49', 'causes with few deaths')).toBeGreaterThan(0);
      expectSums(result, parts);
    }
  });
});

describe('what cannot be split', () => {
  /** No cause is told where none is known: ages only, or nothing at all, with the reason. */
  function expectNoCauses(parts: Parts): void {
    const told = parts.filter(({ cause, contribution }) => cause !== 'all' && contribution !== null);
    expect(told.map(({ age, cause, contribution }) => `${age} ${cause} ${contribution}`)).toEqual([]);
    const { note } = wholeOf(parts);
    expect(note).toMatch(/cause/);
    expect(note).not.toContain('circulatory');
  }

  it('deaths without any code of a cause: no cause is told', async () => {
    const uncoded: Area = {
      ...HALTON,
      causes: [''],
      deaths: (level, band) => deathsOf(level, band, 'I21') * 2,
    };
    const result = await run(uncoded);
    for (const indicator of [LIFE, RATE]) expectNoCauses(partsOf(result, { indicator }));
  });

  it('England without codes: the causes of a Place are not compared with none', async () => {
    const uncoded: Area = { ...ENGLAND, causes: [''], deaths: (level, band) => 40 * (band + level) };
    const result = await run(HALTON, uncoded);
    expectNoCauses(partsOf(result, { indicator: RATE, place: CODES.halton, scheme: '' }));
    const own = partsOf(result, { indicator: RATE, place: CODES.halton, scheme: 'national-fifths' });
    expect(partOf(own, 'all', 'cancers')).toBeCloseTo(247.06076380747504, 8);
  });

  it('a value that is withheld has no gap to split', async () => {
    const few: Area = {
      ...HALTON,
      deaths: (level, band, cause) => (level === 5 ? 0 : deathsOf(level, band, cause)),
    };
    const result = await run(few);
    for (const { contribution, note } of result.breakdowns) {
      expect(contribution).toBeNull();
      expect(note).not.toBe('');
    }
  });

  it('gives a part or a reason whatever is missing', async () => {
    const holes = cellsOf(HALTON).filter(
      ({ level, age, cause }) => !(level === 1 && age === '40-44' && cause === 'C34'),
    );
    const result = await compute(holes, { indicators: [YEARS_OF_LIFE, LIFE, RATE] });
    for (const { contribution, status, note } of result.breakdowns) {
      if (contribution === null) expect([status === 'ok', note === '']).toEqual([false, false]);
      else expect(Number.isFinite(contribution)).toBe(true);
    }
    // Where an extract tells causes, no row is no death, as in the rate itself.
    for (const parts of groupsOf(result)) expectSums(result, parts);
  });
});
