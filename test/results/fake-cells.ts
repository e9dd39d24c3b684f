import { parseAgeBand } from '../../src/cells/age-band.ts';
import {
  type CellState,
  type DeprivationScheme,
  emptyCellColumns,
  type Sex,
  STATE,
} from '../../src/cells/cell.ts';
import type { CellSource } from '../../src/cells/cell-source.ts';
import { loadCatalogue } from '../../src/indicators/catalogue.ts';
import { parsePeriod } from '../../src/periods/parse-period.ts';
import type { Period } from '../../src/periods/period.ts';
import { type PipelineResult, runPipeline } from '../../src/pipeline.ts';
import { loadPlaces } from '../../src/places/places.ts';

/** One cell as a test writes it: what it does not say is everybody, all ages, all causes, usable. */
export interface CellSpec {
  readonly subject: string;
  readonly place: string;
  readonly period: string;
  readonly sex?: Sex;
  readonly age?: string;
  /** National fifth, unless `scheme` says otherwise. */
  readonly level?: number;
  readonly scheme?: DeprivationScheme;
  readonly cause?: string;
  readonly group?: string;
  readonly count?: number;
  readonly denominator?: number;
  readonly value?: number;
  readonly lower?: number;
  readonly upper?: number;
  readonly state?: CellState;
}

export interface FakeFile {
  readonly cells: readonly CellSpec[];
  /** Whether cells of several files are parts that add up. */
  readonly additive?: boolean;
}

export const catalogue = loadCatalogue();
export const places = loadPlaces();

/** A source of cells that are given and not read. */
export function fakeSource(files: readonly FakeFile[]): CellSource {
  const periods = new Map<string, Period>();
  const read = files.map(({ cells, additive = false }, file) => {
    const columns = emptyCellColumns();
    for (const [index, cell] of cells.entries()) {
      const period = parsePeriod(cell.period)!;
      const age = parseAgeBand(cell.age ?? 'all')!;
      periods.set(period.label, period);
      columns.subject.push(cell.subject);
      columns.place.push(cell.place);
      columns.period.push(period.label);
      columns.sex.push(cell.sex ?? 'persons');
      columns.ageFrom.push(age.from);
      columns.ageTo.push(age.to);
      columns.scheme.push(cell.scheme ?? (cell.level === undefined ? '' : 'national-fifths'));
      columns.level.push(cell.level ?? 0);
      columns.cause.push(cell.cause ?? '');
      columns.group.push(cell.group ?? '');
      columns.count.push(cell.count ?? Number.NaN);
      columns.denominator.push(cell.denominator ?? Number.NaN);
      columns.value.push(cell.value ?? Number.NaN);
      columns.lower.push(cell.lower ?? Number.NaN);
      columns.upper.push(cell.upper ?? Number.NaN);
      columns.state.push(cell.state ?? STATE.ok);
      columns.line.push(index + 2);
    }
    // As in the reader, where an extract of values gives published ones: cells of an indicator without any count.
    const counted = new Set(cells.filter(({ count }) => count !== undefined).map(({ subject }) => subject));
    const published = new Set(catalogue.indicators.map(({ id }) => id).filter((id) => !counted.has(id)));
    return { file, additive, published, columns };
  });
  const accounts = read.map(({ file, columns }) => ({
    id: file,
    path: `file-${file}.csv`,
    format: 'counts',
    kind: 'events',
    title: 'Counts',
    bytes: 0,
    sha256: '',
    rows: columns.subject.length,
    used: columns.subject.length,
    refused: 0,
    setAside: [],
    places: [...new Set(columns.place)],
    periods: [...new Set(columns.period)].map((label) => periods.get(label)!),
    subjects: [...new Set(columns.subject)],
  }));
  return { deliver: async () => ({ files: accounts, cells: read, periods, problems: [] }) };
}

/** Runs the pipeline on given cells, for the indicators that the cells name or that are asked for. */
export function compute(
  cells: readonly CellSpec[],
  {
    indicators,
    confidence = [0.95],
  }: { indicators?: readonly string[]; confidence?: readonly number[] } = {},
): Promise<PipelineResult> {
  return computeFiles([{ cells }], { indicators, confidence });
}

export function computeFiles(
  files: readonly FakeFile[],
  {
    indicators,
    confidence = [0.95],
  }: { indicators?: readonly string[] | undefined; confidence?: readonly number[] } = {},
): Promise<PipelineResult> {
  const wanted = new Set(indicators ?? files.flatMap(({ cells }) => cells.map(({ subject }) => subject)));
  return runPipeline({
    source: fakeSource(files),
    catalogue,
    asked: wanted,
    places,
    aims: () => ({ spc: {}, goal: null }),
    confidence,
  });
}

type Wanted = Partial<
  Record<
    'indicator' | 'place' | 'period' | 'sex' | 'scheme' | 'level' | 'gap' | 'unit' | 'series' | 'scale',
    unknown
  >
>;

/** The results that agree with what is wanted; everybody of both sexes unless told. */
export function pick<T>(results: readonly T[], wanted: Wanted): T[] {
  return results.filter((result) =>
    Object.entries(wanted).every(([name, value]) => {
      const own = (result as Record<string, unknown>)[name];
      return (name === 'period' ? (own as Period).label : own) === value;
    }),
  );
}

/** The one result that agrees. */
export function only<T>(results: readonly T[], wanted: Wanted): T {
  const found = pick(results, wanted);
  if (found.length !== 1) throw new Error(`${found.length} results for ${JSON.stringify(wanted)}`);
  return found[0]!;
}

/** Codes that the tests say aloud; the program itself knows none. */
export const CODES = {
  cheshireEast: 'E06000049',
  cheshireWest: 'E06000050',
  halton: 'E06000006',
  knowsley: 'E08000011',
  sefton: 'E08000014',
  warrington: 'E06000007',
  wirral: 'E08000015',
  cheshire: '27D',
  southSefton: '01T',
  southport: '01V',
  system: 'QYG',
  england: 'E92000001',
} as const;

export const ALL_PLACES = places.places.map(({ code }) => code);

/** The bands of the European Standard Population below 75. */
export const BANDS_UNDER_75 = Array.from({ length: 15 }, (_, band) => `${band * 5}-${band * 5 + 4}`);
