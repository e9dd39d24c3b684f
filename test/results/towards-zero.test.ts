import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sourceFor } from '../../src/cli/read-context.ts';
import { resolveInputs } from '../../src/extracts/input.ts';
import { type Definition, definitionSchema } from '../../src/indicators/definition.ts';
import { eventsWantedByDay, wholeEventOf } from '../../src/indicators/zero-goals.ts';
import { type PipelineResult, runPipeline } from '../../src/pipeline.ts';
import { eventsByDay } from '../../src/results/events-by-day.ts';
import type { GoalResult } from '../../src/results/result.ts';
import { csv, inTempFolder } from '../extracts/read-files.ts';
import { ALL_PLACES, CODES, catalogue, places } from './fake-cells.ts';

const EVENT = 'falls-from-height';

/** A rate of a rare event that is to come down to none. */
const definition: Definition = definitionSchema.parse({
  id: 'falls',
  aspiration: 'safe-services',
  title: 'Falls from height',
  short: 'falls from height',
  meaning: 'Falls.',
  method: 'crude-rate',
  numerator: { event: EVENT },
  denominator: { event: 'population' },
  multiplier: 100_000,
  unit: 'per 100,000',
  digits: 2,
  polarity: 'low',
  periods: ['year'],
  sexes: ['persons'],
  gaps: [],
  goal: { value: 0, date: '2026-12-31' },
  disclosure: 'none',
  source: 'invented',
});

function people(...where: readonly string[]): string {
  const rows = where.flatMap((place) =>
    [2022, 2023, 2024].map((year) => `${place},${year},persons,all,100000`),
  );
  return csv('place,period,sex,age,population', ...rows);
}

const RECORDS = 'event,place,date';
const HALTON = ['2022-03-10', '2022-03-10', '2023-07-01', '2024-02-29'].map(
  (day) => `${EVENT},Halton,${day}`,
);
const WIRRAL = ['2022-01-20', '2024-12-05'].map((day) => `${EVENT},Wirral,${day}`);

async function runOn(
  files: Readonly<Record<string, string>>,
  change: Partial<Definition> = {},
): Promise<PipelineResult> {
  const own = { ...catalogue, indicators: [...catalogue.indicators, { ...definition, ...change }] };
  const aims = ({ goal }: Definition) => ({ spc: {}, goal: goal ?? null });
  return inTempFolder((folder) => {
    const paths = Object.entries(files).map(([name, content]) => {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    });
    const { inputs } = resolveInputs(paths);
    const read = { inputs, given: paths, problems: [], data: '', bundled: false };
    return runPipeline({
      source: sourceFor(read, own, places, 'national-fifths', { aims }),
      catalogue: own,
      asked: new Set([definition.id]),
      places,
      aims,
      confidence: [0.95],
    });
  });
}

async function goalsOf(
  files: Readonly<Record<string, string>>,
  change?: Partial<Definition>,
): Promise<(place: string) => GoalResult> {
  const { goals } = await runOn(files, change);
  return (place) => goals.find((goal) => goal.place === place && goal.latest !== null)!;
}

