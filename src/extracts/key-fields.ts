import { type AgeBand, parseAgeBand } from '../cells/age-band.ts';
import type { Sex } from '../cells/cell.ts';
import { causeLabel, parseCauseRange } from '../cells/icd10.ts';
import { isAmbiguousPeriod, isDashedMonth, parsePeriod } from '../periods/parse-period.ts';
import type { Period } from '../periods/period.ts';
import type { PlaceMatch } from '../places/match-place.ts';
import { foldWidth } from '../text/fold-width.ts';
import { Aside } from './aside.ts';
import { Fault, type FieldSchema, field, quote } from './fields.ts';

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
    const clean = foldWidth(text).trim().toLowerCase();
    if (clean === '' || clean === 'all') return 0;
    if (/^(?:unknown|not (?:known|stated)\b.*)$/.test(clean)) return -1;
    const level = /^\d{1,2}$/.test(clean) ? Number(clean) : levelOfLabel(clean, groups);
    if (level === 'reversed') {
      return new Fault(
        'deciles-reversed',
        `${quote(text)} counts from the least deprived, where 1 must be the most deprived`,
        `renumber the groups as ${groups + 1} less the number of the file`,
        true,
      );
    }
    if (level >= 1 && level <= groups) return level;
    return new Fault('unknown-deprivation', `${quote(text)} is not one of 1 to ${groups}`);
  });
}

const ORDINALS = ['', 'second', 'third', 'fourth', 'fifth'];
const LABEL =
  /^(?:(\d{1,2})[ .:(–-]+)?(?:(second|third|fourth|fifth) )?(most|more|least|less) deprived(?: (?:(decile|tenth|10%)|(quintile|fifth|20%)))?\)?(?: \(.*\))?$/;

/** The group that a label such as `Second most deprived decile` or `1 (most deprived)` names; 0 where none. */
function levelOfLabel(label: string, groups: number): number | 'reversed' {
  if (groups === 5 && /^(?:average|middle) deprived (?:quintile|fifth)(?: \(.*\))?$/.test(label)) return 3;
  const parts = LABEL.exec(label);
  if (!parts) return 0;
  const [, number, ordinal = '', which, tenth, fifth] = parts;
  if (tenth ? groups !== 10 : fifth && groups !== 5) return 0;
  const fromMost = which === 'most' || which === 'more';
  if (number === undefined) {
    const position = ORDINALS.indexOf(ordinal) + 1;
    return fromMost ? position : groups + 1 - position;
  }
  const level = Number(number);
  if (which === 'more' || which === 'less') return level <= groups / 2 === fromMost ? level : 'reversed';
  // Only an end proves a direction: "5 - least deprived" is no tenth, but a fifth.
  const end = fromMost ? 1 : groups;
  if (level === end) return level;
  return level === groups + 1 - end ? 'reversed' : 0;
}

export const quintileField = deprivationField(5);
export const decileField = deprivationField(10);

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
export const icd10Field = field(readIcd10);

/** The cause of a record whose code is not known: it counts among all causes and in none. */
export const NO_CAUSE = 'not known';

/** The ICD-10 code of one record; blank, or what systems write for it, is not known. */
export const icd10OfRecordField = field((text) =>
  /^(?:|-|null|n\/?a|unknown|not (?:known|stated|recorded))$/i.test(text.trim()) ? NO_CAUSE : readIcd10(text),
);

function readIcd10(text: string): string | Fault {
  const clean = text.trim();
  if (clean === '' || /^all( causes)?$/i.test(clean)) return '';
  const range = parseCauseRange(clean);
  return range ? causeLabel(range) : new Fault('unknown-cause', `${quote(text)} is not an ICD-10 code`);
}

/** A cause in words, or an ICD-10 code with or without its title; blank and "all causes" are all causes. */
export const causeField = field((text) => {
  const clean = text.trim();
  if (clean === '' || /^all$|\ball causes\b/i.test(clean)) return '';
  const code = /^[A-Z]\d\d\S*(?= )/i.exec(clean);
  const range = parseCauseRange(clean) ?? (code && parseCauseRange(code[0]));
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

/**
 * @param columnIsMonth whether the column holds months, so that `2010-11` is November 2010
 * @param lastDay the last day that can be, as an ISO date; any where it is left out
 */
export function periodField(columnIsMonth: boolean, lastDay?: string): FieldSchema<PeriodText> {
  return field((text) => {
    const period = parsePeriod(text, columnIsMonth ? 'month' : 'years');
    if (!period) {
      if (text.trim() === '') return new Fault('blank-value', 'the period is blank');
      return new Fault('unknown-period', `${quote(text)} is not a period`);
    }
    // Exact days are kept by the month: a cell is of a period, and no indicator is of a single day.
    if (period.kind === 'day') {
      if (lastDay !== undefined && period.start > lastDay)
        return new Fault(
          'not-a-date',
          `${quote(text)} is still to come, so nothing can have happened on it`,
          'check the year',
        );
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

const TOTAL = /^(?:grand )?total$|^all(?: places| areas)?$/i;
const TOTALS = 'totals of other rows';

/** @param othersAllowed whether an unknown name may be an area elsewhere, as in files of the whole country */
export function placeField(
  match: (text: string) => PlaceMatch,
  othersAllowed: boolean,
): FieldSchema<PlaceRef | Aside> {
  return field<PlaceRef | Aside>((text) => {
    if (text.trim() === '') return new Fault('unknown-place', 'the place is blank');
    const found = match(text);
    if (found.kind === 'area') return { code: found.area.code };
    if (found.kind === 'elsewhere') return 'elsewhere';
    if (TOTAL.test(text.trim())) {
      const warning = new Fault('total-row', `${quote(text)} is the total of other rows, so it is set aside`);
      return new Aside(TOTALS, othersAllowed ? undefined : warning);
    }
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
