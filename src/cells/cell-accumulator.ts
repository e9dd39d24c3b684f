import {
  type CellColumns,
  type CellFigures,
  type CellKey,
  type CellState,
  emptyCellColumns,
  STATE,
} from './cell.ts';

/**
 * `unique`: every row is its own cell. `sum`: the rows of a cell are added up, as records and areas are.
 * `parts`: rows give different figures of a cell, such as its numerator and its denominator.
 */
export type RowsOfACell = 'unique' | 'sum' | 'parts';

const FIGURE_NAMES = ['count', 'denominator', 'value', 'lower', 'upper'] as const;

export type Added = 'added' | 'duplicate' | 'conflict';

/** What cells in parts must keep to. */
export interface PartRules {
  /** Subjects that need both a numerator and a denominator. */
  readonly paired: ReadonlySet<string>;
  /** Those from whose denominator something is to be taken off. */
  readonly lessened: ReadonlySet<string>;
  /** What the source has rounded its counts to; 0 where it has not. */
  readonly roundedTo: number;
}

export interface PartFault {
  readonly line: number;
  readonly count: number;
  readonly denominator: number;
}

/**
 * Adds the rows of one file up to cells as they are read, so that memory grows with the cells and not with
 * the rows.
 */
export class CellAccumulator {
  readonly columns: CellColumns = emptyCellColumns();
  /** Whether rows of a cell are added up, so that other files may hold further parts of it. */
  readonly additive: boolean;
  readonly #inParts: boolean;
  readonly #index = new Map<string, number>();
  readonly #takenOff = new Map<number, number>();
  /** Lines of the rows that gave the counts of cells in parts. */
  readonly #countLine = new Map<number, number>();

  constructor(rule: RowsOfACell) {
    this.additive = rule === 'sum';
    this.#inParts = rule === 'parts';
  }

  /**
   * @param state `ok`, or why the row's figures cannot be used; such a cell keeps that state for good
   * @param line where the row starts
   * @param isPart whether the row is a part of its cell, and a second one no repeat of the first
   */
  add(key: CellKey, figures: CellFigures, state: CellState, line: number, isPart = this.additive): Added {
    const id = idOf(key);
    const at = this.#index.get(id);
    if (at === undefined) {
      this.#index.set(id, this.columns.subject.length);
      if (this.#inParts && !Number.isNaN(figures.count))
        this.#countLine.set(this.columns.subject.length, line);
      this.#push(key, figures, state, line);
      return 'added';
    }
    if (this.#inParts) return this.#addPart(at, figures, state, line);
    if (!isPart && state !== STATE.refused && this.columns.state[at] !== STATE.refused) {
      if (this.columns.state[at] === state && this.#equals(at, figures)) return 'duplicate';
      this.columns.state[at] = STATE.refused;
      return 'conflict';
    }
    this.#addTo(at, figures, state);
    return 'added';
  }

  /**
   * Notes people who are to be taken off a cell's denominator once all its parts are there.
   *
   * @returns `duplicate` or `conflict` where an earlier row has told the same or another number
   */
  takeOff(key: CellKey, people: number): Added {
    const at = this.#index.get(idOf(key))!;
    const known = this.#takenOff.get(at);
    if (known === undefined || Number.isNaN(people)) {
      this.#takenOff.set(at, known ?? people);
      return 'added';
    }
    if (known === people) return 'duplicate';
    this.columns.state[at] = STATE.refused;
    return 'conflict';
  }

  /**
   * Puts cells together whose figures came in several rows, and withholds those that lack one of them.
   *
   * @returns the line of the numerator of each cell in which more are counted than there are to count, beyond
   *   what rounding explains; such cells are refused
   */
  settleParts({ paired, lessened, roundedTo }: PartRules): PartFault[] {
    const { columns } = this;
    const faults: PartFault[] = [];
    for (const [at, subject] of columns.subject.entries()) {
      if (lessened.has(subject)) columns.denominator[at]! -= this.#takenOff.get(at) ?? Number.NaN;
      if (columns.state[at] !== STATE.ok || !paired.has(subject)) continue;
      const count = columns.count[at]!;
      const denominator = columns.denominator[at]!;
      const lacks = Number.isNaN(count) || Number.isNaN(denominator);
      if (lacks && Number.isNaN(columns.value[at]!)) columns.state[at] = STATE.notAvailable;
      if (!(count > denominator)) continue;
      // Three rounded numbers, each off by half the rounding, may make one more than the other.
      const explained = count - denominator <= 1.5 * roundedTo;
      columns.state[at] = explained ? STATE.notAvailable : STATE.refused;
      if (!explained) faults.push({ line: this.#countLine.get(at) ?? columns.line[at]!, count, denominator });
    }
    return faults;
  }

  /** The line of the first row of a cell that is there. */
  firstLineOf(key: CellKey): number {
    return this.columns.line[this.#index.get(idOf(key))!]!;
  }

  #push(key: CellKey, figures: CellFigures, state: CellState, line: number): void {
    const { columns } = this;
    columns.subject.push(key.subject);
    columns.place.push(key.place);
    columns.period.push(key.period.label);
    columns.sex.push(key.sex);
    columns.ageFrom.push(key.age.from);
    columns.ageTo.push(key.age.to);
    columns.scheme.push(key.scheme);
    columns.level.push(key.level);
    columns.cause.push(key.cause);
    columns.group.push(key.group);
    columns.count.push(figures.count);
    columns.denominator.push(figures.denominator);
    columns.value.push(figures.value);
    columns.lower.push(figures.lower);
    columns.upper.push(figures.upper);
    columns.state.push(state);
    columns.line.push(line);
  }

  /** Adds what a row gives of a cell of which other rows give the rest. */
  #addPart(at: number, figures: CellFigures, state: CellState, line: number): Added {
    const { columns } = this;
    const given = FIGURE_NAMES.filter((name) => !Number.isNaN(figures[name]));
    const again = given.filter((name) => !Number.isNaN(columns[name][at]!));
    if (state > columns.state[at]!) columns.state[at] = state;
    if (again.some((name) => columns[name][at] !== figures[name])) {
      columns.state[at] = STATE.refused;
      return 'conflict';
    }
    for (const name of given) columns[name][at] = figures[name];
    if (given.includes('count')) this.#countLine.set(at, line);
    return given.length > 0 && again.length === given.length ? 'duplicate' : 'added';
  }

  #addTo(at: number, figures: CellFigures, state: CellState): void {
    const { columns } = this;
    if (state > columns.state[at]!) columns.state[at] = state;
    if (state !== STATE.ok) return;
    columns.count[at] = add(columns.count[at]!, figures.count);
    columns.denominator[at] = add(columns.denominator[at]!, figures.denominator);
  }

  #equals(at: number, figures: CellFigures): boolean {
    const { columns } = this;
    const same = (a: number, b: number): boolean => a === b || (Number.isNaN(a) && Number.isNaN(b));
    return FIGURE_NAMES.every((name) => same(columns[name][at]!, figures[name]));
  }
}

/** A sum in which a cell that was unusable so far starts at nothing. */
function add(sum: number, more: number): number {
  return Number.isNaN(sum) ? more : sum + more;
}

function idOf({ subject, place, period, sex, age, scheme, level, cause, group }: CellKey): string {
  return `${subject}\t${place}\t${period.label}\t${sex}\t${age.from}\t${age.to}\t${scheme}\t${level}\t${cause}\t${group}`;
}
