import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inequalityMethod } from '../../src/calc/methods/inequality.ts';
import { INEQUALITY_MEASURES } from '../../src/gaps/inequality/measures.ts';
import { describeWithShared, sharedDir } from '../shared.ts';
import { expectClose, numberOf, readReference } from '../statistics/reference-case.ts';
import { type MethodRun, type OutputRow, runMethod } from './run-method.ts';

const header = 'area,fifth,name,rate,se,people';
const fifths = [
  '1,most,412,7,872000',
  '2,second,350,8,498000',
  '3,third,301,9,441000',
  '4,fourth,266,8.5,402000',
  '5,least,229,10,335000',
];
const csv = (...rows: readonly string[]): string => [header, ...rows.map((row) => `a,${row}`)].join('\n');
const COLUMNS = { group: 'name', value: 'rate', se: 'se', population: 'people', order: 'fifth' };
const ALL = { ...COLUMNS, favourable: 'low', scale: '100000', reference: 'fourth' };

const run = (text: string, options: Readonly<Record<string, string>> = ALL, confidence = [0.95]) =>
  runMethod(inequalityMethod, text, { options, by: ['area'], confidence });
const byMeasure = ({ rows }: MethodRun): Record<string, OutputRow> =>
  Object.fromEntries(rows.map((row) => [row.measure, row]));

