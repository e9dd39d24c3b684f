import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PipelineResult, runPipeline } from '../../src/pipeline.ts';
import type { Measure, MilestoneResult } from '../../src/results/result.ts';
import { catalogue, csv, inTempFolder, places, sourceOf } from '../extracts/read-files.ts';
import { ALL_PLACES, CODES } from './fake-cells.ts';

const SET = 'milestones-place-partnership';
const HEADER = 'place,set,milestone,status,due,reached_on';
/** A year of counts, so that the newest day of the data is 31 March 2024. */
const COUNTS = csv(
  'indicator,place,period,numerator,denominator',
  'obesity-year6,Halton,2023/24,310,1240',
  'obesity-year6,Halton,2022/23,300,1240',
);

/** Runs the pipeline on a list of milestones, with counts beside it unless told. */
function runOn(
  rows: readonly string[],
  {
    asOf = null,
    beside = COUNTS,
    today = null,
  }: { asOf?: string | null; beside?: string; today?: string | null } = {},
): Promise<PipelineResult> {
  return inTempFolder((folder) => {
    const files = { 'milestones.csv': csv(HEADER, ...rows), 'beside.csv': beside };
    const paths = Object.entries(files).flatMap(([name, text]) => {
      if (text === '') return [];
      writeFileSync(join(folder, name), text);
      return [join(folder, name)];
    });
    return runPipeline({
      source: sourceOf(paths),
      catalogue,
      places,
      aims: () => ({ spc: {}, goal: null }),
      confidence: [0.95],
      asOf,
      today,
    });
  });
}

const row = (place: string, milestone: string, status: string, due = '', reachedOn = ''): string =>
  [place, SET, milestone, status, due, reachedOn].join(',');

async function stateOf(text: string, asOf: string | null = null): Promise<MilestoneResult> {
  const { milestones } = await runOn([text], { asOf });
  expect(milestones).toHaveLength(1);
  return milestones[0]!;
}

/** "5 of 8" of each area, or its status and why it has no figure. */
function shares({ measures }: Pick<PipelineResult, 'measures'>): Record<string, string> {
  const own = measures.filter(({ indicator }) => indicator === SET);
  return Object.fromEntries(
    own.map(({ place, count, denominator, status, note }) => [
      place,
      count === null ? `${status}: ${note}` : `${count} of ${denominator}`,
    ]),
  );
}

const measureOf = ({ measures }: PipelineResult, place: string): Measure =>
  measures.find((one) => one.indicator === SET && one.place === place)!;

describe('a period typed far in the future', () => {
  const beside = `${COUNTS}obesity-year6,Halton,2043/44,300,1240\n`;
  const due = row('Halton', 'a', 'in progress', '2030-01-01');
  it('does not say how new the data is, so nothing is late by it', async () => {
    const { run, milestones } = await runOn([due], { beside, today: '2026-11-22' });
    expect(run.asOf).toBe('2024-03-31');
    expect(milestones[0]!.note).not.toContain('late');
  });

  it('but one that has begun does, though it is not over', async () => {
    const { run } = await runOn([due], {
      beside: `${COUNTS}obesity-year6,Halton,2026/27,300,1240\n`,
      today: '2026-11-22',
    });
    expect(run.asOf).toBe('2027-03-31');
  });
});

describe('coverage of a Place without milestones of a set', () => {
  it('is no-place, and names the file that has none of them', async () => {
    const { coverage } = await runOn([
      row('Halton', 'Plan', 'planned'),
      'Knowsley,milestones-estates,Plan,planned,,',
    ]);
    const told = coverage.find(({ indicator, place }) => indicator === SET && place === CODES.knowsley)!;
    expect([told.coverage, told.note]).toEqual([
      'no-place',
      expect.stringMatching(new RegExp(`milestones\\.csv has no rows of ${SET} for Knowsley$`)),
    ]);
  });
});

