import { z } from 'zod';
import { type AgeBand, parseAgeBand } from '../cells/age-band.ts';
import { type CellState, type Sex, STATE } from '../cells/cell.ts';
import { causeLabel, parseCauseRange } from '../cells/icd10.ts';
import { isAmbiguousPeriod, isDashedMonth, parsePeriod } from '../periods/parse-period.ts';
import type { Period } from '../periods/period.ts';
import type { PlaceMatch } from '../places/match-place.ts';
import type { ProblemCode } from '../problems/catalogue.ts';

/** Why a field's text was refused. */
export class Fault {
  readonly code: ProblemCode;
  readonly message: string;
  readonly fix: string | undefined;

  constructor(code: ProblemCode, message: string, fix?: string) {
    this.code = code;
    this.message = message;
    this.fix = fix;
  }
}

/** A schema that turns a field's text into its value; its one issue carries our own code, message and fix. */
export type FieldSchema<T> = z.ZodType<T, string>;

/** Makes a schema from a reading of text that gives a value or a fault. */
export function field<T>(read: (text: string) => T | Fault): FieldSchema<T> {
  return z.string().transform((text, context) => {
    const value = read(text);
    if (!(value instanceof Fault)) return value;
    context.addIssue({
      code: 'custom',
      message: value.message,
      params: { code: value.code, fix: value.fix },
    });
    return z.NEVER;
  });
}

/** A field in which a blank stands for another text. */
export function blankAs(schema: FieldSchema<unknown>, text: string): FieldSchema<unknown> {
  return z
    .string()
    .transform((given) => (given.trim() === '' ? text : given))
    .pipe(schema);
}

/** A field that may not be blank. */
export function blankRefused(schema: FieldSchema<unknown>, message: string): FieldSchema<unknown> {
  return field((text) => (text.trim() === '' ? new Fault('blank-value', message) : text)).pipe(schema);
}

/** A figure, or why there is none: hidden by its source, or not available there. */
export interface Figure {
  readonly number: number;
  readonly state: 'ok' | 'suppressed' | 'unreliable' | 'not-available';
}

export function stateOfFigure({ state }: Figure): CellState {
  if (state === 'ok') return STATE.ok;
  return state === 'suppressed' ? STATE.suppressed : STATE.notAvailable;
}

const SUPPRESSED = /^(?:\*|:c|\[c\]|c|<\s?\d+|suppressed)$/i;
const UNRELIABLE = /^(?:u|\[u\]|:u)$/i;
const NOT_AVAILABLE = /^(?::|\[[xz]\]|[xz]|-|\.\.|null|na|n\/a)$/i;
const PLAIN_NUMBER = /^-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const THOUSANDS = /^-?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;

/** No figure of a population is above this; doubles count exactly to it. */
const LARGEST = 1e15;

function readFigure(text: string, column: 'count' | 'value'): Figure | Fault {
  const clean = text.normalize('NFKC').trim();
  if (clean === '') return new Fault('blank-value', 'the figure is blank');
  const bare = clean.replace(/\s?%$/, '');
  const parsed = PLAIN_NUMBER.test(bare)
    ? Number(bare)
    : THOUSANDS.test(bare)
      ? Number(bare.replaceAll(',', ''))
      : Number.NaN;
  if (Number.isFinite(parsed)) {
    if (Math.abs(parsed) > LARGEST) {
      return new Fault('not-a-number', `${quote(text)} is more than can be counted`);
    }
    // 0 and -0 are one figure.
    const number = parsed + 0;
    if (column === 'value') return { number, state: 'ok' };
    if (bare !== clean) return new Fault('not-a-number', `${quote(text)} is a percentage, not a count`);
    if (number < 0) return new Fault('negative-value', `${quote(text)} is below zero`);
    return { number, state: 'ok' };
  }
  if (SUPPRESSED.test(clean)) return { number: Number.NaN, state: 'suppressed' };
  if (UNRELIABLE.test(clean)) return { number: Number.NaN, state: 'unreliable' };
  if (NOT_AVAILABLE.test(clean)) return { number: Number.NaN, state: 'not-available' };
  return new Fault('not-a-number', `${quote(text)} is not a number`);
}

/** A count of people or events: never negative, never blank. */
export const countField = field((text) => readFigure(text, 'count'));

/** Publishers' databases write counts as `297504.000001`; what is further from a whole number is none. */
const ROUNDING = 1e-3;

