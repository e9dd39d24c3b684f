import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { dataDir } from '../paths.ts';

const areaSchema = z.strictObject({ code: z.string(), name: z.string(), aliases: z.array(z.string()) });

const placesSchema = z.strictObject({
  source: z.string(),
  system: areaSchema,
  country: areaSchema,
  region: areaSchema,
  places: z.array(areaSchema).min(1),
  parts: z.array(areaSchema.extend({ partOf: z.string() })),
  combined: z.array(areaSchema.extend({ standsFor: z.array(z.string()), note: z.string() })),
});

/** The system, its Places, and the areas that data comes in besides: parts to sum, combined ones to keep. */
export type Places = z.infer<typeof placesSchema>;

export type AreaKind = 'place' | 'combined' | 'part' | 'system' | 'country' | 'region';

export interface Area {
  readonly code: string;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly kind: AreaKind;
}

export function loadPlaces(file = `${dataDir}places.json`): Places {
  return placesSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

/** Every area that can appear in an extract, in the order in which results list them. */
export function areasOf(places: Places): Area[] {
  const as = (kind: AreaKind, area: z.infer<typeof areaSchema>): Area => ({
    code: area.code,
    name: area.name,
    aliases: area.aliases,
    kind,
  });
  return [
    ...places.places.map((area) => as('place', area)),
    ...places.combined.map((area) => as('combined', area)),
    as('system', places.system),
    as('region', places.region),
    as('country', places.country),
    ...places.parts.map((area) => as('part', area)),
  ];
}
