import { z } from 'zod';
import { ALL_AGES, parseAgeBand } from '../cells/age-band.ts';
import { parseCauseRange } from '../cells/icd10.ts';
import { goalSchema, spcAimSchema } from './aims.ts';

const ages = z.string().transform((text, context) => {
  const band = parseAgeBand(text);
  if (band) return band;
  context.addIssue({ code: 'custom', message: `"${text}" is not an age range such as 0-74 or 10+` });
  return z.NEVER;
});

/** An ICD-10 code or range. */
export const causeSchema = z.string().transform((text, context) => {
  const range = parseCauseRange(text);
  if (range) return range;
  context.addIssue({ code: 'custom', message: `"${text}" is not an ICD-10 code or range` });
  return z.NEVER;
});

/** Which cells are counted. */
const clauseSchema = z.strictObject({
  event: z.string(),
  ages: ages.default(ALL_AGES),
  /** ICD-10 codes and ranges; without it, all causes. */
  causes: z.array(causeSchema).min(1).optional(),
  /** Only people who have waited so many weeks; `to: null` is without end. */
  weeks: z.strictObject({ from: z.int().min(0), to: z.int().nullable() }).optional(),
  /** Only people of one deprivation group, counted for the whole Place. */
  deprivation: z
    .strictObject({
      scheme: z.enum(['national-fifths', 'national-tenths']),
      level: z.int().min(1).max(10),
      /** The share of people of no known group above which no figure is given. */
      unknownAtMost: z.number().min(0).max(1).default(0),
    })
    .optional(),
  /** `year-of-start`: a financial year takes the calendar year in which it begins (mid-year population). */
  period: z.enum(['same', 'year-of-start']).default('same'),
});

const oneOrMore = z.union([clauseSchema.transform((clause) => [clause]), z.array(clauseSchema).min(1)]);

export const PERIOD_TYPES = ['month', 'quarter', 'year', 'financial-year', '3-year'] as const;
export const DEPRIVATION_GAPS = ['difference', 'ratio', 'sii', 'rii'] as const;

export const definitionSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
    aspiration: z.string(),
    title: z.string(),
    /** The title inside a sentence, without a capital. */
    short: z.string(),
    /** What it is, for somebody who knows nothing of methods. */
    meaning: z.string(),
    method: z.enum(['proportion', 'crude-rate', 'dsr', 'life-expectancy', 'given', 'waiting-percentile']),
    numerator: oneOrMore.optional(),
    denominator: oneOrMore.optional(),
    /** Standard population of a directly standardised rate: a file of data/standards/. */
    standard: z.string().optional(),
    /** Ages over which a standardised rate runs. */
    ages: ages.optional(),
    /** Layouts of data/age-bands.json that a life table may take, the first that the data can give. */
    ageBands: z.array(z.string()).min(1).optional(),
    /** Exact age at which life expectancy is given. */
    atAge: z.int().min(0).optional(),
    percentile: z.number().gt(0).lt(1).optional(),
    multiplier: z.number().positive(),
    unit: z.string(),
    digits: z.int().min(0).max(6),
    polarity: z.enum(['low', 'high', 'none']),
    /** Period types for which events and people are added up; the first is the one the summary shows. */
    periods: z.array(z.enum(PERIOD_TYPES)).min(1),
    /** The first is the one the summary shows. */
    sexes: z.array(z.enum(['persons', 'female', 'male'])).min(1),
    gaps: z.array(z.enum(DEPRIVATION_GAPS)),
    /** Target and limits of the charts of its monthly series. */
    spc: spcAimSchema.optional(),
    goal: goalSchema.optional(),
    /** Set of causes in data/causes.json by which its gap is broken down. */
    breakdown: z.string().optional(),
    scope: z.enum(['place', 'system']).default('place'),
    /** Rule of data/disclosure/ under which its figures may be published. */
    disclosure: z.string(),
    /** Its number, title and age group in the publisher's own tables. */
    official: z.strictObject({ id: z.string(), title: z.string(), age: z.string().optional() }).optional(),
    source: z.string(),
  })
  .superRefine((definition, context) => {
    for (const message of inputsMissing(definition)) context.addIssue({ code: 'custom', message });
  });

export type Definition = z.infer<typeof definitionSchema>;
export type Clause = z.infer<typeof clauseSchema>;
export type Polarity = Definition['polarity'];

/** What a method needs and the definition does not say. */
function inputsMissing(definition: z.input<typeof definitionSchema> | Record<string, unknown>): string[] {
  const needs: Record<string, readonly string[]> = {
    dsr: ['numerator', 'denominator', 'standard', 'ages'],
    'life-expectancy': ['numerator', 'denominator', 'ageBands', 'atAge'],
    'waiting-percentile': ['numerator', 'percentile'],
    'crude-rate': [],
    proportion: [],
    given: [],
  };
  const given = definition as Record<string, unknown>;
  const missing = needs[given.method as string]!.filter((key) => given[key] === undefined);
  const messages = missing.map((key) => `the method ${given.method} needs "${key}"`);
  if (
    (given.numerator === undefined) !== (given.denominator === undefined) &&
    given.method !== 'waiting-percentile'
  ) {
    messages.push('numerator and denominator go together');
  }
  return messages;
}