describe('a goal of none, by the day', () => {
  // Python: datetime for the days, scipy 1.17 chi2.ppf(0.025, 2x)/2 and chi2.ppf(0.975, 2x + 2)/2 times 365.25/1096.
  it('counts from the first to the last day that the file has, whatever day it is today, to 1e-9', async () => {
    const goal = await goalsOf({
      'records.csv': csv(RECORDS, ...HALTON, ...WIRRAL),
      'people.csv': people('Halton', 'Wirral'),
    });
    const { zero, note } = goal(CODES.halton);
    expect(zero).toMatchObject({
      over: '2022-01-01 to 2024-12-31',
      count: 4,
      step: 'day',
      rateUnit: 'a year',
      last: '2024-02-29',
      since: 306,
      longest: 477,
    });
    expect(zero!.countLower).toBeCloseTo(1.0898653736263249, 9);
    expect(zero!.countUpper).toBeCloseTo(10.241588675403694, 9);
    expect(zero!.rate).toBeCloseTo(1.3330291970802919, 9);
    expect(zero!.rateLower).toBeCloseTo(0.3632055909826781, 9);
    expect(zero!.rateUpper).toBeCloseTo(3.4130841821999995, 9);
    expect(note).toContain(
      'count 4 (1.09 to 10.2) from 2022-01-01 to 2024-12-31; 1.33 a year (0.363 to 3.41); ' +
        'last on 2024-02-29, 306 days without any since; longest run without any 477 days',
    );
    expect(goal(CODES.wirral).zero).toMatchObject({ count: 2, last: '2024-12-05', since: 26, longest: 1049 });
  });

  it('is not met by a year without any before it is due', async () => {
    const quiet = HALTON.filter((row) => !row.includes('2024'));
    const files = {
      'records.csv': csv(RECORDS, ...quiet, ...WIRRAL),
      'people.csv': people('Halton', 'Wirral'),
    };
    const zero = { method: 'count-to-zero' } as const;
    const early = (await goalsOf(files, zero))(CODES.halton);
    expect([early.latest, early.goalStatus]).toEqual([0, 'on-track']);
    expect(early.note).toContain('none in the newest period, before the goal is due');
    const due = (
      await goalsOf(files, { ...zero, goal: { value: 0, date: '2024-12-31', changeIn: 'percent' } })
    )(CODES.halton);
    expect([due.latest, due.goalStatus]).toEqual([0, 'met']);
  });

  it('other events of the same file show how far it reaches', async () => {
    const goal = await goalsOf({
      'records.csv': csv(
        RECORDS,
        ...HALTON,
        'near-misses,Wirral,2022-01-20',
        'near-misses,Wirral,2024-12-05',
      ),
      'people.csv': people('Halton'),
    });
    expect(goal(CODES.halton).zero).toMatchObject({ over: '2022-01-01 to 2024-12-31', since: 306 });
    const alone = await goalsOf({ 'records.csv': csv(RECORDS, ...HALTON), 'people.csv': people('Halton') });
    expect(alone(CODES.halton).zero).toMatchObject({ over: '2022-03-01 to 2024-02-29', since: 0 });
  });

  it('a record of a day still to come is refused, and does not make the years before it ones of none', async () => {
    const { files, measures, run } = await runOn({
      'records.csv': csv(RECORDS, ...HALTON, ...WIRRAL, `${EVENT},Wirral,2198-12-05`),
      'people.csv': people('Halton', 'Wirral'),
    });
    expect(files.map(({ used, refused }) => [used, refused])).toEqual([
      [6, 1],
      [6, 0],
    ]);
    expect(run.asOf).toBe('2024-12-31');
    expect(measures.filter(({ period }) => period.end > '2024-12-31')).toEqual([]);
  });

  it('a file that is given twice counts once, and two files add up', async () => {
    const one = csv(RECORDS, ...HALTON, ...WIRRAL);
    const people2 = people('Halton', 'Wirral');
    const twice = await goalsOf({ 'a.csv': one, 'b.csv': one, 'people.csv': people2 });
    expect(twice(CODES.halton).zero).toMatchObject({ count: 4, longest: 477 });
    const apart = await goalsOf({
      'a.csv': csv(RECORDS, ...HALTON.slice(0, 2), ...WIRRAL),
      'b.csv': csv(RECORDS, ...HALTON.slice(2)),
      'people.csv': people2,
    });
    expect(apart(CODES.halton).zero).toMatchObject({ count: 4, since: 306, longest: 477 });
  });

  it('a file that turns out not to be UTF-8 is read again, and its days count once', async () => {
    const text = Buffer.from(
      csv(`${RECORDS},ward_name`, ...HALTON.map((row) => `${row},caf\u00e9`)),
      'latin1',
    );
    const goal = await goalsOf({
      'records.csv': text as unknown as string,
      'people.csv': people('Halton'),
    });
    expect(goal(CODES.halton).zero?.count).toBe(4);
  });

  it('leaves out the rows of a further group', async () => {
    const { run } = await runOn({
      'records.csv': csv(`${RECORDS},group`, `${HALTON[0]},`, `${HALTON[2]},visitors`),
      'people.csv': people('Halton'),
    });
    expect(run.cells.days.map(({ day }) => day)).toEqual(['2022-03-10']);
  });

  it('Sefton has the days of its parts, and the system those of all Places', async () => {
    const others = ALL_PLACES.filter((code) => code !== CODES.sefton);
    const rows = [
      ...others.map((code, at) => `${EVENT},${code},2024-05-${10 + at}`),
      `${EVENT},01T,2024-01-20`,
      `${EVENT},01V,2024-12-05`,
      'near-misses,Halton,2022-01-20',
    ];
    const files = { 'records.csv': csv(RECORDS, ...rows), 'people.csv': people(...others, '01T', '01V') };
    const goal = await goalsOf(files);
    expect(goal(CODES.sefton).zero).toMatchObject({ count: 2, last: '2024-12-05', since: 26, longest: 749 });
    // From 2022-01-01 to 2024-01-19 are two years and 19 days.
    expect(goal(CODES.system).zero).toMatchObject({ count: 10, since: 26, longest: 749 });
    const { goals, run } = await runOn({ ...files, 'records.csv': csv(RECORDS, ...rows.slice(1)) });
    expect(goals.filter(({ place, zero }) => place === CODES.system && zero)).toEqual([]);
    expect(eventsByDay(EVENT, CODES.system, run)).toBeNull();
    expect(eventsByDay(EVENT, ALL_PLACES[1]!, run)?.days).toHaveLength(1);
  });

  it('a row that was refused makes the days unknown, and the periods speak', async () => {
    const rows = [...HALTON, ...WIRRAL].map((row) => `${row},40`);
    const files = {
      'records.csv': csv(`${RECORDS},age`, ...rows, `${EVENT},Halton,2023-01-01,?`),
      'people.csv': people('Halton', 'Wirral'),
    };
    expect((await goalsOf(files))(CODES.halton).zero?.step).toBe('year');
    expect((await runOn(files)).run.cells.days).toHaveLength(rows.length);
  });

  it('records beside counts of other years: told in periods', async () => {
    const goal = await goalsOf({
      'records.csv': csv(RECORDS, ...HALTON, ...WIRRAL),
      'counts.csv': csv('event,place,period,count', `${EVENT},Halton,2021,3`),
      'people.csv': `${people('Halton', 'Wirral')}Halton,2021,persons,all,100000\n`,
    });
    expect(goal(CODES.halton).zero).toMatchObject({ step: 'year', count: 3 });
  });

  it('tables that repeat each other are told in periods, since their days would count twice', async () => {
    const table = (...rows: readonly string[]) => csv('event,place,period,count', ...rows);
    const [first, last] = [`${EVENT},Halton,2022-01-20,2`, `${EVENT},Halton,2022-12-05,1`];
    const { run } = await runOn({ 'a.csv': table(first, last), 'b.csv': table(first, last, first) });
    expect(eventsByDay(EVENT, CODES.halton, run)).toBeNull();
  });

  it.each([
    ['a month without a day', csv(RECORDS, ...HALTON, `${EVENT},Halton,2024-05`)],
    [
      'counts by the month',
      csv('event,place,period,count', `${EVENT},Halton,2022,3`, `${EVENT},Halton,2024,1`),
    ],
    [
      'counts of a day by age',
      csv(
        'event,place,date,age_band,count',
        ...['2022-01-20', '2024-12-05'].flatMap((day) =>
          ['0-64', '65+'].map((ages) => `${EVENT},Halton,${day},${ages},1`),
        ),
      ),
    ],
  ])('%s: told in periods', async (_, records) => {
    const goal = await goalsOf({ 'records.csv': records, 'people.csv': people('Halton') });
    const { zero } = goal(CODES.halton);
    expect(zero?.step).toBe('year');
    expect(zero?.over).not.toContain(' to ');
  });

  it('a table of counts by the day is read by the day; a day with none says how far it reaches', async () => {
    const goal = await goalsOf({
      'counts.csv': csv(
        'event,place,date,count',
        `${EVENT},Halton,2022-01-20,2`,
        `${EVENT},Halton,2024-12-05,0`,
      ),
      'people.csv': people('Halton'),
    });
    expect(goal(CODES.halton).zero).toMatchObject({
      count: 2,
      last: '2022-01-20',
      since: 1076,
      longest: 1076,
    });
  });

  it('a goal that has no value of zero has none of this, and one that cannot be judged has it still', async () => {
    const files = {
      'records.csv': csv(RECORDS, ...HALTON, ...WIRRAL),
      'people.csv': people('Halton', 'Wirral'),
    };
    const other = await goalsOf(files, { goal: { value: 1, changeIn: 'unit', date: '2026-12-31' } });
    expect(other(CODES.halton).zero).toBeNull();
    // A balance that is to come out at nothing, or a share that is to rise to it, counts no events.
    for (const change of [{ polarity: 'high' as const }, { signed: true }])
      expect((await goalsOf(files, change))(CODES.halton).zero).toBeNull();
    const early = await goalsOf(files, { goal: { value: 0, changeIn: 'unit', date: '2010-12-31' } });
    expect(early(CODES.halton)).toMatchObject({ goalStatus: 'cannot-tell', zero: { count: 4, since: 306 } });
    expect(early(CODES.halton).note).toMatch(/before the series; count 4/);
  });

  it('does not hang on the order of the rows', async () => {
    const rows = [...HALTON, ...WIRRAL];
    const of = async (some: readonly string[]) =>
      (await goalsOf({ 'r.csv': csv(RECORDS, ...some), 'p.csv': people('Halton', 'Wirral') }))(CODES.halton)
        .zero;
    const plain = await of(rows);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(rows, { minLength: rows.length }), async (some) => {
        expect(await of(some)).toEqual(plain);
      }),
      { numRuns: 10 },
    );
  });
});

