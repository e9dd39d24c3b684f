import { parseWeeksGroup } from '../cells/cell.ts';
import type { Obstacles } from '../cells/obstacles.ts';
import { coverageKey, type SubjectIndex } from '../cells/subject-index.ts';
import type { Clause } from '../indicators/definition.ts';

/** A waiting band: the bands of a cube that are not ages. */
export interface WeekBand {
  readonly from: number;
  readonly to: number | null;
}

/** The waiting bands of an extract, rising. */
export function weekBandsOf(index: SubjectIndex): WeekBand[] {
  return index.groups
    .flatMap((group) => parseWeeksGroup(group) ?? [])
    .sort(
      (a, b) => a.from - b.from || (a.to ?? Number.POSITIVE_INFINITY) - (b.to ?? Number.POSITIVE_INFINITY),
    );
}

/** The band of each group of an extract that is a waiting band of the cube. */
export function bandsByGroup(index: SubjectIndex, weekBands: readonly WeekBand[]): Map<string, number> {
  const bands = new Map<string, number>();
  for (const group of index.groups) {
    const band = parseWeeksGroup(group);
    if (band)
      bands.set(
        group,
        weekBands.findIndex(({ from, to }) => from === band.from && to === band.to),
      );
  }
  return bands;
}

/** For a share of those waiting: which of the extract's bands lie within the weeks asked. */
export function bandOfWeeks(
  index: SubjectIndex,
  clause: Clause,
  obstacles: Obstacles,
): Map<string, number> | null {
  const bands = index.groups.flatMap((group, position) => {
    const band = parseWeeksGroup(group);
    return band ? [{ group, position, band }] : [];
  });
  if (bands.length === 0) return null;
  const { from, to } = clause.weeks ?? { from: 0, to: null };
  const end = to ?? Number.POSITIVE_INFINITY;
  const chosen = new Map<string, number>();
  const across = new Map<number, string>();
  for (const { group, position, band } of bands) {
    const bandEnd = band.to ?? Number.POSITIVE_INFINITY;
    if (band.from >= from && bandEnd <= end) chosen.set(group, 0);
    else if (band.from < end && bandEnd > from) across.set(position, group);
  }
  const bandAt = new Map(bands.map(({ position, band }) => [position, band]));
  for (const { place, period, groups: present } of index.coverage.values()) {
    const key = coverageKey(place, period.label);
    const crossing = [...present].find((position) => across.has(position));
    if (crossing !== undefined) {
      const reason = `the band "${across.get(crossing)}" lies across ${from || to} weeks`;
      obstacles.add(key, { reason, blocks: true });
    }
    if (bandsOverlap([...present].flatMap((position) => bandAt.get(position) ?? []))) {
      obstacles.add(key, { reason: 'its waiting bands overlap', blocks: true });
    }
  }
  return chosen;
}

/** Whether somebody could be in two of the bands, as where a subtotal stands among them. */
function bandsOverlap(bands: readonly WeekBand[]): boolean {
  const rising = [...bands].sort((a, b) => a.from - b.from);
  return rising.some((band, at) => at > 0 && (rising[at - 1]!.to ?? Number.POSITIVE_INFINITY) > band.from);
}
