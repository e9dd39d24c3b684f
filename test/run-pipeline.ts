import { sourceFor } from '../src/cli/read-context.ts';
import { resolveInputs } from '../src/extracts/input.ts';
import { loadCatalogue } from '../src/indicators/catalogue.ts';
import { type PipelineResult, runPipeline } from '../src/pipeline.ts';
import { loadPlaces } from '../src/places/places.ts';
import type { Measure } from '../src/results/result.ts';

/** Runs the whole pipeline on files, as `gapline run` does. */
export function runOn(paths: readonly string[], indicators?: readonly string[]): Promise<PipelineResult> {
  const all = loadCatalogue();
  const places = loadPlaces();
  const { inputs } = resolveInputs(paths);
  const source = sourceFor(
    { inputs, given: paths, problems: [], data: '', bundled: false },
    all,
    places,
    'national-fifths',
  );
  const chosen = all.indicators.filter(({ id, method }) =>
    // What is of the run itself has a value whatever the files hold.
    indicators ? indicators.includes(id) : method !== 'aspirations-measured',
  );
  return runPipeline({
    source,
    catalogue: { ...all, indicators: chosen },
    places,
    aims: () => ({ spc: {}, goal: null }),
    confidence: [0.95],
  });
}

/** The one value of an indicator, place and period; of all people unless told. */
export function measureOf(
  result: PipelineResult,
  key: { indicator: string; place: string; period?: string; sex?: string; scheme?: string; level?: number },
): Measure {
  const { indicator, place, period, sex = 'persons', scheme = '', level = 0 } = key;
  const found = result.measures.filter(
    (one) =>
      one.indicator === indicator &&
      one.place === place &&
      (period === undefined || one.period.label === period) &&
      one.sex === sex &&
      one.scheme === scheme &&
      one.level === level,
  );
  if (found.length !== 1) throw new Error(`${found.length} values for ${JSON.stringify(key)}`);
  return found[0]!;
}
