import { existsSync, readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { InequalityInput } from '../../../src/gaps/inequality/groups.ts';
import { inequality } from '../../../src/gaps/inequality/inequality.ts';
import type { InequalityMeasure } from '../../../src/gaps/inequality/measures.ts';
import { rankRegression } from '../../../src/gaps/inequality/rank-regression.ts';
import { midpoints } from '../../../src/gaps/inequality/slope-indices.ts';
import type { Estimate } from '../../../src/statistics/estimate.ts';
import { zForConfidence } from '../../../src/statistics/z-for-confidence.ts';
import { describeWithShared, sharedDir } from '../../shared.ts';
import { expectClose, numberOf, type Row, readReference } from '../../statistics/reference-case.ts';
import { rNormals, rUniforms } from './r-normals.ts';

const folder = `${sharedDir}reference/healthequal/`;
const cases = existsSync(folder)
  ? readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== 'rng-seeded-draws')
      .map(({ name }) => name)
  : [];

const MEASURES: Readonly<Record<string, InequalityMeasure>> = {
  d: 'difference',
  r: 'ratio',
  covar: 'cov',
  ti: 'theil',
  parisk: 'par',
};

/** A call of the reference, as its input and its measure here. */
interface Call {
  readonly fn: string;
  readonly args: Readonly<Record<string, string>>;
  readonly measure: InequalityMeasure;
  readonly input: InequalityInput;
  readonly scale: number;
}

function callOf(rows: readonly Row[], { fn, args: told }: Row): Call {
  const args = Object.fromEntries(told!.split(';').map((part) => part.split('=') as [string, string]));
  const column = (name: string): (number | null)[] => rows.map((row) => numberOf(row[name]));
  const numbers = (name: string): number[] => column(name).map((number) => number!);
  const isOrdered = 'subgroup_order' in args && args.ordered_dimension !== '0';
  const correction = args.method === undefined ? null : (args.method as 'wagstaff' | 'erreygers');
  const scale = numbers('indicator_scale')[0]!;
  return {
    fn: fn!,
    args,
    scale,
    measure: MEASURES[fn!] ?? (fn as InequalityMeasure),
    input: {
      values: column('estimate'),
      errors: 'se' in args ? column('se') : null,
      populations: 'pop' in args ? numbers('population') : null,
      order: isOrdered ? numbers('subgroup_order') : null,
      reference: 'reference_subgroup' in args ? numbers('reference_subgroup').indexOf(1) : null,
      favourable: numbers('favourable_indicator')[0] === 1 ? 'high' : 'low',
      confidence: [Number(args['conf.level'] ?? 0.95)],
      ...('scaleval' in args && { scale }),
      ...('setting_average' in args && { average: numbers('setting_average')[0]! }),
      ...('lmin' in args && { bounds: { min: Number(args.lmin), max: Number(args.lmax), correction } }),
      draws: Number(args.sim ?? 100),
      normals: rNormals(Number(args.seed ?? 123456)),
    },
  };
}

function estimateOf({ input, measure }: Call): Estimate {
  return inequality(input, [measure])[0]!.estimate;
}

/** Rows that are not to be matched as they stand, by what sets them apart; each with what is asked of them instead. */
interface Exception {
  readonly holds: (row: Row, call: Call) => boolean;
  readonly check: (row: Row, call: Call) => void;
}

const isValueOrReason = (estimate: Estimate): void => {
  expect([estimate.value === null, estimate.withheld === null].filter(Boolean)).toHaveLength(1);
  for (const number of [estimate.value, ...estimate.limits.flatMap(({ lower, upper }) => [lower, upper])])
    expect(number === null || Number.isFinite(number), String(number)).toBe(true);
};

const timesOfError: Readonly<Record<string, number>> = { ti: 1000, mld: 1000, paf: 100 };

