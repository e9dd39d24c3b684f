import type { Period } from '../periods/period.ts';
import { type Problem, problem } from '../problems/problem.ts';
import { type CellColumns, emptyCellColumns, STATE } from './cell.ts';
import type { CellDelivery, FileAccount, FileCells } from './cell-source.ts';

/**
 * How much must be the same before two files are held to have the same records: of all their cells in the time that
 * both have, half. Where two files count different events, a fifth at most is the same by chance, however rare they are.
 */
const SHARE_THE_SAME = 0.5;
/** Fewer cells than this may all be the same by chance. */
const FEWEST_CELLS = 10;

export interface CountedOnce {
  /** The cells of the files, without the repeats; what is the one in one file and another in the other is refused. */
  readonly cells: readonly FileCells[];
  readonly problems: readonly Problem[];
  /** How many rows of a file are refused, by its id. */
  readonly refused: ReadonlyMap<number, number>;
}

/** What a file counts of one event in one place and period. */
interface Block {
  readonly subject: string;
  readonly place: string;
  readonly period: Period;
  readonly rows: readonly number[];
  readonly events: number;
  /** Its cells with their figures, as texts. */
  readonly cells: ReadonlySet<string>;
}

/** What a file counts of one event in one place, by the label of the period. */
type Series = ReadonlyMap<string, Block>;

/** A file, and what is to become of its blocks. */
interface OneFile {
  readonly own: FileCells;
  readonly path: string;
  /** By event. */
  readonly subjects: ReadonlyMap<string, ReadonlyMap<string, Series>>;
  readonly repeated: Set<Block>;
  readonly refused: Set<Block>;
}

/**
 * Counts once what two files of records, or of small areas, give in the same words: an extract that was exported
 * twice, or two whose years overlap. Such files are parts that add up, so all of it would count twice.
 *
 * Event by event, where most of what two files give in the time that both have is the same cell for cell, a place and
 * period that is the same counts from the first file alone. What differs is the same records before and after a change,
 * or a part of them, and neither is used. Where less is the same the files add up, as the parts that they seem to be.
 */
export function countRepeatsOnce({
  cells,
  files,
  periods,
}: Pick<CellDelivery, 'cells' | 'files' | 'periods'>): CountedOnce {
  const additive = cells.filter((own) => own.additive);
  const shared = subjectsOfSeveral(additive);
  if (shared.size === 0) return { cells, problems: [], refused: new Map() };
  const problems: Problem[] = [];
  const all = additive.map(
    (own): OneFile => ({
      own,
      path: files[own.file]!.path,
      subjects: seriesOf(own.columns, shared, periods),
      repeated: new Set(),
      refused: new Set(),
    }),
  );
  for (const [at, later] of all.entries()) {
    for (const earlier of all.slice(0, at)) {
      for (const [subject, own] of later.subjects) {
        const inBoth = blocksOfBoth(own, earlier.subjects.get(subject) ?? new Map());
        if (inBoth === null) continue;
        for (const [block] of inBoth.same) later.repeated.add(block);
        if (inBoth.same.length > 0) problems.push(repeats(later, earlier, inBoth));
        for (const [block, other] of inBoth.different) {
          later.refused.add(block);
          earlier.refused.add(other);
          problems.push(contradicts(later, block, earlier, other));
        }
      }
    }
  }
  const settled = new Map(all.map((file) => [file.own.file, settle(file)]));
  return {
    cells: cells.map((own) => settled.get(own.file) ?? own),
    problems,
    refused: new Map(all.map((file) => [file.own.file, rowsRefused(file, files[file.own.file]!)])),
  };
}

function subjectsOfSeveral(cells: readonly FileCells[]): ReadonlySet<string> {
  const once = new Set<string>();
  const several = new Set<string>();
  for (const { columns } of cells) {
    for (const subject of new Set(columns.subject)) (once.has(subject) ? several : once).add(subject);
  }
  return several;
}

function seriesOf(
  columns: CellColumns,
  subjects: ReadonlySet<string>,
  periods: ReadonlyMap<string, Period>,
): OneFile['subjects'] {
  const rows = new Map<string, number[]>();
  for (const [row, subject] of columns.subject.entries()) {
    if (!subjects.has(subject)) continue;
    const key = `${subject}\t${columns.place[row]}\t${columns.period[row]}`;
    const own = rows.get(key);
    if (own) own.push(row);
    else rows.set(key, [row]);
  }
  const found = new Map<string, Map<string, Map<string, Block>>>();
  for (const own of rows.values()) {
    const block = blockOf(columns, own, periods);
    const places = found.get(block.subject) ?? new Map<string, Map<string, Block>>();
    found.set(block.subject, places);
    const series = places.get(block.place) ?? new Map<string, Block>();
    places.set(block.place, series.set(block.period.label, block));
  }
  return found;
}

function blockOf(columns: CellColumns, rows: readonly number[], periods: ReadonlyMap<string, Period>): Block {
  let events = 0;
  // Who is in a group of deprivation is counted in the cell of all groups too.
  for (const row of rows) if (columns.scheme[row] === '') events += columns.count[row]! || 0;
  const first = rows[0]!;
  return {
    subject: columns.subject[first]!,
    place: columns.place[first]!,
    period: periods.get(columns.period[first]!)!,
    rows,
    events,
    cells: new Set(rows.map((row) => cellText(columns, row))),
  };
}

