import { escape as native, op, table } from 'arquero';
import type { Period } from '../periods/period.ts';
import { type Problem, problem } from '../problems/problem.ts';
import type { CellState, DeprivationScheme, Sex } from './cell.ts';
import { STATE } from './cell.ts';
import type { CellDelivery, DayCount, FileAccount, FileCells } from './cell-source.ts';
import { FileSets } from './file-sets.ts';
import { mergeMilestones } from './merge-milestones.ts';
import type { Milestone } from './milestone.ts';
import { countRepeatsOnce } from './repeated-records.ts';

export type ArqueroTable = ReturnType<typeof table>;

/** A row of the table of cells, as Arquero's expressions see it. */
export interface CellRow {
  readonly subject: string;
  readonly place: string;
  readonly period: string;
  readonly sex: Sex;
  readonly ageFrom: number;
  readonly ageTo: number;
  readonly scheme: DeprivationScheme;
  readonly level: number;
  readonly cause: string;
  readonly group: string;
  readonly count: number;
  readonly denominator: number;
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
  readonly state: CellState;
  readonly line: number;
  /** Whether it is a published value, which is never part of a sum. */
  readonly published: boolean;
  /** Number of the set of files that fed the cell. */
  readonly files: number;
}

/** The cells of a run: each key once. */
export interface CellTable {
  readonly table: ArqueroTable;
  readonly periods: ReadonlyMap<string, Period>;
  readonly fileSets: FileSets;
  /** Files of records, whose cells are counts of rows. */
  readonly recordFiles: ReadonlySet<number>;
  /** What files have rounded their counts to. */
  readonly rounding: ReadonlyMap<number, number>;
  readonly milestones: readonly Milestone[];
  /** Events by the day, where they are wanted so and a file tells it. */
  readonly days: readonly FileDay[];
  /** First and last day of the periods that each file has, by its id. */
  readonly spans: ReadonlyMap<number, Pick<Period, 'start' | 'end'>>;
}

export interface FileDay extends DayCount {
  readonly file: number;
}

/** A published value and a count of one thing are two cells: they do not contradict each other. */
const KEY = [
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
  'published',
];
const FIGURES = ['count', 'denominator', 'value', 'lower', 'upper'] as const;

/**
 * Makes one table of the cells of all files. A cell that several files give is added up where each holds
 * parts of it, taken once where they agree, and refused where they do not.
 */
export function buildCellTable(given: CellDelivery): {
  cells: CellTable;
  problems: Problem[];
  /** The files with the rows that contradict those of other files counted as refused. */
  files: readonly FileAccount[];
} {
  const fileSets = new FileSets();
  const once = countRepeatsOnce(given);
  const delivery = { ...given, cells: once.cells };
  const rounding = new Map(
    delivery.cells.flatMap(({ file, roundedTo }) => (roundedTo ? [[file, roundedTo] as const] : [])),
  );
  const recordFiles = new Set(delivery.cells.filter(({ additive }) => additive).map(({ file }) => file));
  const days = delivery.cells.flatMap(({ file, days: own = [] }) => own.map((one) => ({ ...one, file })));
  const path = (file: number): string => delivery.files[file]!.path;
  const gathered = mergeMilestones(delivery.milestones ?? [], fileSets, path);
  const withoutContradicting = delivery.files.map((file) =>
    withRefused(file, (gathered.contradicting.get(file.id)?.size ?? 0) + (once.refused.get(file.id) ?? 0)),
  );
  const besides = {
    periods: delivery.periods,
    fileSets,
    recordFiles,
    rounding,
    days,
    spans: spansOf(delivery),
    milestones: gathered.milestones,
  };
  const tables = delivery.cells.map(({ file, additive, published, columns }) => {
    const rows = columns.subject.length;
    return table({
      ...columns,
      file: new Array<number>(rows).fill(file),
      additive: new Array<boolean>(rows).fill(additive),
      published: columns.value.map(
        (value, row) =>
          !Number.isNaN(value) || published === 'all' || (published?.has(columns.subject[row]!) ?? false),
      ),
      files: new Array<number>(rows).fill(fileSets.of([file])),
    });
  });
  if (tables.length === 0)
    return {
      cells: { table: emptyTable(), ...besides },
      problems: [...once.problems, ...gathered.problems],
      files: withoutContradicting,
    };
  const all = tables.length === 1 ? tables[0]! : tables[0]!.concat(tables.slice(1));

  // Within one file every key stands once, so only subjects of several files can have cells in common.
  const shared = sharedSubjects(delivery.cells);
  const subjects = all.column('subject')!;
  const alone: number[] = [];
  const several: number[] = [];
  for (let row = 0; row < all.numRows(); row++) (shared.has(subjects.at(row)) ? several : alone).push(row);
  const { merged, problems, contradicting } = mergeFiles(all.reify(several), delivery, fileSets);
  return {
    cells: { table: all.reify(alone).concat(merged), ...besides },
    problems: [...once.problems, ...problems, ...gathered.problems],
    files: withoutContradicting.map((file) => withRefused(file, contradicting.get(file.id)?.size ?? 0)),
  };
}

