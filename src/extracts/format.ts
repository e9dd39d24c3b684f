import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { dataDir } from '../paths.ts';

/** Which rows: those whose column holds one of these texts, or fits a pattern. */
const filterSchema = z
  .strictObject({
    column: z.string(),
    values: z.array(z.string()).min(1).optional(),
    like: z.string().optional(),
    because: z.string(),
  })
  .refine(({ values, like }) => (values === undefined) !== (like === undefined), 'either values or like');

const ageProfileSchema = z.strictObject({
  old: z.string(),
  young: z.string(),
  ratioAtLeast: z.number().optional(),
  ratioAtMost: z.number().optional(),
});

/** A name, or several of which the first that is there counts. */
const oneOrMore = z.union([z.string(), z.array(z.string()).min(1)]);
const setAsideSchema = z.strictObject({ setAside: z.string() });

/** A column whose texts are put into our own words. */
interface Translation {
  /** The column; of several, the first whose text is among those that are put into words. */
  readonly from: string | readonly string[];
  /** Joins the texts of all columns by this instead. */
  readonly join?: string | undefined;
  /** Only in rows in which this column fits the pattern; in others the text is blank. */
  readonly when?: { readonly column: string; readonly like: string } | undefined;
  readonly is?: Readonly<Record<string, string>> | undefined;
  /** Patterns, tried in order after `is`. */
  readonly like?: Readonly<Record<string, string>> | undefined;
  /** For texts that are in neither; without it the text stays as it is. */
  readonly otherwise?: string | { readonly setAside: string } | undefined;
  /** What stands for a blank text. */
  readonly blank?: Translation | undefined;
}

const translationSchema: z.ZodType<Translation> = z.lazy(() =>
  z.strictObject({
    from: oneOrMore,
    join: z.string().optional(),
    when: z.strictObject({ column: z.string(), like: z.string() }).optional(),
    is: z.record(z.string(), z.string()).optional(),
    like: z.record(z.string(), z.string()).optional(),
    otherwise: z.union([z.string(), setAsideSchema]).optional(),
    blank: translationSchema.optional(),
  }),
);

/** Where a field comes from: a column, the first of several that the file has, or a translated one. */
const sourceSchema = z.union([oneOrMore, translationSchema]);

/** What a measure of a table of measures is to an indicator or an event. */
const feedSchema = z.strictObject({
  indicator: z.string().optional(),
  event: z.string().optional(),
  numerator: z.string().optional(),
  denominator: z.string().optional(),
  /** Those of the denominator who are not to be counted in it. */
  notCounted: z.string().optional(),
  /** Those not within the standard: the numerator is the denominator less these. Only where measures are columns. */
  breaches: z.string().optional(),
  value: z.string().optional(),
  count: z.string().optional(),
});

const formatSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  publisher: z.string().optional(),
  about: z.string(),
  /** Which reader of rows takes it; a `reference` is known for what it is and feeds nothing. */
  kind: z.enum([
    'events',
    'deprivation',
    'lookup',
    'bands',
    'counts',
    'values',
    'cells',
    'measures',
    'milestones',
    'reference',
  ]),
  /** Whether each row is its own cell, or rows of one cell add up. */
  rows: z.enum(['unique', 'sum']),
  /** Whether names that are no Place are areas elsewhere (files of the whole country) or mistakes. */
  otherAreas: z.enum(['set-aside', 'refuse']),
  /** What those areas are, where that is worth saying. */
  othersAre: z.string().optional(),
  /** How the format is recognised: by its header alone, whatever the file is called. */
  header: z.strictObject({
    all: z.array(z.string()).default([]),
    oneOf: z.array(z.array(z.string()).min(2)).default([]),
    none: z.array(z.string()).default([]),
  }),
  /** Where one header serves deaths and populations alike: the count at old ages over that at young ones. */
  ageProfile: ageProfileSchema.optional(),
  /** Lines above the header may hold titles and notes; some of them hold fields, by a pattern of their first cell. */
  preamble: z
    .strictObject({
      fields: z.record(z.string(), z.string()).default({}),
      /** Fields that may be told there, and else are not. */
      mayTell: z.record(z.string(), z.string()).default({}),
    })
    .optional(),
  /** The year whose LSOAs its codes are. */
  areas: z.string().optional(),
  /** Field of the kind ← column of the file. A canonical extract's columns have the fields' own names. */
  columns: z.union([z.literal('canonical'), z.record(z.string(), sourceSchema)]),
  /** Columns that a canonical extract may have besides those by which it is known. */
  optional: z.array(z.string()).default([]),
  /** Renamed columns of a canonical extract. */
  rename: z.record(z.string(), z.string()).default({}),
  constants: z.record(z.string(), z.string()).default({}),
  /** Said to the user when a constant stands for something that the file does not tell. */
  assumes: z.string().optional(),
  keep: z.array(filterSchema).default([]),
  leaveOut: z.array(filterSchema).default([]),
  /** Why a cell may stand in it twice, so that a second row with the same figure is no problem. */
  repeats: z.string().optional(),
  /** What the source has rounded its counts to. */
  roundedTo: z.int().positive().optional(),
  /** How many of the last fields rows may leave out. */
  mayLackLast: z.int().min(0).default(0),
  /** Columns that each hold one cell of the row; parts of their name are fields. */
  wide: z
    .strictObject({
      headers: z.string(),
      fields: z.record(z.string(), z.int().min(0)),
      value: z.string(),
      /** Texts of cells that mean something else. */
      is: z.record(z.string(), z.string()).default({}),
      /** What an empty cell means; `zero` only where the row's own total proves it. */
      blank: z.enum(['refuse', 'zero']).default('refuse'),
    })
    .optional(),
  /** Measures that feed indicators: columns of their own, or one a row, named by the text of some columns. */
  measures: z
    .strictObject({
      named: z.array(z.string()).min(1).optional(),
      figure: oneOrMore.optional(),
      feeds: z.array(feedSchema).min(1),
      /** Why rows of other measures are set aside. */
      otherwise: z.string().optional(),
    })
    .optional(),
  /** The row's own total, which the wide cells and `plus` must add up to. */
  total: z.strictObject({ column: z.string(), plus: z.array(z.string()).default([]) }).optional(),
  /** How a download that its source has cut off is told: by its own count of rows, else by the source's limit. */
  cutOff: z.strictObject({ rowsColumn: z.string(), limit: z.int() }).optional(),
  /** Why the rows of a reference feed nothing, and what would help. */
  because: z.string().optional(),
  traps: z.array(z.string()).default([]),
  feeds: z.string(),
});

/** A format of an extract: a declarative description in data/formats/. */
export type Format = z.infer<typeof formatSchema>;
export type FieldSource = z.infer<typeof sourceSchema>;
export type Filter = z.infer<typeof filterSchema>;
export type Feed = z.infer<typeof feedSchema>;
export type { Translation };

export function loadFormats(directory = `${dataDir}formats/`): Format[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .flatMap((name) => z.array(formatSchema).parse(JSON.parse(readFileSync(directory + name, 'utf8'))));
}