function cellText(columns: CellColumns, row: number): string {
  const { sex, ageFrom, ageTo, scheme, level, cause, group, count, denominator, state } = columns;
  return [sex, ageFrom, ageTo, scheme, level, cause, group, count, denominator, state]
    .map((column) => column[row])
    .join('\t');
}

/** What a file has that another one has too, each block with that of the other. */
interface InBoth {
  readonly same: readonly (readonly [Block, Block])[];
  readonly different: readonly (readonly [Block, Block])[];
}

/** Null where so little is the same that it may be by chance. */
function blocksOfBoth(own: ReadonlyMap<string, Series>, others: ReadonlyMap<string, Series>): InBoth | null {
  const same: [Block, Block][] = [];
  const different: [Block, Block][] = [];
  let alike = 0;
  let all = 0;
  for (const [place, series] of own) {
    const other = others.get(place);
    if (!other) continue;
    const start = latest(firstDay(series), firstDay(other));
    const end = earliest(lastDay(series), lastDay(other));
    const isInBoth = ({ period }: Block): boolean => period.start >= start && period.end <= end;
    for (const [label, block] of series) {
      if (!isInBoth(block)) continue;
      const twin = other.get(label);
      const shared = twin ? sizeOfBoth(block.cells, twin.cells) : 0;
      alike += shared;
      all += block.cells.size + (twin ? twin.cells.size - shared : 0);
      if (twin)
        (shared === block.cells.size && shared === twin.cells.size ? same : different).push([block, twin]);
    }
    for (const [label, block] of other) if (isInBoth(block) && !series.has(label)) all += block.cells.size;
  }
  return alike >= FEWEST_CELLS && alike >= SHARE_THE_SAME * all ? { same, different } : null;
}

function sizeOfBoth(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  let size = 0;
  for (const text of one) if (other.has(text)) size += 1;
  return size;
}

function firstDay(series: Series): string {
  return [...series.values()].map(({ period }) => period.start).reduce(earliest);
}

function lastDay(series: Series): string {
  return [...series.values()].map(({ period }) => period.end).reduce(latest);
}

function earliest(one: string, other: string): string {
  return one < other ? one : other;
}

function latest(one: string, other: string): string {
  return one > other ? one : other;
}

function eventsOf(blocks: Iterable<Block>): number {
  let sum = 0;
  for (const { events } of blocks) sum += events;
  return sum;
}

function repeats({ own, path }: OneFile, earlier: OneFile, { same, different }: InBoth): Problem {
  const [example] = same[0]!;
  const message =
    `${same.length} of the ${same.length + different.length} counts of ${example.subject} by Place and period that ` +
    `${earlier.path} gives too are the same cell for cell, such as those of ${example.period.label}; they are counted once`;
  return problem('repeated-records', { file: path, line: lineOf(own, example) }, message);
}

function contradicts({ own, path }: OneFile, block: Block, earlier: OneFile, other: Block): Problem {
  const { subject, period, events } = block;
  const message =
    `${subject} in ${period.label}, ${events} in all, differ from those of ${earlier.path}:${lineOf(earlier.own, other)}, ` +
    `${other.events} in all, whose records are mostly the same, so neither are used`;
  return problem('conflicting-cell', { file: path, line: lineOf(own, block) }, message);
}

/**
 * How many rows of a file its refused blocks had: as many as events where each row is one; else, as where rows are areas
 * with their counts, at least as many as began a cell.
 */
function rowsRefused({ own, refused }: OneFile, { used, setAside }: FileAccount): number {
  const { count, scheme, line } = own.columns;
  const events = count.reduce((sum, one, row) => (scheme[row] === '' ? sum + (one || 0) : sum), 0);
  const fed = setAside.reduce((rest, { rows }) => rest - rows, used);
  if (events === fed) return eventsOf(refused);
  return new Set([...refused].flatMap(({ rows }) => rows.map((row) => line[row]))).size;
}

/** The line of the first row of a block. */
function lineOf({ columns }: FileCells, { rows }: Block): number {
  return columns.line[rows[0]!]!;
}

/** The cells of a file, those of some blocks left out and those of others refused, and the days of neither. */
function settle({ own, repeated, refused }: OneFile): FileCells {
  if (repeated.size === 0 && refused.size === 0) return own;
  const leftOut = new Set([...repeated].flatMap(({ rows }) => rows));
  const withheld = new Set([...refused].flatMap(({ rows }) => rows));
  const columns = emptyCellColumns();
  for (const name of Object.keys(columns) as (keyof CellColumns)[]) {
    const column = columns[name] as unknown[];
    for (const [row, value] of own.columns[name].entries()) {
      if (leftOut.has(row)) continue;
      column.push(name === 'state' && withheld.has(row) ? STATE.refused : value);
    }
  }
  const spans = new Map<string, Period[]>();
  for (const { subject, place, period } of [...repeated, ...refused]) {
    const key = `${subject}\t${place}`;
    spans.set(key, [...(spans.get(key) ?? []), period]);
  }
  const days = own.days?.filter(
    ({ subject, place, day }) =>
      !spans.get(`${subject}\t${place}`)?.some(({ start, end }) => start <= day && day <= end),
  );
  return { ...own, columns, ...(days ? { days } : {}) };
}
