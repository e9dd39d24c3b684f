import { systemParts } from '../cells/cube.ts';
import type { Coverage } from '../cells/subject-index.ts';
import { dayNumber, type Period } from '../periods/period.ts';
import type { RunContext } from './run-context.ts';

/** The events of an area by the day, and the days over which they are known. Days are numbers that count on. */
export interface EventsByDay extends Pick<Period, 'start' | 'end'> {
  readonly days: readonly number[];
  readonly counts: readonly number[];
}

/**
 * The days of an event in an area, its parts included; for the system those of all its Places, where all have some.
 * They are known over the periods of the files that tell them, and no longer.
 *
 * @param place code of the area
 * @returns null where some of the events are known by the month or year alone, hidden, or of a row that was refused
 */
export function eventsByDay(event: string, place: string, run: RunContext): EventsByDay | null {
  const { coverage, refused } = run.subject(event);
  const byPlace = new Map<string, Coverage[]>();
  for (const one of coverage.values()) byPlace.set(one.place, [...(byPlace.get(one.place) ?? []), one]);
  const codes = codesOf(place, (code) => byPlace.has(code), run);
  const covered = codes.flatMap((code) => byPlace.get(code) ?? []);
  const own = run.cells.days.filter((one) => one.subject === event && codes.includes(one.place));
  const known =
    covered.length > 0 &&
    covered.every(run.isOfRecords) &&
    own.every(({ day }) => day !== '') &&
    !refused.some((row) => codes.includes(row.place));
  if (!known) return null;
  // Days are known where those of every part are.
  const spans = codes.flatMap((code) => spanOf(byPlace.get(code) ?? [], run) ?? []);
  const start = spans.reduce((latest, span) => (span.start > latest ? span.start : latest), '');
  const end = spans.reduce((first, span) => (span.end < first ? span.end : first), '9999');
  if (spans.length === 0 || start > end) return null;
  return {
    start,
    end,
    days: own.map(({ day }) => dayNumber(day)),
    counts: own.map(({ count }) => count),
  };
}

/** The codes under which the events of an area stand. */
function codesOf(place: string, has: (code: string) => boolean, { places }: RunContext): string[] {
  const withParts = (code: string): string[] => [
    code,
    ...places.parts.filter(({ partOf }) => partOf === code).map((part) => part.code),
  ];
  if (place !== places.system.code) return withParts(place).filter(has);
  const { parts, standFor } = systemParts(places, (code) => withParts(code).some(has));
  const all = standFor === places.places.length ? parts.flatMap(withParts) : [place];
  return all.filter(has);
}

/** From the first to the last day of the files behind some coverages. */
function spanOf(coverages: readonly Coverage[], { cells }: RunContext): Pick<Period, 'start' | 'end'> | null {
  const files = new Set(coverages.flatMap(({ files: set }) => cells.fileSets.get(set)));
  const spans = [...files].flatMap((file) => cells.spans.get(file) ?? []);
  if (spans.length === 0) return null;
  return {
    start: spans.reduce((first, span) => (span.start < first ? span.start : first), '9999'),
    end: spans.reduce((last, span) => (span.end > last ? span.end : last), ''),
  };
}
