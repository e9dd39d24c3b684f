import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { DeprivationScheme } from '../cells/cell.ts';
import type { Catalogue } from '../indicators/catalogue.ts';
import { parsePeriod } from '../periods/parse-period.ts';
import { placeMatcher } from '../places/match-place.ts';
import type { Places } from '../places/places.ts';
import { UsageError } from '../problems/errors.ts';
import { nearestWord } from '../problems/nearest.ts';
import type { ResultPart } from '../results/run-context.ts';
import { type AimsFor, readConfig } from '../settings/config.ts';
import { listed, resolveConfidence } from './confidence.ts';
import { type OutputOptions, resolveOutput } from './output.ts';

export type View =
  | 'summary'
  | 'measures'
  | 'gaps'
  | 'trends'
  | 'goals'
  | 'poorest'
  | 'breakdown'
  | 'milestones'
  | 'coverage'
  | 'all';

/** What each view shows besides values; parts that no view shows are not computed. */
const PARTS_OF_VIEWS: Readonly<Record<Exclude<View, 'all'>, readonly ResultPart[]>> = {
  summary: ['gaps', 'trends', 'goals', 'poorest', 'milestones'],
  measures: [],
  gaps: ['gaps', 'spread', 'inequality'],
  trends: ['gaps', 'spread', 'trends'],
  goals: ['goals'],
  poorest: ['poorest'],
  breakdown: ['breakdowns'],
  milestones: ['milestones'],
  coverage: ['coverage'],
};

/** The parts of a run that a view needs; null for all. */
export function partsOf(view: View): ReadonlySet<ResultPart> | null {
  return view === 'all' ? null : new Set(PARTS_OF_VIEWS[view]);
}

/** Everything that a run depends on besides its inputs, resolved once. */
export interface RunOptions extends OutputOptions {
  readonly view: View;
  readonly out: string | null;
  readonly scheme: Exclude<DeprivationScheme, ''>;
  /** Levels as proportions; 0.95 first. */
  readonly confidence: readonly number[];
  readonly failOnAnyProblem: boolean;
  /** What each indicator is to reach in each area, from the definitions and the configuration. */
  readonly aims: AimsFor;
  /** Day as of which things are late or stale, as an ISO date; null leaves it to the data. */
  readonly asOf: string | null;
  readonly config: { readonly file: string; readonly sha256: string } | null;
  /** What is shown; null shows everything. */
  readonly places: ReadonlySet<string> | null;
  readonly indicators: ReadonlySet<string> | null;
  readonly periods: ReadonlySet<string> | null;
}

/** @throws UsageError for an option that cannot be meant */
export function resolveRunOptions(
  options: Record<string, unknown>,
  catalogue: Catalogue,
  places: Places,
): RunOptions {
  const view = options.view as View;
  const out = (options.out as string | undefined) ?? null;
  if (view === 'all' && out === null) throw new UsageError('--view all needs --out DIR');
  const config = (options.config as string | undefined) ?? null;
  checkDisclosure(options.disclosure as string, catalogue);
  return {
    ...resolveOutput(options),
    view,
    out,
    scheme: options.deprivation as RunOptions['scheme'],
    // 95 % is always among them.
    confidence: [...new Set([0.95, ...resolveConfidence(options.confidence as string)])],
    failOnAnyProblem: options.failOn === 'any-problem',
    ...readConfig(config, catalogue, places),
    config: config === null ? null : { file: config, sha256: sha256Of(config) },
    places: resolvePlaces(options.place as string | undefined, places),
    indicators: resolveIndicators(options, catalogue),
    periods: resolvePeriods(options.period as string | undefined),
  };
}

function sha256Of(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

function checkDisclosure(rule: string, catalogue: Catalogue): void {
  if (rule === 'none') return;
  if (catalogue.disclosureRules.includes(rule)) {
    throw new UsageError(
      `--disclosure ${rule}: disclosure control is not built yet, so only "none" can be asked for`,
    );
  }
  throw new UsageError(
    `--disclosure: there is no rule "${rule}"; the rules are ${catalogue.disclosureRules.join(', ')}`,
  );
}

function resolvePlaces(text: string | undefined, places: Places): Set<string> | null {
  const names = listed(text, '--place');
  if (!names) return null;
  const match = placeMatcher(places);
  return new Set(
    names.map((name) => {
      const found = match(name);
      if (found.kind === 'area') return found.area.code;
      const guess = found.kind === 'unknown' && found.nearest ? `; did you mean "${found.nearest}"?` : '';
      throw new UsageError(`--place: "${name}" is not one of the Places${guess}`);
    }),
  );
}

function resolveIndicators(options: Record<string, unknown>, catalogue: Catalogue): Set<string> | null {
  const known = (ids: readonly string[], id: string, option: string): void => {
    if (ids.includes(id)) return;
    const guess = nearestWord(id, ids);
    throw new UsageError(`${option}: there is no "${id}"${guess ? `; did you mean "${guess}"?` : ''}`);
  };
  const indicators = listed(options.indicator as string | undefined, '--indicator');
  const aspirations = listed(options.aspiration as string | undefined, '--aspiration');
  for (const id of indicators ?? [])
    known(
      catalogue.indicators.map((one) => one.id),
      id,
      '--indicator',
    );
  for (const id of aspirations ?? [])
    known(
      catalogue.aspirations.map((one) => one.id),
      id,
      '--aspiration',
    );
  if (!indicators && !aspirations) return null;
  const chosen = catalogue.indicators.filter(
    ({ id, aspiration }) => (indicators?.includes(id) ?? true) && (aspirations?.includes(aspiration) ?? true),
  );
  if (chosen.length > 0) return new Set(chosen.map(({ id }) => id));
  throw new UsageError('--indicator and --aspiration together choose no indicator');
}

function resolvePeriods(text: string | undefined): Set<string> | null {
  const periods = listed(text, '--period');
  if (!periods) return null;
  return new Set(
    periods.flatMap((part) => {
      // 2010-11 is asked for as years or as a month: whichever the data has.
      const readings = [parsePeriod(part, 'years'), parsePeriod(part, 'month')].flatMap((one) => one ?? []);
      if (readings.length > 0) return readings.map(({ label }) => label);
      throw new UsageError(`--period: "${part}" is not a period such as 2023, 2023/24, 2021-23 or 2023-04`);
    }),
  );
}
