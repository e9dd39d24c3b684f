import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sourceFor } from '../../src/cli/read-context.ts';
import { resolveInputs } from '../../src/extracts/input.ts';
import { loadCatalogue } from '../../src/indicators/catalogue.ts';
import { type Definition, definitionSchema } from '../../src/indicators/definition.ts';
import { type PipelineResult, runPipeline } from '../../src/pipeline.ts';
import { loadPlaces } from '../../src/places/places.ts';
import { inTempFolder } from '../extracts/read-files.ts';

const catalogue = loadCatalogue();
export const places = loadPlaces();

/** A definition as data/indicators/ has it, of which a test says only what matters to it. */
export function definitionOf(id: string, more: Record<string, unknown>): Definition {
  return definitionSchema.parse({
    id,
    aspiration: catalogue.aspirations[0]!.id,
    title: id,
    short: id,
    meaning: id,
    multiplier: 1,
    unit: 'ratio',
    digits: 2,
    polarity: 'low',
    periods: ['year'],
    sexes: ['persons'],
    gaps: [],
    disclosure: 'none',
    source: 'a test',
    ...more,
  });
}

/** Runs the whole pipeline on the text of extracts, for the given definitions and those of the given ids. */
export function runText(
  files: Readonly<Record<string, string>>,
  {
    definitions = [],
    indicators = [],
  }: { definitions?: readonly Definition[]; indicators?: readonly string[] },
): Promise<PipelineResult> {
  const own = new Set(definitions.map(({ id }) => id));
  const bundled = catalogue.indicators.filter(({ id }) => indicators.includes(id) && !own.has(id));
  const chosen = { ...catalogue, indicators: [...bundled, ...definitions] };
  return inTempFolder(async (folder) => {
    const paths = Object.entries(files).map(([name, content]) => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    });
    const { inputs } = resolveInputs(paths);
    const source = sourceFor(
      { inputs, given: paths, problems: [], data: '', bundled: false },
      chosen,
      places,
      'national-fifths',
    );
    return runPipeline({
      source,
      catalogue: chosen,
      places,
      aims: () => ({ spc: {}, goal: null }),
      confidence: [0.95],
    });
  });
}
