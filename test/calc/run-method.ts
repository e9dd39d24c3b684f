import type { CalcMethod, CalcSettings, GroupRows } from '../../src/calc/calc-method.ts';
import { type ReadColumnsOptions, readColumns } from '../../src/calc/read-columns.ts';
import { runCalc } from '../../src/calc/run-calc.ts';
import type { Cell } from '../../src/summary/table.ts';

/** A row of the output by the names of its columns. */
export type OutputRow = Readonly<Record<string, Cell>>;

export interface MethodRun {
  readonly rows: readonly OutputRow[];
  readonly columns: readonly string[];
  /** Groups withheld for what is wrong with their data. */
  readonly badGroups: number;
}

export interface MethodOptions {
  /** Options by name: a column of the table, or a setting. */
  readonly options: Readonly<Record<string, string>>;
  readonly by?: readonly string[];
  /** Levels as proportions. */
  readonly confidence?: readonly number[];
  readonly target?: (rows: GroupRows) => number | null;
}

/**
 * Runs a method on a CSV inside this process, as the command line would.
 *
 * @throws Error with what the method has against the options
 */
export async function runMethod(
  method: CalcMethod,
  csv: string,
  { options, by = [], confidence = [0.95], target }: MethodOptions,
): Promise<MethodRun> {
  const bytes = Buffer.from(csv);
  const columnOptions = new Map<string, string>();
  const settings: CalcSettings = {
    confidence: method.hasLimits ? confidence : [],
    multiplier: method.defaultMultiplier,
    setting: (option) => (columnOptions.has(option) ? undefined : options[option]),
    column: (option) => columnOptions.get(option) ?? option,
    numbersOfFile: () => [],
    startsOfFile: () => [],
    textsOfFile: () => [],
    observedTotal: () => null,
    ...(target && { target }),
  };
  const reading: ReadColumnsOptions = {
    input: {
      path: '-',
      named: true,
      once: true,
      head: async () => ({ bytes, whole: true }),
      chunks: async function* () {
        yield bytes;
      },
    },
    keepRecords: false,
    inFileOrder: method.inFileOrder === true,
    choose: (header) => {
      const asked = method.options.flatMap(({ flags, kind }) => {
        const option = /^--([a-z-]+)/.exec(flags)![1]!;
        const column = options[option];
        if (kind === 'setting' || column === undefined) return [];
        columnOptions.set(option, column);
        return [{ option, column, kind, index: header.indexOf(column) }];
      });
      const problem = method.check?.((option) => columnOptions.has(option), settings, header);
      if (problem) throw new Error(problem);
      return { asked, by: by.map((name) => header.indexOf(name)) };
    },
  };
  const data = await readColumns(reading);
  const ownColumns = { ...method, extras: method.extrasFor?.(settings) ?? method.extras };
  const { table, badGroups } = runCalc(ownColumns, data, settings, by);
  const columns = table.columns.map(({ name }) => name);
  const rows = Array.from(table.rows, (cells) => {
    if (cells.length !== columns.length)
      throw new Error(`${cells.length} cells in ${columns.length} columns`);
    return Object.fromEntries(cells.map((cell, at) => [columns[at]!, cell]));
  });
  return { rows, columns, badGroups: badGroups() };
}
