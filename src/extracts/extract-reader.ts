import { ALL_AGES } from '../cells/age-band.ts';
import { type CellState, STATE } from '../cells/cell.ts';
import { CellAccumulator } from '../cells/cell-accumulator.ts';
import type { DayCount } from '../cells/cell-source.ts';
import type { ProblemCode } from '../problems/catalogue.ts';
import { type Problem, problem } from '../problems/problem.ts';
import { Aside, OTHER_AREAS } from './aside.ts';
import { dayCountOf } from './day-count.ts';
import { type Figure, NO_FIGURE, stateOfFigure } from './figure-fields.ts';
import { FilePeriods } from './file-periods.ts';
import type { Format } from './format.ts';
import type { PeriodText, PlaceRef } from './key-fields.ts';
import type { CellDraft, ExtractKind } from './kinds/kind.ts';
import type { MeasuredFigures } from './kinds/measures.ts';
import type { MeasureFeed, MeasurePlan } from './measure-plan.ts';
import { readMeasures } from './read-measures.ts';
import { RepeatedRows } from './repeated-rows.ts';
import type { PlannedField, RowPlan } from './row-plan.ts';
import { RowReporter } from './row-reporter.ts';
import { wideCells } from './wide-cells.ts';

/** What came of the rows of one file. */
export interface RowAccount {
  readonly rows: number;
  /** Rows that were understood: those that fed cells and those that were set aside. */
  readonly used: number;
  readonly refused: number;
  readonly setAside: readonly { readonly because: string; readonly rows: number }[];
}

/** What stands for "not known" in a refused row, so that the cells it might have fed are known to be incomplete. */
const NOT_KNOWN: Record<string, unknown> = {
  sex: 'unknown',
  age: ALL_AGES,
  age_band: ALL_AGES,
  deprivation_decile: -1,
  deprivation_quintile: -1,
  imd_rank: undefined,
  imd_decile: undefined,
  icd10: '',
  cause: '',
  group: '',
  events_per_person: 1,
  // Makes a band that is none, which spoils all bands of its slice.
  weeks_from: Number.NaN,
  weeks_to: Number.NaN,
  // Of a milestone: that there is one more of them is known, and how far it is is not.
  milestone: '',
  status: null,
  due: '',
  reached_on: '',
};

const FIGURES = new Set([
  'count',
  'numerator',
  'denominator',
  'reference_numerator',
  'reference_denominator',
  'breaches',
  'value',
  'lower',
  'upper',
  'waiting',
  'population',
  'children',
  'idaci_score',
]);

const PERIODS = new Set(['period', 'month', 'date']);

/** `repeated`: the row says again what an earlier one said. */
type Outcome = 'done' | 'repeated' | 'refused' | Aside;

export interface ExtractReaderOptions {
  readonly file: string;
  readonly format: Format;
  readonly kind: ExtractKind<never>;
  readonly plan: RowPlan;
  readonly report: (problem: Problem) => void;
  /** As an ISO date, for periods in the future. */
  readonly today: string;
  /** Events whose exact days are kept beside their cells. */
  readonly daysOf: ReadonlySet<string>;
  /** Whether the file holds NUL bytes, as far as it has been read. */
  readonly holdsNul: () => boolean;
}

/** Reads the records of one file into cells, and accounts for every one of them. */
export class ExtractReader {
  readonly cells: CellAccumulator;
  readonly periods = new FilePeriods();
  /** Codes of the places that rows are of, whether or not they feed cells. */
  readonly places = new Set<string>();
  /** Whether two spellings of one period may have made two cells of one. */
  mayRepeat = false;
  /** Events by the day, of the rows that feed cells. */
  readonly days: DayCount[] = [];
  #rows = 0;
  #refused = 0;
  readonly #setAside = new Map<string, number>();
  readonly #repeated: RepeatedRows;
  readonly #finerThanCells: boolean;
  readonly #hasFrequencies: boolean;
  readonly #row: Record<string, unknown> = {};
  /** Whether the row at hand is of one day, of which a cell has several. */
  #rowIsDay = false;
  /** A row too short, which the end of the file may explain. */
  #tooShort: { line: number; message: string } | null = null;
  /** How many rows the source says that there are; 0 where it does not say. */
  #statedRows = 0;
  readonly #otherAreas: Aside;
  readonly #say: RowReporter;
  readonly #options: ExtractReaderOptions;

