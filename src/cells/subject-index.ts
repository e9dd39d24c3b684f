import type { Period } from '../periods/period.ts';
import type { AgeBand } from './age-band.ts';
import { type DeprivationScheme, type Sex, STATE } from './cell.ts';
import type { ArqueroTable, CellRow, CellTable } from './cell-table.ts';

/** What the usable cells of one sex and deprivation group cover, as positions in the index's lists. */
export interface SliceCoverage {
  readonly bands: Set<number>;
  readonly causes: Set<number>;
  /** Count in the cells of all causes together, and in those of single causes. */
  allCauses: number;
  singleCauses: number;
}

/** What the cells of one subject cover in one place and period. */
export interface Coverage {
  readonly place: string;
  readonly period: Period;
  /** By the position of the split. What is a total, and what is complete, is judged in each by itself. */
  readonly slices: Map<number, SliceCoverage>;
  /** Positions of the extract's groups. */
  readonly groups: Set<number>;
  /** Number of the set of files behind them. */
  files: number;
  /** Whether all of them are records, whose rows are single events. */
  ofRecords: boolean;
  /** Where the first of them stands, for problems. */
  readonly line: number;
}

/** What tells the slices of one place and period apart. */
export interface Split {
  readonly sex: Sex;
  readonly scheme: DeprivationScheme;
  readonly level: number;
}

/**
 * The cells of one event or indicator, and what they cover. What repeats from cell to cell is kept once and
 * named by its position, so that choosing and adding up cells is work on whole numbers.
 */
export interface SubjectIndex {
  readonly subject: string;
  /** The cells whose figures can be used, or are hidden or not available. */
  readonly usable: ArqueroTable;
  /** For each usable cell its figures; NaN where it has none. */
  readonly counts: Float64Array;
  readonly denominators: Float64Array;
  readonly states: Uint8Array;
  /** 1 for a published value, which is never part of a sum. */
  readonly published: Uint8Array;
  /** For each usable cell the position of its coverage, age band, split, cause and group in the lists below. */
  readonly coverageOf: Int32Array;
  readonly bandOf: Int32Array;
  readonly splitOf: Int32Array;
  readonly causeOf: Int32Array;
  readonly groupOf: Int32Array;
  readonly coverages: readonly Coverage[];
  readonly bands: readonly AgeBand[];
  readonly splits: readonly Split[];
  readonly causes: readonly string[];
  readonly groups: readonly string[];
  /** The cells that a bad row spoiled. */
  readonly refused: readonly CellRow[];
  /** By `place|period label`. */
  readonly coverage: ReadonlyMap<string, Coverage>;
  readonly periods: readonly Period[];
}

export function coverageKey(place: string, period: string): string {
  return `${place}|${period}`;
}

/**
 * Indexes the cells of a subject; linear in the cells.
 *
 * @param group only the cells of this further group of the extract, '' being everybody; without it, all cells. What the
 *   rows of one group cover says nothing of another: they may lack its ages or its deprivation groups
 */