/** A count that must be whole, such as people in an order of waiting. */
export const wholeCountField = field((text) => {
  const figure = readFigure(text, 'count');
  if (figure instanceof Fault || figure.state !== 'ok') return figure;
  const number = Math.round(figure.number);
  if (Math.abs(number - figure.number) <= ROUNDING) return { number, state: figure.state };
  return new Fault('not-a-number', `${quote(text)} is not a whole number`);
});

/** A published value, of either sign. */
export const valueField = field((text) => readFigure(text, 'value'));

/** A figure that may be left out: blank is none. */
export const optionalValueField = field((text) => (text.trim() === '' ? null : readFigure(text, 'value')));
export const optionalCountField = field((text) => (text.trim() === '' ? null : readFigure(text, 'count')));

const SEXES = new Map<string, Sex>(
  Object.entries({
    '': 'persons',
    persons: 'persons',
    person: 'persons',
    all: 'persons',
    both: 'persons',
    total: 'persons',
    p: 'persons',
    f: 'female',
    female: 'female',
    females: 'female',
    woman: 'female',
    women: 'female',
    girls: 'female',
    m: 'male',
    male: 'male',
    males: 'male',
    man: 'male',
    men: 'male',
    boys: 'male',
    unknown: 'unknown',
    'not stated': 'unknown',
    'not known': 'unknown',
    indeterminate: 'unknown',
  }),
);

export const sexField = field<Sex>(
  (text) => SEXES.get(text.trim().toLowerCase()) ?? new Fault('unknown-sex', `${quote(text)} is not a sex`),
);

export const ageField = field<AgeBand>(
  (text) =>
    parseAgeBand(text) ?? new Fault('unknown-age', `${quote(text)} is neither an age nor an age band`),
);

/** 1 to 10 or 1 to 5, where 1 is most deprived; 0 for all, -1 for not known. */
function deprivationField(groups: number): FieldSchema<number> {
  return field((text) => {
    const clean = text.trim().toLowerCase();
    if (clean === '' || clean === 'all') return 0;
    if (clean === 'unknown' || clean === 'not known' || clean === 'not stated') return -1;
    const level = /^\d{1,2}$/.test(clean) ? Number(clean) : 0;
    if (level >= 1 && level <= groups) return level;
    return new Fault('unknown-deprivation', `${quote(text)} is not one of 1 to ${groups}`);
  });
}

export const quintileField = deprivationField(5);
export const decileField = deprivationField(10);

/** A national rank of deprivation, 1 = most deprived; publishers write "29,199". */
export const rankField = field((text) => {
  const figure = readFigure(text, 'count');
  if (figure instanceof Fault) return figure;
  if (Number.isInteger(figure.number) && figure.number >= 1) return figure.number;
  return new Fault(
    'unknown-deprivation',
    `${quote(text)} is not a rank`,
    'write the rank as a number from 1',
  );
});

export const scoreField = field((text) => text);

const SMALL_AREA = /^[EW]01\d{6}$/;

export const lsoaField = field((text) => {
  const code = text.trim().toUpperCase();
  if (SMALL_AREA.test(code)) return code;
  return new Fault(
    'unknown-small-area',
    `${quote(text)} is not an LSOA code`,
    'write the code, such as E01012367',
  );
});

/** An ICD-10 code or range; blank is all causes. */
export const icd10Field = field((text) => {
  const clean = text.trim();
  if (clean === '' || /^all( causes)?$/i.test(clean)) return '';
  const range = parseCauseRange(clean);
  return range ? causeLabel(range) : new Fault('unknown-cause', `${quote(text)} is not an ICD-10 code`);
});

/** A cause in words, or an ICD-10 code; blank and "all causes" are all causes. */
export const causeField = field((text) => {
  const clean = text.trim();
  if (clean === '' || /^all( causes)?$/i.test(clean)) return '';
  const range = parseCauseRange(clean);
  return range ? causeLabel(range) : clean.toLowerCase();
});

/** Free text that names a group; blank is everybody. */
export const groupField = field((text) => text.trim().toLowerCase());

/** Weeks at an end of a waiting band; blank is open. */
export const weeksField = field<number | null>((text) => {
  const clean = text.trim();
  if (clean === '') return null;
  if (/^\d{1,4}$/.test(clean)) return Number(clean);
  return new Fault('unknown-band', `${quote(text)} is not a number of weeks`);
});

