import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STATE } from '../../src/cells/cell.ts';
import type { Aims } from '../../src/indicators/aims.ts';
import type { Trend } from '../../src/results/result.ts';
import { type AimedRun, computeWithAims } from './compute-with-aims.ts';
import { type CellSpec, CODES, pick } from './fake-cells.ts';

const HIGH = 'ae-4-hours';
const LOW = 'rtt-52-weeks';
const month = (at: number): string =>
  `${2022 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`;

/** Cells of monthly shares, each count out of a thousand; null for a month without one. */
function monthly(counts: readonly (number | null)[], more: Partial<CellSpec> = {}): CellSpec[] {
  return counts.flatMap((count, at) =>
    count === null
      ? []
      : [{ subject: HIGH, place: CODES.halton, period: month(at), count, denominator: 1000, ...more }],
  );
}

const charts = (trends: readonly Trend[]): Trend[] => trends.filter(({ method }) => method.startsWith('spc'));

async function chartsOf(cells: readonly CellSpec[], options: AimedRun = {}): Promise<Trend[]> {
  return charts((await computeWithAims(cells, options)).trends);
}

const aim = (spc: Aims['spc']): AimedRun => ({ aims: { [CODES.halton]: { spc } } });

/** Two years round 80 %, with one high month. */
const STEADY = [
  812, 797, 805, 820, 790, 801, 815, 798, 806, 809, 793, 811, 803, 799, 817, 795, 808, 860, 802, 810, 800,
  796, 813, 804,
];
/** The first of them, then a year round 86 %. */
const RISEN = [...STEADY.slice(0, 12), 861, 855, 868, 850, 859, 872, 866, 853, 858, 864, 857, 863];
/** Noise without a season. */
const LONG = [...STEADY, 801, 812, 795, 809, 816, 798, 803, 794, 811, 799, 806, 802];

// Figures of limits are those of the XmR of test/real/trends_expected.py, given these values.
describe('charts of monthly series', () => {
  it('have one row with the limits, the special causes and their months', async () => {
    const [row, ...others] = await chartsOf(monthly(STEADY));
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      indicator: HIGH,
      place: CODES.halton,
      series: 'value',
      points: 24,
      direction: 'common-cause',
      judgement: '',
      status: 'ok',
      unit: '%',
      slope: null,
      pValue: null,
    });
    expect([row!.first!.label, row!.last!.label, row!.period.label]).toEqual([
      '2022-01',
      '2023-12',
      '2023-12',
    ]);
    // Mean 80.6833, limits 76.8142 and 84.5524.
    expect(row!.note).toBe('mean 80.68, process limits 76.81 to 84.55; above-limit: 2023-06');
  });

  it.each([
    ['a rise of what should be high', HIGH, RISEN, 'improvement', 'getting-better'],
    ['a fall of what should be high', HIGH, RISEN.toReversed(), 'concern', 'getting-worse'],
    ['a rise of what should be low', LOW, RISEN, 'concern', 'getting-worse'],
    ['a fall of what should be low', LOW, RISEN.toReversed(), 'improvement', 'getting-better'],
  ])('%s', async (_, subject, counts, direction, judgement) => {
    const [row] = await chartsOf(monthly(counts, { subject }));
    expect([row!.direction, row!.judgement]).toEqual([direction, judgement]);
  });

  it('of an indicator that is neither good nor bad say high or low and judge nothing', async () => {
    const change = { polarity: 'none' } as const;
    const [up] = await chartsOf(monthly(RISEN), { change });
    const [down] = await chartsOf(monthly(RISEN.toReversed()), { change });
    expect([up!.direction, up!.judgement]).toEqual(['neutral-high', '']);
    expect([down!.direction, down!.judgement]).toEqual(['neutral-low', '']);
  });

  it('stand for each sex, Place and deprivation group on its own', async () => {
    const levels = [1, 2, 3, 4, 5].flatMap((level) => monthly(STEADY, { level }));
    const rows = await chartsOf([...levels, ...monthly(STEADY, { place: CODES.wirral })]);
    const keys = rows.map(({ place, level }) => `${place} ${level}`).sort();
    expect(keys).toEqual(
      [...[0, 1, 2, 3, 4, 5].map((level) => `${CODES.halton} ${level}`), `${CODES.wirral} 0`].sort(),
    );
  });

  it('are of months only, and of two at least', async () => {
    const years = ['2019/20', '2020/21', '2021/22', '2022/23'].map(
      (period): CellSpec => ({
        subject: 'obesity-year6',
        place: CODES.halton,
        period,
        count: 200,
        denominator: 1000,
      }),
    );
    expect(await chartsOf(years)).toEqual([]);
    expect(await chartsOf(monthly([812]))).toEqual([]);
    expect(await chartsOf(monthly([812, 797]))).toHaveLength(1);
  });
});

