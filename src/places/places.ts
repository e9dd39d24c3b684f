import { z } from 'zod';
import { dataDir } from '../paths.ts';
import { badData, readDataFile } from '../problems/read-data-file.ts';

const areaSchema = z.strictObject({ code: z.string(), name: z.string(), aliases: z.array(z.string()) });

const placesSchema = z.strictObject({
  source: z.string(),
  system: areaSchema.extend({
    /** How many people the strategy says that it is for, and where it says so. */
    people: z.strictObject({ number: z.int().min(1), source: z.string() }).optional(),
  }),
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

/**
 * Reads and checks the areas.
 *
 * @throws UsageError where the file is not right, or an area belongs to a Place that is not there
 */
export function loadPlaces(directory = dataDir): Places {
  const places = readDataFile(directory, 'places.json', placesSchema);
  const codes = new Set(places.places.map(({ code }) => code));
  const mistakes = [
    ...places.parts.map(({ code, partOf }) => ({ code, key: 'partOf', names: [partOf] })),
    ...places.combined.map(({ code, standsFor }) => ({ code, key: 'standsFor', names: standsFor })),
  ].flatMap(({ code, key, names }) =>
    names
      .filter((name) => !codes.has(name))
      .map((name) => `data/places.json: ${code}: ${key}: there is no Place "${name}"`),
  );
  if (mistakes.length > 0) throw badData(mistakes);
  return places;
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