describe('which events are kept by the day', () => {
  const aims = ({ goal }: Definition) => ({ spc: {}, goal: goal ?? null });

  it('those of indicators that are to come down to none, where they count all of the event', () => {
    expect([...eventsWantedByDay([definition], aims, ['X'])]).toEqual([EVENT]);
    const { goal: _, ...without } = definition;
    expect([...eventsWantedByDay([without as Definition], aims, ['X'])]).toEqual([]);
    const byMethod = { ...without, method: 'count-to-zero' } as Definition;
    expect([...eventsWantedByDay([byMethod], aims, ['X'])]).toEqual([EVENT]);
    const atOnePlace = (_: Definition, place: string) => ({
      spc: {},
      goal: place === 'Y' ? { value: 0, changeIn: 'unit' as const, date: '2030-12-31' } : null,
    });
    expect([...eventsWantedByDay([without as Definition], atOnePlace, ['X', 'Y'])]).toEqual([EVENT]);
  });

  it('not those of which only some ages, causes or groups count', () => {
    const [clause] = definition.numerator!;
    const whole = (change: object) => wholeEventOf({ ...definition, numerator: [{ ...clause!, ...change }] });
    expect(whole({})).toBe(EVENT);
    expect(whole({ ages: { from: 18, to: Number.POSITIVE_INFINITY } })).toBeNull();
    expect(whole({ causes: [{ from: 'X85', to: 'Y09' }] })).toBeNull();
    expect(whole({ group: 'ward' })).toBeNull();
    expect(wholeEventOf({ ...definition, numerator: [clause!, clause!] })).toBeNull();
    expect(wholeEventOf({ ...definition, numerator: undefined })).toBeNull();
  });
});
