import { describe, expect, it } from 'vitest';
import { STATE } from '../../src/cells/cell.ts';
import type { Definition } from '../../src/indicators/definition.ts';
import { runPipeline } from '../../src/pipeline.ts';
import type { CoverageResult } from '../../src/results/result.ts';
import {
  ALL_PLACES,
  type CellSpec,
  CODES,
  catalogue,
  compute,
  type FakeFile,
  fakeSource,
  only,
  pick,
  places,
} from './fake-cells.ts';

const INDICATOR = 'obesity-year6';

function share(place: string, period: string, more: Partial<CellSpec> = {}): CellSpec {
  return { subject: INDICATOR, place, period, count: 20, denominator: 100, ...more };
}

async function coverageOf(
  cells: readonly CellSpec[],
  indicators?: readonly string[],
): Promise<readonly CoverageResult[]> {
  return (await compute(cells, indicators ? { indicators } : {})).coverage;
}

async function coverageWith(
  files: readonly FakeFile[],
  id: string,
  change: Partial<Definition> = {},
): Promise<readonly CoverageResult[]> {
  const indicators = catalogue.indicators
    .filter((one) => one.id === id)
    .map((one) => ({ ...one, ...change }));
  const result = await runPipeline({
    source: fakeSource(files),
    catalogue: { ...catalogue, indicators },
    places,
    aims: () => ({ spc: {}, goal: null }),
    confidence: [0.95],
  });
  return result.coverage;
}

const told = ({ coverage, status, note }: CoverageResult): string[] => [coverage, status, note];

