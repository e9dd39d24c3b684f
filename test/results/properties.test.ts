import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CellState, STATE } from '../../src/cells/cell.ts';
import { sourceFor } from '../../src/cli/read-context.ts';
import type { Input } from '../../src/extracts/input.ts';
import { type PipelineResult, runPipeline } from '../../src/pipeline.ts';
import { gapsTable } from '../../src/summary/gaps-table.ts';
import { measuresTable } from '../../src/summary/measures-table.ts';
import { poorestTable } from '../../src/summary/poorest-table.ts';
import { summarise } from '../../src/summary/summarise.ts';
import { summaryTable } from '../../src/summary/summary-table.ts';
import { trendsTable } from '../../src/summary/trends-table.ts';
import { writeCsv } from '../../src/writers/csv.ts';
import {
  ALL_PLACES,
  BANDS_UNDER_75,
  type CellSpec,
  CODES,
  catalogue,
  compute,
  only,
  places,
} from './fake-cells.ts';

const confidence = [0.95, 0.998];
const STATUSES = ['ok', 'suppressed', 'withheld', 'missing', 'not-applicable'];

interface Extract {
  readonly name: string;
  readonly header: string;
  readonly rows: readonly string[];
}

/** A file that is only in memory. */
function inMemory({ name, header, rows }: Extract): Input {
  const bytes = Buffer.from(`${[header, ...rows].join('\n')}\n`);
  return {
    path: name,
    named: true,
    once: false,
    head: async () => ({ bytes, whole: true }),
    async *chunks() {
      yield bytes;
    },
  };
}

/** Every table of a run on these extracts, as the bytes that a user gets. */
async function bytesOf(extracts: readonly Extract[], ids: readonly string[]): Promise<string> {
  const inputs = { inputs: extracts.map(inMemory), given: [], problems: [], data: '', bundled: false };
  const result = await runPipeline({
    source: sourceFor(inputs, catalogue, places, 'national-fifths'),
    catalogue: { ...catalogue, indicators: catalogue.indicators.filter(({ id }) => ids.includes(id)) },
    places,
    aims: () => ({ spc: {}, goal: null }),
    confidence,
  });
  return tablesOf(result).map(writeCsv).join('\n');
}

function tablesOf(result: PipelineResult) {
  const context = { catalogue, places, confidence };
  return [
    summaryTable(summarise(result, 'national-fifths'), context),
    measuresTable(result.measures, context),
    gapsTable(result.gaps, context),
    trendsTable(result.trends, context),
    poorestTable(result.poorest, context),
  ];
}

const counts: Extract = {
  name: 'counts.csv',
  header: 'indicator,place,period,deprivation_quintile,numerator,denominator',
  rows: ['Halton', 'Knowsley', 'England'].flatMap((place, p) =>
    ['2021/22', '2022/23', '2023/24'].flatMap((period, t) =>
      [1, 2, 3, 4, 5].map(
        (level) => `obesity-year6,${place},${period},${level},${40 - 4 * level + p + t},${100 + p}`,
      ),
    ),
  ),
};
const population: Extract = {
  name: 'population.csv',
  header: 'place,period,sex,age_band,population',
  rows: [2021, 2022, 2023].flatMap((year) =>
    BANDS_UNDER_75.map((band, b) => `Halton,${year},persons,${band},${1000 + b}`),
  ),
};
const records: Extract = {
  name: 'records.csv',
  header: 'place,date,sex,age,icd10',
  rows: [2021, 2022, 2023]
    .flatMap((year) =>
      Array.from({ length: 14 }, (_, index) => {
        // Every month has a death: a month without any would make the year incomplete.
        const month = String(1 + (index % 12)).padStart(2, '0');
        return `Halton,${year}-${month}-15,persons,${60 + index},I2${index % 6}`;
      }),
    )
    .concat(['Halton,2023-12-01,persons,70,C34', 'Halton,2023-12-01,persons,70,C34']),
};
const ids = ['obesity-year6', 'mortality-u75', 'cvd-mortality-u75'];
const all = [counts, population, records];

const shuffled = <T>(items: readonly T[]): fc.Arbitrary<T[]> =>
  fc.shuffledSubarray([...items], { minLength: items.length });

