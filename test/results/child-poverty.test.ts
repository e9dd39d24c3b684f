import { describe, expect, it } from 'vitest';
import type { PipelineResult } from '../../src/pipeline.ts';
import type { Measure } from '../../src/results/result.ts';
import { csv, located } from '../extracts/read-files.ts';
import { ALL_PLACES, CODES, only } from './fake-cells.ts';
import { runText } from './run-text.ts';

const ID = 'child-poverty';
const HEADER = 'lsoa,place,imd_decile,children,idaci_score,period';
const run = (rows: readonly string[], header = HEADER): Promise<PipelineResult> =>
  runText({ 'areas.csv': csv(header, ...rows) }, { indicators: [ID] });
const at = ({ measures }: PipelineResult, level = 0, place: string = CODES.halton): Measure =>
  only(measures, { place, level, scheme: level === 0 ? '' : 'national-fifths' });

/** Two areas in tenths 1 and 2, one in tenth 9. */
const HALTON = [
  'E01990001,Halton,1,200,0.45,2019',
  'E01990002,Halton,2,300,0.31,2019',
  'E01990003,Halton,9,500,0.05,2019',
];

describe('children in income-deprived families, from the small areas of a Place', () => {
  // 0.45·200 + 0.31·300 = 183 of 500, 0.05·500 = 25 of 500, 208 of 1,000; limits by statsmodels in Python.
  it('are the score times the children, of the children', async () => {
    const result = await run(HALTON);
    const all = at(result);
    expect([all.status, all.count, all.denominator]).toEqual(['ok', expect.closeTo(208, 9), 1000]);
    expect(all.estimate.value).toBeCloseTo(20.8, 9);
    expect(all.estimate.limits[0]!.lower).toBeCloseTo(18.39846957823808, 9);
    expect(all.estimate.limits[0]!.upper).toBeCloseTo(23.42501311731834, 9);
    expect([at(result, 1).estimate.value, at(result, 5).estimate.value]).toEqual([
      expect.closeTo(36.6, 9),
      expect.closeTo(5, 9),
    ]);
    expect([all.method, all.period.label]).toEqual(['proportion: Wilson', '2019']);
  });

  it('are weighted by the children and are no mean of the scores', async () => {
    expect(at(await run(HALTON)).estimate.value).not.toBeCloseTo((45 + 31 + 5) / 3, 3);
  });

  it('are a total of fractions that is not taken for less than its parts', async () => {
    // 0.001 to 0.3 of as many areas in turn through the tenths: sums of the same figures in two orders.
    const many = Array.from({ length: 300 }, (_, index) =>
      [
        'E0199',
        String(index).padStart(4, '0'),
        ',Halton,',
        (index % 10) + 1,
        ',',
        90 + (index % 7),
        ',',
        (index + 1) / 1000,
        ',2019',
      ].join(''),
    );
    expect(at(await run(many)).status).toBe('ok');
  });

  it('add up to the system where all Places are there', async () => {
    const rows = ALL_PLACES.map((place, index) => `E0199001${index},${place},1,100,${(index + 1) / 10},2019`);
    const system = at(await run(rows), 0, CODES.system);
    // 0.1 to 0.9 of 100 children each.
    expect([system.count, system.denominator]).toEqual([expect.closeTo(450, 9), 900]);
    expect(at(await run(rows.slice(1)), 0, CODES.system).note).toBe('8 of 9 Places');
  });

  it('are withheld where an area of the Place is refused, and suppressed where one is hidden', async () => {
    const refused = await run([...HALTON.slice(1), 'E01990001,Halton,1,200,45,2019']);
    expect([at(refused).status, at(refused).note]).toEqual(['withheld', 'a row that it needs was refused']);
    const [problem] = refused.problems.groups().map(({ first }) => first);
    expect(located(problem!)).toBe('areas.csv:4:idaci_score not-a-number');
    expect(problem!.message).toBe('"45" is not a rate from 0 to 1');
    const hidden = await run([...HALTON.slice(1), 'E01990001,Halton,1,*,0.45,2019']);
    expect(at(hidden).status).toBe('suppressed');
    const share = await run([...HALTON.slice(1), 'E01990001,Halton,1,200,0.45%,2019']);
    expect(at(share).status).toBe('withheld');
  });

  it('are not told by an extract that has one of the two', async () => {
    const scores = await run(['E01990001,Halton,1,0.45,2019'], 'lsoa,place,imd_decile,idaci_score,period');
    expect(scores.measures).toEqual([]);
    const children = await run(['E01990001,Halton,1,200,2019'], 'lsoa,place,imd_decile,children,period');
    expect(children.measures).toEqual([]);
  });

  it('count once where a second file repeats the area, and not at all where it contradicts the first', async () => {
    const files = (second: string): Promise<PipelineResult> =>
      runText({ 'areas.csv': csv(HEADER, ...HALTON), 'more.csv': csv(HEADER, second) }, { indicators: [ID] });
    expect(at(await files('E01990001,Halton,1,200,0.45,2019')).count).toBeCloseTo(208, 9);
    expect(at(await files('E01990001,Halton,1,200,0.44,2019')).status).toBe('withheld');
  });
});
