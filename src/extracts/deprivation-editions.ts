import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { dataDir } from '../paths.ts';

const schema = z.strictObject({
  about: z.string(),
  source: z.string(),
  editions: z.array(z.strictObject({ year: z.int(), lsoas: z.int().positive(), vintage: z.string() })).min(1),
  vintages: z.array(
    z.strictObject({
      id: z.string(),
      newCodes: z.strictObject({ first: z.string(), last: z.string() }).nullable(),
    }),
  ),
});

/** The editions of the index of deprivation, and the years whose small areas they are of. */
export type DeprivationEditions = z.infer<typeof schema>;

export function loadDeprivationEditions(file = `${dataDir}deprivation.json`): DeprivationEditions {
  return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
}
