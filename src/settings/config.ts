import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type Aims, goalSchema, spcAimSchema } from '../indicators/aims.ts';
import type { Catalogue } from '../indicators/catalogue.ts';
import type { Definition } from '../indicators/definition.ts';
import { placeMatcher } from '../places/match-place.ts';
import type { Places } from '../places/places.ts';
import { UsageError } from '../problems/errors.ts';
import { nearestWord } from '../problems/nearest.ts';

const aimsSchema = z.strictObject({
  spc: spcAimSchema.optional(),
  /** Null takes away the goal that the definition has. */
  goal: goalSchema.nullable().optional(),
});

/** A configuration file: what indicators are to reach, everywhere or Place by Place. */
export const configSchema = z.strictObject({
  $schema: z.string().optional(),
  indicators: z
    .record(z.string(), aimsSchema.extend({ places: z.record(z.string(), aimsSchema).optional() }))
    .default({}),
});

export type AimsFor = (definition: Definition, place: string) => Aims;

/**
 * What each indicator is to reach in each area: the definition's own, over it what the configuration says of the
 * indicator, over that what it says of the Place.
 *
 * @param file a JSON file; null for none
 * @throws UsageError that names every mistake in the file
 */
export function readAims(file: string | null, catalogue: Catalogue, places: Places): AimsFor {
  const config = file === null ? configSchema.parse({}) : readConfig(file);
  const match = placeMatcher(places);
  const mistakes: string[] = [];
  const byPlace = new Map<string, z.infer<typeof aimsSchema>>();
  const ids = catalogue.indicators.map(({ id }) => id);
  for (const [id, own] of Object.entries(config.indicators)) {
    if (!ids.includes(id)) mistakes.push(`indicators: there is no "${id}"${guessAt(id, ids)}`);
    byPlace.set(id, own);
    for (const [name, aims] of Object.entries(own.places ?? {})) {
      const found = match(name);
      if (found.kind === 'area') byPlace.set(`${id}|${found.area.code}`, aims);
      else mistakes.push(`indicators.${id}.places: "${name}" is not one of the Places`);
    }
  }
  if (mistakes.length > 0) throw new UsageError(`--config ${file}: ${mistakes.join('; ')}`);
  return ({ id, spc, goal }, place) => {
    const layers = [{ spc, goal }, byPlace.get(id), byPlace.get(`${id}|${place}`)];
    return {
      spc: Object.assign({}, ...layers.map((layer) => layer?.spc)),
      goal: layers.reduce<Aims['goal']>(
        (known, layer) => (layer?.goal === undefined ? known : layer.goal),
        null,
      ),
    };
  };
}

function readConfig(file: string): z.infer<typeof configSchema> {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`--config ${file}: ${(error as Error).message}`);
  }
  const parsed = configSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const mistakes = parsed.error.issues.map(
    ({ path, message }) => `${path.join('.') || 'the file'}: ${message}`,
  );
  throw new UsageError(`--config ${file}: ${mistakes.join('; ')}`);
}

function guessAt(word: string, known: readonly string[]): string {
  const guess = nearestWord(word, known);
  return guess ? `; did you mean "${guess}"?` : '';
}