  constructor(options: ExtractReaderOptions) {
    this.#options = options;
    const { plan, kind, format, file, report } = options;
    this.#say = new RowReporter(file, plan, report);
    this.#otherAreas = format.othersAre === undefined ? OTHER_AREAS : new Aside(format.othersAre);
    this.#finerThanCells = plan.fields.some(({ name }) => name.startsWith('lsoa') || name === 'date');
    this.#hasFrequencies = plan.fields.some(({ name }) => name === 'events_per_person');
    const rule = plan.measures ? 'parts' : this.#finerThanCells ? 'sum' : format.rows;
    this.cells = new CellAccumulator(rule);
    this.#repeated = new RepeatedRows(
      plan.fields,
      (name) => kind.identity?.includes(name) ?? !FIGURES.has(name),
    );
    for (const [name, value] of plan.constants) this.#row[name] = value;
    for (const [name, value] of plan.constants)
      if (PERIODS.has(name) || name === 'population_period') this.periods.note(value as PeriodText);
  }

  /** @param line where the record starts, from 1 */
  read(given: readonly string[], line: number): void {
    const { plan, format, holdsNul } = this.#options;
    this.#reportTooShort('ragged-row');
    this.#rows += 1;
    const lacking = plan.width - given.length;
    const mayLack = lacking > 0 && lacking <= format.mayLackLast;
    const record = mayLack ? [...given, ...new Array<string>(lacking).fill('')] : given;
    if (record[0]!.trim() === '' && record.every((text) => text.trim() === '')) {
      this.#putAside('blank rows');
    } else if (format.preamble && this.#startsAnotherTable(record)) {
      this.#say.spoil('several-tables', line, 'another table begins here, below the first');
    } else if (format.preamble && record.slice(1).every((text) => text.trim() === '')) {
      this.#putAside('notes below the table');
    } else if (record.length !== plan.width) {
      this.#refuseRagged(record.length, line);
    } else if (holdsNul() && record.some((text) => text.includes('\0'))) {
      this.#refuse('nul-byte', line, null, 'the row holds NUL bytes');
    } else {
      const outcome = this.#readRow(record, line);
      if (outcome instanceof Aside) this.#putAside(outcome.because);
      else if (outcome === 'refused') this.#refused += 1;
    }
  }

  /**
   * Ends the file: settles what only the whole file tells, and gives the account of its rows.
   *
   * @param whole whether the last line ends as a line does
   */
  finish(whole: boolean): RowAccount {
    const { plan, kind, report, file } = this.#options;
    this.#reportTooShort(whole ? 'ragged-row' : 'cut-off-download');
    if (!this.#say.spoiled) {
      for (const { fault, field, line } of kind.finish?.() ?? []) {
        this.#say.fault(fault, line, field);
        if (!fault.spoilsFile) this.#refused += 1;
      }
      this.#checkCutOff();
    }
    if (this.#say.spoiled) {
      this.#setAside.clear();
      this.#refused = this.#rows;
      this.cells.columns.state.fill(STATE.refused);
    }
    this.mayRepeat = this.periods.settle(this.cells.columns.period);
    if (plan.measures && !this.#say.spoiled) this.#settleParts(plan.measures);
    for (const [because, rows] of this.#setAside) {
      report(problem('rows-set-aside', { file }, `${rows} rows set aside: ${because}`));
    }
    return {
      rows: this.#rows,
      used: this.#rows - this.#refused,
      refused: this.#refused,
      setAside: [...this.#setAside].map(([because, rows]) => ({ because, rows })),
    };
  }

  /** Puts cells together whose figures came in several rows; a numerator above its denominator is refused. */
  #settleParts(measures: MeasurePlan): void {
    const { format } = this.#options;
    for (const { line, count, denominator } of this.cells.settleParts({
      ...measures,
      roundedTo: format.roundedTo ?? 0,
    })) {
      const message = `${count} is more than its denominator ${denominator}`;
      this.#refuse('count-above-denominator', line, measures.figureColumn, message);
    }
  }

  #readRow(record: readonly string[], line: number): Outcome {
    const { plan } = this.#options;
    for (const { index, fits, keep, because } of plan.filters) {
      if (fits(record[index]!) !== keep) return new Aside(because);
    }
    const feeds = plan.measures?.feedsOf(record);
    if (feeds === null) {
      this.#noteWhereAndWhen(record);
      return new Aside(plan.measures!.otherwise);
    }
    if (plan.rowsColumn >= 0)
      this.#statedRows = Math.max(this.#statedRows, Number(record[plan.rowsColumn]) || 0);
    return this.#checkFields(record, line, feeds ?? null);
  }

  #checkFields(record: readonly string[], line: number, feeds: readonly MeasureFeed[] | null): Outcome {
    const { plan, kind } = this.#options;
    const row = this.#row;
    let refused = false;
    let keyKnown = true;
    let state: CellState = STATE.ok;
    for (const planned of plan.fields) {
      const { name, column, index } = planned;
      const text = textOf(planned, record);
      if (text instanceof Aside) {
        this.#noteWhereAndWhen(record);
        return text;
      }
      const { value, fault } = planned.check(text);
      if (fault) {
        this.#say.faultAt(fault, line, column);
        refused = true;
        if (FIGURES.has(name)) row[name] = NO_FIGURE;
        else if (name in NOT_KNOWN) row[name] = NOT_KNOWN[name];
        else keyKnown = false;
        continue;
      }
      if (value instanceof Aside) {
        if (value.warning) this.#say.faultAt(value.warning, line, column);
        this.#noteWhereAndWhen(record);
        return value;
      }
      row[name] = value;
      if (name === 'place') {
        if (value !== 'elsewhere') this.places.add((value as Exclude<PlaceRef, 'elsewhere'>).code);
        else if (!kind.wantsElsewhere) return this.#otherAreas;
      } else if (FIGURES.has(name)) {
        state = worse(state, this.#say.figure(value as Figure | null, record[index]!, line, column));
      } else if (PERIODS.has(name)) this.#notePeriod(value as PeriodText, line, column);
    }
    if (!refused) {
      const wrong = kind.check?.(row as never);
      if (wrong) {
        refused = true;
        if (wrong.field in NOT_KNOWN) row[wrong.field] = NOT_KNOWN[wrong.field];
        this.#say.fault(wrong.fault, line, wrong.field);
      }
    }
    if (refused && !keyKnown) return 'refused';
    if (feeds) {
      const { measured, atFault } = this.#measure(feeds, record, line);
      refused ||= atFault;
      row.measured = measured;
    }
    const fed = plan.wideValue
      ? this.#feedWide(record, line, refused)
      : this.#feed(record, refused ? STATE.refused : state, line, true);
    if (fed instanceof Aside) return fed;
    return refused || fed === 'refused' ? 'refused' : 'done';
  }

  /** Notes the place and the period of a row that is set aside for what it measures. */
  #noteWhereAndWhen(record: readonly string[]): void {
    for (const planned of this.#options.plan.fields) {
      const isPlace = planned.name === 'place';
      if (!isPlace && !PERIODS.has(planned.name)) continue;
      const text = textOf(planned, record);
      const value = text instanceof Aside ? undefined : planned.check(text).value;
      if (value === undefined || value === 'elsewhere' || value instanceof Aside) continue;
      if (isPlace) this.places.add((value as Exclude<PlaceRef, 'elsewhere'>).code);
      else this.periods.note(value as PeriodText);
    }
  }

  /** The figures that a row's measures give, and whether one of them is at fault. */
  #measure(
    feeds: readonly MeasureFeed[],
    record: readonly string[],
    line: number,
  ): { readonly measured: readonly MeasuredFigures[]; readonly atFault: boolean } {
    // A measure may feed several indicators; what is wrong with it is told once.
    const told = new Set<number>();
    const faulty = new Set<number>();
    let atFault = false;
    const measured = feeds.map((feed) => {
      const { state, figures, fault } = readMeasures(feed, record, (read, text, { column, index }) => {
        if (told.has(index)) return stateOfFigure(read);
        told.add(index);
        return this.#say.figure(read, text, line, column);
      });
      if (fault) {
        if (!faulty.has(fault.index)) this.#say.faultAt(fault.fault, line, fault.column);
        faulty.add(fault.index);
        atFault = true;
      }
      return { subject: feed.subject, ...figures, state };
    });
    return { measured, atFault };
  }

  /**
   * Feeds the cells of a row whose fields are all in place.
   *
   * @param isNewRow whether it is the first that is fed of its row
   */
  #feed(record: readonly string[], state: CellState, line: number, isNewRow: boolean): Outcome {
    const row = this.#options.kind.toCells(this.#row as never, line, state === STATE.refused);
    if (row instanceof Aside) return row;
    if (row.fault && state !== STATE.refused) this.#say.fault(row.fault.fault, line, row.fault.field);
    if (row.warning && isNewRow && state !== STATE.refused)
      this.#say.fault(row.warning.fault, line, row.warning.field);
    const refused = row.fault !== undefined || state === STATE.refused;
    if (isNewRow && this.#options.format.rows === 'unique' && this.#rowIsPart() && !refused) {
      const { repeat, first } = this.#repeated.note(this.#row, record, line);
      if (repeat !== 'new') this.#say.repeat(repeat, first, line);
      if (repeat === 'duplicate') return 'repeated';
      if (repeat === 'conflict') return this.#addCells(row.cells, STATE.refused, line);
    }
    const outcome = this.#addCells(row.cells, refused ? STATE.refused : state, line);
    const day = outcome === 'done' ? dayCountOf(this.#row, row.cells, this.#options.daysOf) : null;
    if (day) this.days.push(day);
    return outcome;
  }

  #addCells(cells: readonly CellDraft[], state: CellState, line: number): Outcome {
    let outcome: Outcome = state === STATE.refused ? 'refused' : 'done';
    const { repeats } = this.#options.format;
    const repeated = new Map<'duplicate' | 'conflict', number>();
    for (const { key, figures, state: own, notCounted, isPart = false } of cells) {
      this.periods.byLabel.set(key.period.label, key.period);
      const worst = state === STATE.refused ? state : (own ?? state);
      const part = this.cells.additive || this.#rowIsDay || isPart;
      const given = this.cells.add(key, figures, worst, line, part);
      const added =
        notCounted === undefined || given !== 'added' ? given : this.cells.takeOff(key, notCounted);
      if (added === 'added') continue;
      if (added === 'duplicate' && repeats !== undefined) return new Aside(repeats);
      repeated.set(added, this.cells.firstLineOf(key));
    }
    // A row that repeats several cells is one row all the same.
    const worst = repeated.has('conflict') ? 'conflict' : 'duplicate';
    if (repeated.has(worst)) this.#say.repeat(worst, repeated.get(worst)!, line);
    if (worst === 'conflict') outcome = 'refused';
    return outcome;
  }

  /** Feeds one cell for each wide column; a row with one bad cell is refused as a whole. */
  #feedWide(record: readonly string[], line: number, rowRefused: boolean): Outcome {
    const { plan, format } = this.#options;
    const { figures, faults, mismatch } = wideCells(record, plan, format);
    for (const { fault, column } of faults) this.#say.faultAt(fault, line, column);
    let refused = rowRefused || faults.length > 0;
    if (!refused && mismatch !== null) {
      refused = true;
      this.#say.faultAt(mismatch, line, format.total!.column);
    }
    for (const [position, { fields, index, column }] of plan.wide.entries()) {
      const figure = figures[position]!;
      this.#say.figure(figure, record[index]!, line, column);
      for (const [name, value] of fields) this.#row[name] = value;
      this.#row[plan.wideValue!.name] = figure;
      const worst = refused ? STATE.refused : stateOfFigure(figure);
      const fed = this.#feed(record, worst, line, position === 0);
      if (fed instanceof Aside || fed === 'repeated') return fed;
      if (fed === 'refused') refused = true;
    }
    return refused ? 'refused' : 'done';
  }

  /** Whether the row at hand is a part of its cell: a small area or a day of it, or people with so many events. */
  #rowIsPart(): boolean {
    return this.#finerThanCells || this.#rowIsDay || this.#hasFrequencies;
  }

  #notePeriod(text: PeriodText, line: number, column: string): void {
    this.#rowIsDay = text.day !== null;
    const { file, report, today } = this.#options;
    if (!this.periods.note(text) || text.period.start <= today) return;
    const message = `${text.period.label} begins after today`;
    report(problem('future-period', { file, line, column }, message));
  }

  /** Whether a row below the header is a line as they stand above it: the date of a further table, or its header. */
  #startsAnotherTable(record: readonly string[]): boolean {
    const { fields = {}, mayTell = {} } = this.#options.format.preamble ?? {};
    const first = record[0]!.replace(/\s*:\s*$/, '').trim();
    const labels = Object.values({ ...fields, ...mayTell });
    return labels.some((pattern) => new RegExp(pattern, 'i').test(first));
  }

  #refuseRagged(fields: number, line: number): void {
    const { width } = this.#options.plan;
    const message = `the row has ${fields} fields where the header has ${width}`;
    if (fields > width) this.#refuse('ragged-row', line, null, message);
    else {
      this.#refused += 1;
      this.#tooShort = { line, message };
    }
  }

  #reportTooShort(code: 'ragged-row' | 'cut-off-download'): void {
    if (!this.#tooShort) return;
    const { line, message } = this.#tooShort;
    const { file, report } = this.#options;
    const shown = code === 'ragged-row' ? message : `the file ends in the middle of a row: ${message}`;
    report(problem(code, { file, line }, shown));
    this.#tooShort = null;
  }

  /** A download that its source cut off: what is missing cannot be told from what was never there. */
  #checkCutOff(): void {
    const { cutOff } = this.#options.format;
    if (!cutOff || this.#rows === 0) return;
    const cut = this.#statedRows > 0 ? this.#statedRows > this.#rows : this.#rows === cutOff.limit;
    if (!cut) return;
    const of = this.#statedRows > 0 ? `${this.#statedRows}` : 'what may be more';
    const message = `the file has ${this.#rows} rows of ${of}, so none of it can be used`;
    const { file, report } = this.#options;
    report(problem('cut-off-download', { file, column: cutOff.rowsColumn }, message));
    this.#say.spoiled = true;
  }

  #refuse(code: ProblemCode, line: number, column: string | null, message: string): void {
    this.#refused += 1;
    const { file, report } = this.#options;
    report(problem(code, { file, line, column }, message));
  }

  #putAside(because: string): void {
    this.#setAside.set(because, (this.#setAside.get(because) ?? 0) + 1);
  }
}

function textOf({ translate, index }: PlannedField, record: readonly string[]): string | Aside {
  return translate ? translate(record) : record[index]!;
}

function worse(a: CellState, b: CellState): CellState {
  return a > b ? a : b;
}