describe('how late a milestone is', () => {
  // Days counted on a calendar: 2024 is a leap year.
  it.each([
    ['reached', '2024-02-28', '2024-03-11', 12, 'reached 12 days late'],
    ['reached', '2024-02-28', '2024-02-29', 1, 'reached 1 day late'],
    ['reached', '2024-03-31', '2024-03-31', 0, 'reached on its due date'],
    ['reached', '2024-01-01', '2023-12-29', -3, 'reached 3 days early'],
    ['reached', '', '2023-12-29', null, 'reached; no due date is given'],
    ['reached', '2023-12-29', '', null, 'reached; the day is not given'],
    ['reached', '', '', null, 'reached; the day is not given'],
  ])('%s, due "%s", on "%s": %s days', async (status, due, on, days, note) => {
    const result = await stateOf(row('Halton', 'Plan', status, due, on));
    expect(result).toMatchObject({
      milestoneStatus: 'reached',
      daysLate: days,
      note,
      status: 'ok',
      unit: 'days',
    });
  });

  // The newest day of the data is 31 March 2024.
  it.each([
    ['started', '2024-03-30', 'late', 1, '1 day late as of 2024-03-31; started'],
    ['planned', '2023-02-28', 'late', 397, '397 days late as of 2024-03-31; planned'],
    ['started', '2024-03-31', 'started', null, 'due on 2024-03-31, the newest day of the data'],
    ['planned', '2024-04-01', 'planned', null, 'due 2024-04-01'],
    ['started', '', 'started', null, 'no due date is given'],
  ])('%s, due "%s": %s by %s days', async (status, due, shown, days, note) => {
    expect(await stateOf(row('Halton', 'Plan', status, due))).toMatchObject({
      milestoneStatus: shown,
      daysLate: days,
      note,
      status: 'ok',
    });
  });

  it('is told by the day that is set instead, where one is', async () => {
    const text = row('Halton', 'Plan', 'started', '2024-06-30');
    expect((await stateOf(text)).milestoneStatus).toBe('started');
    expect(await stateOf(text, '2024-12-31')).toMatchObject({ milestoneStatus: 'late', daysLate: 184 });
  });

  it('cannot be told where the data has no day, and says so', async () => {
    const { milestones, run, measures } = await runOn([row('Halton', 'Plan', 'started', '2004-06-30')], {
      beside: '',
    });
    expect(run.asOf).toBe('');
    expect(milestones[0]).toMatchObject({ milestoneStatus: 'started', daysLate: null });
    expect(milestones[0]!.note).toMatch(/^whether it is late cannot be told/);
    expect(measures.find(({ indicator, place }) => indicator === SET && place === CODES.halton)!.note).toBe(
      'how many are late cannot be told',
    );
  });

  it('is not known of a row that was refused', async () => {
    expect(await stateOf(row('Halton', 'Plan', 'amber', '2020-06-30'))).toMatchObject({
      milestoneStatus: '',
      daysLate: null,
      status: 'withheld',
      note: 'a row of it was refused, so how far it is is not known',
    });
  });
});

describe('the newest day of the data', () => {
  const asOf = async (rows: readonly string[], beside?: string): Promise<string> =>
    (await runOn(rows, beside === undefined ? {} : { beside })).run.asOf;
  const reached = (day: string): string => row('Halton', 'Plan', 'reached', '', day);

  it('is the end of the newest period, or the last day on which a milestone was reached', async () => {
    expect(await asOf([reached('2023-12-31')])).toBe('2024-03-31');
    expect(await asOf([reached('2024-04-02')])).toBe('2024-04-02');
    expect(await asOf([reached('2019-04-02')], '')).toBe('2019-04-02');
  });

  it('is never a due date, nor a day of a row that was refused', async () => {
    expect(await asOf([row('Halton', 'Plan', 'started', '2031-03-31')])).toBe('2024-03-31');
    expect(await asOf([row('Halton', 'Plan', 'started', '', '2024-05-01')])).toBe('2024-03-31');
    const refused = 'indicator,place,period,numerator,denominator\nobesity-year6,Halton,2024/25,9,4\n';
    expect(await asOf([reached('2019-04-02')], refused)).toBe('2019-04-02');
  });

  it('is not moved by what has no period or is set aside', async () => {
    const elsewhere = 'indicator,place,period,numerator,denominator\nobesity-year6,E08000003,2024/25,1,4\n';
    expect(await asOf([reached('2019-04-02')], elsewhere)).toBe('2019-04-02');
  });
});