const EXCEPTIONS: Readonly<Record<string, Exception>> = {
  'its logistic fit rounds counts, squares the weights and guesses the scale': {
    holds: (row, { fn, args }) => row.status === 'ok' && /^[sr]ii$/.test(fn) && args.linear === 'FALSE',
    check: (row, call) => {
      checkLogistic(row, call);
      isValueOrReason(
        estimateOf({ ...call, input: { ...call.input, slope: 'logistic', scale: call.scale } }),
      );
    },
  },
  'its standard error lacks the times 1,000 (ti, mld) or 100 (paf) of its estimate': {
    holds: (row, { fn }) => row.status === 'ok' && fn in timesOfError && row.ci_kind === 'analytic',
    check: (row, call) => {
      const { value, standardError, limits } = estimateOf(call);
      const expected = numberOf(row.estimate)!;
      const error = numberOf(row.se)! * timesOfError[call.fn]!;
      const reach = zForConfidence(call.input.confidence[0]!) * error;
      expectClose(value, expected, 1e-9, 1e-12);
      expectClose(standardError, error, 1e-9, 1e-12);
      expectClose(limits[0]!.lower, expected - reach, 1e-9, 1e-12);
      expectClose(limits[0]!.upper, expected + reach, 1e-9, 1e-12);
    },
  },
  'its ratio of a rate of zero is 0 or infinite with limits that are no numbers': {
    holds: (row, { fn }) => row.status === 'ok' && fn === 'r' && row.se === 'NaN',
    check: (_, call) => expect(estimateOf(call).withheld).toBe('a ratio needs two figures above zero'),
  },
  'a row for each tie: here the first of them alone': {
    holds: (row) => row.status === 'multiple_rows',
    check: (row, call) => {
      const { value, limits } = estimateOf(call);
      expectClose(value, numberOf(row.estimate));
      if (row.row !== '1') return;
      expectClose(limits[0]!.lower, numberOf(row.lowerci));
      expectClose(limits[0]!.upper, numberOf(row.upperci));
    },
  },
  'a ratio without standard errors breaks it': {
    holds: (row, { fn }) => row.status === 'package_defect' && fn === 'r',
    check: (_, call) => {
      const figures = Array.from(call.input.values).filter((value) => value !== null);
      const [highest, lowest] = [Math.max(...figures), Math.min(...figures)];
      const estimate = estimateOf(call);
      if (lowest === 0) return expect(estimate.withheld).toBe('a ratio needs two figures above zero');
      expectClose(estimate.value, highest / lowest);
      expect(estimate.note).toContain('a standard error is missing');
    },
  },
  'mean differences from the best or the reference without standard errors break it': {
    holds: (row, { fn }) => row.status === 'package_defect' && /^md[br][uw]$/.test(fn),
    check: (_, call) => {
      const { value, limits, note } = estimateOf(call);
      expect(value).toBeGreaterThan(0);
      expect([limits[0]!.lower, note]).toEqual([null, 'no limits: a standard error is missing']);
    },
  },
  'a relative index whose fitted end is below zero breaks it': {
    holds: (row, { fn }) => row.status === 'package_defect' && fn === 'rii',
    check: (_, call) => expect(estimateOf(call).withheld).toBe('a fitted end is zero or below'),
  },
  'equal figures: it gives no slope, here the slope is 0 and the ratio 1': {
    holds: (row) => row.status === 'refused' && row.message!.startsWith('All estimates have the same value'),
    check: (_, call) =>
      expectClose(estimateOf(call).value, call.fn === 'sii' ? 0 : 1, 1e-12, call.scale * 1e-12),
  },
  'two groups: it gives nothing; a slope needs three here too, all else is well defined': {
    holds: (row) => row.status === 'refused' && row.message!.includes('more than two subgroups'),
    check: (_, call) => {
      const estimate = estimateOf(call);
      isValueOrReason(estimate);
      if (/^[sr]ii$/.test(call.fn)) expect(estimate.withheld).toBe('fewer than three groups');
      else expect(estimate.value).not.toBeNull();
    },
  },
  'groups without a figure: it refuses above 15 %, here all but difference and ratio are withheld': {
    holds: (row) => row.status === 'refused' && row.message!.startsWith('Estimates are missing'),
    check: (_, call) => expect(estimateOf(call).withheld).toBe('2 of 9 groups have no figure'),
  },
  'groups without a figure: forced to leave them out, it stumbles over the gaps in its own order': {
    holds: (row) => row.status === 'refused' && row.message!.startsWith('Subgroup order variable must'),
    check: (_, call) => expect(estimateOf(call).withheld).toBe('2 of 9 groups have no figure'),
  },
};

