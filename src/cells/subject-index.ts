import { escape } from 'arquero';
import type { Period } from '../periods/period.ts';
import { type AgeBand, ageBandLabel } from './age-band.ts';
import { type DeprivationScheme, STATE, type Sex } from './cell.ts';
import type { ArqueroTable, CellRow, CellTable } from './cell-table.ts';
import { parseCauseRange } from './icd10.ts';

/** What the cells of one subject cover in one place and period. */
export interface Coverage {
  readonly place: string;
  readonly period: Period;
  /** Distinct age bands of usable cells. */
  readonly bands: Map<string, AgeBand>;
  /** Which sexes come with which deprivation schemes, as `sex|scheme`. */
  readonly splits: Set<string>;
  readonly levels: Map<DeprivationScheme, Set<number>>;
  /** Distinct groups of the extract (waiting bands among them); '' is everybody. */
  readonly groups: Set<string>;
  /** Whether there are cells of all causes together, and cells of causes by code. */
  hasAllCauses: boolean;
  hasCodedCauses: boolean;
  files: number;
  /** Where the first of them stands, for problems. */
  readonly line: number;
}

/** The cells of one event or indicator, and what they cover. */
export interface SubjectIndex {
  readonly subject: string;
  readonly table: ArqueroTable;
  /** By `place|period label`. */
  readonly coverage: ReadonlyMap<string, Coverage>;
  readonly periods: readonly Period[];
  readonly sexes: ReadonlySet<Sex>;
  readonly schemes: ReadonlySet<DeprivationScheme>;
}

export function coverageKey(place: string, period: string): string {
  return `${place}|${period}`;
}

/** Indexes the cells of a subject; linear in the cells. */
export function indexSubject(cells: CellTable, subject: string): SubjectIndex {
  const table = cells.table.filter(escape((row: CellRow) => row.subject === subject)).reify();
  const coverage = new Map<string, Coverage>();
  const sexes = new Set<Sex>();
  const schemes = new Set<DeprivationScheme>();
  const coded = new Map<string, boolean>();
  const isCoded = (cause: string): boolean => {
    let known = coded.get(cause);
    if (known === undefined) {
      known = parseCauseRange(cause) !== null;
      coded.set(cause, known);
    }
    return known;
  };
  for (const row of table.objects() as CellRow[]) {
    const key = coverageKey(row.place, row.period);
    let entry = coverage.get(key);
    if (!entry) {
      entry = {
        place: row.place,
        period: cells.periods.get(row.period)!,
        bands: new Map(),
        splits: new Set(),
        levels: new Map(),
        groups: new Set(),
        hasAllCauses: false,
        hasCodedCauses: false,
        files: 0,
        line: row.line,
      };
      coverage.set(key, entry);
    }
    entry.files = cells.fileSets.union(entry.files, row.files);
    if (row.state === STATE.refused) continue;
    const band = { from: row.ageFrom, to: row.ageTo };
    entry.bands.set(ageBandLabel(band), band);
    entry.splits.add(`${row.sex}|${row.scheme}`);
    const levels = entry.levels.get(row.scheme);
    if (levels) levels.add(row.level);
    else entry.levels.set(row.scheme, new Set([row.level]));
    entry.groups.add(row.group);
    if (row.cause === '') entry.hasAllCauses = true;
    else if (isCoded(row.cause)) entry.hasCodedCauses = true;
    sexes.add(row.sex);
    schemes.add(row.scheme);
  }
  const labels = new Set([...coverage.values()].map(({ period }) => period.label));
  return {
    subject,
    table,
    coverage,
    periods: [...labels].map((label) => cells.periods.get(label)!),
    sexes,
    schemes,
  };
}
