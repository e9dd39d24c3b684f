import { type AgeBand, ageBandLabel } from '../cells/age-band.ts';
import type { CellColumns } from '../cells/cell.ts';
import { type Problem, problem } from '../problems/problem.ts';

/** The age bands of one place, period, sex and deprivation group. */
interface Slice {
  readonly subject: string;
  readonly place: string;
  readonly what: string;
  /** Line of the first row of each band. */
  readonly lines: Map<string, number>;
}

/** Denominators whose bands must be whole: events may not happen at some ages, but people are of all. */
const PEOPLE = 'population';

/**
 * Finds age bands that overlap without one holding the other, and bands of the population that are missing
 * beside those of others. What they spoil is withheld later; here they are named, with their rows.
 *
 * @param nameOf the name of a place by its code
 */
export function ageBandProblems(
  file: string,
  columns: CellColumns,
  nameOf: (place: string) => string,
): Problem[] {
  const slices = slicesOf(columns);
  const people = slices.filter(({ subject }) => subject === PEOPLE);
  const all = partsOf(bandsOf(new Set(people.flatMap(({ lines }) => [...lines.keys()]))));
  const overlaps = remembered(overlapOf);
  const gaps = remembered((bands) => missingOf(bands, all));
  const found: Problem[] = [];
  for (const { subject, place, what, lines } of slices) {
    const at = (band: AgeBand | undefined): { file: string; line?: number } =>
      band ? { file, line: lines.get(keyOf(band))! } : { file };
    const of = `the ${subject} of ${nameOf(place)} (${what})`;
    const overlap = overlaps(lines);
    if (overlap) {
      const [one, other] = overlap.map(ageBandLabel);
      found.push(
        problem(
          'age-bands-overlap',
          at(overlap[1]),
          `${of} has the bands ${one} and ${other}, which overlap`,
        ),
      );
    } else if (subject === PEOPLE) {
      const missing = gaps(lines);
      if (missing.length === 0) continue;
      const message = `${of} has nobody aged ${missing.map(ageBandLabel).join(', ')}, nor a row that says so`;
      found.push(problem('age-bands-missing', at(bandsOf(lines.keys())[0]), message));
    }
  }
  return found;
}

function slicesOf(columns: CellColumns): Slice[] {
  const slices = new Map<string, Slice>();
  const { subject, place, period, sex, scheme, level, ageFrom, ageTo, line } = columns;
  for (let i = 0; i < subject.length; i++) {
    const group = scheme[i] === '' ? '' : `, ${scheme[i]} ${level[i]}`;
    const id = `${subject[i]}\t${place[i]}\t${period[i]}\t${sex[i]}${group}`;
    let slice = slices.get(id);
    if (!slice) {
      const what = `${period[i]}, ${sex[i]}${group}`;
      slice = { subject: subject[i]!, place: place[i]!, what, lines: new Map() };
      slices.set(id, slice);
    }
    const band = `${ageFrom[i]}-${ageTo[i]}`;
    if (!slice.lines.has(band)) slice.lines.set(band, line[i]!);
  }
  return [...slices.values()];
}

function keyOf({ from, to }: AgeBand): string {
  return `${from}-${to}`;
}

/** Bands in the order of their first age, the longer first. */
function bandsOf(keys: Iterable<string>): AgeBand[] {
  return [...keys]
    .map((key) => key.split('-').map(Number))
    .map(([from, to]) => ({ from: from!, to: to! }))
    .sort((a, b) => a.from - b.from || b.to - a.to);
}

/** Slices of a file mostly have the same bands, so each set of them is looked at once. */
function remembered<T>(find: (bands: readonly AgeBand[]) => T): (lines: Slice['lines']) => T {
  const known = new Map<string, T>();
  return (lines) => {
    const id = [...lines.keys()].sort().join();
    const before = known.get(id);
    if (before !== undefined || known.has(id)) return before as T;
    const result = find(bandsOf(lines.keys()));
    known.set(id, result);
    return result;
  };
}

/** Two bands that share ages, of which neither holds the other. */
function overlapOf(bands: readonly AgeBand[]): [AgeBand, AgeBand] | null {
  for (const [at, one] of bands.entries()) {
    const other = bands
      .slice(at + 1)
      .find(({ from, to }) => from > one.from && from <= one.to && to > one.to);
    if (other) return [one, other];
  }
  return null;
}

/** The bands that hold no others. */
function partsOf(bands: readonly AgeBand[]): AgeBand[] {
  return bands.filter((band) => !bands.some((other) => other !== band && holds(band, other)));
}

function holds(outer: AgeBand, inner: AgeBand): boolean {
  return outer.from <= inner.from && inner.to <= outer.to;
}

/** Bands of the file that none of these holds or shares ages with, and holes between these. */
function missingOf(bands: readonly AgeBand[], all: readonly AgeBand[]): AgeBand[] {
  const missing = all.filter(
    (wanted) => !bands.some(({ from, to }) => from <= wanted.to && wanted.from <= to),
  );
  const parts = partsOf(bands);
  for (const [at, { to }] of parts.entries()) {
    const next = parts[at + 1];
    if (next === undefined || next.from <= to + 1) continue;
    const hole = { from: to + 1, to: next.from - 1 };
    const isHeld = bands.some((band) => holds(band, hole));
    if (!isHeld && !missing.some((band) => holds(hole, band))) missing.push(hole);
  }
  return missing;
}