describe('coverage', () => {
  it('has one row for each indicator and each Place and the system, and says of each what it is', async () => {
    const rows = await coverageOf(
      ALL_PLACES.map((place) => share(place, '2023/24')),
      [INDICATOR, 'follow-up-72h'],
    );
    expect(rows.map(({ indicator, place }) => `${indicator} ${place}`).sort()).toEqual(
      [INDICATOR, 'follow-up-72h']
        .flatMap((id) => [...ALL_PLACES, CODES.system].map((place) => `${id} ${place}`))
        .sort(),
    );
    for (const row of pick(rows, { indicator: INDICATOR })) {
      expect(told(row)).toEqual(['computed', 'ok', '']);
      expect([row.latest?.label, row.period.label]).toEqual(['2023/24', '2023/24']);
    }
    for (const row of pick(rows, { indicator: 'follow-up-72h' })) {
      expect(told(row)).toEqual(['no-extract', 'missing', 'add counts of follow-up-72h']);
      expect(row.latest).toBeNull();
    }
  });

  it('a Place that no file of the indicator has is named with the file; the system says how many it lacks', async () => {
    const rows = await coverageOf(
      ALL_PLACES.filter((place) => place !== CODES.knowsley).map((place) => share(place, '2023/24')),
    );
    expect(told(only(rows, { place: CODES.knowsley }))).toEqual([
      'no-place',
      'missing',
      'Knowsley is not in file-0.csv',
    ]);
    expect(told(only(rows, { place: CODES.system }))).toEqual([
      'withheld',
      'withheld',
      '2023/24: 8 of 9 Places',
    ]);
    expect(only(rows, { place: CODES.halton }).coverage).toBe('computed');
  });

  it('a file that has the Place for other indicators alone says so', async () => {
    const rows = await coverageOf([
      share(CODES.halton, '2023/24'),
      { ...share(CODES.wirral, '2023/24'), subject: 'cancer-stage-1-2' },
    ]);
    expect(only(rows, { indicator: INDICATOR, place: CODES.wirral }).note).toBe(
      'file-0.csv has no rows of obesity-year6 for Wirral',
    );
  });

  it.each([
    [STATE.suppressed, 'suppressed', 'suppressed'],
    [STATE.notAvailable, 'withheld', 'withheld'],
    [STATE.refused, 'withheld', 'withheld'],
  ] as const)(
    'an unusable newest figure (state %s) is %s, whatever older ones there are',
    async (state, coverage, status) => {
      const rows = await coverageOf([
        share(CODES.halton, '2022/23'),
        share(CODES.halton, '2023/24', { state }),
        share(CODES.wirral, '2023/24'),
      ]);
      const row = only(rows, { place: CODES.halton });
      expect([row.coverage, row.status]).toEqual([coverage, status]);
      expect(row.latest?.label).toBe('2022/23');
      expect(row.note).toMatch(/^2023\/24: .+; the newest value is of 2022\/23$/);
      const all = await coverageOf([share(CODES.halton, '2023/24', { state })]);
      expect(only(all, { place: CODES.halton }).latest).toBeNull();
    },
  );

  // A financial year that ended on 2015-03-31 is 3,563 days before the end of 2024: 9 x 365 + 3 leap days + 275 days.
  it('a newest value that is older than its kind of period may be is stale, and says by how many days', async () => {
    const rows = await coverageOf([
      share(CODES.halton, '2014/15'),
      share(CODES.wirral, '2014/15'),
      share(CODES.wirral, '2024-12'),
    ]);
    expect(told(only(rows, { place: CODES.halton }))).toEqual([
      'stale',
      'ok',
      'the newest period ended 2015-03-31, 3,563 days before 2024-12-31; newer data would fill it',
    ]);
    expect(only(rows, { place: CODES.wirral }).coverage).toBe('computed');
  });

  it.each([
    [275, 'computed'],
    [274, 'stale'],
  ])(
    'stale begins on the day after the last that a definition allows (%s days allowed)',
    async (staleAfterDays, coverage) => {
      // 2024-03-31 is 275 days before 2024-12-31.
      const files = [{ cells: [share(CODES.halton, '2023/24'), share(CODES.wirral, '2024-12')] }];
      const rows = await coverageWith(files, INDICATOR, { staleAfterDays });
      expect(only(rows, { place: CODES.halton }).coverage).toBe(coverage);
    },
  );

  it('figures without a period are never stale', async () => {
    const { coverage: rows } = await runPipeline({
      source: fakeSource([{ cells: [share(CODES.wirral, '2023/24')] }]),
      catalogue: {
        ...catalogue,
        indicators: catalogue.indicators
          .filter(({ method }) => method !== 'aspirations-measured')
          .map((one) =>
            one.id === INDICATOR
              ? { ...one, method: 'aspirations-measured' as const, staleAfterDays: 1 }
              : one,
          ),
      },
      asked: new Set([INDICATOR]),
      places,
      aims: () => ({ spc: {}, goal: null }),
      confidence: [0.95],
    });
    expect(only(rows, { place: CODES.halton })).toMatchObject({
      coverage: 'computed',
      latest: { label: '' },
    });
  });

  it('a period that is not over on the newest day of the data decides nothing', async () => {
    // Deaths of seven months of 2024: the year is withheld and not over.
    const months = Array.from(
      { length: 19 },
      (_, at) => `${2023 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`,
    );
    const cells = months.flatMap((period): CellSpec[] => [
      { subject: 'deaths', place: CODES.halton, period, age: '0-74', count: 20 },
    ]);
    const people = ['2023', '2024'].map(
      (period): CellSpec => ({
        subject: 'population',
        place: CODES.halton,
        period,
        age: '0-74',
        count: 90_000,
      }),
    );
    const crude = {
      method: 'crude-rate',
      standard: undefined,
      ages: undefined,
      breakdown: undefined,
    } as Partial<Definition>;
    const denominator = [
      { event: 'population', ages: { from: 0, to: 74 }, period: 'same' },
    ] as Definition['denominator'];
    const rows = await coverageWith([{ cells: [...cells, ...people] }], 'mortality-u75', {
      ...crude,
      denominator,
      periods: ['year'],
    });
    const row = only(rows, { place: CODES.halton });
    // Population for 2024 reaches to the end of that year, so the newest day is its last: the year counts as over.
    expect(row.coverage).toBe('withheld');
    const before = await coverageWith([{ cells: [...cells, people[0]!] }], 'mortality-u75', {
      ...crude,
      denominator,
      periods: ['year'],
    });
    expect(only(before, { place: CODES.halton })).toMatchObject({
      coverage: 'computed',
      latest: { label: '2023' },
    });
  });

  it('a rate of pooled years counts where that of the last of them is withheld', async () => {
    // Four deaths a year: under ten, so no rate of a year; twelve in three years make one.
    const cells = ['2022', '2023', '2024'].flatMap((period): CellSpec[] => [
      { subject: 'deaths', place: CODES.halton, period, age: '70-74', count: 4 },
      ...Array.from({ length: 15 }, (_, band) => ({
        subject: 'population',
        place: CODES.halton,
        period,
        age: `${band * 5}-${band * 5 + 4}`,
        count: 5000,
      })),
    ]);
    const rows = await coverageWith([{ cells }], 'mortality-u75', { periods: ['year', '3-year'] });
    expect(only(rows, { place: CODES.halton })).toMatchObject({
      coverage: 'computed',
      latest: { label: '2022-24' },
    });
  });

  it('population that a Place lacks is named by its file, and by its year where the file has the Place', async () => {
    const deaths = (place: string, period: string): CellSpec => ({
      subject: 'deaths',
      place,
      period,
      age: '70-74',
      count: 50,
    });
    const people = (place: string, period: string): CellSpec[] =>
      Array.from({ length: 15 }, (_, band) => ({
        subject: 'population',
        place,
        period,
        age: `${band * 5}-${band * 5 + 4}`,
        count: 5000,
      }));
    const rows = await coverageWith(
      [
        { cells: [CODES.halton, CODES.wirral, CODES.warrington].map((place) => deaths(place, '2024')) },
        { cells: [...people(CODES.halton, '2024'), ...people(CODES.warrington, '2023')] },
      ],
      'mortality-u75',
    );
    expect(only(rows, { place: CODES.halton }).coverage).toBe('computed');
    expect(told(only(rows, { place: CODES.wirral }))).toEqual([
      'no-place',
      'missing',
      'Wirral is not in file-1.csv',
    ]);
    expect(told(only(rows, { place: CODES.warrington }))).toEqual([
      'no-extract',
      'missing',
      '2024: no population for this place and period; add it',
    ]);
  });

  it('a combined area stands with a row of its own, and the Places in it are no-place', async () => {
    const others = ALL_PLACES.filter((place) => place !== CODES.cheshireEast && place !== CODES.cheshireWest);
    const rows = await coverageOf([...others, CODES.cheshire].map((place) => share(place, '2023/24')));
    expect(only(rows, { place: CODES.cheshire }).coverage).toBe('computed');
    expect(only(rows, { place: CODES.system }).coverage).toBe('computed');
    for (const place of [CODES.cheshireEast, CODES.cheshireWest]) {
      const row = only(rows, { place });
      expect(row.coverage).toBe('no-place');
      expect(row.note).toMatch(/^2023\/24: in Cheshire: .+; figures of the Place itself would fill it$/);
    }
    const without = await coverageOf(ALL_PLACES.map((place) => share(place, '2023/24')));
    expect(pick(without, { place: CODES.cheshire })).toEqual([]);
  });

  it('an indicator of the system alone is not asked of Places, unless they have it', async () => {
    const cells = [share(CODES.system, '2023/24'), share(CODES.wirral, '2023/24')];
    const rows = await coverageWith([{ cells }], INDICATOR, { scope: 'system' });
    expect(told(only(rows, { place: CODES.halton }))).toEqual([
      'not-applicable',
      'not-applicable',
      'the indicator is of the system alone',
    ]);
    expect(only(rows, { place: CODES.wirral }).coverage).toBe('computed');
    expect(only(rows, { place: CODES.system }).coverage).toBe('computed');
  });

  it('published values are not added up: the system is named as not in the file', async () => {
    const rows = await coverageOf(
      ALL_PLACES.map((place) => ({
        subject: 'smoking-adult',
        place,
        period: '2023',
        value: 12,
        lower: 10,
        upper: 14,
      })),
    );
    expect(told(only(rows, { place: CODES.system }))).toEqual([
      'no-place',
      'missing',
      'Cheshire and Merseyside is not in file-0.csv, and its values are not added up from those of Places',
    ]);
  });

  it('never leaves a row without a reason, nor says of a Place without a value that it is computed', async () => {
    const rows = await coverageOf(
      [
        share(CODES.halton, '2023/24', { state: STATE.suppressed }),
        share(CODES.wirral, '2014/15'),
        share(CODES.sefton, '2023/24'),
        { subject: 'rtt', place: CODES.cheshire, period: '2023-12', group: 'weeks 0-1', count: 5 },
      ],
      catalogue.indicators.map(({ id }) => id),
    );
    expect(rows.length).toBeGreaterThanOrEqual(10 * catalogue.indicators.length);
    for (const row of rows) {
      if (row.coverage !== 'computed') expect(row.note, `${row.indicator} ${row.place}`).not.toBe('');
      expect(row.coverage === 'computed' || row.coverage === 'stale').toBe(row.status === 'ok');
      if (row.status === 'ok') expect(row.latest).not.toBeNull();
    }
  });
});
