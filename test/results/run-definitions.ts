import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inputsFor, sourceFor } from '../../src/cli/read-context.ts';
import { loadCatalogue } from '../../src/indicators/catalogue.ts';
import { type Definition, definitionSchema } from '../../src/indicators/definition.ts';
import { type PipelineResult, runPipeline } from '../../src/pipeline.ts';
import { loadPlaces } from '../../src/places/places.ts';
import { inTempFolder } from '../extracts/read-files.ts';

const catalogue = loadCatalogue();
const places = loadPlaces();

/** A definition with what a test does not care about; checked as those of data/ are. */
export function define(own: Record<string, unknown>): Definition {
  return definitionSchema.parse({
    aspiration: 'value-for-money',
    title: 'A figure',
    short: 'the figure',
    meaning: 'A figure.',
    multiplier: 100,
    unit: '%',
    digits: 1,
    polarity: 'low',
    periods: ['financial-year'],
    sexes: ['persons'],
    gaps: ['difference', 'ratio', 'sii', 'rii'],
    disclosure: 'none',
    source: 'a test',
    ...own,
  });
}

/** Reads files and computes definitions from them, as `gapline run` does: from CSV text to results. */
export function runDefinitions(
  definitions: readonly Definition[],
  files: Readonly<Record<string, readonly string[]>>,
  confidence: readonly number[] = [0.95],
): Promise<PipelineResult> {
  const chosen = { ...catalogue, indicators: definitions };
  return inTempFolder((folder) => {
    const paths = Object.entries(files).map(([name, lines]) => {
      const path = join(folder, name);
      writeFileSync(path, `${lines.join('\n')}\n`);
      return path;
    });
    return runPipeline({
      source: sourceFor(inputsFor(paths), chosen, places, 'national-fifths'),
      catalogue: chosen,
      places,
      aims: () => ({ spc: {}, goal: null }),
      confidence,
    });
  });
}
