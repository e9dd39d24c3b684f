import { Z_95 } from '../../statistics/z-for-confidence.ts';
import type { Cell } from '../../summary/table.ts';
import { type EndSeries, type PoorestFastest, poorestFastest } from '../../trends/poorest-fastest.ts';
import {
  BadGroup,
  type CalcMethod,
  type CalcRow,
  type CalcSettings,
  type GroupRows,
} from '../calc-method.ts';
import { lackedRanks, lackInWords } from '../lacked-ranks.ts';
import { type TimePoint, timePoints } from '../time-points.ts';

const SCALES = ['absolute', 'relative'] as const;
type Scale = (typeof SCALES)[number];

/** The figures of the two ends at the times that both have. */
interface Ends {
  readonly times: readonly number[];
  readonly most: Figures;
  readonly least: Figures;
}

interface Figures {
  readonly values: readonly number[];
  readonly lowers: readonly number[];
  readonly uppers: readonly number[];
}

export const poorestFastestMethod: CalcMethod = {
  id: 'poorest-fastest',
  title: 'Did the most deprived improve fastest, and which end moved the gap?',
  options: [
    {
      flags: '--rank <column>',
      about: 'column of the ranks: smallest most, largest least deprived',
      kind: 'number',
      needed: true,
    },
    { flags: '--time <column>', about: 'column of the years or periods', kind: 'text', needed: true },
    { flags: '--value <column>', about: 'column of the values', kind: 'number', needed: true },
    {
      flags: '--lower <column>',
      about: 'column of their lower 95 % limits',
      kind: 'number',
      needed: true,
    },
    {
      flags: '--upper <column>',
      about: 'column of their upper 95 % limits',
      kind: 'number',
      needed: true,
    },
    { flags: '--polarity <high|low>', about: 'which is good', kind: 'setting', needed: true },
  ],
  defaultMultiplier: 1,
  hasOwnUnit: true,
  hasLimits: true,
  extras: [
    {
      name: 'scale',
      type: 'string',
      description: 'absolute in the unit of the values, relative in log units',
    },
    {
      name: 'change_most_deprived',
      type: 'number',
      description: 'Improvement of the most deprived; above 0 is better',
    },
    {
      name: 'change_least_deprived',
      type: 'number',
      description: 'Improvement of the least deprived; above 0 is better',
    },
    {
      name: 'from_most_deprived',
      type: 'number',
      description: 'What the most deprived did to the gap; above 0 widened it',
    },
    {
      name: 'from_least_deprived',
      type: 'number',
      description: 'What the least deprived did to the gap; above 0 widened it',
    },
    { name: 'points', type: 'integer', description: 'Periods that both have and that share no day' },
    { name: 'verdict', type: 'string', description: 'By the 95 % limits of the known variances' },
    {
      name: 'verdict_widened',
      type: 'string',
      description: 'By limits widened for how far points stray from their line',
    },
  ],
  keepsRows: false,
  withheldRows: () => SCALES.map(noExtras),
  check(_, { setting }) {
    const polarity = setting('polarity');
    return polarity === 'high' || polarity === 'low'
      ? null
      : `--polarity: "${polarity}" is neither high nor low`;
  },
  compute(rows, settings) {
    const { ends, note } = endsOf(rows, settings);
    const found = SCALES.map((scale) => compared(ends, scale, settings, 0.95));
    return SCALES.map((scale, at) => {
      const own = found[at]!;
      if (typeof own === 'string') return withheldRow(scale, own, note, settings);
      const other = found[1 - at]!;
      const disagreement =
        typeof other === 'string' || other.verdict === own.verdict
          ? ''
          : `the ${SCALES[1 - at]} verdict is ${other.verdict}`;
      const limits = settings.confidence.map((level) => {
        const result = compared(ends, scale, settings, level) as PoorestFastest;
        return { lower: result.lower, upper: result.upper };
      });
      return {
        value: own.difference,
        limits,
        extras: [
          scale,
          own.changeMostDeprived,
          own.changeLeastDeprived,
          own.fromMostDeprived,
          own.fromLeastDeprived,
          own.points,
          own.verdict,
          own.verdictWidened,
        ],
        method: methodInWords(own, scale),
        status: 'ok',
        note: [disagreement, note].filter(Boolean).join('; '),
        badInput: false,
      };
    });
  },
};