/** A period as read, and what is left to settle once the whole file is known. */
export interface PeriodText {
  /** Where the text could be years or a month, its label says so until the file is read. */
  readonly period: Period;
  /** Both readings of `2010-11`; null where the text is clear. */
  readonly readings: { readonly years: Period; readonly month: Period } | null;
  /** Whether the text is certainly a month written `2010-01`. */
  readonly dashedMonth: boolean;
  /** The exact day that the text names, whose month is the period; null where it names none. */
  readonly day: string | null;
}

/** @param columnIsMonth whether the column holds months, so that `2010-11` is November 2010 */
export function periodField(columnIsMonth: boolean): FieldSchema<PeriodText> {
  return field((text) => {
    const period = parsePeriod(text, columnIsMonth ? 'month' : 'years');
    if (!period) {
      if (text.trim() === '') return new Fault('blank-value', 'the period is blank');
      return new Fault('unknown-period', `${quote(text)} is not a period`);
    }
    // Exact days are kept by the month: a cell is of a period, and no indicator is of a single day.
    if (period.kind === 'day') {
      const month = parsePeriod(period.start.slice(0, 7), 'month')!;
      return { period: month, readings: null, dashedMonth: false, day: period.start };
    }
    const month = columnIsMonth || !isAmbiguousPeriod(text) ? null : parsePeriod(text, 'month');
    if (!month) return { period, readings: null, dashedMonth: isDashedMonth(text), day: null };
    const label = `${text.trim()} (years or a month)`;
    return {
      period: { ...period, label },
      readings: { years: period, month },
      dashedMonth: false,
      day: null,
    };
  });
}

/** A place that results can show, or an area elsewhere. */
export type PlaceRef = { readonly code: string } | 'elsewhere';

/** @param othersAllowed whether an unknown name may be an area elsewhere, as in files of the whole country */
export function placeField(
  match: (text: string) => PlaceMatch,
  othersAllowed: boolean,
): FieldSchema<PlaceRef> {
  return field((text) => {
    if (text.trim() === '') return new Fault('unknown-place', 'the place is blank');
    const found = match(text);
    if (found.kind === 'area') return { code: found.area.code };
    if (found.kind === 'elsewhere') return 'elsewhere';
    // In a file of the whole country, Darlington is no misspelling of Warrington.
    if (found.nearest && (!othersAllowed || found.slip)) {
      const fix = `did you mean ${quote(found.nearest)}?`;
      return new Fault('unknown-place', `${quote(text)} is not one of the known Places`, fix);
    }
    return othersAllowed
      ? 'elsewhere'
      : new Fault('unknown-place', `${quote(text)} is not one of the known Places`);
  });
}

/** An id that must be one of `known`. */
export function idField(
  known: ReadonlySet<string>,
  code: 'unknown-indicator' | 'unknown-service',
  nearest: (text: string) => string | null,
): FieldSchema<string> {
  const what = code === 'unknown-indicator' ? 'an indicator' : 'a waiting list';
  return field((text) => {
    const id = text.trim().toLowerCase();
    if (known.has(id)) return id;
    const guess = nearest(id);
    return new Fault(code, `${quote(text)} is not ${what}`, guess ? `did you mean "${guess}"?` : undefined);
  });
}

/** Text that names an event, such as `births`. */
export const eventField = field((text) => {
  const id = text.trim().toLowerCase().replaceAll(/\s+/g, '-');
  return id === '' ? new Fault('blank-value', 'the event is blank') : id;
});

/** A value in quotation marks for a message; control characters are shown, long text is cut. */
export function quote(text: string): string {
  const shown = JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
  return shown;
}

export interface Checked<T> {
  readonly value: T | undefined;
  readonly fault: Fault | undefined;
}

/** How many distinct texts of one column are remembered. */
const REMEMBERED = 50_000;

/**
 * A field's check that runs its schema once for each distinct text: the columns of an extract repeat a few
 * values over and over, so the cost of a schema is not paid for every row.
 */
export function remembered<T>(schema: FieldSchema<T>): (text: string) => Checked<T> {
  const seen = new Map<string, Checked<T>>();
  return (text) => {
    const known = seen.get(text);
    if (known) return known;
    const result = schema.safeParse(text);
    const checked = result.success
      ? { value: result.data, fault: undefined }
      : { value: undefined, fault: faultOf(result.error) };
    if (seen.size >= REMEMBERED) seen.clear();
    seen.set(text, checked);
    return checked;
  };
}

function faultOf(error: z.ZodError): Fault {
  const issue = error.issues[0]!;
  const { code, fix } = (issue as { params?: unknown }).params as { code: ProblemCode; fix?: string };
  return new Fault(code, issue.message, fix);
}
