import { describe, expect, it } from 'vitest';
import { measureOf } from '../run-pipeline.ts';
import { CODES, pick } from './fake-cells.ts';
import { define, runDefinitions } from './run-definitions.ts';

const stays = (group?: string) =>
  define({
    id: 'stays-rate',
    method: 'crude-rate',
    numerator: { event: 'stays', ages: '0-17', ...(group === undefined ? {} : { group }) },
    denominator: { event: 'population', ages: '0-17' },
    periods: ['year'],
  });

const EVENTS = 'event,place,period,sex,age_band,deprivation_quintile,group,count';
const PEOPLE = 'place,period,sex,age_band,population';
const people = ['Halton', 'Wirral'].flatMap((place) => [
  `${place},2023,,0-17,1000`,
  `${place},2023,,18+,4000`,
]);
const run = (group: string | undefined, ...rows: string[]) =>
  runDefinitions([stays(group)], { 'events.csv': [EVENTS, ...rows], 'population.csv': [PEOPLE, ...people] });
const halton = { indicator: 'stays-rate', place: CODES.halton };

const WHOLE = ['stays,Halton,2023,,0-17,,,40', 'stays,Halton,2023,,18+,,,200'];
const ASYLUM = ['stays,Halton,2023,,0-17,,Asylum Seekers,7', 'stays,Halton,2023,,18+,,asylum seekers,20'];

describe('a clause with a further group', () => {
  it('counts the cells of that group, and without one those of everybody', async () => {
    expect(measureOf(await run('asylum seekers', ...WHOLE, ...ASYLUM), halton).count).toBe(7);
    expect(measureOf(await run(' Asylum seekers', ...WHOLE, ...ASYLUM), halton).count).toBe(7);
    expect(measureOf(await run(undefined, ...WHOLE, ...ASYLUM), halton).count).toBe(40);
  });

  it('does not take everybody for a group that is not there, and nothing for zero', async () => {
    const result = await run(
      'asylum seekers',
      ...WHOLE,
      ...ASYLUM.map((row) => row.replace('Halton', 'Wirral')),
    );
    const { status, estimate, note } = measureOf(result, halton);
    expect([status, estimate.value, note]).toEqual(['missing', null, 'no data for this place and period']);
    expect(measureOf(result, { ...halton, place: CODES.wirral }).count).toBe(7);
  });

  it('takes its own ages, whatever ages others have', async () => {
    // The group is given for all ages together, everybody by age: neither cuts the other.
    const all = 'stays,Halton,2023,,,,all ages group,99';
    expect(measureOf(await run(undefined, ...WHOLE, all), halton).count).toBe(40);
    const { status, note } = measureOf(await run('all ages group', ...WHOLE, all), halton);
    expect([status, note]).toEqual([
      'withheld',
      'ages 0+ of the extract lie across the edge of a band that is needed',
    ]);
  });

  it('does not take for zero a deprivation group by which it is not told', async () => {
    const byFifth = [1, 2, 3, 4, 5].map((level) => `stays,Halton,2023,,0-17,${level},,8`);
    const result = await run('asylum seekers', ...byFifth, ...ASYLUM);
    expect(pick(result.measures, { place: CODES.halton, scheme: 'national-fifths' })).toEqual([]);
    expect(measureOf(result, halton).count).toBe(7);
  });

  it('is spoiled by a bad row of its own, not by one of others', async () => {
    const bad = ASYLUM[0]!.replace(/7$/, 'seven');
    expect(measureOf(await run(undefined, ...WHOLE, bad), halton).count).toBe(40);
    const spoiled = measureOf(await run('asylum seekers', ...WHOLE, bad, ASYLUM[1]!), halton);
    expect([spoiled.status, spoiled.note]).toEqual(['withheld', 'a row that it needs was refused']);
  });
});

it('an indicator whose groups alone are given has a row that says that it has none of everybody', async () => {
  const share = define({ id: 'share', method: 'proportion' });
  const result = await runDefinitions([share], {
    'counts.csv': ['indicator,place,period,group,numerator,denominator', 'share,Halton,2023/24,a,1,2'],
  });
  const { status, note } = measureOf(result, { indicator: 'share', place: CODES.halton });
  expect([status, note]).toEqual(['missing', 'no data for this place and period']);
});