function spansOf({ files }: CellDelivery): CellTable['spans'] {
  return new Map(
    files.flatMap(({ id, periods }) => {
      const dated = periods.filter(({ end }) => end !== '');
      if (dated.length === 0) return [];
      const start = dated.reduce((first, period) => (period.start < first ? period.start : first), '9999');
      const end = dated.reduce((last, period) => (period.end > last ? period.end : last), '');
      return [[id, { start, end }] as const];
    }),
  );
}

function withRefused(file: FileAccount, rows: number): FileAccount {
  return rows === 0 ? file : { ...file, used: file.used - rows, refused: file.refused + rows };
}

/** Subjects whose cells may stand twice: those of several files, or of one that says so. */
function sharedSubjects(cells: readonly FileCells[]): Set<string> {
  const once = new Set<string>();
  const shared = new Set<string>();
  for (const { columns, mayRepeat } of cells) {
    for (const subject of new Set(columns.subject)) {
      if (mayRepeat || once.has(subject)) shared.add(subject);
      once.add(subject);
    }
  }
  return shared;
}

interface MergedRow extends CellRow {
  readonly parts: number;
  readonly allAdditive: boolean;
  readonly fileList: readonly number[];
  readonly lineList: readonly number[];
  readonly agree: boolean;
}

function mergeFiles(
  several: ArqueroTable,
  delivery: CellDelivery,
  fileSets: FileSets,
): { merged: ArqueroTable; problems: Problem[]; contradicting: Map<number, Set<number>> } {
  const problems: Problem[] = [];
  const extremes = Object.fromEntries(
    FIGURES.flatMap((name) => [
      [`${name}Sum`, op.sum(name)],
      [`${name}Valid`, op.valid(name)],
      [`${name}Min`, op.min(name)],
      [`${name}Max`, op.max(name)],
    ]),
  );
  const grouped = several.groupby(...KEY).rollup({
    ...extremes,
    state: op.max('state'),
    leastState: op.min('state'),
    line: op.min('line'),
    parts: op.count(),
    file: op.min('file'),
    additive: op.min('additive'),
    fileList: op.array_agg('file'),
    lineList: op.array_agg('line'),
  });
  type Row = Record<string, number> & MergedRow;
  const agrees = (row: Row): boolean =>
    row.leastState === row.state &&
    FIGURES.every((name) => row[`${name}Valid`] === 0 || row[`${name}Min`] === row[`${name}Max`]);
  const figure = (name: string) =>
    native((row: Row) => {
      if (row[`${name}Valid`] === 0) return Number.NaN;
      return row.parts > 1 && row.additive ? row[`${name}Sum`] : row[`${name}Min`];
    });
  const merged = grouped.derive({
    ...Object.fromEntries(FIGURES.map((name) => [name, figure(name)])),
    state: native((row: Row) => (row.parts > 1 && !row.additive && !agrees(row) ? STATE.refused : row.state)),
    files: native((row: Row) => fileSets.of(row.fileList)),
  });
  const path = (id: number): string => delivery.files[id]!.path;
  const contradicting = new Map<number, Set<number>>();
  const contradict = (file: number, line: number): void => {
    contradicting.set(file, (contradicting.get(file) ?? new Set()).add(line));
  };
  for (const row of grouped
    .filter(native((row: Row) => row.parts > 1 && !row.additive && row.state !== STATE.refused))
    .objects() as Row[]) {
    const [first, second] = row.fileList;
    const at = { file: path(second!), line: row.lineList[1]! };
    const other = `${path(first!)}:${row.lineList[0]}`;
    if (agrees(row))
      problems.push(problem('duplicate-cell', at, `the row repeats ${other}; it is counted once`));
    else {
      const message = `the row gives the cell of ${other} another figure, so neither is used`;
      problems.push(problem('conflicting-cell', at, message));
      for (const [part, file] of row.fileList.entries()) contradict(file, row.lineList[part]!);
    }
  }
  return { merged, problems, contradicting };
}

function emptyTable(): ArqueroTable {
  return table(Object.fromEntries([...KEY, ...FIGURES, 'state', 'line', 'files'].map((name) => [name, []])));
}
