import { describe, expect, it } from 'vitest';
import type { GoalResult, TowardsZero } from '../../src/results/result.ts';
import { goalsScreen } from '../../src/summary/goals-screen.ts';
import { drawTable } from '../../src/writers/terminal.ts';
import { themeFor } from '../../src/writers/theme.ts';
import { computeWithAims } from '../results/compute-with-aims.ts';
import { CODES, catalogue, places } from '../results/fake-cells.ts';

const byDay: TowardsZero = {
  over: '2022-01-01 to 2024-12-31',
  count: 4,
  countLower: 1.09,
  countUpper: 10.24,
  rate: 1.333,
  rateLower: 0.363,
  rateUpper: 3.413,
  rateUnit: 'a year',
  step: 'day',
  last: '2024-02-29',
  since: 306,
  longest: 1477,
};

/** Two Places with a goal of zero, one with another goal, one without a value. */
async function goals(): Promise<GoalResult[]> {
  const cells = [CODES.halton, CODES.wirral, CODES.warrington].flatMap((place) =>
    [2019, 2020, 2021, 2022].map((year) => ({
      subject: 'obesity-year6',
      place,
      period: `${year}/${year - 1999}`,
      count: place === CODES.wirral && year > 2020 ? 0 : 300 - 10 * (year - 2019),
      denominator: 1000,
    })),
  );
  const zero = { value: 0, changeIn: 'unit', date: '2027-03-31' } as const;
  const result = await computeWithAims(cells, {
    aims: {
      [CODES.halton]: { goal: zero },
      [CODES.wirral]: { goal: zero },
      [CODES.knowsley]: { goal: zero },
      [CODES.warrington]: { goal: { ...zero, value: 25 } },
    },
  });
  return result.goals.map((goal) => (goal.place === CODES.halton ? { ...goal, zero: byDay } : goal));
}

const theme = themeFor({ isTTY: true }, 'never', {});
const drawn = (rows: readonly GoalResult[], width: number): string =>
  drawTable(
    {
      id: 'goals',
      title: '',
      description: '',
      columns: [],
      rows: [],
      screen: goalsScreen(rows, catalogue, places),
    },
    theme,
    width,
  );

describe('goalsScreen()', () => {
  it('draws goals of zero as blocks of their own and first, by the day and by the period', async () => {
    const lines = drawn(await goals(), 120).split('\n');
    const at = (start: RegExp): number => lines.findIndex((line) => start.test(line));
    expect(lines[0]).toBe('Goals: 4 rows; those of zero come first');
    expect(lines[at(/^ {2}Halton/)]!.trim().split(/ {2,}/)).toEqual([
      'Halton',
      '4',
      '1.33',
      '0.36 to 3.41',
      '2024-02-29',
      '306 days',
      '1,477 days',
      'off track',
    ]);
    expect(lines[at(/^ {2}Halton/) - 2]).toContain(
      'none by 2027-03-31 · 2022-01-01 to 2024-12-31 · rate a year',
    );
    expect(lines[at(/^ {2}Wirral/)]!.trim().split(/ {2,}/).slice(0, 2)).toEqual(['Wirral', '0']);
    expect(lines[at(/^ {2}Wirral/)]).toContain('2 financial years');
    expect(at(/^ {2}Warrington/)).toBeGreaterThan(at(/^ {2}Wirral/));
    expect(lines.join('\n')).toContain('Knowsley: the Place has no value');
  });

  it('keeps count, time since and status on a narrow screen, and says what it leaves out', async () => {
    const text = drawn(await goals(), 60);
    const line = text.split('\n').find((one) => one.startsWith('  Halton'))!;
    expect(line).toMatch(/Halton +4 .*306 days .*off track/);
    expect(text).toContain('Left out to fit 60 columns:');
    for (const one of text.split('\n')) expect(one.length).toBeLessThanOrEqual(60);
  });

  it('gives an area that is told by the day one line, of the kind of period that the definition names first', async () => {
    const [halton, ...others] = await goals();
    const month = {
      ...halton!,
      period: { ...halton!.period, kind: 'month' as const },
      goalStatus: 'met' as const,
    };
    const lines = drawn([month, halton!, ...others], 120)
      .split('\n')
      .filter((line) => line.startsWith('  Halton'));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('off track');
  });

  it('says of an area that never had any over how long', async () => {
    const rows = (await goals()).map((goal) => ({
      ...goal,
      zero: goal.zero && { ...goal.zero, last: null, since: null, longest: 1096, step: 'day' },
    }));
    expect(drawn(rows, 120)).toContain('none in 1,096 days');
  });
});
