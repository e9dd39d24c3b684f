import type { Period } from '../periods/period.ts';
import { type Problem, problem } from '../problems/problem.ts';
import { type CellColumns, emptyCellColumns, STATE } from './cell.ts';
import type { CellDelivery, FileCells } from './cell-source.ts';

/**
 * How much must be the same before two files are held to have the same records: chance makes single small counts
 * the same, but not so many, and not nearly all that the files share.
 */
const FEWEST_EVENTS = 30;
const FEWEST_CELLS = 10;
const SHARE_THE_SAME = 0.9;

export interface CountedOnce {
  /** The cells of the files, without the repeats; what is the one in one file and another in the other is refused. */
  readonly cells: readonly FileCells[];
  readonly problems: readonly Problem[];
  /** How many records of a file are refused, by its id. */
  readonly refused: ReadonlyMap<number, number>;
}

/** What a file counts of one event in one place and period. */
interface Block {
  readonly subject: string;
  readonly place: string;
  readonly period: string;
  readonly rows: readonly number[];
  readonly events: number;
  /** Its cells in an order of their own, whatever that of the file. */
  readonly cells: string;
}

type Blocks = ReadonlyMap<string, Block>;

/** A file, and what is to become of its blocks. */
interface OneFile {
  readonly own: FileCells;
  readonly path: string;
  readonly blocks: Blocks;
  readonly repeated: Set<Block>;
  readonly refused: Set<Block>;
}

/**
 * Counts once what two files of records, or of small areas, give in the same words: an extract that was exported
 * twice, or two whose years overlap. Such files are parts that add up, so all of it would count twice.
 *
 * Place by place and period by period, where nearly all that two files share is the same cell for cell, that counts
 * from the first file alone. What then differs is the same records before and after a change, and neither is used.
 * Where less is the same the files add up, as the parts that they seem to be.
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
      blocks: blocksOf(own.columns, shared),
      repeated: new Set(),
      refused: new Set(),
    }),
  );
  for (const [at, later] of all.entries()) {
    for (const earlier of all.slice(0, at)) {
      const inBoth = blocksOfBoth(later.blocks, earlier.blocks);
      if (inBoth === null) continue;
      for (const block of inBoth.same) later.repeated.add(block);
      problems.push(repeats(later, earlier, inBoth));
      for (const [block, other] of inBoth.different) {
        later.refused.add(block);
        earlier.refused.add(other);
        problems.push(contradicts(later, block, earlier, other));
      }
    }
  }
  const settled = new Map(all.map((file) => [file.own.file, settle(file, periods)]));
  return {
    cells: cells.map((own) => settled.get(own.file) ?? own),
    problems,
    refused: new Map(all.map(({ own, refused }) => [own.file, eventsOf(refused)])),
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

function blocksOf(columns: CellColumns, subjects: ReadonlySet<string>): Blocks {
  const rows = new Map<string, number[]>();
  for (const [row, subject] of columns.subject.entries()) {
    if (!subjects.has(subject)) continue;
    const key = `${subject}\t${columns.place[row]}\t${columns.period[row]}`;
    const own = rows.get(key);
    if (own) own.push(row);
    else rows.set(key, [row]);
  }
  return new Map(Array.from(rows, ([key, own]) => [key, blockOf(columns, own)]));
}

function blockOf(columns: CellColumns, rows: readonly number[]): Block {
  let events = 0;
  // Who is in a group of deprivation is counted in the cell of all groups too.
  for (const row of rows) if (columns.scheme[row] === '') events += columns.count[row]! || 0;
  return {
    subject: columns.subject[rows[0]!]!,
    place: columns.place[rows[0]!]!,
    period: columns.period[rows[0]!]!,
    rows,
    events,
    cells: rows
      .map((row) => cellText(columns, row))
      .sort()
      .join('\n'),
  };
}

function cellText(columns: CellColumns, row: number): string {
  const { sex, ageFrom, ageTo, scheme, level, cause, group, count, denominator, state } = columns;
  return [sex, ageFrom, ageTo, scheme, level, cause, group, count, denominator, state]
    .map((column) => column[row])
    .join('\t');
}

/** What a file has that another one has too. */
interface InBoth {
  readonly same: readonly Block[];
  /** Each with the block of the other file. */
  readonly different: readonly (readonly [Block, Block])[];
}

/** Null where so little is the same, or so much is not, that it may be by chance. */
function blocksOfBoth(blocks: Blocks, others: Blocks): InBoth | null {
  const same: Block[] = [];
  const different: [Block, Block][] = [];
  for (const [key, block] of blocks) {
    const other = others.get(key);
    if (!other) continue;
    if (block.cells === other.cells) same.push(block);
    else different.push([block, other]);
  }
  const cells = same.reduce((sum, { rows }) => sum + rows.length, 0);
  const isMost = same.length >= SHARE_THE_SAME * (same.length + different.length);
  return isMost && cells >= FEWEST_CELLS && eventsOf(same) >= FEWEST_EVENTS ? { same, different } : null;
}

function eventsOf(blocks: Iterable<Block>): number {
  let sum = 0;
  for (const { events } of blocks) sum += events;
  return sum;
}

function repeats({ own, path }: OneFile, earlier: OneFile, { same, different }: InBoth): Problem {
  const example = same[0]!;
  const message =
    `${same.length} of the ${same.length + different.length} counts by Place and period that ${earlier.path} gives ` +
    `too are the same cell for cell, such as ${example.subject} in ${example.period}; they are counted once`;
  return problem('repeated-records', { file: path, line: lineOf(own, example) }, message);
}

function contradicts({ own, path }: OneFile, block: Block, earlier: OneFile, other: Block): Problem {
  const { subject, period, events } = block;
  const message =
    `${subject} in ${period}, ${events} in all, differ from those of ${earlier.path}:${lineOf(earlier.own, other)}, ` +
    `${other.events} in all, whose records are the same otherwise, so neither are used`;
  return problem('conflicting-cell', { file: path, line: lineOf(own, block) }, message);
}

/** The line of the first row of a block. */
function lineOf({ columns }: FileCells, { rows }: Block): number {
  return columns.line[rows[0]!]!;
}

/** The cells of a file, those of some blocks left out and those of others refused, and the days of neither. */
function settle({ own, repeated, refused }: OneFile, periods: ReadonlyMap<string, Period>): FileCells {
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
    spans.set(key, [...(spans.get(key) ?? []), periods.get(period)!]);
  }
  const days = own.days?.filter(
    ({ subject, place, day }) =>
      !spans.get(`${subject}\t${place}`)?.some(({ start, end }) => start <= day && day <= end),
  );
  return { ...own, columns, ...(days ? { days } : {}) };
}
