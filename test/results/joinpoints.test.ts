import { describe, expect, it } from 'vitest';
import type { Trend } from '../../src/results/result.ts';
import { computeWithAims } from './compute-with-aims.ts';
import { type CellSpec, CODES, pick } from './fake-cells.ts';

const OBESITY = 'obesity-year6';
const financialYear = (year: number): string => `${year}/${String((year + 1) % 100).padStart(2, '0')}`;

/** Shares of financial years from 2010/11 on, each count out of ten thousand. */
function shares(counts: readonly number[], more: Partial<CellSpec> = {}): CellSpec[] {
  return counts.map((count, at) => ({
    subject: OBESITY,
    place: CODES.halton,
    period: financialYear(2010 + at),
    count,
    denominator: 10_000,
    ...more,
  }));
}

const isPiece = ({ method }: Trend): boolean => method.includes('joinpoint');

async function piecesOf(
  cells: readonly CellSpec[],
  series = 'value',
  more: Record<string, unknown> = {},
): Promise<Trend[]> {
  const { trends } = await computeWithAims(cells);
  return pick(trends, { series, place: CODES.halton, ...more }).filter(isPiece);
}

/** A fall that stops after seven years. */
const BENT = [3010, 2890, 2790, 2710, 2600, 2490, 2400, 2395, 2410, 2405, 2390, 2400];
const TWICE = [
  2000, 2105, 2195, 2300, 2405, 2395, 2310, 2190, 2105, 2000, 1905, 1990, 2110, 2200, 2295, 2410,
];
const STRAIGHT = [3000, 2905, 2790, 2710, 2595, 2505, 2400, 2290, 2210, 2105, 1990, 1900];

/**
 * Made with Python and numpy, as in test/real/trends_expected.py: Wilson limits, every placement of up to two
 * joinpoints tried on the middles of the financial years, their number by weighted BIC. Nine digits.
 */
const CASES: readonly (readonly [string, number[], readonly Wanted[]])[] = [
  [
    'a fall that has stopped',
    BENT,
    [
      ['2010/11', '2016/17', 7, -1.002161844, -1.148312804, -0.856010883, 'decreasing', 'getting-better'],
      ['2016/17', '2021/22', 6, 0.002355885, -0.17108384, 0.17579561, 'no-significant-change', ''],
    ],
  ],
  [
    'up, down and up again',
    TWICE,
    [
      ['2010/11', '2015/16', 6, 0.814274986, 0.645471908, 0.983078063, 'increasing', 'getting-worse'],
      ['2015/16', '2020/21', 6, -1.078710946, -1.228740182, -0.92868171, 'decreasing', 'getting-better'],
      ['2020/21', '2025/26', 6, 1.028438706, 0.859065921, 1.197811491, 'increasing', 'getting-worse'],
    ],
  ],
  ['one line', STRAIGHT, []],
];

/** First and last period, points, slope, its limits, direction, judgement. */
type Wanted = readonly [string, string, number, number, number, number, string, string];

describe('the pieces of a series whose change changed', () => {
  it.each(CASES)('%s', async (_, counts, wanted) => {
    const found = await piecesOf(shares(counts));
    expect(
      found.map(({ first, last, points, direction, judgement }) => [
        first!.label,
        last!.label,
        points,
        direction,
        judgement,
      ]),
    ).toEqual(
      wanted.map(([first, last, points, , , , direction, judgement]) => [
        first,
        last,
        points,
        direction,
        judgement,
      ]),
    );
    for (const [at, [, , , slope, lower, upper]] of wanted.entries()) {
      expect(found[at]!.slope).toBeCloseTo(slope, 8);
      expect(found[at]!.lower).toBeCloseTo(lower, 8);
      expect(found[at]!.upper).toBeCloseTo(upper, 8);
      expect(found[at]!.unit).toBe('percentage points a year');
      expect(found[at]!.method).toContain('weighted BIC');
      expect(found[at]!.note).toContain('take the places of the joinpoints as known');
      expect(found[at]!.period.label).toBe(financialYear(2009 + counts.length));
    }
  });

  it('stand beside the change over all the years, which stays', async () => {
    const { trends } = await computeWithAims(shares(BENT));
    const whole = pick(trends, { series: 'value' }).filter(
      (one) => one.method.startsWith('annual-change') && !isPiece(one),
    );
    expect(whole.map(({ points }) => points)).toEqual([12, 12]);
  });

  it('are looked for from ten points on', async () => {
    expect(await piecesOf(shares(BENT.slice(3)))).toEqual([]);
    expect((await piecesOf(shares(BENT.slice(2)))).length).toBeGreaterThan(1);
  });

  it('count points that have a value, and say which were used', async () => {
    const cells = [
      ...shares(BENT.slice(0, 4)),
      ...shares(BENT).slice(5),
      // Another Place has the year.
      { ...shares(BENT)[4]!, place: CODES.wirral },
    ];
    const found = await piecesOf(cells);
    expect(found.map(({ points }) => points)).toEqual([6, 6]);
    for (const { note } of found) expect(note).toContain('11 of 12 periods');
  });

  it('of a constant series are none', async () => {
    expect(await piecesOf(shares(Array(12).fill(2500)))).toEqual([]);
  });

  it('of months are none: a season is not a change of the change', async () => {
    const months = Array.from({ length: 36 }, (_, at): CellSpec => {
      const label = `${2020 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`;
      const count = Math.round(8000 + 400 * Math.sin((at * Math.PI) / 6));
      return { subject: 'ae-4-hours', place: CODES.halton, period: label, count, denominator: 10_000 };
    });
    expect(await piecesOf(months)).toEqual([]);
  });

  it('of a gap have less of it as better, whatever the polarity', async () => {
    const cells = [1, 2, 3, 4, 5].flatMap((level) =>
      shares(level === 1 ? BENT : Array(12).fill(2000), { level }),
    );
    const found = await piecesOf(cells, 'gap:difference');
    expect(found.map(({ judgement }) => judgement)).toEqual(['getting-better', '']);
  });

  it('in the order of the cells are the same as in any other', async () => {
    const forth = await piecesOf(shares(TWICE));
    const back = await piecesOf(shares(TWICE).reverse());
    const said = (rows: readonly Trend[]) => rows.map(({ files: _, ...row }) => row);
    expect(said(back)).toEqual(said(forth));
  });

  it('of a series upside down slope the other way', async () => {
    const found = await piecesOf(shares(BENT));
    const other = await piecesOf(shares(BENT.map((count) => 10_000 - count)));
    expect(other.map(({ first }) => first!.label)).toEqual(found.map(({ first }) => first!.label));
    for (const [at, { slope }] of found.entries()) expect(other[at]!.slope).toBeCloseTo(-slope!, 9);
  });
});
