import type { Catalogue } from '../indicators/catalogue.ts';
import type { Definition } from '../indicators/definition.ts';
import { areasOf, type Places } from '../places/places.ts';
import type { Measure, MilestoneResult } from '../results/result.ts';
import { reachedInWords } from './milestone-words.ts';
import type { Screen, ScreenBlock, ScreenCell, ScreenColumn } from './table.ts';
import { withheldNotes } from './withheld-notes.ts';

const LATE_COLUMNS: readonly ScreenColumn[] = [
  { title: 'Place', align: 'left', dropFirst: 0, shrinkTo: 12, cutAt: 'end' },
  { title: 'late', align: 'left', dropFirst: 0, wraps: true },
  { title: 'due', align: 'left', dropFirst: 2 },
  { title: 'days late', align: 'right', dropFirst: 0 },
];

const PLACE_COLUMNS: readonly ScreenColumn[] = [
  { title: 'Place', align: 'left', dropFirst: 0, shrinkTo: 12, cutAt: 'end' },
  { title: 'reached', align: 'left', dropFirst: 0 },
  { title: 'of the others', align: 'left', dropFirst: 0, wraps: true },
  { title: 'due next', align: 'left', dropFirst: 3, shrinkTo: 22, cutAt: 'end' },
];

interface MilestonesShown {
  readonly milestones: readonly MilestoneResult[];
  /** The values of indicators that are followed by milestones. */
  readonly measures: readonly Measure[];
  /** Day as of which they are late; '' where there is none. */
  readonly asOf: string;
}

/**
 * The milestones as a board reads them: for each list what is late, the longest first, and below it how far each Place
 * is and what it has to reach next.
 */
export function milestonesScreen(
  { milestones, measures, asOf }: MilestonesShown,
  { indicators }: Pick<Catalogue, 'indicators'>,
  places: Places,
): Screen {
  const sets = indicators.filter(({ id }) => milestones.some(({ set }) => set === id));
  const names = new Map(areasOf(places).map(({ code, name }) => [code, name]));
  const day = asOf === '' ? 'Milestones' : `Milestones as of ${asOf}`;
  return {
    scope:
      milestones.length === 0
        ? `${day}: none in the data that was asked for`
        : `${day}: ${countsOf(milestones, asOf)}`,
    blocks: sets.flatMap((definition) =>
      setBlocks(
        definition,
        milestones.filter(({ set }) => set === definition.id),
        measures.filter(({ indicator }) => indicator === definition.id),
        names,
        places.system.code,
        asOf,
      ),
    ),
    footer:
      milestones.length === 0
        ? []
        : [
            'Late: not reached, and due before that day, which is the newest of the data unless the configuration sets one.',
            'Every milestone, the reached ones too, stands in the csv and json of this view.',
          ],
  };
}

/** "31 of 54 reached · 6 late · 1 not known". */
function countsOf(milestones: readonly MilestoneResult[], asOf: string): string {
  const count = (status: MilestoneResult['milestoneStatus']): number =>
    milestones.filter(({ milestoneStatus }) => milestoneStatus === status).length;
  const unknown = count('');
  return [
    `${count('reached')} of ${milestones.length} reached`,
    asOf === '' ? 'how many are late cannot be told' : `${count('late') || 'none'} late`,
    ...(unknown > 0 ? [`${unknown} not known`] : []),
  ].join(' · ');
}

function setBlocks(
  definition: Definition,
  milestones: readonly MilestoneResult[],
  measures: readonly Measure[],
  names: ReadonlyMap<string, string>,
  system: string,
  asOf: string,
): ScreenBlock[] {
  const heading: ScreenCell[] = [
    { text: definition.title, role: 'strong' },
    { text: countsOf(milestones, asOf), role: 'quiet' },
  ];
  const late = milestones
    .filter(({ milestoneStatus }) => milestoneStatus === 'late')
    .sort((a, b) => b.daysLate! - a.daysLate!);
  const notes = [...withheldNotes(measures, names), ...refusedNotes(milestones, names)];
  const ofPlaces: ScreenBlock = {
    heading: late.length === 0 ? heading : [],
    columns: PLACE_COLUMNS,
    rows: measures
      .filter(({ estimate }) => estimate.value !== null)
      .map((measure) => {
        const role = measure.place === system ? 'strong' : 'plain';
        return [{ text: names.get(measure.place)!, role }, ...standing(measure, definition, milestones)];
      }),
    notes,
  };
  if (late.length === 0) return [ofPlaces];
  const rows = late.map(({ place, milestone, due, daysLate }): ScreenCell[] => [
    { text: names.get(place)! },
    { text: milestone },
    { text: due, role: 'quiet' },
    { text: daysLate!.toLocaleString('en-GB'), role: 'bad' },
  ]);
  return [{ heading, columns: LATE_COLUMNS, rows, notes: [] }, ofPlaces];
}

/** How far an area is, what is late of the rest, and what it has to reach next. */
function standing(
  measure: Measure,
  definition: Definition,
  milestones: readonly MilestoneResult[],
): ScreenCell[] {
  // By due date, as the rows are.
  const next = milestones.find(
    ({ place, milestoneStatus, due }) =>
      place === measure.place &&
      due !== '' &&
      (milestoneStatus === 'planned' || milestoneStatus === 'started'),
  );
  return [
    { text: reachedInWords(measure, definition) },
    { text: measure.note },
    { text: next ? `${next.due} ${next.milestone}` : '' },
  ];
}

function refusedNotes(milestones: readonly MilestoneResult[], names: ReadonlyMap<string, string>): string[] {
  return milestones
    .filter(({ status }) => status !== 'ok')
    .map(({ place, milestone, note }) => `${names.get(place)}, ${milestone || 'without a name'}: ${note}`);
}
