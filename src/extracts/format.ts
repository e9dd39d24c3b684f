import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { dataDir } from '../paths.ts';

const filterSchema = z.strictObject({
  column: z.string(),
  values: z.array(z.string()).min(1),
  because: z.string(),
});

const ageProfileSchema = z.strictObject({
  old: z.string(),
  young: z.string(),
  ratioAtLeast: z.number().optional(),
  ratioAtMost: z.number().optional(),
});

const formatSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  publisher: z.string().optional(),
  about: z.string(),
  /** Which reader of rows takes it. */
  kind: z.enum(['events', 'deprivation', 'bands', 'counts', 'values', 'cells']),
  /** Whether each row is its own cell, or rows of one cell add up. */
  rows: z.enum(['unique', 'sum']),
  /** Whether names that are no Place are areas elsewhere (files of the whole country) or mistakes. */
  otherAreas: z.enum(['set-aside', 'refuse']),
  /** How the format is recognised: by its header alone, whatever the file is called. */
  header: z.strictObject({
    all: z.array(z.string()).min(1),
    oneOf: z.array(z.array(z.string()).min(2)).default([]),
    none: z.array(z.string()).default([]),
  }),
  /** Where one header serves deaths and populations alike: the count at old ages over that at young ones. */
  ageProfile: ageProfileSchema.optional(),
  /** Field of the kind ← column of the file. A canonical extract's columns have the fields' own names. */
  columns: z.union([z.literal('canonical'), z.record(z.string(), z.string())]),
  /** Renamed columns of a canonical extract. */
  rename: z.record(z.string(), z.string()).default({}),
  constants: z.record(z.string(), z.string()).default({}),
  /** Said to the user when a constant stands for something that the file does not tell. */
  assumes: z.string().optional(),
  keep: z.array(filterSchema).default([]),
  leaveOut: z.array(filterSchema).default([]),
  /** Columns that each hold one cell of the row; parts of their name are fields. */
  wide: z
    .strictObject({
      headers: z.string(),
      fields: z.record(z.string(), z.int().min(0)),
      value: z.string(),
      /** What an empty cell means; `zero` only where the row's own total proves it. */
      blank: z.enum(['refuse', 'zero']).default('refuse'),
    })
    .optional(),
  /** The row's own total, which the wide cells and `plus` must add up to. */
  total: z.strictObject({ column: z.string(), plus: z.array(z.string()).default([]) }).optional(),
  traps: z.array(z.string()).default([]),
  feeds: z.string(),
});

/** A format of an extract: a declarative description in data/formats/. */
export type Format = z.infer<typeof formatSchema>;

export function loadFormats(directory = `${dataDir}formats/`): Format[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .flatMap((name) => z.array(formatSchema).parse(JSON.parse(readFileSync(directory + name, 'utf8'))));
}

/** Header names are compared without case, surrounding spaces or repeated spaces. */
export function headerKey(name: string): string {
  return name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
}