describe('the same data gives the same bytes', () => {
  it('whatever the order of the rows', async () => {
    const expected = await bytesOf(all, ids);
    for (const id of ids) expect(expected).toMatch(new RegExp(`^${id},.*,ok,`, 'm'));
    const orders = fc.tuple(...all.map((extract) => shuffled(extract.rows)));
    await fc.assert(
      fc.asyncProperty(orders, async (rows) => {
        const moved = all.map((extract, index) => ({ ...extract, rows: rows[index]! }));
        expect(await bytesOf(moved, ids)).toBe(expected);
      }),
      { numRuns: 12 },
    );
  });

  it('whatever the order of the files', async () => {
    const expected = await bytesOf(all, ids);
    await fc.assert(
      fc.asyncProperty(shuffled(all), async (files) => {
        expect(await bytesOf(files, ids)).toBe(expected);
      }),
      { numRuns: 6 },
    );
  });

  it('whether records are in one file or in two', async () => {
    const expected = await bytesOf(all, ids);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: records.rows.length - 1 }),
        shuffled(records.rows),
        async (cut, rows) => {
          const halves = [rows.slice(0, cut), rows.slice(cut)].map((part, index) => ({
            ...records,
            name: `records-${index}.csv`,
            rows: part,
          }));
          expect(await bytesOf([counts, population, ...halves], ids)).toBe(expected);
        },
      ),
      { numRuns: 12 },
    );
  });

  it('whether counts by Place are in one file or in one a Place', async () => {
    const expected = await bytesOf(all, ids);
    const byPlace = ['Halton', 'Knowsley', 'England'].map((place) => ({
      ...counts,
      name: `${place}.csv`,
      rows: counts.rows.filter((row) => row.includes(place)),
    }));
    expect(await bytesOf([...byPlace, population, records], ids)).toBe(expected);
  });
});

/** Fifths of one Place over some periods, from generated counts. */
function fifths(counts: readonly (readonly number[])[], denominator: number): CellSpec[] {
  return counts.flatMap((period, t) =>
    period.map((count, index) => ({
      subject: 'obesity-year6',
      place: CODES.halton,
      period: `${2019 + t}/${20 + t}`,
      level: index + 1,
      count,
      denominator,
    })),
  );
}

const fiveCounts = fc.array(fc.integer({ min: 1, max: 999 }), { minLength: 5, maxLength: 5 });

