import { ALL_AGES } from '../cells/age-band.ts';
import { type CellState, STATE } from '../cells/cell.ts';
import { CellAccumulator } from '../cells/cell-accumulator.ts';
import type { Period } from '../periods/period.ts';
import type { ProblemCode } from '../problems/catalogue.ts';
import { type Problem, problem } from '../problems/problem.ts';
import { countField, type Fault, type Figure, type PeriodText, quote, stateOfFigure } from './fields.ts';
import type { Format } from './format.ts';
import type { CellDraft, ExtractKind } from './kinds/kind.ts';
import type { RowPlan } from './row-plan.ts';

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
  icd10: '',
  cause: '',
  group: '',
  // Makes a band that is none, which spoils all bands of its slice.
  weeks_from: Number.NaN,
  weeks_to: Number.NaN,
};

const NO_FIGURE_PROBLEMS = {
  suppressed: { code: 'suppressed-value', means: 'is a figure hidden by its source' },
  unreliable: { code: 'unreliable-value', means: 'means that the figure is unreliable' },
  'not-available': { code: 'not-available-value', means: 'means that there is no figure' },
} as const;

const NO_FIGURE: Figure = { number: Number.NaN, state: 'not-available' };
const FIGURES = new Set([
  'count',
  'numerator',
  'denominator',
  'value',
  'lower',
  'upper',
  'waiting',
  'population',
]);

/** Reads the records of one file into cells, and accounts for every one of them. */
export class ExtractReader {
  readonly cells: CellAccumulator;
  readonly periods = new Map<string, Period>();
  /** Whether two spellings of one period may have made two cells of one. */
  mayRepeat = false;
  #rows = 0;
  #refused = 0;
  readonly #setAside = new Map<string, number>();
  /** Where several rows may feed one cell, what tells a repeated row from another of the same cell. */
  readonly #seenRows = new Map<string, { rest: string; line: number }>();
  readonly #finerThanCells: boolean;
  readonly #row: Record<string, unknown> = {};
  readonly #ambiguous = new Map<string, NonNullable<PeriodText['readings']>>();
  /** Whether the row at hand is of one day, of which a cell has several. */
  #rowIsDay = false;
  #holdsDashedMonths = false;
  readonly #file: string;
  readonly #format: Format;
  readonly #kind: ExtractKind<never>;
  readonly #plan: RowPlan;
  readonly #report: (problem: Problem) => void;
  readonly #today: string;

  constructor(
    file: string,
    format: Format,
    kind: ExtractKind<never>,
    plan: RowPlan,
    report: (problem: Problem) => void,
    today: string,
  ) {
    this.#file = file;
    this.#format = format;
    this.#kind = kind;
    this.#plan = plan;
    this.#report = report;
    this.#today = today;
    this.#finerThanCells = plan.fields.some(({ name }) => name === 'lsoa' || name === 'date');
    this.cells = new CellAccumulator(this.#finerThanCells ? 'sum' : format.rows);
    for (const [name, value] of plan.constants) this.#row[name] = value;
  }

  /** @param line where the record starts, from 1 */
  read(record: readonly string[], line: number): void {
    this.#rows += 1;
    if (record[0]!.trim() === '' && record.every((text) => text.trim() === '')) this.#putAside('blank rows');
    else if (record.length !== this.#plan.width) {
      const message = `the row has ${record.length} fields where the header has ${this.#plan.width}`;
      this.#refuse('ragged-row', line, null, message);
    } else {
      const filter = this.#plan.filters.find(
        ({ index, values, keep }) => values.has(record[index]!) !== keep,
      );
      const outcome = filter ? 'elsewhere' : this.#checkFields(record, line);
      if (outcome === 'elsewhere') this.#putAside(filter?.because ?? 'other areas');
      else if (outcome === 'refused') this.#refused += 1;
    }
  }