describe('what a chart says of its series', () => {
  it('months that are missing inside it, and none where none is', async () => {
    const [gap] = await chartsOf(monthly(STEADY.map((count, at) => (at === 5 || at === 9 ? null : count))));
    expect(gap!.note).toContain('2 months missing inside the series');
    const [one] = await chartsOf(monthly(STEADY.map((count, at) => (at === 5 ? null : count))));
    expect(one!.note).toContain('1 month missing inside the series');
    // Missing at an end is a series that is shorter.
    const [shorter] = await chartsOf(monthly(STEADY.slice(0, 20)));
    expect(shorter!.note).not.toContain('missing');
  });

  it('months that have a row and no value', async () => {
    const cells = monthly(STEADY).map((cell, at) =>
      at === 7 ? { ...cell, count: Number.NaN, state: STATE.suppressed } : cell,
    );
    const [row] = await chartsOf(cells);
    expect([row!.points, row!.note.includes('23 of 24 months have a value')]).toEqual([23, true]);
    expect(row!.note).toContain('1 month missing inside the series');
  });

  it('a constant series has a reason instead of limits, and nothing is judged', async () => {
    const [row] = await chartsOf(monthly(Array(15).fill(800)));
    expect(row).toMatchObject({
      direction: 'cannot-be-calculated',
      judgement: '',
      status: 'withheld',
      note: expect.stringContaining('equal points have no limits'),
    });
  });

  // One event in each of 5 of 24 months, none in the others: what a Poisson count of 0.2 a month looks like. Wheeler
  // 2003 and Making Data Count have no XmR chart of events as rare as that.
  it.each([
    ['none in most months', [0, 1]],
    ['all in most months', [1000, 999]],
  ])('%s: no chart, and the last month is not judged', async (_, [usual, rare]) => {
    const counts = Array.from({ length: 24 }, (_month, at) =>
      [2, 9, 10, 17, 20].includes(at) ? rare! : usual!,
    );
    const [row] = await chartsOf(monthly(counts));
    expect(row).toMatchObject({
      direction: 'cannot-be-calculated',
      judgement: '',
      status: 'withheld',
      note: 'more than half of the months have the same value, so a chart has no true limits',
    });
  });

  it('a value that half of the months have leaves a chart', async () => {
    const counts = Array.from({ length: 24 }, (_, at) => (at % 2 === 0 ? 0 : 1 + (at % 5)));
    expect((await chartsOf(monthly(counts)))[0]!.status).toBe('ok');
  });

  it('a series without limits is not judged by runs either', async () => {
    const counts = [...Array(3).fill(800), 810, 812, 811, 813, 812, 814, 811, 813];
    const [row] = await chartsOf(monthly(counts), aim({ baseline: 3 }));
    expect([row!.direction, row!.judgement]).toEqual(['cannot-be-calculated', '']);
  });

  it('few points: trial limits, up to twelve', async () => {
    const [eleven] = await chartsOf(monthly(STEADY.slice(0, 11)));
    expect(eleven!.note).toContain('only 11 points: trial limits');
    const [thirteen] = await chartsOf(monthly(STEADY.slice(0, 13)));
    expect(thirteen!.note).not.toContain('trial');
  });

  it('a season, where whole years have one', async () => {
    const wave = (at: number): number => Math.round(800 + 60 * Math.sin((at * Math.PI) / 6) + (at % 5));
    const season = Array.from({ length: 48 }, (_, at) => wave(at));
    const [seasonal] = await chartsOf(monthly(season));
    expect(seasonal!.note).toContain('seasonal');
    const [noise] = await chartsOf(monthly(LONG));
    expect(noise!.note).not.toContain('seasonal');
    const [young] = await chartsOf(monthly(season.slice(0, 24)));
    expect(young!.note).not.toContain('seasonal');
  });
});

