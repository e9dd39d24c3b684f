import type { Period } from '../periods/period.ts';
import type { AgeBand } from './age-band.ts';

export type Sex = 'persons' | 'female' | 'male' | 'unknown';

/** How people are grouped by deprivation; '' where a cell is of all of them together. */
export type DeprivationScheme = '' | 'national-fifths' | 'national-tenths' | 'place-fifths';

export const LEVELS: Record<Exclude<DeprivationScheme, ''>, number> = {
  'national-fifths': 5,
  'national-tenths': 10,
  'place-fifths': 5,
};

/** The level of a cell that is of everybody. */
export const ALL_LEVELS = 0;
/** The level of people whose deprivation is not known: part of the total, of no group. */
export const UNKNOWN_LEVEL = -1;

/**
 * Whether a cell's figure can be used: its source has none (`notAvailable`), hides it (`suppressed`), or a row
 * of it was bad (`refused`). The highest of the cells that a sum needs is that of the sum.
 */
export const STATE = { absent: 0, ok: 1, notAvailable: 2, suppressed: 3, refused: 4 } as const;
export type CellState = (typeof STATE)[keyof typeof STATE];

/**
 * What a cell is of. Fixed: everything later (explain, disclosure control, engines) finds cells by it.
 */
export interface CellKey {
  /** The event counted (`deaths`, `population`, `rtt`) or the indicator whose figure it is. */
  readonly subject: string;
  readonly place: string;
  readonly period: Period;
  readonly sex: Sex;
  readonly age: AgeBand;
  readonly scheme: DeprivationScheme;
  /** 1 = most deprived; 0 = all; -1 = not known. */
  readonly level: number;
  /** ICD-10 code or range, or the extract's own cause; '' = all causes. */
  readonly cause: string;
  /** Any further group of the extract; a waiting band is `weeks 17-18`, an open one `weeks 104+`. */
  readonly group: string;
}

/** The figures of a cell; NaN where it has none. */
export interface CellFigures {
  /** Events, people, people waiting, or the numerator. */
  readonly count: number;
  readonly denominator: number;
  /** A published value with its published limits. */
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

/** Cells as columns: what every source of cells delivers. All arrays have one entry a cell. */
export interface CellColumns {
  readonly subject: string[];
  readonly place: string[];
  readonly period: string[];
  readonly sex: Sex[];
  readonly ageFrom: number[];
  readonly ageTo: number[];
  readonly scheme: DeprivationScheme[];
  readonly level: number[];
  readonly cause: string[];
  readonly group: string[];
  readonly count: number[];
  readonly denominator: number[];
  readonly value: number[];
  readonly lower: number[];
  readonly upper: number[];
  readonly state: CellState[];
  /** Line of the first row that fed the cell, for problems found later. */
  readonly line: number[];
}

export const CELL_COLUMN_NAMES = [
  'subject',
  'place',
  'period',
  'sex',
  'ageFrom',
  'ageTo',
  'scheme',
  'level',
  'cause',
  'group',
  'count',
  'denominator',
  'value',
  'lower',
  'upper',
  'state',
  'line',
] as const satisfies readonly (keyof CellColumns)[];

export function emptyCellColumns(): CellColumns {
  return Object.fromEntries(CELL_COLUMN_NAMES.map((name) => [name, []])) as unknown as CellColumns;
}

/** The name of a waiting band: the one spelling in which a cell's group holds it. */
export function weeksGroup(from: number, to: number | null): string {
  return to === null ? `weeks ${from}+` : `weeks ${from}-${to}`;
}

export function parseWeeksGroup(group: string): { from: number; to: number | null } | null {
  const parts = /^weeks (\d+)(?:-(\d+)|\+)$/.exec(group);
  return parts ? { from: Number(parts[1]), to: parts[2] === undefined ? null : Number(parts[2]) } : null;
}

/** Subject of the cells that hold the events and people of an indicator's reference population. */
export function referenceSubject(indicator: string): string {
  return `${indicator}${OF_REFERENCE}`;
}

/** Whether a subject is no event or indicator of its own, but belongs to one. */
export function isReferenceSubject(subject: string): boolean {
  return subject.endsWith(OF_REFERENCE);
}

/** No id of an indicator holds a colon. */
const OF_REFERENCE = ':reference';

/** The name of the people who had so many events: the one spelling in which a cell's group holds it. */
export function frequencyGroup(events: number): string {
  return `events ${events}`;
}

/** How many events each person of a group had; null for a group of another kind. */
export function parseFrequencyGroup(group: string): number | null {
  const parts = /^events (\d+)$/.exec(group);
  return parts ? Number(parts[1]) : null;
}
