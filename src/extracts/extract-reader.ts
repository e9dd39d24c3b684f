import { type CellState, STATE } from '../cells/cell.ts';
import type { CellAccumulator } from '../cells/cell-accumulator.ts';
import type { DayCount } from '../cells/cell-source.ts';
import type { ProblemCode } from '../problems/catalogue.ts';
import { type Problem, problem } from '../problems/problem.ts';
import { Aside, OTHER_AREAS } from './aside.ts';
import { FIGURES, NOT_KNOWN, PERIODS } from './fields-of-rows.ts';
import { type Figure, NO_FIGURE, stateOfFigure } from './figure-fields.ts';
import { FilePeriods } from './file-periods.ts';
import type { PeriodText, PlaceRef } from './key-fields.ts';
import type { MeasuredFigures } from './kinds/measures.ts';
import type { MeasureFeed, MeasurePlan } from './measure-plan.ts';
import { readMeasures } from './read-measures.ts';
import { type Outcome, RowFeeder, type RowFeederOptions } from './row-feeder.ts';
import type { PlannedField } from './row-plan.ts';
import { RowReporter } from './row-reporter.ts';
import { type RowAccount, RowTally } from './row-tally.ts';

export interface ExtractReaderOptions extends RowFeederOptions {
  readonly file: string;
  readonly report: (problem: Problem) => void;
  /** As an ISO date, for periods in the future. */
  readonly today: string;
  /** Whether the file holds NUL bytes, as far as it has been read. */
  readonly holdsNul: () => boolean;
}

/** Reads the records of one file into cells, and accounts for every one of them. */
export class ExtractReader {
  readonly periods = new FilePeriods();
  /** Codes of the places that rows are of, whether or not they feed cells. */
  readonly places = new Set<string>();
  /** Whether two spellings of one period may have made two cells of one. */
  mayRepeat = false;
  readonly #tally = new RowTally();
  readonly #feeder: RowFeeder;
  /** A row too short, which the end of the file may explain. */
  #tooShort: { line: number; message: string } | null = null;
  /** How many rows the source says that there are; 0 where it does not say. */
  #statedRows = 0;
  readonly #otherAreas: Aside;
  readonly #say: RowReporter;
  readonly #options: ExtractReaderOptions;

  constructor(options: ExtractReaderOptions) {
    this.#options = options;
    const { plan, format, file, report } = options;
    this.#say = new RowReporter(file, plan, report);
    this.#otherAreas = format.othersAre === undefined ? OTHER_AREAS : new Aside(format.othersAre);
    this.#feeder = new RowFeeder(options, this.periods, this.#say);
    for (const [name, value] of plan.constants) {
      this.#feeder.row[name] = value;
      if (PERIODS.has(name) || name === 'population_period') this.periods.note(value as PeriodText);
    }
  }

  get cells(): CellAccumulator {
    return this.#feeder.cells;
  }

  /** Events by the day, of the rows that feed cells. */
  get days(): readonly DayCount[] {
    return this.#feeder.days;
  }

  /** @param line where the record starts, from 1 */
  read(given: readonly string[], line: number): void {
    const { plan, format, holdsNul } = this.#options;
    this.#reportTooShort('ragged-row');
    this.#tally.rows += 1;
    const lacking = plan.width - given.length;
    const mayLack = lacking > 0 && lacking <= format.mayLackLast;
    const record = mayLack ? [...given, ...new Array<string>(lacking).fill('')] : given;
    if (record[0]!.trim() === '' && record.every((text) => text.trim() === '')) {
      this.#tally.putAside('blank rows');
    } else if (format.preamble && this.#startsAnotherTable(record)) {
      this.#say.spoil('several-tables', line, 'another table begins here, below the first');
    } else if (format.preamble && record.slice(1).every((text) => text.trim() === '')) {
      this.#tally.putAside('notes below the table');
    } else if (record.length !== plan.width) {
      this.#refuseRagged(record.length, line);
    } else if (holdsNul() && record.some((text) => text.includes('\0'))) {
      this.#refuse('nul-byte', line, null, 'the row holds NUL bytes');
    } else {
      const outcome = this.#readRow(record, line);
      if (outcome instanceof Aside) this.#tally.putAside(outcome.because);
      else if (outcome === 'refused') this.#tally.refused += 1;
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
        if (!fault.spoilsFile) this.#tally.refused += 1;
      }
      this.#checkCutOff();
    }
    if (this.#say.spoiled) {
      this.#tally.spoil();
      this.cells.columns.state.fill(STATE.refused);
    }
    this.mayRepeat = this.periods.settle(this.cells.columns.period);
    if (plan.measures && !this.#say.spoiled) this.#settleParts(plan.measures);
    const account = this.#tally.account();
    for (const { because, rows } of account.setAside) {
      report(problem('rows-set-aside', { file }, `${rows} rows set aside: ${because}`));
    }
    return account;
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
    const { row } = this.#feeder;
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
        const own = this.#say.figure(value as Figure | null, record[index]!, line, column);
        if (own > state) state = own;
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
      ? this.#feeder.feedWide(record, line, refused)
      : this.#feeder.feed(record, refused ? STATE.refused : state, line);
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

  #notePeriod(text: PeriodText, line: number, column: string): void {
    this.#feeder.isDay = text.day !== null;
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
      this.#tally.refused += 1;
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
    if (!cutOff || this.#tally.rows === 0) return;
    const cut =
      this.#statedRows > 0 ? this.#statedRows > this.#tally.rows : this.#tally.rows === cutOff.limit;
    if (!cut) return;
    const of = this.#statedRows > 0 ? `${this.#statedRows}` : 'what may be more';
    const message = `the file has ${this.#tally.rows} rows of ${of}, so none of it can be used`;
    const { file, report } = this.#options;
    report(problem('cut-off-download', { file, column: cutOff.rowsColumn }, message));
    this.#say.spoiled = true;
  }

  #refuse(code: ProblemCode, line: number, column: string | null, message: string): void {
    this.#tally.refused += 1;
    const { file, report } = this.#options;
    report(problem(code, { file, line, column }, message));
  }
}

function textOf({ translate, index }: PlannedField, record: readonly string[]): string | Aside {
  return translate ? translate(record) : record[index]!;
}
