import { type AgeBand, assignBands } from '../cells/age-band.ts';
import { parseWeeksGroup, STATE } from '../cells/cell.ts';
import type { CellRow } from '../cells/cell-table.ts';
import { type CauseRange, causeWithin, parseCauseRange } from '../cells/icd10.ts';
import type { Coverage, Split, SubjectIndex } from '../cells/subject-index.ts';
import type { Clause } from '../indicators/definition.ts';
import type { RunContext } from './run-context.ts';

/**
 * Which cells a value was computed from. It is worked out from the value's key and its definition when it is
 * asked for, so that no result carries lists of cells.
 */
export interface CellsInput {
  /** `reference`: events and people of those whose rates are expected; `survey`: who was asked of their health. */
  readonly role: 'numerator' | 'denominator' | 'value' | 'reference' | 'survey';
  readonly subject: string;
  readonly place: string;
  readonly period: string;
  /** Sexes and deprivation groups that were added up. */
  readonly splits: readonly Split[];
  readonly ages: AgeBand;
  /** Whether each age band counts by itself, so that totals of several are left out. */
  readonly byBand: boolean;
  /** Codes that were chosen; null takes all causes. */
  readonly causes: readonly CauseRange[] | null;
  readonly weeks: { readonly from: number; readonly to: number | null } | null;
  /** Only people of one deprivation group, counted for the whole place. */
  readonly deprivation: Clause['deprivation'];
  /** Further groups of the extract whose cells they are, '' being everybody; null for the bands of a waiting list. */
  readonly groups: readonly string[] | null;
}

/** The cells that an input names, for showing them; linear in the cells of its subject. */
export function cellsOf(input: CellsInput, run: RunContext): CellRow[] {
  const [group, ...others] = input.groups ?? [];
  const index = others.length > 0 ? run.subject(input.subject) : run.subject(input.subject, group);
  const coverage = index.coverage.get(`${input.place}|${input.period}`);
  if (!coverage) return [];
  const total = input.causes ? -1 : index.causes.indexOf('');
  const here = index.coverages.indexOf(coverage);
  const inAges = agesBySplit(index, coverage, input);
  const rows: CellRow[] = [];
  for (const [at, covered] of index.coverageOf.entries()) {
    const split = index.splitOf[at]!;
    if (covered !== here || !inAges(split, index.bandOf[at]!)) continue;
    if (total >= 0 && coverage.slices.get(split)!.causes.has(total) && index.causeOf[at] !== total) continue;
    const row = index.usable.object(at) as CellRow;
    const chosen = input.splits.some((one) => isSplit(one, row));
    const inGroups = input.groups?.includes(row.group) ?? true;
    if (chosen && inGroups && inCauses(row.cause, input.causes) && inWeeks(row.group, input.weeks))
      rows.push(row);
  }
  return rows;
}

/** Whether an age band of a split counts; waiting bands are no ages. */
function agesBySplit(
  index: SubjectIndex,
  { slices }: Coverage,
  { ages, byBand, weeks }: CellsInput,
): (split: number, band: number) => boolean {
  if (weeks) return () => true;
  const counted = new Map<number, Set<number>>();
  for (const [split, { bands }] of slices) {
    const all = [...bands];
    const available = byBand ? all.filter((band) => !all.some((part) => isTotal(index, band, part))) : all;
    const result = assignBands(
      available.map((band) => index.bands[band]!),
      [ages],
    );
    const inside = 'target' in result ? available.filter((_, at) => result.target[at] === 0) : [];
    counted.set(split, new Set(inside));
  }
  return (split, band) => counted.get(split)!.has(band);
}

/** Whether an age band holds another and more. */
function isTotal({ bands }: SubjectIndex, total: number, part: number): boolean {
  const [outer, inner] = [bands[total]!, bands[part]!];
  return total !== part && outer.from <= inner.from && inner.to <= outer.to;
}

function isSplit({ sex, scheme, level }: Split, row: CellRow): boolean {
  return row.sex === sex && row.scheme === scheme && row.level === level && row.state !== STATE.refused;
}

function inCauses(cause: string, ranges: readonly CauseRange[] | null): boolean {
  if (ranges === null) return true;
  const range = parseCauseRange(cause);
  return range !== null && ranges.some((outer) => causeWithin(range, outer));
}

function inWeeks(group: string, weeks: CellsInput['weeks']): boolean {
  if (weeks === null) return true;
  const band = parseWeeksGroup(group);
  return (
    band !== null &&
    band.from >= weeks.from &&
    (band.to ?? Number.POSITIVE_INFINITY) <= (weeks.to ?? Number.POSITIVE_INFINITY)
  );
}
