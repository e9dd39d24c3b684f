import { slopeIndex } from '../../gaps/slope-index.ts';
import { slopeIndexSimulated } from '../../gaps/slope-index-simulated.ts';
import type { Estimate } from '../../statistics/estimate.ts';
import { withheldEstimate } from '../../statistics/estimate.ts';
import { Z_95 } from '../../statistics/z-for-confidence.ts';
import type { Cell } from '../../summary/table.ts';
import {
  BadGroup,
  type CalcMethod,
  type CalcRow,
  type CalcSettings,
  type GroupRows,
} from '../calc-method.ts';
import { rowOf } from '../calc-row.ts';

type ScaleType = 'value' | 'rate' | 'proportion';
type Transform = 'none' | 'log' | 'logit';

const MEASURES = ['sii', 'rii', 'intercept'] as const;

/** Puts a figure on the scale on which its limits are symmetric. */
const SCALES: Record<Transform, (value: number) => number> = {
  none: (value) => value,
  log: Math.log,
  logit: (value) => Math.log(value / (1 - value)),
};

export const siiMethod: CalcMethod = {
  id: 'sii',
  title: 'Slope index and relative index of inequality',
  options: [
    {
      flags: '--rank <column>',
      about: 'column of the ranks, 1 = most deprived',
      kind: 'number',
      needed: true,
    },
    { flags: '--population <column>', about: 'column of the people', kind: 'count', needed: true },
    { flags: '--value <column>', about: 'column of the figures', kind: 'number', needed: true },
    { flags: '--se <column>', about: 'column of their standard errors', kind: 'count' },
    { flags: '--lower <column>', about: 'column of their lower 95 % limits', kind: 'number' },
    { flags: '--upper <column>', about: 'column of their upper 95 % limits', kind: 'number' },
    { flags: '--scale-type <value|rate|proportion>', about: 'what the figures are (value)', kind: 'setting' },
    {
      flags: '--transform <log|logit>',
      about: 'regress on the log of rates or the logit of proportions',
      kind: 'setting',
    },
  ],
  defaultMultiplier: 1,
  hasLimits: true,
  takesNegativeMultiplier: true,
  extras: [{ name: 'measure', type: 'string', description: 'sii, rii or intercept' }],
  keepsRows: false,
  withheldRows: () => MEASURES.map((measure): Cell[] => [measure]),
  check(has, { setting }) {
    const type = setting('scale-type') ?? 'value';
    if (!['value', 'rate', 'proportion'].includes(type))
      return `--scale-type: "${type}" is not value, rate or proportion`;
    const transform = setting('transform');
    if (transform !== undefined && transform !== 'log' && transform !== 'logit')
      return `--transform: "${transform}" is neither log nor logit`;
    if (transform === 'log' && type === 'proportion')
      return '--transform log is for rates, logit for proportions';
    if (transform === 'logit' && type !== 'proportion')
      return '--transform logit needs --scale-type proportion';
    if (has('lower') !== has('upper')) return '--lower and --upper go together';
    return has('se') && has('lower') ? '--se and --lower exclude each other' : null;
  },
  compute(rows, settings) {
    const order = orderedRanks(rows, settings);
    const pick = (option: string): number[] => order.map((row) => rows.number(option)[row]!);
    const type = (settings.setting('scale-type') ?? 'value') as ScaleType;
    const transform = (settings.setting('transform') ?? 'none') as Transform;
    const { confidence } = settings;
    const input = { values: pick('value'), populations: pick('population'), confidence };
    // Limits of a rate are symmetric on the log scale, those of a proportion on the logit scale.
    const scale =
      transform !== 'none' ? transform : type === 'rate' ? 'log' : type === 'proportion' ? 'logit' : 'none';
    const errors = errorsOf(rows, pick, scale);
    const simulated = transform === 'none' && scale !== 'none' && errors !== null && rows.has('lower');
    const { sii, rii, intercept } = simulated
      ? slopeIndexSimulated({ ...input, errors, scale })
      : slopeIndex({ ...input, errors: errors ?? input.values.map(() => null), transform });
    return outputRows(sii, rii, intercept, settings);
  },
};

/** Rows in the order of their ranks. @throws BadGroup for a rank twice, or one that other groups have and this lacks */
function orderedRanks(rows: GroupRows, settings: CalcSettings): number[] {
  const ranks = rows.number('rank');
  const missing = settings.numbersOfFile('rank').find((rank) => !ranks.includes(rank));
  if (missing !== undefined) throw new BadGroup(`rank ${missing} is missing, which other groups have`);
  const twice = ranks.find((rank, at) => ranks.indexOf(rank) !== at);
  if (twice !== undefined) throw new BadGroup(`rank ${twice} stands twice`);
  const empty = ranks.findIndex((_, at) => rows.number('population')[at] === 0);
  if (empty >= 0) throw new BadGroup(`rank ${ranks[empty]} has no population`);
  return [...ranks.keys()].sort((a, b) => ranks[a]! - ranks[b]!);
}

/** Standard errors on the scale on which they are symmetric; null where none are given. */
function errorsOf(rows: GroupRows, pick: (option: string) => number[], scale: Transform): number[] | null {
  if (rows.has('se')) {
    const values = pick('value');
    // The error of g(y) is that of y times the slope of g.
    const slopes = { none: () => 1, log: (y: number) => 1 / y, logit: (y: number) => 1 / (y * (1 - y)) };
    return pick('se').map((error, at) => error * slopes[scale](values[at]!));
  }
  if (!rows.has('lower')) return null;
  const upper = pick('upper').map(SCALES[scale]);
  return pick('lower').map((lower, at) => {
    const error = (upper[at]! - SCALES[scale](lower)) / (2 * Z_95);
    if (Number.isFinite(error)) return error;
    throw new BadGroup(
      `a limit has no ${scale === 'log' ? 'logarithm' : 'logit'}: ${lower} to ${pick('upper')[at]}`,
    );
  });
}

/** A negative multiplier turns the ratio round; the intercept is multiplied by its size. */
function outputRows(
  sii: Estimate,
  rii: Estimate,
  intercept: number | null,
  { multiplier, confidence }: CalcSettings,
): CalcRow[] {
  const ordered = (a: number | null, b: number | null): { lower: number | null; upper: number | null } =>
    multiplier < 0 ? { lower: b, upper: a } : { lower: a, upper: b };
  const times = (figure: number | null): number | null => (figure === null ? null : figure * multiplier);
  const turned = (figure: number | null): number | null =>
    figure === null || multiplier > 0 ? figure : 1 / figure;
  const withFigures = (estimate: Estimate, change: (figure: number | null) => number | null): Estimate => ({
    ...estimate,
    value: change(estimate.value),
    limits: estimate.limits.map((one) => ({
      confidence: one.confidence,
      ...ordered(change(one.lower), change(one.upper)),
    })),
  });
  const first = withheldEstimate(sii.method, sii.withheld ?? '', confidence);
  const start: Estimate =
    intercept === null ? first : { ...first, value: intercept * Math.abs(multiplier), withheld: null };
  return [
    rowOf(withFigures(sii, times), ['sii']),
    rowOf(withFigures(rii, turned), ['rii']),
    rowOf(start, ['intercept']),
  ];
}