/** @throws BadGroup for one rank alone, or a time that a rank has twice */
function endsOf(rows: GroupRows, settings: CalcSettings): { readonly ends: Ends; readonly note: string } {
  const ranks = rows.number('rank');
  const { texts, codes } = rows.labels('time');
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const timesOf = new Map<number, Set<number>>();
  for (let row = 0; row < rows.size; row++) {
    const [rank, code] = [ranks[row]!, codes[row]!];
    const times = timesOf.get(rank) ?? new Set();
    if (times.has(code))
      throw new BadGroup(`rank ${rank} has ${settings.column('time')} ${texts[code]} twice`);
    timesOf.set(rank, times.add(code));
    first = Math.min(first, rank);
    last = Math.max(last, rank);
  }
  if (first === last) throw new BadGroup(`there is one rank alone: ${first}`);
  const pointsOf = (rank: number, other: number) => {
    const own = [...codes.keys()].filter(
      (row) => ranks[row] === rank && timesOf.get(other)!.has(codes[row]!),
    );
    const { points, note } = timePoints(someRows(rows, own), settings.column('time'));
    return { points: points.map((point) => ({ ...point, row: own[point.row]! })), note };
  };
  const [most, least] = [pointsOf(first, last), pointsOf(last, first)];
  const lacked = lackedRanks(timesOf.keys(), 'rank', settings).filter((rank) => rank < first || rank > last);
  return {
    ends: {
      times: most.points.map(({ time }) => time),
      most: figuresAt(most.points, rows),
      least: figuresAt(least.points, rows),
    },
    note: [most.note, lacked.length > 0 ? lackInWords(lacked) : ''].filter(Boolean).join('; '),
  };
}

/** Some rows of a group, as a group of their own. */
function someRows(rows: GroupRows, places: readonly number[]): GroupRows {
  return {
    key: rows.key,
    size: places.length,
    has: (option) => rows.has(option),
    number: (option) => Float64Array.from(places, (row) => rows.number(option)[row]!),
    text: (option) => places.map((row) => rows.text(option)[row]!),
    labels(option) {
      const { texts, codes } = rows.labels(option);
      return { texts, codes: Int32Array.from(places, (row) => codes[row]!) };
    },
  };
}

/** @throws BadGroup for an upper limit below the lower */
function figuresAt(points: readonly TimePoint[], rows: GroupRows): Figures {
  const at = (option: string): number[] => {
    const numbers = rows.number(option);
    return points.map(({ row }) => numbers[row]!);
  };
  const [lowers, uppers] = [at('lower'), at('upper')];
  const crossed = lowers.findIndex((lower, point) => lower > uppers[point]!);
  if (crossed >= 0)
    throw new BadGroup(`an upper limit is below its lower one: ${lowers[crossed]} to ${uppers[crossed]}`);
  return { values: at('value'), lowers, uppers };
}

/** The comparison at one level, or why there is none. */
function compared(
  { times, most, least }: Ends,
  scale: Scale,
  { setting }: CalcSettings,
  confidence: number,
): PoorestFastest | string {
  if (scale === 'relative') {
    if ([...most.values, ...least.values].some((value) => value <= 0))
      return 'a figure of zero or below has no relative change';
    if ([...most.lowers, ...least.lowers].some((lower) => lower <= 0))
      return 'a limit of zero or below has no logarithm';
  }
  const to = scale === 'relative' ? Math.log : (figure: number) => figure;
  const seriesOf = ({ values, lowers, uppers }: Figures): EndSeries => ({
    values: values.map(to),
    errors: lowers.map((lower, point) => (to(uppers[point]!) - to(lower)) / (2 * Z_95)),
  });
  const result = poorestFastest({
    times,
    most: seriesOf(most),
    least: seriesOf(least),
    polarity: setting('polarity') as 'high' | 'low',
    // The change of logarithms is the relative one, with errors from the limits' logarithms.
    scale: 'absolute',
    confidence,
  });
  return result.withheld ?? (result as PoorestFastest);
}

function methodInWords({ method }: PoorestFastest, scale: Scale): string {
  const words = method === 'slopes' ? 'inverse-variance slopes, a year' : 'first to last period';
  return scale === 'relative' ? `${words}, log scale` : words;
}

function noExtras(scale: Scale): Cell[] {
  return [scale, ...Array<null>(7).fill(null)];
}

function withheldRow(scale: Scale, reason: string, note: string, { confidence }: CalcSettings): CalcRow {
  return {
    value: null,
    limits: confidence.map(() => ({ lower: null, upper: null })),
    extras: noExtras(scale),
    method: '',
    status: 'withheld',
    note: [reason, note].filter(Boolean).join('; '),
    badInput: false,
  };
}
