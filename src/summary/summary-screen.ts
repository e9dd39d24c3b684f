import { groupBy } from '../cells/group-by.ts';
import type { Aspiration, Catalogue } from '../indicators/catalogue.ts';
import type { Definition } from '../indicators/definition.ts';
import type { Places } from '../places/places.ts';
import { aspirationHeadline, type LateMilestones } from './aspiration-headline.ts';
import { indicatorBlock } from './indicator-block.ts';
import { milestonesBlock } from './milestones-block.ts';
import { isOfOnePlace, overviewBlock, overviewColumns } from './overview-block.ts';
import { scoreLines } from './score-lines.ts';
import type { Scoreboard } from './scoreboard.ts';
import { hasAnyValue, type Standing, standingOf } from './standing.ts';
import type { SummaryRow } from './summarise.ts';
import type { Screen, ScreenBlock } from './table.ts';

export interface SummaryScreenInput {
  /** Of the areas that are shown, in the order of the summary. */
  readonly rows: readonly SummaryRow[];
  readonly scores: readonly Scoreboard[];
  readonly catalogue: Catalogue;
  readonly places: Places;
  /** What the data is, for the scope line. */
  readonly data: string;
  /** What the data lacks for some indicators, in words; '' where nothing. */
  readonly lacking: (definitions: readonly Definition[]) => string;
  readonly late: LateMilestones;
  /** Each indicator in full, with a line a Place; else a line an indicator. */
  readonly inFull: boolean;
}

/** An aspiration with its indicators, as far as they are asked for. */
interface AspirationPart {
  readonly aspiration: Aspiration;
  readonly indicators: readonly (Standing & { readonly rows: readonly SummaryRow[] })[];
}

/** The summary as the board reads it: by objective and aspiration, each with its headline before its figures. */
export function summaryScreen(input: SummaryScreenInput): Screen {
  const { rows, scores, catalogue, places, data, inFull } = input;
  const parts = partsOf(rows, catalogue, places);
  const all = parts.flatMap(({ indicators }) => indicators);
  const computed = all.filter(({ rows: own }) => own.some(({ measure }) => measure.status !== 'missing'));
  const valued = all.filter(hasAnyValue);
  const columns = overviewColumns(valued, places);
  const blocks = catalogue.objectives.flatMap((objective) => {
    const own = parts.filter(({ aspiration }) => aspiration.objective === objective.id);
    if (own.length === 0) return [];
    const first = own.find(({ indicators }) => indicators.some(hasAnyValue));
    return [
      headingBlock(`Objective ${objective.id}: ${objective.title}`),
      ...own.flatMap((part) => {
        const heading = aspirationBlock(part, input);
        if (!inFull) return [{ ...heading, ...overviewBlock(part.indicators, columns, part === first) }];
        const full = part.indicators.filter((one) => computed.includes(one));
        return [heading, ...full.map((one) => fullBlock(one.rows, places))];
      }),
    ];
  });
  return {
    head: scoreLines(scores, places),
    scope: [data, `${computed.length} of ${all.length} indicators`, placesShown(rows, places)].join(' · '),
    blocks,
    footer: footerOf(rows, places, inFull, !inFull && !isOfOnePlace(valued)),
  };
}

/** The aspirations of whose indicators there are rows, in the order of the catalogue. */
function partsOf(rows: readonly SummaryRow[], { aspirations }: Catalogue, places: Places): AspirationPart[] {
  const byIndicator = groupBy(rows, ({ definition }) => definition.id);
  const standings = [...byIndicator.values()].map((own) => ({ ...standingOf(own, places), rows: own }));
  return aspirations.flatMap((aspiration) => {
    const indicators = standings.filter(({ definition }) => definition.aspiration === aspiration.id);
    return indicators.length > 0 ? [{ aspiration, indicators }] : [];
  });
}

/** An indicator with a line a Place. */
function fullBlock(rows: readonly SummaryRow[], places: Places): ScreenBlock {
  const isOfMilestones = rows[0]!.definition.method === 'milestones';
  return isOfMilestones ? milestonesBlock(rows, places) : indicatorBlock(rows, places);
}

function headingBlock(text: string): ScreenBlock {
  return { heading: [{ text, role: 'strong' }], columns: [], rows: [], notes: [] };
}

/** An aspiration in its own words, its headline, and what its other indicators still lack. */
function aspirationBlock(
  { aspiration, indicators }: AspirationPart,
  { places, lacking, late }: SummaryScreenInput,
): ScreenBlock {
  const without = indicators.filter((one) => !hasAnyValue(one));
  const lacks = lacking(without.map(({ definition }) => definition));
  return {
    heading: [
      { text: aspiration.title, role: 'strong' },
      { text: aspiration.id, role: 'quiet' },
    ],
    lead: aspirationHeadline(indicators, { places, late, lacks }),
    columns: [],
    rows: [],
    // Where there is no value at all, the headline says what lacks.
    notes:
      without.length === indicators.length
        ? []
        : [...unshown(without), ...(lacks ? [`Still needed: ${lacks}.`] : [])],
  };
}

/** Indicators whose data is there and may not be shown or is not of the areas asked, with the reason. */
function unshown(standings: AspirationPart['indicators']): string[] {
  return standings.flatMap(({ definition, rows }) => {
    const reason = rows.find(({ measure }) => measure.status !== 'missing')?.measure.note;
    return reason ? [`${definition.title}: ${reason}.`] : [];
  });
}

/** "9 Places of Cheshire and Merseyside", or how many of them are shown. */
function placesShown(rows: readonly SummaryRow[], { places, system }: Places): string {
  const shown = new Set(rows.map(({ measure }) => measure.place));
  const count = places.filter(({ code }) => shown.has(code)).length;
  const all = count === places.length ? '' : ` of ${places.length}`;
  return `${count}${all} Places of ${system.name}`;
}

/** What signs and words mean. */
function footerOf(rows: readonly SummaryRow[], places: Places, inFull: boolean, counted: boolean): string[] {
  const footer = [
    `Limits are at 95 %. Overall: ${places.system.name} as a whole.`,
    'Clear: the limits of the yearly change, widened for the spread round the line, leave out no change; a series of months goes by the rules of its chart. By chance alone about 1 in 20 would seem to have changed.',
  ];
  if (counted)
    footer.push(
      'Places: how many are clearly getting better ▲ or worse ▼, show no clear change =, or cannot be told ?; ↑ ↓ where neither is the better. Course: the newest periods of the whole.',
    );
  if (inFull && rows.some(({ gap }) => gap?.estimate.value != null))
    footer.push('A gap above 0 is worse for the most deprived, or for the Place.');
  if (rows.some(({ poorest }) => poorest))
    footer.push(
      `${inFull ? 'Poorest fastest' : 'Poorest'}: did the most deprived fifth improve faster than the least deprived? Absolute scale; * where the relative scale says otherwise.`,
    );
  if (!inFull) footer.push('By Place: gapline run --aspiration ID, with an id that stands behind a title.');
  return footer;
}
