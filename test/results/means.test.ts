import { describe, expect, it } from 'vitest';
import { cellsOf } from '../../src/results/cells-of.ts';
import { inputsOfMeasure } from '../../src/results/inputs-of.ts';
import { measureOf } from '../run-pipeline.ts';
import { ALL_PLACES, CODES, pick } from './fake-cells.ts';
import { define, runDefinitions } from './run-definitions.ts';

/** Two implementations of one formula, in the unit of the figures. */
const DIGITS = 9;

const score = define({ id: 'score', method: 'mean', multiplier: 1, unit: 'points', polarity: 'high' });
const HEADER = 'indicator,place,period,group,value';
const FOUR = [61.2, 58.4, 70.1, 66.0].map((value, at) => `score,Halton,2023/24,ward ${at},${value}`);
const halton = { indicator: 'score', place: CODES.halton };
const run = (rows: readonly string[], header = HEADER) =>
  runDefinitions([score], { 'values.csv': [header, ...rows] });

describe('a mean of groups', () => {
  it("has Student's limits on one degree of freedom less than groups", async () => {
    const { estimate, ...others } = measureOf(await run(FOUR), halton);
    // By numpy and scipy: mean, sd/√n with ddof 1, ∓ t(0.975; 3)·sd/√n.
    expect(estimate.value).toBeCloseTo(63.925, DIGITS);
    expect(estimate.standardError).toBeCloseTo(2.5882345978163044, DIGITS);
    expect(estimate.limits[0]!.lower).toBeCloseTo(55.68808236697204, DIGITS);
    expect(estimate.limits[0]!.upper).toBeCloseTo(72.16191763302795, DIGITS);
    expect(others).toMatchObject({
      status: 'ok',
      method: "mean: Student's t",
      note: 'mean of 4 groups',
      unit: 'points',
      count: null,
      denominator: null,
    });
  });

  it('leaves the row of the whole place out', async () => {
    const result = await run([...FOUR, 'score,Halton,2023/24,,10']);
    expect(measureOf(result, halton).estimate.value).toBeCloseTo(63.925, DIGITS);
  });

  it('is the published value of the whole place where no groups are given', async () => {
    const { estimate, method } = measureOf(await run(['score,Halton,2023/24,,10']), halton);
    expect([estimate.value, method]).toEqual([10, 'given']);
  });

  it('of one group is its value, without limits, and says so', async () => {
    const { estimate, note } = measureOf(await run(FOUR.slice(0, 1)), halton);
    expect([estimate.value, estimate.limits[0]!.lower, estimate.limits[0]!.upper]).toEqual([
      61.2,
      null,
      null,
    ]);
    expect(note).toBe('mean of 1 group; no limits: one value has no spread');
  });

  it('is withheld where a group has no figure: the mean of the others is another mean', async () => {
    const of = async (figure: string) => {
      const { status, note, estimate } = measureOf(
        await run([...FOUR, `score,Halton,2023/24,ward 9,${figure}`]),
        halton,
      );
      return [status, note, estimate.value];
    };
    expect(await of('*')).toEqual(['suppressed', '1 of 5 groups suppressed at their source', null]);
    expect(await of('[x]')).toEqual(['withheld', 'no figure for 1 of 5 groups at their source', null]);
    expect(await of('many')).toEqual(['withheld', 'a row that it needs was refused', null]);
  });

  it('is of each deprivation group, where they have groups', async () => {
    const rows = [1, 2, 3, 4, 5].flatMap((level) =>
      [0, 1, 2].map((ward) => `score,Halton,2023/24,${level},ward ${level}${ward},${10 * level + ward}`),
    );
    const result = await run(rows, 'indicator,place,period,deprivation_quintile,group,value');
    const of = (level: number) => measureOf(result, { ...halton, scheme: 'national-fifths', level });
    expect([1, 5].map((level) => of(level).estimate.value)).toEqual([11, 51]);
    const gaps = pick(result.gaps, { place: CODES.halton, scheme: 'national-fifths' });
    // High is good: least less most.
    expect(gaps.find(({ gap }) => gap === 'difference')!.estimate.value).toBeCloseTo(40, DIGITS);
    expect(gaps.find(({ gap }) => gap === 'paf')!.note).toContain(
      'means and life expectancies have no share',
    );
  });

  it('takes the groups of the parts of a Place together, or tells that one part lacks', async () => {
    const rows = ['01T,a,40', '01T,b,50', '01V,c,45'].map((row) => {
      const [place, group, value] = row.split(',');
      return `score,${place},2023/24,${group},${value}`;
    });
    const sefton = { indicator: 'score', place: CODES.sefton };
    const { estimate } = measureOf(await run(rows), sefton);
    expect(estimate.value).toBeCloseTo(45, DIGITS);
    expect(estimate.limits[0]!.upper).toBeCloseTo(57.42068855875165, DIGITS);
    expect(measureOf(await run(rows.slice(0, 2)), sefton)).toMatchObject({
      status: 'withheld',
      note: '1 of its 2 sub-ICB locations',
    });
  });

  it('of the system is of all groups of all Places, where all Places have some', async () => {
    const rows = [
      ...FOUR,
      ...ALL_PLACES.filter((place) => place !== CODES.halton).map(
        (place, at) => `score,${place},2023/24,ward,${50 + at}`,
      ),
      `score,${ALL_PLACES[0]},2023/24,another ward,55.5`,
    ];
    const system = measureOf(await run(rows), { indicator: 'score', place: CODES.system });
    expect(system.note).toBe('mean of 13 groups');
    expect(system.estimate.value).toBeCloseTo(56.861538461538466, DIGITS);
    expect(system.estimate.limits[0]!.lower).toBeCloseTo(53.31121176785117, DIGITS);
    expect(system.estimate.limits[0]!.upper).toBeCloseTo(60.41186515522576, DIGITS);
    const eight = await run(rows.filter((row) => !row.includes(ALL_PLACES.at(-1)!)));
    expect(measureOf(eight, { indicator: 'score', place: CODES.system })).toMatchObject({
      status: 'withheld',
      note: '8 of 9 Places',
    });
    expect(measureOf(eight, { indicator: 'score', place: ALL_PLACES.at(-1)! })).toMatchObject({
      status: 'missing',
      note: 'no data for this place and period',
    });
  });

  it('names the rows that it is made of', async () => {
    const result = await run([...FOUR, 'score,Halton,2023/24,,10']);
    const measure = measureOf(result, halton);
    const cells = inputsOfMeasure(measure, score, result.run).flatMap((input) => cellsOf(input, result.run));
    expect(cells.map(({ value }) => value)).toEqual([61.2, 58.4, 70.1, 66]);
    expect(result.run.cells.fileSets.get(measure.files)).toEqual([0]);
  });
});
