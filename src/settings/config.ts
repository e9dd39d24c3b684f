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

/** A configuration file: what indicators are to reach, everywhere or Place by Place, and the day that is taken for now. */
export const configSchema = z.strictObject({
  $schema: z.string().optional(),
  /** Day as of which things are late or stale; without it, the newest day of the data. */
  asOf: z.iso.date('is not a day such as 2024-12-31').optional(),
  indicators: z
    .record(z.string(), aimsSchema.extend({ places: z.record(z.string(), aimsSchema).optional() }))
    .default({}),
});

export type AimsFor = (definition: Definition, place: string) => Aims;

export interface Config {
  readonly aims: AimsFor;
  /** An ISO date; null where it is left to the data. */
  readonly asOf: string | null;
}

/**
 * What a run is told: what each indicator is to reach in each area, which is the definition's own, over it what the
 * configuration says of the indicator, over that what it says of the Place; and the day that is taken for now.
 *
 * @param file a JSON file; null for none
 * @throws UsageError that names every mistake in the file
 */
export function readConfig(file: string | null, catalogue: Catalogue, places: Places): Config {
  const content = file === null ? {} : readJson(file);
  const parsed = configSchema.safeParse(content);
  const mistakes = parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`);
  const byPlace = new Map<string, z.infer<typeof aimsSchema>>();
  const ids = catalogue.indicators.map(({ id }) => id);
  const match = placeMatcher(places);
  // Names are looked at where the shape is wrong too, so that all mistakes are told at once.
  for (const [id, own] of Object.entries(recordIn(content, 'indicators'))) {
    if (!ids.includes(id)) mistakes.push(`indicators: there is no "${id}"${guessAt(id, ids)}`);
    for (const name of Object.keys(recordIn(own, 'places'))) {
      const found = match(name);
      const key = found.kind === 'area' ? `${id}|${found.area.code}` : '';
      if (found.kind !== 'area') {
        const guess = found.kind === 'unknown' && found.nearest ? `; did you mean "${found.nearest}"?` : '';
        mistakes.push(`indicators.${id}.places: "${name}" is not one of the Places${guess}`);
      } else if (byPlace.has(key)) mistakes.push(`indicators.${id}.places: "${name}" stands twice`);
      else byPlace.set(key, parsed.data?.indicators[id]?.places?.[name] ?? {});
    }
    byPlace.set(id, parsed.data?.indicators[id] ?? {});
  }
  if (mistakes.length > 0) throw new UsageError(`--config ${file}: ${mistakes.join('; ')}`);
  const aims: AimsFor = ({ id, spc, goal }, place) => {
    const layers = [{ spc, goal }, byPlace.get(id), byPlace.get(`${id}|${place}`)];
    return {
      spc: Object.assign({}, ...layers.map((layer) => layer?.spc)),
      goal: layers.reduce<Aims['goal']>(
        (known, layer) => (layer?.goal === undefined ? known : layer.goal),
        null,
      ),
    };
  };
  return { aims, asOf: parsed.data?.asOf ?? null };
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason =
      code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : message;
    throw new UsageError(`--config ${file}: ${reason}`);
  }
}

/** What stands under a key, where it is an object. */
function recordIn(value: unknown, key: string): Record<string, unknown> {
  const found = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : null;
  return typeof found === 'object' && found !== null ? (found as Record<string, unknown>) : {};
}

function guessAt(word: string, known: readonly string[]): string {
  const guess = nearestWord(word, known);
  return guess ? `; did you mean "${guess}"?` : '';
}