describe('scaling and turning round', () => {
  it('ten times the people and ten times the events leave every rate alone and narrow its limits', async () => {
    await fc.assert(
      fc.asyncProperty(fiveCounts, fc.integer({ min: 2, max: 50 }), async (counts, times) => {
        const small = await compute(fifths([counts], 1000));
        const large = await compute(fifths([counts.map((count) => count * times)], 1000 * times));
        for (const [index, measure] of small.measures.entries()) {
          const other = large.measures[index]!;
          if (measure.estimate.value === null) continue;
          expect(other.estimate.value).toBeCloseTo(measure.estimate.value, 9);
          const width = ({ lower, upper }: { lower: number | null; upper: number | null }) => upper! - lower!;
          expect(width(other.estimate.limits[0]!)).toBeLessThan(width(measure.estimate.limits[0]!));
        }
        for (const [index, gap] of small.gaps.entries()) {
          // Ten times the people have ten times the events that the gap stands for.
          const scale = gap.gap === 'excess-events' ? times : 1;
          if (gap.estimate.value !== null)
            expect(large.gaps[index]!.estimate.value).toBeCloseTo(scale * gap.estimate.value, 6);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('the same for a standardised rate', async () => {
    const at = (times: number, events: readonly number[]): CellSpec[] =>
      BANDS_UNDER_75.flatMap((age, band) => {
        const key = { place: CODES.warrington, period: '2023', age };
        return [
          { ...key, subject: 'deaths', count: events[band]! * times },
          { ...key, subject: 'population', count: (1000 + 10 * band) * times },
        ];
      });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 99 }), { minLength: 15, maxLength: 15 }),
        fc.integer({ min: 2, max: 50 }),
        async (events, times) => {
          const options = { indicators: ['mortality-u75'] };
          const wanted = { place: CODES.warrington };
          const small = only((await compute(at(1, events), options)).measures, wanted);
          const large = only((await compute(at(times, events), options)).measures, wanted);
          expect(large.estimate.value! / small.estimate.value!).toBeCloseTo(1, 12);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('swapping the deprivation groups flips the sign of difference and slope index, and inverts the ratios', async () => {
    await fc.assert(
      fc.asyncProperty(fiveCounts, async (counts) => {
        const one = (await compute(fifths([counts], 1000))).gaps;
        const other = (await compute(fifths([[...counts].reverse()], 1000))).gaps;
        const value = (gaps: typeof one, gap: string) =>
          only(gaps, { gap, scheme: 'national-fifths' }).estimate.value;
        expect(value(other, 'difference')).toBeCloseTo(-value(one, 'difference')!, 9);
        expect(value(other, 'sii')).toBeCloseTo(-value(one, 'sii')!, 9);
        expect(value(other, 'ratio')! * value(one, 'ratio')!).toBeCloseTo(1, 9);
        const [rii, swapped] = [value(one, 'rii'), value(other, 'rii')];
        if (rii === null || swapped === null) expect([rii, swapped]).toEqual([null, null]);
        else expect(rii * swapped).toBeCloseTo(1, 9);
      }),
      { numRuns: 40 },
    );
  });

  it('the periods in reverse turn a poorest-fastest comparison round', async () => {
    const years = fc.array(fiveCounts, { minLength: 2, maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(years, async (counts) => {
        const forth = only((await compute(fifths(counts, 1000))).poorest, { scale: 'absolute' });
        const back = only((await compute(fifths([...counts].reverse(), 1000))).poorest, {
          scale: 'absolute',
        });
        expect(back.difference).toBeCloseTo(-forth.difference!, 9);
        expect(back.changeMostDeprived).toBeCloseTo(-forth.changeMostDeprived!, 9);
      }),
      { numRuns: 25 },
    );
  });
});

const states = fc.constantFrom<CellState>(
  STATE.ok,
  STATE.ok,
  STATE.ok,
  STATE.suppressed,
  STATE.notAvailable,
  STATE.refused,
);
const figure = fc.constantFrom(0, 1, 9, 10, 500, 999, 1000);
const anyCell: fc.Arbitrary<CellSpec> = fc
  .record({
    subject: fc.constantFrom('obesity-year6', 'talking-therapies-6-weeks', 'smoking-adult'),
    place: fc.constantFrom(...ALL_PLACES, '27D', '01T', '01V', 'QYG', 'E92000001'),
    period: fc.constantFrom('2020', '2021', '2021/22', '2022/23', '2022', '2021-23', '2023-04'),
    level: fc.constantFrom(0, 0, 1, 2, 3, 4, 5, -1),
    state: states,
    part: figure,
  })
  .map(({ subject, place, period, level, state, part }) => {
    const key = {
      subject,
      place,
      period,
      state,
      level,
      scheme: level === 0 ? ('' as const) : ('national-fifths' as const),
    };
    return subject === 'smoking-adult'
      ? { ...key, value: part / 10, lower: part / 20, upper: part / 5 }
      : { ...key, count: part, denominator: part === 0 ? 0 : 1000 };
  });
const anyCells = fc.uniqueArray(anyCell, {
  minLength: 1,
  maxLength: 60,
  selector: ({ subject, place, period, level }) => `${subject}|${place}|${period}|${level}`,
});

describe('whatever the cells', () => {
  it('every row has a unit and a status, and an empty value says why', async () => {
    await fc.assert(
      fc.asyncProperty(anyCells, async (cells) => {
        const result = await compute(cells);
        for (const row of [...result.measures, ...result.gaps, ...result.trends, ...result.poorest]) {
          expect(STATUSES).toContain(row.status);
          expect(row.unit).not.toBe('');
          expect(row.method).not.toBe('');
          if (row.status !== 'ok') expect(row.note).not.toBe('');
        }
        for (const { estimate, status } of [...result.measures, ...result.gaps]) {
          expect(estimate.value === null).toBe(status !== 'ok');
        }
      }),
      { numRuns: 60 },
    );
  });

  it('no table holds a number that is not finite, or text that says so', async () => {
    await fc.assert(
      fc.asyncProperty(anyCells, async (cells) => {
        for (const table of tablesOf(await compute(cells, { confidence }))) {
          // Writing refuses numbers that are not finite; text can still carry them in words.
          expect(writeCsv(table)).not.toMatch(/NaN|Infinity|undefined|\bnull\b|\[object/);
          for (const row of table.rows) expect(row).toHaveLength(table.columns.length);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('a result stands once: no two rows of one table have the same key, gap, unit and method', async () => {
    await fc.assert(
      fc.asyncProperty(anyCells, async (cells) => {
        const result = await compute(cells);
        const keyOf = (row: object): string => {
          const { indicator, place, period, sex, scheme, level } = row as PipelineResult['measures'][number];
          const { gap = '', series = '', scale = '', unit = '' } = row as Record<string, string>;
          return [indicator, place, period.label, sex, scheme, level, gap, series, scale, unit].join('|');
        };
        for (const rows of [result.measures, result.gaps, result.trends, result.poorest]) {
          const keys = rows.map(keyOf);
          expect(new Set(keys).size).toBe(keys.length);
        }
      }),
      { numRuns: 40 },
    );
  });
});
