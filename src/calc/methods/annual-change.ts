import type { Cell, Column } from '../../summary/table.ts';
import { type AnnualChangeInput, annualChange } from '../../trends/annual-change.ts';
import { joinpointChange } from '../../trends/joinpoint-change.ts';
import type { CalcMethod, CalcRow, CalcSettings, GroupRows } from '../calc-method.ts';
import { type TimePoint, timePoints } from '../time-points.ts';

const CHANGE: readonly Column[] = [
  { name: 'change', type: 'number', description: 'Change over all the years, or those of the segment' },
  { name: 'p_value', type: 'number', description: 'Probability of such a slope were there no change' },
  {
    name: 'phi',
    type: 'number',
    description: 'How far points stray from the line: 1 is as their limits say',
  },
  { name: 'lower_95_widened', type: 'number', description: 'Lower 95 % limit that allows for phi' },
  { name: 'upper_95_widened', type: 'number', description: 'Upper 95 % limit that allows for phi' },
];

const SEGMENT: readonly Column[] = [
  { name: 'segment', type: 'integer', description: 'Straight piece, from 1' },
  { name: 'segment_start', type: 'string', description: 'First time of the segment' },
  { name: 'segment_end', type: 'string', description: 'Last time of the segment' },
  { name: 'joinpoints', type: 'integer', description: 'How many joinpoints were found' },
];

export const annualChangeMethod: CalcMethod = {
  id: 'annual-change',
  title: 'Change a year, in the unit or in per cent, with joinpoints where asked',
  options: [
    { flags: '--time <column>', about: 'column of the years or periods', kind: 'text', needed: true },
    { flags: '--value <column>', about: 'column of the values', kind: 'number', needed: true },
    { flags: '--lower <column>', about: 'column of their lower 95 % limits', kind: 'number' },
    { flags: '--upper <column>', about: 'column of their upper 95 % limits', kind: 'number' },
    { flags: '--scale <log|linear>', about: 'per cent a year, or units a year (linear)', kind: 'setting' },
    { flags: '--joinpoints <number>', about: 'the most joinpoints to look for: 0, 1 or 2', kind: 'setting' },
  ],
  defaultMultiplier: 1,
  hasOwnUnit: true,
  hasLimits: true,
  extras: CHANGE,
  extrasFor: ({ setting }) => (setting('joinpoints') === undefined ? CHANGE : [...CHANGE, ...SEGMENT]),
  keepsRows: false,
  check(has, { setting }) {
    const scale = setting('scale') ?? 'linear';
    if (scale !== 'log' && scale !== 'linear') return `--scale: "${scale}" is neither log nor linear`;
    const joinpoints = setting('joinpoints') ?? '0';
    if (!['0', '1', '2'].includes(joinpoints)) return `--joinpoints: "${joinpoints}" is not 0, 1 or 2`;
    return has('lower') === has('upper') ? null : '--lower and --upper go together';
  },
  withheldRows: (_, { setting }) => [noExtras(setting('joinpoints') !== undefined)],
  compute(rows, settings) {
    const { points, note } = timePoints(rows, settings.column('time'));
    const input = inputOf(rows, points, settings);
    return settings.setting('joinpoints') === undefined
      ? [changeRow(input, settings, note)]
      : segmentRows(input, points, settings, note);
  },
};

type SeriesInput = Omit<AnnualChangeInput, 'confidence'>;

function inputOf(rows: GroupRows, points: readonly TimePoint[], { setting }: CalcSettings): SeriesInput {
  const column = (option: string): (number | null)[] => {
    if (!rows.has(option)) return points.map(() => null);
    const numbers = rows.number(option);
    return points.map(({ row }) => numbers[row]!);
  };
  const numbers = rows.number('value');
  return {
    times: points.map(({ time }) => time),
    values: points.map(({ row }) => numbers[row]!),
    lowers: column('lower'),
    uppers: column('upper'),
    scale: (setting('scale') ?? 'linear') as 'log' | 'linear',
  };
}

function changeRow(input: SeriesInput, { confidence }: CalcSettings, note: string): CalcRow {
  const at95 = annualChange({ ...input, confidence: 0.95 });
  if (at95.withheld !== null) return withheldRow(joined(at95.withheld, note), confidence, noExtras(false));
  const limits = confidence.map((level) => {
    const at = annualChange({ ...input, confidence: level });
    return at.withheld === null ? { lower: at.lower, upper: at.upper } : { lower: null, upper: null };
  });
  return {
    value: at95.slope,
    limits,
    extras: [at95.change, at95.pValue, at95.phi, at95.lowerWidened, at95.upperWidened],
    method: onScale(at95.method, input),
    status: 'ok',
    note: joined(note, withoutLimits(limits, input)),
    badInput: false,
  };
}

function segmentRows(
  input: SeriesInput,
  points: readonly TimePoint[],
  { confidence, setting }: CalcSettings,
  note: string,
): CalcRow[] {
  const most = Number(setting('joinpoints')) as 0 | 1 | 2;
  const result = joinpointChange({ ...input, most, confidence: [...confidence, 0.95] });
  if (result.withheld !== null)
    return [withheldRow(joined(result.withheld, note), confidence, noExtras(true))];
  const labels = new Map(points.map(({ time, label }) => [time, label]));
  const { segments, phi } = result;
  return segments.map((segment, at) => {
    const limits = segment.limits.slice(0, -1);
    const widened = segment.widenedLimits.at(-1)!;
    return {
      value: segment.slope,
      limits,
      extras: [
        segment.change,
        segment.pValue,
        phi,
        widened.lower,
        widened.upper,
        at + 1,
        labels.get(segment.start)!,
        labels.get(segment.end)!,
        segments.length - 1,
      ],
      method: onScale(result.method, input),
      status: 'ok' as const,
      note: joined(note, result.note ?? '', withoutLimits(limits, input)),
      badInput: false,
    };
  });
}

function onScale(method: string, { scale }: SeriesInput): string {
  return scale === 'log' ? `${method}, of logarithms` : method;
}

function withoutLimits(limits: CalcRow['limits'], { times }: SeriesInput): string {
  if (limits.every(({ lower, upper }) => lower !== null && upper !== null)) return '';
  return times.length === 2 ? 'two points without limits give none' : 'a limit is out of range';
}

function joined(...notes: readonly string[]): string {
  return notes.filter(Boolean).join('; ');
}

function noExtras(isSegment: boolean): Cell[] {
  return (isSegment ? [...CHANGE, ...SEGMENT] : CHANGE).map(() => null);
}

function withheldRow(note: string, confidence: readonly number[], extras: readonly Cell[]): CalcRow {
  return {
    value: null,
    limits: confidence.map(() => ({ lower: null, upper: null })),
    extras,
    method: '',
    status: 'withheld',
    note,
    badInput: false,
  };
}