describe('calc inequality', () => {
  it('gives one row a measure, in the order of the contract', async () => {
    const { rows, columns, badGroups } = await run(csv(...fifths), ALL, [0.95, 0.998]);
    expect(columns.join()).toBe(
      'area,value,lower_95,upper_95,lower_99_8,upper_99_8,measure,reading,method,status,note',
    );
    expect(rows.map(({ measure }) => measure)).toEqual(
      'difference ratio sii rii aci rci bgv bgsd cov mdmu mdmw mdbu mdbw mdru mdrw idisu idisw theil mld par paf'.split(
        ' ',
      ),
    );
    for (const { status, value, lower_95, upper_99_8, method, reading } of rows) {
      expect([status, typeof value, typeof lower_95, typeof upper_99_8]).toEqual([
        'ok',
        ...Array(3).fill('number'),
      ]);
      expect(method).not.toBeNull();
      expect(reading).toMatch(/^(most [−/] least; )?[01]: /);
    }
    expect(badGroups).toBe(0);
  });

  // Expected: as in the tests of the functions, numpy 2.4 and scipy 1.17.
  it('gives independently computed figures, to 1e-7', async () => {
    const { theil, par, bgv, difference, rci } = byMeasure(await run(csv(...fifths)));
    expectClose(theil!.upper_95 as number, 25.288014809487862, 1e-7);
    expectClose(par!.lower_95 as number, -120.01382127061053, 1e-7);
    expectClose(bgv!.lower_95 as number, 3492.3741560476706, 1e-7);
    expectClose(rci!.upper_95 as number, -0.10941816604544119, 1e-7);
    expect(difference!.value).toBe(412 - 229);
    expectClose(difference!.lower_95 as number, 183 - 1.959963984540054 * Math.hypot(7, 10), 1e-9);
  });

  it('compares by the order, else with the reference, else highest with lowest, and says which', async () => {
    const told = async (options: Readonly<Record<string, string>>): Promise<string> => {
      const { difference } = byMeasure(await run(csv(...fifths), { ...options, measure: 'difference' }));
      return `${difference!.value} ${difference!.reading}`;
    };
    const { order, ...unordered } = ALL;
    const { reference, ...bare } = unordered;
    expect([order, reference]).toEqual(['fifth', 'fourth']);
    expect(await told(ALL)).toMatch(/^183 most − least; 0: no gap; above 0: the most deprived do worse/);
    expect(await told({ ...ALL, favourable: 'high' })).toMatch(/^-183 least − most; /);
    expect(await told(unordered)).toMatch(/^146 most − fourth; .*the worst of the others do worse/);
    expect(await told({ ...unordered, favourable: 'high' })).toMatch(/^37 fourth − least; /);
    expect(await told(bare)).toMatch(/^183 most − least; 0: no gap; never below 0$/);
  });

  it('a measure whose inputs are missing is a row with its reason and the option that mends it', async () => {
    const { rows, badGroups } = await run(csv(...fifths), { group: 'name', value: 'rate' });
    expect(rows).toHaveLength(INEQUALITY_MEASURES.length);
    const notes = Object.fromEntries(
      rows.map(({ measure, status, note }) => [measure, `${status}: ${note}`]),
    );
    expect(notes).toMatchObject({
      difference: 'ok: no limits: a standard error is missing',
      sii: 'withheld: the order of the groups is not known (--order)',
      bgv: 'withheld: the populations are not known (--population)',
      mdmu: 'withheld: neither the populations nor the average are known (--population or --average)',
      mdbu: 'withheld: which end is good is not known (--favourable)',
      mdru: 'withheld: no group is the reference (--reference)',
    });
    expect(badGroups).toBe(0);
    const { scale, ...without } = ALL;
    expect(scale).toBe('100000');
    expect(byMeasure(await run(csv(...fifths), without)).paf!.note).toBe(
      'no limits: the largest value that the unit allows is not known (--scale)',
    );
  });

  it('takes an average, bounds, a logistic fit, draws and a seed', async () => {
    const options = { group: 'name', value: 'rate', se: 'se', average: '300', measure: 'mdmu' };
    const [mdmu] = (await run(csv(...fifths), options)).rows;
    expectClose(mdmu!.value as number, (112 + 50 + 1 + 34 + 71) / 5);
    const more = { ...ALL, scale: '1000', sii: 'logistic', bounds: '0,1000', bounded: 'erreygers' };
    const { sii, rii, rci } = byMeasure(await run(csv(...fifths), more));
    expectClose(sii!.lower_95 as number, -251.75936598326476, 1e-7);
    expectClose(rii!.upper_95 as number, 0.5013783525567779, 1e-7);
    const mean = (229 + 104.57613814756674) / 1000;
    expectClose(rci!.value as number, -0.11259075367048525 * 4 * mean);
    const drawn = await run(csv(...fifths), { ...ALL, measure: 'bgsd', draws: '500', seed: '7' });
    expect(drawn.rows[0]!.method).toBe('simulated, 500 draws, seed 7');
  });

  it('the order of the rows changes nothing', async () => {
    const [one, other] = await Promise.all([run(csv(...fifths)), run(csv(...[...fifths].reverse()))]);
    expect(one.rows).toEqual(other.rows);
  });

  it('withholds a group that the data spoils, a row a measure, with the reason', async () => {
    const spoilt = [
      [csv('1,most,412,7,8', '1,least,300,7,8'), 'rank 1 stands twice'],
      [csv('1,most,412,7,8', '2,most,300,7,8'), 'name "most" stands twice'],
      [csv('1,most,412,7,8', '2,,300,7,8'), 'name is blank'],
      [csv('1,most,412,7,8', '2,least,300,7,8'), 'no name is "fourth": they are least, most'],
      [csv('1,most,,7,8', '2,fourth,300,7,8'), 'rate is blank (line 2)'],
    ] as const;
    for (const [text, reason] of spoilt) {
      const { rows, badGroups } = await run(text, { ...ALL, measure: 'sii,difference' });
      expect(rows.map(({ measure, status, note }) => [measure, status, note])).toEqual([
        ['difference', 'withheld', reason],
        ['sii', 'withheld', reason],
      ]);
      expect(badGroups).toBe(1);
    }
  });

  it('two groups and a zero rate give values or reasons', async () => {
    const { rows, badGroups } = await run(csv('1,most,3,1,80', '2,fourth,0,0,90'));
    const told = Object.fromEntries(
      rows.map(({ measure, value, note }) => [measure, value === null ? note : 'ok']),
    );
    expect(told).toMatchObject({
      ratio: 'a ratio needs two figures above zero',
      sii: 'fewer than three groups',
      rii: 'fewer than three groups',
      aci: 'ok',
      mld: 'ok',
    });
    expect(byMeasure({ rows, columns: [], badGroups }).mld!.note).toContain('counts as 0.000001');
  });

  it('says where a group lacks ranks that other groups have', async () => {
    const method: typeof inequalityMethod = {
      ...inequalityMethod,
      compute: (rows, settings) =>
        inequalityMethod.compute(rows, { ...settings, numbersOfFile: () => [1, 2, 3, 4, 5, 6] }),
    };
    const { rows } = await runMethod(method, csv(...fifths), { options: ALL, by: ['area'] });
    const noted = rows.filter(({ note }) => note === 'rank 6 missing, which other groups have');
    expect(noted.map(({ measure }) => measure)).toEqual(
      'difference ratio sii rii aci rci par paf'.split(' '),
    );
  });

  it('refuses options that say nothing', async () => {
    const wrong = {
      measure: 'gini',
      favourable: 'up',
      bounded: 'none',
      sii: 'cubic',
      scale: '0',
      average: 'x',
      draws: '1',
      seed: '0.5',
      bounds: '5,1',
    };
    for (const [option, text] of Object.entries(wrong))
      await expect(run(csv(...fifths), { ...ALL, [option]: text })).rejects.toThrow(`--${option}: "${text}"`);
    const { scale: _, ...unscaled } = ALL;
    await expect(run(csv(...fifths), { ...unscaled, sii: 'logistic' })).rejects.toThrow('needs --scale');
    await expect(run(csv(...fifths), { ...ALL, bounded: 'wagstaff' })).rejects.toThrow('needs --bounds');
  });
});