describe('the milestones that a Place has reached', () => {
  it('are a share of all of its own, without limits, with what is late in words', async () => {
    const result = await runOn([
      row('Halton', 'A', 'reached', '2023-01-31', '2023-01-31'),
      row('Halton', 'B', 'reached'),
      row('Halton', 'C', 'started', '2024-03-01'),
      row('Halton', 'D', 'planned', '2023-12-02'),
      row('Halton', 'E', 'planned', '2025-12-02'),
      row('Halton', 'F', 'planned'),
      row('Halton', 'G', 'planned'),
      row('Halton', 'H', 'started', '2024-03-31'),
    ]);
    const measure = measureOf(result, CODES.halton);
    expect(measure).toMatchObject({
      count: 2,
      denominator: 8,
      unit: '%',
      method: 'milestones',
      status: 'ok',
    });
    expect(measure.estimate.value).toBe(25);
    expect(measure.estimate.limits).toEqual([{ confidence: 0.95, lower: null, upper: null }]);
    // 2 December to 31 March of a leap year: 29 + 31 + 29 + 31 days.
    expect(measure.note).toBe('2 late, the oldest by 120 days; 2 without a due date');
  });

  it.each([
    [['reached,2023-01-31,2023-01-31'], ''],
    [['started,2024-06-30,'], 'none late'],
    [['started,,'], '1 without a due date'],
    [['started,2024-03-30,', 'reached,,'], '1 late, by 1 day'],
    [['started,2024-06-30,', 'planned,,'], 'none late; 1 without a due date'],
  ])('%j say "%s" of the rest', async (rests, words) => {
    const result = await runOn(rests.map((rest, at) => `Halton,${SET},Milestone ${at},${rest}`));
    expect(measureOf(result, CODES.halton).note).toBe(words);
  });

  it('are withheld where a row was refused: how many there are is not known', async () => {
    const result = await runOn([row('Halton', 'A', 'reached'), row('Halton', '', 'reached')]);
    expect(shares(result)[CODES.halton]).toBe('withheld: a row that it needs was refused');
  });

  it('have no gap, no trend and no goal: they are a list of the Place itself', async () => {
    const result = await runOn(ALL_PLACES.map((place) => row(place, 'A', 'reached')));
    for (const results of [result.gaps, result.trends, result.goals, result.poorest, result.breakdowns])
      expect(results.filter(({ indicator }) => indicator === SET)).toEqual([]);
  });
});

