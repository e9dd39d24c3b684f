import { type CellState, STATE } from '../cells/cell.ts';
import type { ProblemCode } from '../problems/catalogue.ts';
import { type Problem, problem } from '../problems/problem.ts';
import { type Fault, quote } from './fields.ts';
import { type Figure, NO_FIGURE, stateOfFigure } from './figure-fields.ts';
import type { RowPlan } from './row-plan.ts';

const NO_FIGURE_PROBLEMS = {
  suppressed: { code: 'suppressed-value', means: 'is a figure hidden by its source' },
  unreliable: { code: 'unreliable-value', means: 'means that the figure is unreliable' },
  'not-available': { code: 'not-available-value', means: 'means that there is no figure' },
} as const;

/** Says what is wrong with the rows of one file, or worth knowing of them, at their line and column. */
export class RowReporter {
  /** Whether a fault shows that no row of the file can be used. */
  spoiled = false;
  readonly #file: string;
  readonly #plan: RowPlan;
  readonly #report: (problem: Problem) => void;

  constructor(file: string, plan: RowPlan, report: (problem: Problem) => void) {
    this.#file = file;
    this.#plan = plan;
    this.#report = report;
  }

  /** A fault of a field. */
  fault(fault: Fault, line: number, field: string): void {
    const column = this.#plan.fields.find(({ name }) => name === field)?.column ?? null;
    this.faultAt(fault, line, column);
  }

  /** A fault that spoils the file is told once: every row would say the same. */
  faultAt(fault: Fault, line: number, column: string | null): void {
    if (fault.spoilsFile && this.spoiled) return;
    if (fault.spoilsFile) this.spoiled = true;
    this.#report(problem(fault.code, { file: this.#file, line, column }, fault.message, fault.fix));
  }

  /** Something shows that no row of the file can be used; it is told once. */
  spoil(code: ProblemCode, line: number, message: string): void {
    if (!this.spoiled) this.#report(problem(code, { file: this.#file, line }, message));
    this.spoiled = true;
  }

  /** A row that says again what an earlier one said, or something else of the same cell. */
  repeat(repeat: 'duplicate' | 'conflict', first: number, line: number): void {
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

  /** A figure that is none, on purpose. @returns the state of its cell */
  figure(figure: Figure | null, text: string, line: number, column: string): CellState {
    if (figure === null || figure.state === 'ok' || figure === NO_FIGURE) return STATE.ok;
    const { code, means } = NO_FIGURE_PROBLEMS[figure.state];
    const shown = text.trim() === '' ? 'a blank' : quote(text);
    this.#report(problem(code, { file: this.#file, line, column }, `${shown} ${means}`));
    return stateOfFigure(figure);
  }
}
