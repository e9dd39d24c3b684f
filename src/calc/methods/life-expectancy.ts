import { type AgeBand, ageBandLabel, parseAgeBand } from '../../cells/age-band.ts';
import { lifeExpectancy } from '../../measures/life-expectancy.ts';
import type { LifeTableInput } from '../../measures/life-table.ts';
import type { Cell } from '../../summary/table.ts';
import {
  BadGroup,
  type CalcMethod,
  type CalcOption,
  type CalcSettings,
  type GroupRows,
} from '../calc-method.ts';
import { rowOf } from '../calc-row.ts';
import { bandOf, bandsOf, keptForSameLabels } from './age-labels.ts';

export const AGE: CalcOption = {
  flags: '--age <column>',
  about: 'column of the age bands: 0, 1-4, 85+, or the first age of each',
  kind: 'text',
  needed: true,
};
export const DEATHS: CalcOption = {
  flags: '--deaths <column>',
  about: 'column of the deaths',
  kind: 'count',
  needed: true,
};
export const LIFE_POPULATION: CalcOption = {
  flags: '--population <column>',
  about: 'column of the people or person-years',
  kind: 'count',
  needed: true,
};
export const AT: CalcOption = {
  flags: '--at <ages>',
  about: 'ages to give, such as 0,65; without it, every age',
  kind: 'setting',
};
export const A0: CalcOption = {
  flags: '--a0 <number|keyfitz|column>',
  about: 'share of the first year that those who die in it live (0.1), keyfitz, or a column with one a band',
  kind: 'number',
};

/** The bands of a group in the order of their ages, and where each stands among its rows. */
export interface AgeOrder {
  readonly starts: readonly number[];
  /** Whether a band is told by its start alone, so that it goes on to the next one that is there. */
  readonly byStart: readonly boolean[];
  readonly order: readonly number[];
}

/** @throws BadGroup for a band twice, bands that overlap, or one that is missing */
export function orderAges(labels: readonly string[]): AgeOrder {
  return orderBands(labels.map(bandOf));
}

function orderBands(bands: readonly AgeBand[]): AgeOrder {
  const order = [...bands.keys()].sort((a, b) => bands[a]!.from - bands[b]!.from);
  const starts = order.map((row) => bands[row]!.from);
  const byStart = order.map((row) => bands[row]!.to === bands[row]!.from);
  for (const [at, row] of order.entries()) {
    const band = bands[row]!;
    const next = order[at + 1];
    if (next === undefined) {
      if (band.to !== band.from && band.to !== Number.POSITIVE_INFINITY)
        throw new BadGroup(`the last age band ${ageBandLabel(band)} is not open`);
      continue;
    }
    const { from } = bands[next]!;
    if (from === band.from) throw new BadGroup(`the age band from ${from} stands twice`);
    // A label tells its end too.
    if (byStart[at] || band.to === Number.POSITIVE_INFINITY) continue;
    if (from <= band.to)
      throw new BadGroup(`the age bands ${ageBandLabel(band)} and ${ageBandLabel(bands[next]!)} overlap`);
    if (from > band.to + 1)
      throw new BadGroup(`the age band ${ageBandLabel({ from: band.to + 1, to: from - 1 })} is missing`);
  }
  return { starts, byStart, order };
}

/** The ages of a group in order. @throws BadGroup for text that is no age, and as orderAges does */
export const agesInOrder = keptForSameLabels((labels) => orderBands(bandsOf(labels)));

/**
 * A band told by its start alone seems to go on to the next one, or to be the open one, where its neighbour is missing.
 *
 * @throws BadGroup where such a band holds the start of one that other groups of the file have
 */
export function requireAllStarts(ages: Omit<AgeOrder, 'order'>, settings: CalcSettings): void {
  const { starts, byStart } = ages;
  const all = settings.startsOfFile();
  // As a rule all groups have the same ages, and one look will do.
  if (ages === lastWhole?.ages && all === lastWhole.all) return;
  const missing = all.find((start) => {
    const holder = starts.findLastIndex((from) => from <= start);
    return holder >= 0 && byStart[holder] && starts[holder] !== start;
  });
  if (missing !== undefined)
    throw new BadGroup(`the age band from ${missing} is missing, which other groups have`);
  lastWhole = { ages, all };
}

