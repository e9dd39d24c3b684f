import type { Catalogue } from '../indicators/catalogue.ts';
import { seriesKind } from '../periods/period.ts';
import { areasOf, type Places } from '../places/places.ts';
import type { Breakdown } from '../results/result.ts';
import type { Screen, ScreenBlock, ScreenCell } from './table.ts';
import { figure, signed } from './words.ts';

/** Characters of the longest bar. */
const LONGEST_BAR = 16;

/** Where each gap comes from, as a person reads it: causes and ages with a bar each, the largest first. */
export function breakdownScreen(
  breakdowns: readonly Breakdown[],
  catalogue: Catalogue,
  places: Places,
): Screen {
  const gaps = new Map<string, Breakdown[]>();
  const shown = breakdowns.filter((row) => isShown(row, catalogue));
  for (const row of shown) {
    const key = [row.indicator, row.place, row.period.label, row.sex, row.scheme].join('|');
    const gap = gaps.get(key);
    if (gap) gap.push(row);
    else gaps.set(key, [row]);
  }
  return {
    scope: `Where the gap comes from: ${gaps.size} gap${gaps.size === 1 ? '' : 's'}${shown.length < breakdowns.length ? '; other sexes and kinds of period stand in csv and json' : ''}`,
    blocks: [...gaps.values()].map((rows) => gapBlock(rows, catalogue, places)),
    footer: [
      'A part above 0 makes the gap worse for the most deprived, or for the Place. Causes add up to the gap, and so do ages.',
      'Parts by age and cause together are in the csv and json of this view.',
    ],
  };
}

/** On a screen, the sex and the kind of period that the definition names first. */
function isShown({ indicator, sex, period }: Breakdown, { indicators }: Catalogue): boolean {
  const { sexes, periods } = indicators.find(({ id }) => id === indicator)!;
  const kind = seriesKind(period);
  return sex === sexes[0] && (kind === periods[0] || !periods.some((one) => one === kind));
}

function gapBlock(rows: readonly Breakdown[], catalogue: Catalogue, places: Places): ScreenBlock {
  const whole = rows.find(({ age, cause }) => age === 'all' && cause === 'all')!;
  const { title, digits, polarity } = catalogue.indicators.find(({ id }) => id === whole.indicator)!;
  const place = areasOf(places).find(({ code }) => code === whole.place)!.name;
  const who = whole.scheme === '' ? place : `${place}, most deprived against ${whole.comparedWith}`;
  const against = whole.scheme === '' ? ` against ${whole.comparedWith}` : '';
  const heading: ScreenCell[] = [
    { text: title, role: 'strong' },
    { text: [`${who}${against}`, whole.sex, whole.period.label].join(' · '), role: 'quiet' },
  ];
  if (whole.contribution === null)
    return { heading, columns: [], rows: [], notes: [`not shown: ${whole.note}`] };
  // Parts of a few years need a digit more than the figure itself; those of a rate do not.
  const size = polarity === 'high' ? digits + 1 : digits;
  const causes = rows.filter(({ age, cause }) => age === 'all' && cause !== 'all');
  const ages = rows.filter(({ age, cause }) => age !== 'all' && cause === 'all');
  const largest = Math.max(...[...causes, ...ages].map(({ contribution }) => Math.abs(contribution ?? 0)));
  const line = (name: string, { contribution, note }: Breakdown): ScreenCell[] => {
    if (contribution === null) return [{ text: name }, { text: '–' }, { text: note, role: 'quiet' }];
    const length = largest === 0 ? 0 : Math.round((Math.abs(contribution) / largest) * LONGEST_BAR);
    return [
      { text: name },
      { text: signed(contribution, size) },
      { text: (contribution < 0 ? '-' : '#').repeat(length), role: contribution < 0 ? 'good' : 'bad' },
    ];
  };
  const bySize = [...causes].sort((a, b) => Math.abs(b.contribution ?? 0) - Math.abs(a.contribution ?? 0));
  const [worse, other] = [figure(whole.value1!, digits), figure(whole.value2!, digits)];
  return {
    heading,
    columns: [
      { title: 'cause or age', align: 'left', dropFirst: 0, shrinkTo: 12, cutAt: 'end' },
      { title: whole.unit, align: 'right', dropFirst: 0 },
      { title: 'part', align: 'left', dropFirst: 1 },
    ],
    rows: [
      [
        { text: 'gap', role: 'strong' },
        { text: signed(whole.contribution, size), role: 'strong' },
        { text: '' },
      ],
      ...bySize.map((row) => line(row.cause, row)),
      [{ text: '' }, { text: '' }, { text: '' }],
      ...ages.map((row) => line(row.age, row)),
    ],
    notes: [
      `${whole.scheme === '' ? place : 'most deprived'} ${worse}, ${whole.comparedWith} ${other} ${whole.unit}`,
      whole.note,
    ],
  };
}
