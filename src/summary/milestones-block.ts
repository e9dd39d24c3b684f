import { areasOf, type Places } from '../places/places.ts';
import { reachedInWords } from './milestone-words.ts';
import type { SummaryRow } from './summarise.ts';
import type { ScreenBlock } from './table.ts';
import { withheldNotes } from './withheld-notes.ts';

/** An indicator that is followed by milestones, in the summary: how many each Place has reached, and what is late. */
export function milestonesBlock(rows: readonly SummaryRow[], places: Places): ScreenBlock {
  const nameOf = new Map(areasOf(places).map(({ code, name }) => [code, name]));
  const measures = rows.map(({ measure }) => measure);
  const { definition } = rows[0]!;
  return {
    heading: [{ text: definition.title, role: 'strong' }],
    columns: [
      { title: 'Place', align: 'left', dropFirst: 0 },
      { title: 'reached', align: 'left', dropFirst: 0 },
      { title: 'of the others', align: 'left', dropFirst: 0, wraps: true },
    ],
    rows: measures
      .filter(({ estimate }) => estimate.value !== null)
      .map((measure) => [
        { text: nameOf.get(measure.place)!, role: measure.place === places.system.code ? 'strong' : 'plain' },
        { text: reachedInWords(measure, definition) },
        { text: measure.note },
      ]),
    notes: withheldNotes(measures, nameOf),
  };
}
