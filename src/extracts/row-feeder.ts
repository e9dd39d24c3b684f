import { type CellState, STATE } from '../cells/cell.ts';
import { CellAccumulator } from '../cells/cell-accumulator.ts';
import type { DayCount } from '../cells/cell-source.ts';
import { Aside } from './aside.ts';
import { dayCountOf } from './day-count.ts';
import { FIGURES } from './fields-of-rows.ts';
import { stateOfFigure } from './figure-fields.ts';
import type { FilePeriods } from './file-periods.ts';
import type { Format } from './format.ts';
import type { CellDraft, ExtractKind } from './kinds/kind.ts';
import { RepeatedRows } from './repeated-rows.ts';
import type { RowPlan } from './row-plan.ts';
import type { RowReporter } from './row-reporter.ts';
import { wideCells } from './wide-cells.ts';

/** What came of a row. `repeated`: the row says again what an earlier one said. */
export type Outcome = 'done' | 'repeated' | 'refused' | Aside;

export interface RowFeederOptions {
  readonly format: Format;
  readonly kind: ExtractKind<never>;
  readonly plan: RowPlan;
  /** Events whose exact days are kept beside their cells. */
  readonly daysOf: ReadonlySet<string>;
}

/** Feeds the cells of one file, row by row, from fields that have been checked. */
export class RowFeeder {
  /** The fields of the row at hand. */
  readonly row: Record<string, unknown> = {};
  /** Whether the row at hand is of one day, of which a cell has several. */
  isDay = false;
  readonly cells: CellAccumulator;
  /** Events by the day, of the rows that feed cells. */
  readonly days: DayCount[] = [];
  readonly #repeated: RepeatedRows;
  readonly #finerThanCells: boolean;
  readonly #hasFrequencies: boolean;
  readonly #periods: FilePeriods;
  readonly #say: RowReporter;
  readonly #options: RowFeederOptions;

  constructor(options: RowFeederOptions, periods: FilePeriods, say: RowReporter) {
    this.#options = options;
    this.#periods = periods;
    this.#say = say;
    const { plan, kind, format } = options;
    this.#finerThanCells = plan.fields.some(({ name }) => name.startsWith('lsoa') || name === 'date');
    this.#hasFrequencies = plan.fields.some(({ name }) => name === 'events_per_person');
    this.cells = new CellAccumulator(plan.measures ? 'parts' : this.#finerThanCells ? 'sum' : format.rows);
    this.#repeated = new RepeatedRows(
      plan.fields,
      (name) => kind.identity?.includes(name) ?? !FIGURES.has(name),
    );
  }

  /**
   * Feeds the cells of the row at hand, whose fields are all in place.
   *
   * @param isNewRow whether it is the first that is fed of its row
   */
  feed(record: readonly string[], state: CellState, line: number, isNewRow = true): Outcome {
    const row = this.#options.kind.toCells(this.row as never, line, state === STATE.refused);
    if (row instanceof Aside) return row;
    if (row.fault && state !== STATE.refused) this.#say.fault(row.fault.fault, line, row.fault.field);
    if (row.warning && isNewRow && state !== STATE.refused)
      this.#say.fault(row.warning.fault, line, row.warning.field);
    const refused = row.fault !== undefined || state === STATE.refused;
    if (isNewRow && this.#options.format.rows === 'unique' && this.#isPart() && !refused) {
      const { repeat, first } = this.#repeated.note(this.row, record, line);
      if (repeat !== 'new') this.#say.repeat(repeat, first, line);
      if (repeat === 'duplicate') return 'repeated';
      if (repeat === 'conflict') return this.#addCells(row.cells, STATE.refused, line);
    }
    const outcome = this.#addCells(row.cells, refused ? STATE.refused : state, line);
    const day = outcome === 'done' ? dayCountOf(this.row, row.cells, this.#options.daysOf) : null;
    if (day) this.days.push(day);
    return outcome;
  }

  #addCells(cells: readonly CellDraft[], state: CellState, line: number): Outcome {
    let outcome: Outcome = state === STATE.refused ? 'refused' : 'done';
    const { repeats } = this.#options.format;
    const repeated = new Map<'duplicate' | 'conflict', number>();
    for (const { key, figures, state: own, notCounted, isPart = false } of cells) {
      this.#periods.byLabel.set(key.period.label, key.period);
      const worst = state === STATE.refused ? state : (own ?? state);
      const part = this.cells.additive || this.isDay || isPart;
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
  feedWide(record: readonly string[], line: number, rowRefused: boolean): Outcome {
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
      for (const [name, value] of fields) this.row[name] = value;
      this.row[plan.wideValue!.name] = figure;
      const worst = refused ? STATE.refused : stateOfFigure(figure);
      const fed = this.feed(record, worst, line, position === 0);
      if (fed instanceof Aside || fed === 'repeated') return fed;
      if (fed === 'refused') refused = true;
    }
    return refused ? 'refused' : 'done';
  }

  /** Whether the row at hand is a part of its cell: a small area or a day of it, or people with so many events. */
  #isPart(): boolean {
    return this.#finerThanCells || this.isDay || this.#hasFrequencies;
  }
}