describe('the milestones of several areas', () => {
  const each = (areas: readonly string[], status = 'reached'): string[] =>
    areas.map((place) => row(place, 'A', status));

  it('are summed to the system where all nine Places have some', async () => {
    const rows = [...each(ALL_PLACES), row('Halton', 'B', 'started', '2024-01-31')];
    const result = await runOn(rows);
    expect(shares(result).QYG).toBe('9 of 10');
    // 31 January to 31 March of a leap year.
    expect(measureOf(result, CODES.system).note).toBe('1 late, by 60 days');
  });

  it('are withheld for the system where a Place has none, which says so itself', async () => {
    const found = shares(await runOn(each(ALL_PLACES.filter((place) => place !== CODES.knowsley))));
    expect(found.QYG).toBe('withheld: 8 of 9 Places');
    expect(found[CODES.knowsley]).toBe('missing: no milestones for this Place');
  });

  it("count the system's own with those of the Places, and alone where no Place has any", async () => {
    const own = row('QYG', 'Board of the whole', 'planned');
    expect(shares(await runOn([...each(ALL_PLACES), own])).QYG).toBe('9 of 10');
    expect(shares(await runOn([own]))).toEqual({ QYG: '0 of 1' });
    expect(shares(await runOn([own, ...each(['Halton'])])).QYG).toBe('withheld: 1 of 9 Places');
  });

  it('make one Place of its two parts, where both are there', async () => {
    const found = shares(await runOn([...each(['01T']), row('01V', 'A', 'planned')]));
    expect(found).toMatchObject({ [CODES.sefton]: '1 of 2', '01T': '1 of 1', '01V': '0 of 1' });
    const one = shares(await runOn(each(['01T'])));
    expect(one[CODES.sefton]).toBe('withheld: 1 of its 2 sub-ICB locations');
    const owned = shares(await runOn([...each(['01T', '01V']), row('Sefton', 'B', 'planned')]));
    expect(owned[CODES.sefton]).toBe('0 of 1');
  });

  it('of a combined area stand for its Places, and are never split between them', async () => {
    const others = ALL_PLACES.filter((place) => place !== CODES.cheshireEast && place !== CODES.cheshireWest);
    const found = shares(await runOn([...each(others), ...each(['27D'], 'planned')]));
    expect(found).toMatchObject({ '27D': '0 of 1', QYG: '7 of 8' });
    expect(found[CODES.cheshireEast]).toMatch(/^not-applicable: in Cheshire: /);
    // One of the two has its own: the combined area would count it twice.
    const both = shares(await runOn([...each([...others, CODES.cheshireEast]), ...each(['27D'])]));
    expect(both.QYG).toBe('withheld: 8 of 9 Places');
  });

  it('of parts make up the system with the other Places', async () => {
    const others = ALL_PLACES.filter((place) => place !== CODES.sefton);
    expect(shares(await runOn(each([...others, '01T', '01V']))).QYG).toBe('10 of 10');
  });

  it('of England are its own', async () => {
    expect(shares(await runOn(each(['England'])))).toEqual({ [CODES.england]: '1 of 1' });
  });

  it('are withheld for the system too where a row of one was refused', async () => {
    const found = shares(await runOn([...each(ALL_PLACES), row('Halton', 'B', 'amber')]));
    expect(found.QYG).toBe('withheld: a row that it needs was refused');
    expect(found[CODES.wirral]).toBe('1 of 1');
  });
});

describe('rows of milestones', () => {
  it('stand by area and due date, the undated last, in whatever order they are given', async () => {
    const rows = [
      row('Wirral', 'A', 'planned', '2024-05-01'),
      row('QYG', 'Z', 'reached'),
      row('Halton', 'C', 'started'),
      row('Halton', 'B', 'started', '2024-05-02'),
      row('Halton', 'A', 'reached', '2024-05-02', '2024-02-02'),
      row('Halton', 'D', 'reached', '2023-05-02'),
      row('27D', 'A', 'started', '2022-12-01'),
    ];
    const shown = async (given: readonly string[]): Promise<string[]> =>
      (await runOn(given)).milestones.map(({ place, milestone }) => `${place} ${milestone}`);
    const expected = [
      'E06000006 D',
      'E06000006 A',
      'E06000006 B',
      'E06000006 C',
      'E08000015 A',
      '27D A',
      'QYG Z',
    ];
    expect(await shown(rows)).toEqual(expected);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(rows, { minLength: rows.length }), async (shuffled) => {
        expect(await shown(shuffled)).toEqual(expected);
      }),
      { numRuns: 10 },
    );
  });

  it('name the files that they come from', async () => {
    const { milestones, run, files } = await runOn([row('Halton', 'A', 'reached')]);
    const [file] = run.cells.fileSets.get(milestones[0]!.files);
    expect(files[file!]!.path).toMatch(/milestones\.csv$/);
  });
});