export function indexSubject(cells: CellTable, subject: string, group?: string): SubjectIndex {
  const ofSubject = rowsOfSubject(cells.table, subject);
  const groupColumn = cells.table.column('group')!;
  const all = cells.table.reify(
    group === undefined ? ofSubject : ofSubject.filter((row) => groupColumn.at(row) === group),
  );
  const covered = new Map<string, Coverage>();
  const note = (place: string, label: string, line: number, files: number): Coverage => {
    const key = coverageKey(place, label);
    let entry = covered.get(key);
    if (!entry) {
      entry = emptyCoverage(place, cells.periods.get(label)!, line);
      covered.set(key, entry);
    }
    entry.files = cells.fileSets.union(entry.files, files);
    return entry;
  };
  const refused = all.filter(`d => d.state === ${STATE.refused}`).objects() as CellRow[];
  for (const { place, period, line, files } of refused) note(place, period, line, files);
  // A band that only refused rows have is a band all the same.
  const groups = new Positions<string>();
  for (const { group } of refused) groups.of(group, () => group);
  const usable = refused.length === 0 ? all : all.filter(`d => d.state !== ${STATE.refused}`).reify();

  const rows = usable.numRows();
  const counts = usable.array('count', Float64Array) as Float64Array;
  const states = usable.array('state', Uint8Array) as Uint8Array;
  const column = <Name extends keyof CellRow>(name: Name) => usable.array(name) as CellRow[Name][];
  const place = column('place');
  const period = column('period');
  const sex = column('sex');
  const scheme = column('scheme');
  const level = column('level');
  const ageFrom = column('ageFrom');
  const ageTo = column('ageTo');
  const cause = column('cause');
  const groupOfRow = column('group');
  const line = column('line');
  const files = column('files');
  const coverageOf = new Int32Array(rows);
  const bandOf = new Int32Array(rows);
  const splitOf = new Int32Array(rows);
  const causeOf = new Int32Array(rows);
  const groupOf = new Int32Array(rows);
  const coverages = new Positions<Coverage>();
  const bands = new Positions<AgeBand>();
  const splits = new Positions<Split>();
  const causes = new Positions<string>();
  for (let at = 0; at < rows; at++) {
    const entry = note(place[at]!, period[at]!, line[at]!, files[at]!);
    coverageOf[at] = coverages.of(coverageKey(place[at]!, period[at]!), () => entry);
    bandOf[at] = bands.of(`${ageFrom[at]}-${ageTo[at]}`, () => ({ from: ageFrom[at]!, to: ageTo[at]! }));
    splitOf[at] = splits.of(`${sex[at]}|${scheme[at]}|${level[at]}`, () => ({
      sex: sex[at]!,
      scheme: scheme[at]!,
      level: level[at]!,
    }));
    causeOf[at] = causes.of(cause[at]!, () => cause[at]!);
    groupOf[at] = groups.of(groupOfRow[at]!, () => groupOfRow[at]!);
    entry.groups.add(groupOf[at]!);
    const slice = sliceOf(entry, splitOf[at]!);
    slice.bands.add(bandOf[at]!);
    slice.causes.add(causeOf[at]!);
    if (states[at] === STATE.ok && !Number.isNaN(counts[at]!)) {
      if (cause[at] === '') slice.allCauses += counts[at]!;
      else slice.singleCauses += counts[at]!;
    }
  }
  for (const entry of covered.values())
    entry.ofRecords = cells.fileSets.get(entry.files).every((file) => cells.recordFiles.has(file));
  const labels = new Set([...covered.values()].map(({ period }) => period.label));
  return {
    subject,
    usable,
    counts,
    denominators: usable.array('denominator', Float64Array) as Float64Array,
    states,
    published: usable.array('published', Uint8Array) as Uint8Array,
    coverageOf,
    bandOf,
    splitOf,
    causeOf,
    groupOf,
    coverages: coverages.items,
    bands: bands.items,
    splits: splits.items,
    causes: causes.items,
    groups: groups.items,
    refused,
    coverage: covered,
    periods: [...labels].map((label) => cells.periods.get(label)!),
  };
}

/** The rows of every subject of a table, found at once: a run asks for one subject after another. */
const rowsBySubject = new WeakMap<ArqueroTable, ReadonlyMap<string, number[]>>();

function rowsOfSubject(table: ArqueroTable, subject: string): number[] {
  let known = rowsBySubject.get(table);
  if (!known) {
    const found = new Map<string, number[]>();
    const subjects = table.column('subject')!;
    table.scan((row) => {
      const own = found.get(subjects.at(row!));
      if (own) own.push(row!);
      else found.set(subjects.at(row!), [row!]);
    });
    known = found;
    rowsBySubject.set(table, known);
  }
  return known.get(subject) ?? [];
}

/** A list in which each item stands once, with its position by key. */
class Positions<T> {
  readonly items: T[] = [];
  readonly #at = new Map<string, number>();

  of(key: string, make: () => T): number {
    let at = this.#at.get(key);
    if (at === undefined) {
      at = this.items.length;
      this.items.push(make());
      this.#at.set(key, at);
    }
    return at;
  }
}

function emptyCoverage(place: string, period: Period, line: number): Coverage {
  return { place, period, slices: new Map(), groups: new Set(), files: 0, ofRecords: false, line };
}

function sliceOf({ slices }: Coverage, split: number): SliceCoverage {
  let slice = slices.get(split);
  if (!slice) {
    slice = { bands: new Set(), causes: new Set(), allCauses: 0, singleCauses: 0 };
    slices.set(split, slice);
  }
  return slice;
}
