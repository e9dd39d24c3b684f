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
  const ofSubject = cells.table.params({ subject }).filter('(d, $) => d.subject === $.subject');
  const chosen =
    group === undefined ? ofSubject : ofSubject.params({ group }).filter('(d, $) => d.group === $.group');
  const all = chosen.reify();
  const covered = new Map<string, Coverage>();
  const note = (row: CellRow): Coverage => {
    const key = coverageKey(row.place, row.period);
    let entry = covered.get(key);
    if (!entry) {
      entry = emptyCoverage(row, cells.periods.get(row.period)!);
      covered.set(key, entry);
    }
    entry.files = cells.fileSets.union(entry.files, row.files);
    return entry;
  };
  const refused = all.filter(`d => d.state === ${STATE.refused}`).objects() as CellRow[];
  refused.forEach(note);
  // A band that only refused rows have is a band all the same.
  const groups = new Positions<string>();
  for (const { group } of refused) groups.of(group, () => group);
  const usable = refused.length === 0 ? all : all.filter(`d => d.state !== ${STATE.refused}`).reify();

  const rows = usable.numRows();
  const coverageOf = new Int32Array(rows);
  const bandOf = new Int32Array(rows);
  const splitOf = new Int32Array(rows);
  const causeOf = new Int32Array(rows);
  const groupOf = new Int32Array(rows);
  const coverages = new Positions<Coverage>();
  const bands = new Positions<AgeBand>();
  const splits = new Positions<Split>();
  const causes = new Positions<string>();
  for (const [at, row] of (usable.objects() as CellRow[]).entries()) {
    const { sex, scheme, level, cause, group } = row;
    const entry = note(row);
    const band = { from: row.ageFrom, to: row.ageTo };
    coverageOf[at] = coverages.of(coverageKey(row.place, row.period), () => entry);
    bandOf[at] = bands.of(`${row.ageFrom}-${row.ageTo}`, () => band);
    splitOf[at] = splits.of(`${sex}|${scheme}|${level}`, () => ({ sex, scheme, level }));
    causeOf[at] = causes.of(cause, () => cause);
    groupOf[at] = groups.of(group, () => group);
    entry.groups.add(groupOf[at]!);
    const slice = sliceOf(entry, splitOf[at]!);
    slice.bands.add(bandOf[at]!);
    slice.causes.add(causeOf[at]!);
    if (row.state === STATE.ok && !Number.isNaN(row.count)) {
      if (cause === '') slice.allCauses += row.count;
      else slice.singleCauses += row.count;
    }
  }
  for (const entry of covered.values())
    entry.ofRecords = cells.fileSets.get(entry.files).every((file) => cells.recordFiles.has(file));
  const labels = new Set([...covered.values()].map(({ period }) => period.label));
  return {
    subject,
    usable,
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

function emptyCoverage({ place, line }: CellRow, period: Period): Coverage {
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
