import type { Aims } from '../../src/indicators/aims.ts';
import type { Definition } from '../../src/indicators/definition.ts';
import { type PipelineResult, runPipeline } from '../../src/pipeline.ts';
import { type CellSpec, catalogue, fakeSource, places } from './fake-cells.ts';

export interface AimedRun {
  /** Goals and charts by the code of an area; `*` for every other area. */
  readonly aims?: Readonly<Record<string, Partial<Aims>>>;
  /** What a test changes of the definitions. */
  readonly change?: Partial<Definition>;
  readonly indicators?: readonly string[];
}

/** Runs the pipeline on given cells with goals and targets, as a configuration file would set them. */
export function computeWithAims(
  cells: readonly CellSpec[],
  { aims = {}, change = {}, indicators }: AimedRun = {},
): Promise<PipelineResult> {
  const wanted = new Set(indicators ?? cells.map(({ subject }) => subject));
  return runPipeline({
    source: fakeSource([{ cells }]),
    catalogue: {
      ...catalogue,
      indicators: catalogue.indicators
        .filter(({ id }) => wanted.has(id))
        .map((definition) => ({ ...definition, ...change })),
    },
    places,
    aims: (_, place) => ({ spc: {}, goal: null, ...(aims[place] ?? aims['*']) }),
    confidence: [0.95],
  });
}