  /** Ends the file: settles what only the whole file tells, and gives the account of its rows. */
  finish(): RowAccount {
    if (this.#ambiguous.size > 0) this.#settlePeriods();
    for (const [because, rows] of this.#setAside) {
      this.#report(problem('rows-set-aside', { file: this.#file }, `${rows} rows set aside: ${because}`));
    }
    return {
      rows: this.#rows,
      used: this.#rows - this.#refused,
      refused: this.#refused,
      setAside: [...this.#setAside].map(([because, rows]) => ({ because, rows })),
    };
  }

  #checkFields(record: readonly string[], line: number): 'done' | 'refused' | 'elsewhere' {
    const row = this.#row;
    let refused = false;
    let keyKnown = true;
    let state: CellState = STATE.ok;
    for (const { name, column, index, check } of this.#plan.fields) {
      const { value, fault } = check(record[index]!);
      if (fault) {
        this.#report(problem(fault.code, { file: this.#file, line, column }, fault.message, fault.fix));
        refused = true;
        if (FIGURES.has(name)) row[name] = NO_FIGURE;
        else if (name in NOT_KNOWN) row[name] = NOT_KNOWN[name];
        else keyKnown = false;
        continue;
      }
      if (value === 'elsewhere' && !this.#kind.wantsElsewhere) return 'elsewhere';
      row[name] = value;
      if (FIGURES.has(name))
        state = worse(state, this.#noteFigure(value as Figure | null, record[index]!, line, column));
      else if (name === 'period' || name === 'month' || name === 'date')
        this.#notePeriod(value as PeriodText, line, column);
    }
    if (!refused) {
      const wrong = this.#kind.check?.(row as never);
      if (wrong) {
        refused = true;
        if (wrong.field in NOT_KNOWN) row[wrong.field] = NOT_KNOWN[wrong.field];
        this.#reportFault(wrong.fault, line, wrong.field);
      }
    }
    if (refused && !keyKnown) return 'refused';
    const fed = this.#plan.wideValue
      ? this.#feedWide(record, line, refused)
      : this.#feed(record, refused ? STATE.refused : state, line);
    if (fed === 'elsewhere') return 'elsewhere';
    return refused || fed === 'refused' ? 'refused' : 'done';
  }

  /** Feeds the cells of a row whose fields are all in place. */
  #feed(record: readonly string[], state: CellState, line: number): 'done' | 'refused' | 'elsewhere' {
    const row = this.#kind.toCells(this.#row as never);
    if (row === 'elsewhere') return 'elsewhere';
    if (row.fault && state !== STATE.refused) this.#reportFault(row.fault.fault, line, row.fault.field);
    const refused = row.fault !== undefined || state === STATE.refused;
    if (this.#format.rows === 'unique' && this.#rowIsPart() && !refused) {
      const repeat = this.#noteRow(record, line);
      if (repeat === 'duplicate') return 'done';
      if (repeat === 'conflict') return this.#addCells(row.cells, STATE.refused, line);
    }
    return this.#addCells(row.cells, refused ? STATE.refused : state, line);
  }

  #addCells(cells: readonly CellDraft[], state: CellState, line: number): 'done' | 'refused' {
    let outcome: 'done' | 'refused' = state === STATE.refused ? 'refused' : 'done';
    for (const { key, figures, state: own, ifRefused } of cells) {
      if (ifRefused && state !== STATE.refused) continue;
      this.periods.set(key.period.label, key.period);
      const worst = state === STATE.refused ? state : (own ?? state);
      const added = this.cells.add(key, figures, worst, line, this.cells.additive || this.#rowIsDay);
      if (added === 'added') continue;
      this.#reportRepeat(added, this.cells.firstLineOf(key), line);
      if (added === 'conflict') outcome = 'refused';
    }
    return outcome;
  }

  #reportRepeat(repeat: 'duplicate' | 'conflict', first: number, line: number): void {
    const at = { file: this.#file, line };
    this.#report(
      repeat === 'duplicate'
        ? problem('duplicate-cell', at, `the row repeats line ${first}; it is counted once`)
        : problem(
            'conflicting-cell',
            at,
            `the row gives the cell of line ${first} another figure, so neither is used`,
          ),
    );
  }

  /** Feeds one cell for each wide column; a row with one bad cell is refused as a whole. */
  #feedWide(record: readonly string[], line: number, rowRefused: boolean): 'done' | 'refused' | 'elsewhere' {
    const { wide, wideValue, total } = this.#plan;
    const figures: (Figure | null)[] = [];
    let refused = rowRefused;
    let sum = 0;
    let blanks = 0;
    for (const { index, column } of wide) {
      const text = record[index]!;
      if (text === '' && this.#format.wide!.blank === 'zero') {
        figures.push(null);
        blanks += 1;
        continue;
      }
      const { value, fault } = wideValue!.check(text);
      if (fault) {
        refused = true;
        figures.push(NO_FIGURE);
        this.#report(problem(fault.code, { file: this.#file, line, column }, fault.message, fault.fix));
      } else {
        figures.push(value as Figure);
        sum += (value as Figure).number;
        this.#noteFigure(value as Figure, text, line, column);
      }
    }
    if (!refused && total && Number.isFinite(sum)) {
      const stated = numberOf(record[total.index]!);
      const others = total.plus.reduce((more, index) => more + (numberOf(record[index]!) || 0), 0);
      if (stated !== sum + others) {
        refused = true;
        const column = this.#format.total!.column;
        const message = `the cells of the row sum to ${sum + others}, its total says ${quote(record[total.index]!)}`;
        this.#report(problem('total-mismatch', { file: this.#file, line, column }, message));
      }
    }
    for (const [position, { fields }] of wide.entries()) {
      const figure = figures[position] ?? (blanks > 0 ? { number: 0, state: 'ok' as const } : NO_FIGURE);
      for (const [name, value] of fields) this.#row[name] = value;
      this.#row[wideValue!.name] = figure;
      const state = refused ? STATE.refused : stateOfFigure(figure);
      const fed = this.#feed(record, state, line);
      if (fed === 'elsewhere') return 'elsewhere';
      if (fed === 'refused') refused = true;
    }
    return refused ? 'refused' : 'done';
  }

