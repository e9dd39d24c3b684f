import { relative } from 'node:path';
import type { DeprivationScheme } from '../cells/cell.ts';
import type { CellSource } from '../cells/cell-source.ts';
import { loadDeprivationEditions } from '../extracts/deprivation-editions.ts';
import { loadFormats } from '../extracts/format.ts';
import { type Input, resolveInputs } from '../extracts/input.ts';
import { SmallAreas } from '../extracts/small-areas.ts';
import { streamingSource } from '../extracts/streaming-source.ts';
import {
  boundsOf,
  type Catalogue,
  isShare,
  servicesOf,
  takesCounts,
  takesReference,
} from '../indicators/catalogue.ts';
import { groupsUsed } from '../indicators/groups-used.ts';
import { eventsWantedByDay } from '../indicators/zero-goals.ts';
import { fixturesDir } from '../paths.ts';
import { placeMatcher } from '../places/match-place.ts';
import { areasOf, type Places } from '../places/places.ts';
import { UsageError } from '../problems/errors.ts';
import type { Problem } from '../problems/problem.ts';
import type { AimsFor } from '../settings/config.ts';

export interface Inputs {
  readonly inputs: readonly Input[];
  /** The paths as the user gave them. */
  readonly given: readonly string[];
  readonly problems: readonly Problem[];
  /** What the data is, for the scope line. */
  readonly data: string;
  /** Whether the bundled fixtures stand in for the user's own files. */
  readonly bundled: boolean;
}

/** The files that a command works on; the bundled fixtures where no path is given. */
export function inputsFor(paths: readonly string[]): Inputs {
  const bundled = paths.length === 0;
  if (paths.filter((path) => path === '-').length > 1)
    throw new UsageError('standard input (-) can be read only once');
  const { inputs, problems } = resolveInputs(bundled ? [relative(process.cwd(), fixturesDir)] : paths);
  const data = bundled ? 'bundled fixtures: SYNTHETIC data' : paths.join(', ');
  return { inputs, given: paths, problems, data, bundled };
}

export interface SourceOptions {
  readonly onFile?: (path: string) => void;
  /** What indicators are to reach; their own goals unless told. */
  readonly aims?: AimsFor;
}

/** Today as an ISO date. */
export function dateToday(): string {
  return new Date().toISOString().slice(0, 10);
}

/** The streaming source of cells for these inputs. */
export function sourceFor(
  { inputs }: Inputs,
  catalogue: Catalogue,
  places: Places,
  scheme: Exclude<DeprivationScheme, ''>,
  { onFile, aims = (definition) => ({ spc: {}, goal: definition.goal ?? null }) }: SourceOptions = {},
): CellSource {
  const { editions, vintages } = loadDeprivationEditions();
  const today = dateToday();
  return streamingSource({
    inputs,
    formats: loadFormats(),
    today,
    ...(onFile ? { onFile } : {}),
    context: {
      matchPlace: placeMatcher(places),
      today,
      indicators: new Map(
        catalogue.indicators.map((one) => [
          one.id,
          {
            takesCounts: takesCounts(one),
            numeratorWithinDenominator: isShare(one),
            signed: one.signed,
            takesReference: takesReference(one),
            takesMilestones: one.method === 'milestones',
            bounds: boundsOf(one),
          },
        ]),
      ),
      groupsUsed: groupsUsed(catalogue.indicators),
      official: new Map(
        catalogue.indicators.flatMap(({ id, official }) =>
          official ? [[official.id, { id, age: official.age ?? null }] as const] : [],
        ),
      ),
      services: servicesOf(catalogue.indicators),
      scheme,
      smallAreas: new SmallAreas(vintages),
      daysOf: eventsWantedByDay(
        catalogue.indicators,
        aims,
        areasOf(places).map(({ code }) => code),
      ),
      rankedAreas: (year) => (editions.find((edition) => edition.year === year) ?? editions[0]!).lsoas,
      vintageOf: (year) => editions.find((edition) => edition.year === year)?.vintage ?? null,
    },
  });
}

/**
 * Stops where the contract says that nothing may be written: a named file that cannot be read or recognised,
 * or not one row in all files that could be used.
 */
export function stopIfUnusable(
  { inputs, given }: Inputs,
  problems: readonly Problem[],
  files: readonly { readonly rows: number; readonly refused: number }[],
): void {
  const named = new Set([...given, ...inputs.filter((input) => input.named).map(({ path }) => path)]);
  const fatal = problems.filter(({ code, file }) => FILE_PROBLEMS.has(code) && named.has(file));
  if (fatal.length > 0)
    throw new UsageError('nothing was computed, since a file that you named cannot be used', problems);
  const rows = files.reduce((sum, file) => sum + file.rows, 0);
  const refused = files.reduce((sum, file) => sum + file.refused, 0);
  if (rows === refused)
    throw new UsageError('nothing was computed, since no row of any file can be used', problems);
}

const FILE_PROBLEMS = new Set<string>([
  'unreadable-file',
  'empty-file',
  'empty-folder',
  'header-only',
  'not-text',
  'compressed-file',
  'wrong-separator',
  'unrecognised-file',
  'ambiguous-file',
  'missing-column',
  'duplicate-column',
  'several-tables',
]);
