import { type Catalogue, extractsOf } from '../indicators/catalogue.ts';
import type { Definition } from '../indicators/definition.ts';
import type { AspirationNeeds } from '../results/needs.ts';
import { METHOD_WORDS } from '../summary/method-words.ts';
import type { Screen, ScreenBlock, ScreenCell, ScreenColumn } from '../summary/table.ts';
import { withUnit } from '../summary/words.ts';

const COLUMNS: readonly ScreenColumn[] = [
  { title: 'indicator', align: 'left', dropFirst: 0 },
  { title: 'method', align: 'left', dropFirst: 2, wraps: true, shrinkTo: 16 },
  { title: 'needs', align: 'left', dropFirst: 1, wraps: true, shrinkTo: 16 },
  { title: 'served', align: 'left', dropFirst: 0, wraps: true, shrinkTo: 16 },
];

/** The aspirations as a person reads them: a block each, a line an indicator. @param inFull with what each indicator means */
export function aspirationsScreen(
  needs: readonly AspirationNeeds[],
  { objectives, indicators }: Catalogue,
  data: string,
  inFull: boolean,
): Screen {
  const all = needs.reduce((sum, one) => sum + one.indicators, 0);
  const served = needs.reduce((sum, one) => sum + one.served, 0);
  const blocks = objectives.flatMap(({ id, title }): ScreenBlock[] => {
    const own = needs.filter(({ aspiration }) => aspiration.objective === id);
    if (own.length === 0) return [];
    const heading = [{ text: `Objective ${id}: ${title}`, role: 'strong' as const }];
    return [
      { heading, columns: [], rows: [], notes: [] },
      ...own.flatMap((one, at) => aspirationBlocks(one, indicators, at === 0, inFull)),
    ];
  });
  const count = needs.length === 1 ? '1 aspiration' : `${needs.length} aspirations`;
  return {
    scope: `${count} · ${served} of ${all} indicators served by ${data}`,
    blocks,
    footer: ['Served: the data has what the indicator is computed from, for some Place and period.'],
  };
}

function aspirationBlocks(
  { aspiration, indicators: count, served, missing }: AspirationNeeds,
  indicators: readonly Definition[],
  isFirst: boolean,
  inFull: boolean,
): ScreenBlock[] {
  const own = indicators.filter((one) => one.aspiration === aspiration.id);
  const block: ScreenBlock = {
    heading: [
      { text: aspiration.title, role: 'strong' },
      { text: `${aspiration.id} · ${aspiration.sources.join(' ')} · ${served} of ${count}`, role: 'quiet' },
    ],
    columns: own.length > 0 ? COLUMNS : [],
    rows: own.map((one) => [
      { text: one.id },
      { text: METHOD_WORDS[one.method], role: 'quiet' },
      { text: extractsOf(one).join(', '), role: 'quiet' },
      servedCell(one, missing.get(one.id) ?? []),
    ]),
    notes: own.length > 0 ? [] : ['No indicator is defined yet.'],
    alike: 'aspirations',
    untitled: !isFirst,
  };
  return inFull ? [block, ...own.map(meaningBlock)] : [block];
}

/** What lacks is named by itself: whose counts they would be stands at the start of the line. */
function servedCell({ id }: Definition, missing: readonly string[]): ScreenCell {
  if (missing.length === 0) return { text: 'yes', role: 'good' };
  return { text: missing.map((one) => `no ${one.replace(` of ${id}`, '')}`).join('; '), role: 'bad' };
}

/** What an indicator means, what it is to reach, and where it comes from. */
function meaningBlock(definition: Definition): ScreenBlock {
  const { id, title, meaning, official, source } = definition;
  return {
    heading: [
      { text: title, role: 'strong' },
      { text: id, role: 'quiet' },
    ],
    lead: meaning,
    columns: [],
    rows: [],
    notes: [
      goalNote(definition),
      official ? `Official number ${official.id}: ${official.title}` : '',
      `Source: ${source}`,
    ].filter(Boolean),
  };
}

function goalNote(definition: Definition): string {
  const { goal } = definition;
  if (!goal) return 'No goal is set.';
  const from = goal.baseline === undefined ? '' : ` from ${goal.baseline}`;
  const aim =
    goal.value !== undefined
      ? withUnit(goal.value, definition)
      : `a change of ${goal.change}${goal.changeIn === 'percent' ? ' %' : ` ${definition.unit}`}${from}`;
  return `Goal: ${aim} by ${goal.date}${goal.source === undefined ? '' : ` (${goal.source})`}`;
}