const folder = `${sharedDir}reference/healthequal/`;
const cases = existsSync(folder)
  ? readdirSync(folder).filter((name) => !/README|rng|missing|two-subgroups|equal-rates/.test(name))
  : [];
/** Functions of the reference whose figure is asked with every option at once, by the arguments that tell the call. */
const FUNCTIONS: Readonly<Record<string, readonly [measure: string, args: RegExp]>> = {
  d: ['difference', /ordered_dimension=1/],
  sii: ['sii', /linear=TRUE/],
  aci: ['aci', /pop=population$/],
  rci: ['rci', /pop=population$/],
  bgv: ['bgv', /pop/],
  bgsd: ['bgsd', /pop/],
  covar: ['cov', /pop/],
  mdmu: ['mdmu', /pop/],
  mdmw: ['mdmw', /pop/],
  idisu: ['idisu', /pop/],
  idisw: ['idisw', /pop/],
  mdbu: ['mdbu', /est/],
  mdbw: ['mdbw', /est/],
  mdru: ['mdru', /est/],
  mdrw: ['mdrw', /est/],
  ti: ['theil', /pop/],
  mld: ['mld', /pop/],
  paf: ['paf', /ordered_dimension=1/],
  parisk: ['par', /ordered_dimension=1/],
};

describeWithShared('calc inequality against reference healthequal', () => {
  for (const name of cases) {
    it(`${name}: figures to 1e-7`, async () => {
      const input = readReference(`healthequal/${name}/input.csv`);
      const [first] = input;
      const { rows } = await runMethod(inequalityMethod, readFileSync(`${folder}${name}/input.csv`, 'utf8'), {
        options: {
          group: 'subgroup',
          value: 'estimate',
          se: 'se',
          population: 'population',
          order: 'subgroup_order',
          favourable: first!.favourable_indicator === '1' ? 'high' : 'low',
          scale: first!.indicator_scale!,
          reference: input.find((row) => row.reference_subgroup === '1')!.subgroup!,
        },
      });
      const own = Object.fromEntries(rows.map((row) => [row.measure, row]));
      const expected = readReference(`healthequal/${name}/expected.csv`);
      for (const [fn, [measure, args]] of Object.entries(FUNCTIONS)) {
        const row = expected.find((one) => one.fn === fn && args.test(one.args!));
        expectClose(own[measure]!.value as number, numberOf(row!.estimate), 1e-7);
      }
    });
  }
});
