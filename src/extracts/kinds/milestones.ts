import { z } from 'zod';
import { MILESTONE_STATUSES, type MilestoneRow, type MilestoneStatus } from '../../cells/milestone.ts';
import { parsePeriod } from '../../periods/parse-period.ts';
import { nearestWord } from '../../problems/nearest.ts';
import { OTHER_AREAS } from '../aside.ts';
import { blankRefused, Fault, type FieldSchema, field, quote } from '../fields.ts';
import type { Format } from '../format.ts';
import { idField, type PlaceRef, placeField } from '../key-fields.ts';
import { type ExtractKind, othersAllowed, type ReadContext } from './kind.ts';

interface MilestonesRow {
  readonly place: PlaceRef;
  readonly set: string;
  readonly milestone: string;
  readonly status: MilestoneStatus;
  /** ISO dates; '' where blank. */
  readonly due?: string;
  readonly reached_on?: string;
}

/** Words for a status that are not taken for one, since who wrote them may mean something else; they are asked about. */
const MEANT: ReadonlyMap<string, MilestoneStatus> = new Map([
  ['not started', 'planned'],
  ['to do', 'planned'],
  ['in progress', 'started'],
  ['under way', 'started'],
  ['underway', 'started'],
  ['ongoing', 'started'],
  ['achieved', 'reached'],
  ['complete', 'reached'],
  ['completed', 'reached'],
  ['delivered', 'reached'],
  ['done', 'reached'],
  ['met', 'reached'],
]);

/** What has been planned, started and reached. Milestones are no figures: the kind gathers them and feeds no cells. */
export function milestonesKind(context: ReadContext, format: Format): ExtractKind<MilestonesRow> {
  const gathered: MilestoneRow[] = [];
  return {
    schema: z.object({
      place: placeField(context.matchPlace, othersAllowed(format)),
      set: setField(context.indicators),
      milestone: nameField,
      status: statusField,
      due: dayField,
      reached_on: dayField,
    }),
    check({ status, reached_on: reachedOn = '' }) {
      if (reachedOn === '') return null;
      const wrong =
        status !== 'reached'
          ? `the milestone is ${status}, and was reached on ${reachedOn}`
          : reachedOn > context.today
            ? `${reachedOn} is still to come, so nothing can have been reached on it`
            : null;
      return wrong === null ? null : { field: 'reached_on', fault: new Fault('status-against-date', wrong) };
    },
    toCells({ place, set, milestone, status, due = '', reached_on: reachedOn = '' }, line, refused) {
      if (place === 'elsewhere') return OTHER_AREAS;
      gathered.push({
        line,
        place: place.code,
        set,
        milestone,
        status: refused ? null : status,
        due,
        reachedOn,
      });
      return { cells: [] };
    },
    milestones: () => gathered,
  };
}

/** The id of an indicator that is followed by milestones. */
function setField(indicators: ReadContext['indicators']): FieldSchema<unknown> {
  const sets = new Set([...indicators].flatMap(([id, { takesMilestones }]) => (takesMilestones ? [id] : [])));
  const ofIndicators = field((text) =>
    indicators.has(text.trim().toLowerCase()) && !sets.has(text.trim().toLowerCase())
      ? new Fault(
          'unknown-indicator',
          `${quote(text)} is not followed by milestones`,
          'see `gapline indicators` for the extracts that it takes',
        )
      : text,
  );
  const known = idField(sets, 'unknown-indicator', (id) => nearestWord(id, sets));
  return blankRefused(ofIndicators.pipe(known), 'the set is blank', 'write the id of an indicator');
}

const nameField = blankRefused(
  field((text) => text.replaceAll(/\s+/g, ' ').trim()),
  'the milestone is blank',
  'write what is to be reached',
);

const statusField = blankRefused(
  field<MilestoneStatus>((text) => {
    const word = text
      .replaceAll(/[\s_-]+/g, ' ')
      .trim()
      .toLowerCase();
    const status = MILESTONE_STATUSES.find((one) => one === word);
    if (status) return status;
    const guess = MEANT.get(word) ?? nearestWord(word, MILESTONE_STATUSES);
    const fix = guess ? `did you mean "${guess}"?` : undefined;
    return new Fault('unknown-status', `${quote(text)} is not a status of a milestone`, fix);
  }),
  'the status is blank',
  'write planned, started or reached',
);

/** A single day as an ISO date; '' where blank. */
const dayField = field((text) => {
  if (text.trim() === '') return '';
  const period = parsePeriod(text);
  if (period?.kind === 'day') return period.start;
  if (period === null) return new Fault('not-a-date', `${quote(text)} is not a date`);
  return new Fault('not-a-date', `${quote(text)} is more than a day`, `write the day, such as ${period.end}`);
});
