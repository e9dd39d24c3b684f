import { comparedPair } from '../../gaps/inequality/compared-pair.ts';
import { type InequalityInput, MISSING } from '../../gaps/inequality/groups.ts';
import { inequality } from '../../gaps/inequality/inequality.ts';
import { INEQUALITY_MEASURES, type InequalityMeasure } from '../../gaps/inequality/measures.ts';
import { readingOf } from '../../gaps/inequality/reading.ts';
import type { Cell } from '../../summary/table.ts';
import { BadGroup, type CalcMethod, type CalcSettings, type GroupRows } from '../calc-method.ts';
import { rowOf } from '../calc-row.ts';
import { lackedRanks, lackInWords } from '../lacked-ranks.ts';
import { askedMeasures, boundsOf, INEQUALITY_OPTIONS, wrongOption } from './inequality-options.ts';

/** Options that give what a reason says is not known. */
const OPTIONS_FOR: Readonly<Record<keyof typeof MISSING, string>> = {
  populations: '--population',
  mean: '--population or --average',
  order: '--order',
  reference: '--reference',
  favourable: '--favourable',
  scale: '--scale',
};

const USE_ORDER: readonly InequalityMeasure[] = [
  'difference',
  'ratio',
  'sii',
  'rii',
  'aci',
  'rci',
  'par',
  'paf',
];

export const inequalityMethod: CalcMethod = {
  id: 'inequality',
  title: 'Measures of inequality between groups, each with its limits or its reason',
  options: INEQUALITY_OPTIONS,
  defaultMultiplier: 1,
  hasOwnUnit: true,
  hasLimits: true,
  extras: [
    { name: 'measure', type: 'string', description: INEQUALITY_MEASURES.join(', ') },
    { name: 'reading', type: 'string', description: 'What zero, positive and negative mean' },
  ],
  keepsRows: false,
  withheldRows: (_, settings) => askedMeasures(settings.setting).map((measure): Cell[] => [measure, null]),
  check: (_, settings) => wrongOption(settings.setting),
  compute(rows, settings) {
    const { names, input } = inputOf(rows, settings);
    const ofRanks = noteOnRanks(input, settings);
    const found = inequality(input, askedMeasures(settings.setting));
    return found.map(({ measure, estimate }) => {
      const { withheld, note } = estimate;
      const told = [note, USE_ORDER.includes(measure) ? ofRanks : null];
      const words = told.filter((part) => part !== null).join('; ') || null;
      return rowOf(
        {
          ...estimate,
          withheld: withheld && withOptions(withheld),
          note: words && withOptions(words),
        },
        [measure, pairOf(measure, input, names) + readingOf(measure, input)],
      );
    });
  },
};

/** The groups of one output group, by name, so that their order in the file changes nothing. */
function inputOf(
  rows: GroupRows,
  settings: CalcSettings,
): { readonly names: readonly string[]; readonly input: InequalityInput } {
  const { setting: given, confidence, column } = settings;
  const texts = rows.text('group');
  const places = [...texts.keys()].sort((a, b) => (texts[a]! < texts[b]! ? -1 : 1));
  const names = places.map((at) => texts[at]!);
  if (names.includes('')) throw new BadGroup(`${column('group')} is blank`);
  const twice = names.find((name, at) => name === names[at - 1]);
  if (twice !== undefined) throw new BadGroup(`${column('group')} "${twice}" stands twice`);
  const numbers = (option: string): number[] | null => {
    if (!rows.has(option)) return null;
    const own = rows.number(option);
    return places.map((at) => own[at]!);
  };
  const order = numbers('order');
  const tied = order?.find((rank, at) => order.indexOf(rank) !== at);
  if (tied !== undefined) throw new BadGroup(`rank ${tied} stands twice`);
  const named = given('reference');
  const reference = named === undefined ? null : names.indexOf(named);
  if (reference === -1)
    throw new BadGroup(`no ${column('group')} is "${named}": they are ${names.join(', ')}`);
  const number = (option: string): number | undefined =>
    given(option) === undefined ? undefined : Number(given(option));
  const [scale, average, draws, seed] = [number('scale'), number('average'), number('draws'), number('seed')];
  const bounds = boundsOf(given);
  return {
    names,
    input: {
      values: numbers('value')!,
      errors: numbers('se'),
      populations: numbers('population'),
      order,
      reference,
      favourable: (given('favourable') ?? null) as 'high' | 'low' | null,
      confidence,
      slope: (given('sii') ?? 'linear') as 'linear' | 'logistic',
      ...(scale !== undefined && { scale }),
      ...(average !== undefined && { average }),
      ...(bounds && { bounds }),
      ...(draws !== undefined && { draws }),
      ...(seed !== undefined && { seed }),
    },
  };
}

/** The two groups that a difference or ratio compares, in words; else nothing. */
function pairOf(measure: InequalityMeasure, input: InequalityInput, names: readonly string[]): string {
  if (measure !== 'difference' && measure !== 'ratio') return '';
  const pair = comparedPair(input);
  if (pair.withheld !== null) return '';
  return `${names[pair.first]} ${measure === 'difference' ? '−' : '/'} ${names[pair.second]}; `;
}

/** A note on ranks that the group lacks; null where it lacks none. */
function noteOnRanks({ order }: InequalityInput, settings: CalcSettings): string | null {
  const lacked = order === null ? [] : lackedRanks(Array.from(order), 'order', settings);
  return lacked.length === 0 ? null : lackInWords(lacked);
}

function withOptions(words: string): string {
  return Object.entries(MISSING).reduce(
    (text, [what, reason]) =>
      text.replace(reason, `${reason} (${OPTIONS_FOR[what as keyof typeof MISSING]})`),
    words,
  );
}