describe('settings of charts', () => {
  it('new limits from a day on: a row for each stretch, judged by its own last point', async () => {
    const rows = await chartsOf(monthly(RISEN), aim({ rebase: ['2023-01-01'] }));
    expect(rows.map(({ first, last, points }) => [first!.label, last!.label, points])).toEqual([
      ['2022-01', '2022-12', 12],
      ['2023-01', '2023-12', 12],
    ]);
    expect(rows.map(({ note }) => note.split('; ')[0])).toEqual([
      'mean 80.48, process limits 76.73 to 84.22',
      'mean 86.05, process limits 83.58 to 88.52',
    ]);
    for (const { note } of rows) expect(note).toMatch(/only 12 points: trial limits/);
    expect(rows.map(({ direction }) => direction)).toEqual(['common-cause', 'common-cause']);
    expect(rows.map(({ period }) => period.label)).toEqual(['2022-12', '2023-12']);
  });

  it('a day inside a month begins with the next month; days twice, at the start or after the end add none', async () => {
    const rows = await chartsOf(
      monthly(RISEN),
      aim({ rebase: ['2030-01-01', '2022-12-15', '2022-12-20', '2021-01-01'] }),
    );
    expect(rows.map(({ first }) => first!.label)).toEqual(['2022-01', '2023-01']);
    for (const { note } of rows) expect(note).toContain('no month from 2030-01-01 on');
  });

  it('limits from the first points alone', async () => {
    const [row] = await chartsOf(monthly(RISEN), aim({ baseline: 12 }));
    expect(row!.note).toContain('mean 80.48, process limits 76.73 to 84.22');
    expect(row!.note).toContain(
      `above-limit: ${Array.from({ length: 12 }, (_, at) => month(at + 12)).join(' ')}`,
    );
    expect(row!.method).toContain('baseline of 12');
    expect([row!.points, row!.direction]).toEqual([24, 'improvement']);
    expect(row!.note).not.toContain('trial');
  });

  it('a short baseline is what makes limits trial ones, not the points after it', async () => {
    const [row] = await chartsOf(monthly(RISEN), aim({ baseline: 8 }));
    // 76.295 and 84.655: either way of rounding is right.
    expect(row!.note).toMatch(/mean 80\.48, process limits 76\.(29|30) to 84\.6[56]/);
    expect(row!.note).toContain('trial limits');
    expect(row!.note).not.toContain('only 24 points');
  });

  it.each([
    [HIGH, 90, 'fail'],
    [HIGH, 70, 'pass'],
    [HIGH, 80, 'hit and miss'],
    [LOW, 90, 'pass'],
    [LOW, 70, 'fail'],
    [LOW, 80, 'hit and miss'],
  ])('%s: a target of %d is a %s', async (subject, target, assurance) => {
    const [row] = await chartsOf(monthly(STEADY, { subject }), aim({ target }));
    expect(row!.note).toContain(`target ${target}: ${assurance}`);
  });

  it('a target is judged in the last stretch alone', async () => {
    const rows = await chartsOf(monthly(RISEN), aim({ rebase: ['2023-01-01'], target: 83 }));
    expect(rows.map(({ note }) => /target .*/.exec(note)?.[0].split(';')[0])).toEqual([
      undefined,
      'target 83: pass',
    ]);
  });

  it('a target of an indicator without a good end is not half said', async () => {
    const [row] = await chartsOf(monthly(STEADY), { ...aim({ target: 80 }), change: { polarity: 'none' } });
    expect(row!.note).not.toMatch(/target 80: ?(;|$)/);
  });

  it('are those of the Place that the series is of', async () => {
    const rows = await chartsOf([...monthly(STEADY), ...monthly(STEADY, { place: CODES.wirral })], {
      aims: { [CODES.halton]: { spc: { target: 90 } }, '*': { spc: { target: 70 } } },
    });
    const noteOf = (place: string): string => pick(rows, { place })[0]!.note;
    expect(noteOf(CODES.halton)).toContain('target 90: fail');
    expect(noteOf(CODES.wirral)).toContain('target 70: pass');
  });
});

describe('laws of charts', () => {
  const counts = fc.array(fc.integer({ min: 1, max: 999 }), { minLength: 2, maxLength: 30 });
  const said = (rows: readonly Trend[]) => rows.map(({ files: _, ...row }) => row);

  it('the order of the cells changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(counts, fc.integer(), async (own, seed) => {
        const cells = monthly(own);
        const shuffled = cells
          .map((cell, at) => ({ cell, key: Math.imul(at + 1, seed | 1) >>> 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ cell }) => cell);
        expect(said(await chartsOf(shuffled))).toEqual(said(await chartsOf(cells)));
      }),
      { numRuns: 25 },
    );
  });

  it('a series turned upside down has the mirrored judgement under the other polarity', async () => {
    await fc.assert(
      fc.asyncProperty(counts, async (own) => {
        const [up] = await chartsOf(monthly(own));
        const [down] = await chartsOf(monthly(own.map((count) => 1000 - count)), {
          change: { polarity: 'low' },
        });
        expect([down!.direction, down!.judgement, down!.status]).toEqual([
          up!.direction,
          up!.judgement,
          up!.status,
        ]);
      }),
      { numRuns: 50 },
    );
  });

  it('stretches are the whole series, each point in one, and every row has words and no NaN', async () => {
    await fc.assert(
      fc.asyncProperty(
        counts,
        fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 4 }),
        async (own, starts) => {
          const rows = await chartsOf(monthly(own), aim({ rebase: starts.map((at) => `${month(at)}-01`) }));
          expect(rows.reduce((sum, { points }) => sum + points, 0)).toBe(own.length);
          for (const row of rows) {
            expect(row.note).not.toMatch(/NaN|Infinity|undefined|null/);
            expect(row.note).not.toBe('');
            expect(row.status === 'withheld').toBe(row.direction === 'cannot-be-calculated');
          }
        },
      ),
      { numRuns: 50 },
    );
  });
});
