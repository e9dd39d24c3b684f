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
  const found = new Map<string, Found>();
  const note = (code: Found['code'], slice: Slice, band: AgeBand | undefined, bands: string): void => {
    const id = `${code} ${slice.subject} ${slice.place} ${bands}`;
    const known = found.get(id);
    if (known) known.more += 1;
    else found.set(id, { code, slice, bands, line: band ? slice.lines.get(keyOf(band))! : null, more: 0 });
  };
  for (const slice of slices) {
    const overlap = overlaps(slice.lines);
    if (overlap) {
      note('age-bands-overlap', slice, overlap[1], overlap.map(ageBandLabel).join(' and '));
    } else if (slice.subject === PEOPLE) {
      const missing = gaps(slice.lines);
      if (missing.length === 0) continue;
      const first = bandsOf(slice.lines.keys())[0];
      note('age-bands-missing', slice, first, missing.map(ageBandLabel).join(', '));
    }
  }
  return [...found.values()].map((one) => asProblem(one, file, nameOf));
}

/** What is wrong with the bands of a place, where it is met first, and how often again. */
interface Found {
  readonly code: 'age-bands-overlap' | 'age-bands-missing';
  readonly slice: Slice;
  readonly bands: string;
  readonly line: number | null;
  more: number;
}

function asProblem(
  { code, slice: { subject, place, what }, bands, line, more }: Found,
  file: string,
  nameOf: (place: string) => string,
): Problem {
  const others = more === 0 ? '' : `, and ${more} more like it`;
  const of = `the ${subject} of ${nameOf(place)} (${what}${others})`;
  const message =
    code === 'age-bands-overlap'
      ? `${of} has the bands ${bands}, which overlap`
      : `${of} has nobody aged ${bands}, nor a row that says so`;
  return problem(code, { file, line }, message);
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