/** With counts rounded, weights squared and the scale guessed as the reference does, the fit is the reference's. */
function checkLogistic(row: Row, { fn, input }: Call): void {
  const order = Array.from(input.order!, (rank, at) => ({ rank, at })).sort((a, b) => a.rank - b.rank);
  const figures = order.map(({ at }) => input.values[at]!);
  const people = order.map(({ at }) => input.populations![at]!);
  const guessed = [1, 100, 1000, 10_000, 100_000].find((scale) => Math.max(...figures) <= scale)!;
  const total = people.reduce((sum, count) => sum + count, 0);
  const fit = rankRegression({
    figures: figures.map((figure, at) => roundedToEven((figure / guessed) * people[at]!) / people[at]!),
    ranks: midpoints(Float64Array.from(people, (count) => count / total)),
    weights: people.map((count) => count ** 2),
    link: 'logit',
  });
  if (fit.withheld !== null) throw new Error(fit.withheld);
  const isSlope = fn === 'sii';
  expectClose(
    isSlope ? guessed * (fit.last - fit.first) : fit.last / fit.first,
    numberOf(row.estimate),
    1e-7,
  );
  expectClose(isSlope ? fit.differenceError : fit.logRatioError, numberOf(row.se), 1e-4);
}

/** A half goes to the even neighbour, as in R. */
function roundedToEven(number: number): number {
  const below = Math.floor(number);
  if (number - below === 0.5) return below % 2 === 0 ? below : below + 1;
  return Math.round(number);
}

/** The tolerances of the reference's README. */
function checkAsItStands(row: Row, call: Call): void {
  const estimate = estimateOf(call);
  const isSlope = /^[sr]ii$/.test(call.fn);
  const isConcentration = /^[ar]ci$/.test(call.fn);
  const relative = isSlope || isConcentration ? 1e-7 : 1e-9;
  expectClose(estimate.value, numberOf(row.estimate), relative, 1e-12);
  const [limits] = estimate.limits;
  const [ofLimits, least] = isSlope ? [1e-4, 1e-6 * call.scale] : [relative, 1e-12];
  expectClose(limits!.lower, numberOf(row.lowerci), ofLimits, least);
  expectClose(limits!.upper, numberOf(row.upperci), ofLimits, least);
  // The reference's standard errors of ratios are on the log scale.
  if (!isSlope && call.fn !== 'r' && row.ci_kind !== 'monte_carlo')
    expectClose(estimate.standardError, numberOf(row.se), relative, 1e-12);
}

describeWithShared('R’s random numbers against reference healthequal', () => {
  it('are those of R, uniform to 1e-15 and normal to 1e-12', () => {
    const rows = readReference('healthequal/rng-seeded-draws/expected.csv');
    const seeds = [...new Set(rows.map(({ seed }) => seed!))];
    expect(seeds.length).toBeGreaterThan(1);
    for (const seed of seeds) {
      const [uniform, normal] = [rUniforms(Number(seed)), rNormals(Number(seed))];
      for (const row of rows.filter((one) => one.seed === seed)) {
        expectClose(uniform(), numberOf(row.runif), 1e-15, 1e-15);
        expectClose(normal(), numberOf(row.rnorm), 1e-12, 1e-12);
      }
    }
  });
});

describeWithShared('inequality() against reference healthequal', () => {
  const used = new Set<string>();

  for (const name of cases) {
    it(`${name}: every row, simulated limits too`, () => {
      const rows = readReference(`healthequal/${name}/input.csv`);
      const expected = readReference(`healthequal/${name}/expected.csv`);
      expect(expected.length).toBeGreaterThan(0);
      for (const row of expected) {
        const call = callOf(rows, row);
        const label = `${name} ${row.call_id} ${row.fn}`;
        const listed = Object.entries(EXCEPTIONS).filter(([, { holds }]) => holds(row, call));
        expect(listed.length, `${label}: more than one exception`).toBeLessThan(2);
        const [exception] = listed;
        if (!exception) expect(row.status, `${label}: no exception covers it`).toBe('ok');
        try {
          if (exception) exception[1].check(row, call);
          else checkAsItStands(row, call);
        } catch (error) {
          throw new Error(`${label}: ${(error as Error).message}`, { cause: error });
        }
        if (exception) used.add(exception[0]);
      }
    });
  }

  it('uses every exception', () => {
    expect([...used].sort()).toEqual(Object.keys(EXCEPTIONS).sort());
  });
});