let lastWhole: { readonly ages: object; readonly all: readonly number[] } | null = null;

export function pick(values: Float64Array, order: readonly number[]): Float64Array {
  // As a rule the rows stand in order, and a view of them will do.
  if (order.every((row, at) => row === at)) return values;
  const picked = new Float64Array(order.length);
  for (let at = 0; at < order.length; at++) picked[at] = values[order[at]!]!;
  return picked;
}

/** The sum of each entry and all after it. */
function sumsFrom(values: ArrayLike<number>): number[] {
  const sums = new Array<number>(values.length).fill(0);
  for (let at = values.length - 1, sum = 0; at >= 0; at--) {
    sum += values[at]!;
    sums[at] = sum;
  }
  return sums;
}

/** The ages asked; every age of the table where none is. @throws BadGroup for an age that starts no band */
export function agesAsked(starts: readonly number[], settings: CalcSettings): readonly number[] {
  const asked = settings.setting('at');
  if (asked === undefined) return starts;
  const ages = asked.split(',').map(Number);
  const missing = ages.find((age) => !starts.includes(age));
  if (missing !== undefined) throw new BadGroup(`no age band starts at ${missing}`);
  return ages;
}

export function lifeTableInput(rows: GroupRows, settings: CalcSettings, ages: AgeOrder): LifeTableInput {
  const a0 = settings.setting('a0');
  return {
    starts: ages.starts,
    deaths: pick(rows.number('deaths'), ages.order),
    populations: pick(rows.number('population'), ages.order),
    ...(rows.has('a0') ? { a0: pick(rows.number('a0'), ages.order) } : {}),
    ...(a0 === 'keyfitz' ? { a0 } : a0 === undefined ? {} : { a0: Number(a0) }),
  };
}

/** What is wrong with --at or --a0, in words. */
export function checkLifeSettings(has: (option: string) => boolean, settings: CalcSettings): string | null {
  const at = settings.setting('at');
  if (at !== undefined && !/^\d{1,3}(,\d{1,3})*$/.test(at)) return `--at: "${at}" is not a list of ages`;
  const a0 = settings.setting('a0');
  if (a0 === undefined || a0 === 'keyfitz' || has('a0')) return null;
  const share = Number(a0);
  if (a0.trim() !== '' && share > 0 && share <= 1) return null;
  return `--a0: "${a0}" is neither a share above 0 and up to 1, keyfitz, nor a column of the file`;
}

/** A row for each age that was asked of a group that is withheld. */
export function withheldAges(rows: GroupRows, settings: CalcSettings, blanks: number): readonly Cell[][] {
  const asked = settings.setting('at')?.split(',').map(Number);
  const starts = rows.text('age').map((label) => parseAgeBand(label)?.from);
  const known = starts.filter((start) => start !== undefined).sort((a, b) => a - b);
  const ages: readonly Cell[] = asked ?? [...new Set(known)];
  return ages.map((age) => [age, ...new Array<Cell>(blanks).fill(null)]);
}

export const lifeExpectancyMethod: CalcMethod = {
  id: 'life-expectancy',
  title: "Life expectancy by Chiang's method with Silcocks' last band",
  options: [AGE, DEATHS, LIFE_POPULATION, AT, A0],
  defaultMultiplier: 1,
  hasOwnUnit: true,
  hasLimits: true,
  extras: [
    { name: 'age', type: 'number', description: 'Exact age in years' },
    { name: 'deaths', type: 'number', description: 'Deaths from that age on' },
    { name: 'population', type: 'number', description: 'People or person-years from that age on' },
  ],
  keepsRows: false,
  check: checkLifeSettings,
  withheldRows: (rows, settings) => withheldAges(rows, settings, 2),
  compute(rows, settings) {
    const ages = agesInOrder(rows.labels('age'));
    requireAllStarts(ages, settings);
    const input = lifeTableInput(rows, settings, ages);
    const at = agesAsked(ages.starts, settings);
    const deaths = sumsFrom(input.deaths);
    const people = sumsFrom(input.populations);
    const estimates = lifeExpectancy({ ...input, at, confidence: settings.confidence });
    return estimates.map((estimate, index) => {
      const age = at[index]!;
      const band = at === ages.starts ? index : ages.starts.indexOf(age);
      return rowOf(estimate, [age, deaths[band]!, people[band]!]);
    });
  },
};