  /** Whether the row at hand is a part of its cell: a small area or a day of it. */
  #rowIsPart(): boolean {
    return this.#finerThanCells || this.#rowIsDay;
  }

  /** Tells a row that repeats another from one that adds to the same cell. */
  #noteRow(record: readonly string[], line: number): 'new' | 'duplicate' | 'conflict' {
    const { identity } = this.#kind;
    const isKey = (name: string): boolean => identity?.includes(name) ?? !FIGURES.has(name);
    const key = this.#plan.fields
      .filter(({ name }) => isKey(name))
      .map(({ name }) => identityOf(this.#row[name]));
    const rest = this.#plan.fields.filter(({ name }) => !isKey(name)).map(({ index }) => record[index]);
    const id = key.join('\t');
    const seen = this.#seenRows.get(id);
    if (!seen) {
      this.#seenRows.set(id, { rest: rest.join('\t'), line });
      return 'new';
    }
    const repeat = seen.rest === rest.join('\t') ? 'duplicate' : 'conflict';
    this.#reportRepeat(repeat, seen.line, line);
    return repeat;
  }

  #noteFigure(figure: Figure | null, text: string, line: number, column: string): CellState {
    if (figure === null || figure.state === 'ok') return STATE.ok;
    const { code, means } = NO_FIGURE_PROBLEMS[figure.state];
    this.#report(problem(code, { file: this.#file, line, column }, `${quote(text)} ${means}`));
    return stateOfFigure(figure);
  }

  #notePeriod({ period, readings, dashedMonth, day }: PeriodText, line: number, column: string): void {
    this.#rowIsDay = day !== null;
    if (readings) this.#ambiguous.set(period.label, readings);
    if (dashedMonth) this.#holdsDashedMonths = true;
    if (period.start > this.#today && !this.periods.has(period.label)) {
      this.periods.set(period.label, period);
      const message = `${period.label} begins after today`;
      this.#report(problem('future-period', { file: this.#file, line, column }, message));
    }
  }

  /** Settles `2010-11`: a file that has months has no years written the same way. */
  #settlePeriods(): void {
    const labels = this.cells.columns.period;
    const before = new Set(labels);
    const settled = new Map<string, string>();
    for (const [text, { years, month }] of this.#ambiguous) {
      const period = this.#holdsDashedMonths ? month : years;
      this.periods.delete(text);
      this.periods.set(period.label, period);
      settled.set(text, period.label);
      if (before.has(period.label)) this.mayRepeat = true;
    }
    for (let i = 0; i < labels.length; i++) labels[i] = settled.get(labels[i]!) ?? labels[i]!;
  }

  #reportFault(fault: Fault, line: number, field: string): void {
    const column = this.#plan.fields.find(({ name }) => name === field)?.column ?? null;
    this.#report(problem(fault.code, { file: this.#file, line, column }, fault.message, fault.fix));
  }

  #refuse(code: ProblemCode, line: number, column: string | null, message: string): void {
    this.#refused += 1;
    this.#report(problem(code, { file: this.#file, line, column }, message));
  }

  #putAside(because: string): void {
    this.#setAside.set(because, (this.#setAside.get(because) ?? 0) + 1);
  }
}

/** A row's own total; NaN where it has none. */
function numberOf(text: string): number {
  const figure = countField.safeParse(text);
  return figure.success ? figure.data.number : Number.NaN;
}

/** One text for each thing that a field's value names, however it was spelled. */
function identityOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if ('day' in value) return String(value.day ?? (value as PeriodText).period.label);
  return Object.values(value).join('-');
}

function worse(a: CellState, b: CellState): CellState {
  return a > b ? a : b;
}
