import { z } from 'zod';
import { ALL_AGES, parseAgeBand } from '../cells/age-band.ts';
import { parseCauseRange } from '../cells/icd10.ts';
import { parsePeriod } from '../periods/parse-period.ts';
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

/** A further group as extracts are read: without case and surrounding spaces. */
const groupText = z.string().transform((text) => text.trim().toLowerCase());

const yearText = z.string().refine((text) => parsePeriod(text, 'years')?.length === 1, {
  message: 'is not a year such as 2019 or 2019/20',
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
  /** Only the cells of this further group, as the extract names it; without it, those of everybody. */
  group: groupText.optional(),
  /**
   * `year-of-start`: a financial year takes the calendar year in which it begins (mid-year population). `base`: every
   * period takes that one year instead, a month or quarter the same month or quarter of it.
   */
  period: z.union([z.enum(['same', 'year-of-start']), z.strictObject({ base: yearText })]).default('same'),
});

const oneOrMore = z.union([clauseSchema.transform((clause) => [clause]), z.array(clauseSchema).min(1)]);

export const PERIOD_TYPES = ['month', 'quarter', 'year', 'financial-year', '3-year'] as const;
export const DEPRIVATION_GAPS = ['difference', 'ratio', 'sii', 'rii'] as const;

/** How a value is made; CONTRIBUTING says what each needs. The last five are made from other results of a run. */
export const METHODS = [
  'proportion',
  'crude-rate',
  'ratio',
  'mean',
  'dsr',
  'isr-ratio',
  'isr-rate',
  'life-expectancy',
  'healthy-life-expectancy',
  'waiting-percentile',
  'count-to-zero',
  'given',
  'milestones',
  'difference',
  'gap',
  'quantile',
  'aspirations-measured',
] as const;
export type Method = (typeof METHODS)[number];

export const definitionSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
    aspiration: z.string(),
    title: z.string(),
    /** The title inside a sentence, without a capital. */
    short: z.string(),
    /** What it is, for somebody who knows nothing of methods. */
    meaning: z.string(),
    method: z.enum(METHODS),
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
    /** Of a ratio: whether its numerator counts events, so that chance gives it limits, or is an amount. */
    numeratorIs: z.enum(['count', 'amount']).optional(),
    /** Of a ratio: whether its numerator may be below zero. */
    signed: z.boolean().default(false),
    /** Whose rates an indirectly standardised figure takes, where the extract does not give them itself. */
    reference: z.enum(['country', 'system']).optional(),
    /**
     * The indicator whose groups a difference compares, whose gap between the ends of deprivation it is, or by whose
     * values the Places are put into quantiles.
     */
    of: z.string().optional(),
    /** Into how many equal groups of Places a quantile puts them; inverted, the highest value is in the first. */
    quantiles: z.strictObject({ groups: z.int().min(2), invert: z.boolean().default(false) }).optional(),
    /** The further groups that a difference compares, as extracts name them; '' is everybody. */
    groups: z.strictObject({ first: groupText, second: groupText }).optional(),
    multiplier: z.number().positive(),
    unit: z.string(),
    digits: z.int().min(0).max(6),
    polarity: z.enum(['low', 'high', 'none']),
    /** Period types for which events and people are added up; the first is the one the summary shows. */
    periods: z.array(z.enum(PERIOD_TYPES)).min(1),
    /** The first is the one the summary shows. */
    sexes: z.array(z.enum(['persons', 'female', 'male'])).min(1),
    gaps: z.array(z.enum(DEPRIVATION_GAPS)),
    /** Areas that each Place is set against, the first where the data has both. */
    comparators: z.array(z.enum(['country', 'system'])).default(['country', 'system']),
    /** Scales on which its yearly change is told. */
    trend: z
      .strictObject({ scales: z.array(z.enum(['linear', 'log'])).min(1) })
      .default({ scales: ['linear', 'log'] }),
    /** Days after the end of its newest period from which it is stale; else those of data/settings.json. */
    staleAfterDays: z.int().min(1).optional(),
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

/** Events that an indicator counts, in the order of its definition. */
export function eventsOf({ numerator = [], denominator = [] }: Definition): string[] {
  return [...new Set([...numerator, ...denominator].map(({ event }) => event))];
}

/** What each method cannot do without. Where nothing is named, the extract gives the indicator's own counts or values. */
const NEEDS: Readonly<Record<Method, readonly string[]>> = {
  proportion: [],
  'crude-rate': [],
  ratio: ['numeratorIs'],
  mean: [],
  dsr: ['numerator', 'denominator', 'standard', 'ages'],
  'isr-ratio': [],
  'isr-rate': [],
  'life-expectancy': ['numerator', 'denominator', 'ageBands', 'atAge'],
  'healthy-life-expectancy': ['numerator', 'denominator', 'ageBands', 'atAge'],
  'waiting-percentile': ['numerator', 'percentile'],
  'count-to-zero': [],
  given: [],
  milestones: [],
  difference: ['of', 'groups'],
  gap: ['of'],
  quantile: ['of', 'quantiles'],
  'aspirations-measured': [],
};

/** Methods that take a numerator without a denominator. */
const WITHOUT_DENOMINATOR: ReadonlySet<string> = new Set(['waiting-percentile', 'count-to-zero']);

/** Methods that are not computed from the cells of events. */
const WITHOUT_EVENTS: ReadonlySet<string> = new Set([
  'mean',
  'given',
  'milestones',
  'difference',
  'gap',
  'quantile',
  'aspirations-measured',
]);

/** Fields that only some methods take. */
const ONLY_FOR: Readonly<Record<string, readonly Method[]>> = {
  standard: ['dsr'],
  ageBands: ['life-expectancy', 'healthy-life-expectancy'],
  atAge: ['life-expectancy', 'healthy-life-expectancy'],
  percentile: ['waiting-percentile'],
  numeratorIs: ['ratio'],
  reference: ['isr-ratio', 'isr-rate'],
  of: ['difference', 'gap', 'quantile'],
  quantiles: ['quantile'],
  groups: ['difference'],
};

/** What a method needs and the definition does not say, or says and cannot be meant. */
function inputsMissing(definition: z.input<typeof definitionSchema> | Record<string, unknown>): string[] {
  const given = definition as Record<string, unknown>;
  const method = given.method as Method;
  const missing = NEEDS[method].filter((key) => given[key] === undefined);
  const messages = missing.map((key) => `the method ${method} needs "${key}"`);
  for (const [key, methods] of Object.entries(ONLY_FOR)) {
    if (given[key] !== undefined && !methods.includes(method))
      messages.push(`"${key}" is for ${methods.join(' and ')}, not for ${method}`);
  }
  if (given.signed === true && method !== 'ratio') messages.push(`"signed" is for ratio, not for ${method}`);
  if (WITHOUT_EVENTS.has(method) && (given.numerator !== undefined || given.denominator !== undefined))
    messages.push(`the method ${method} takes no numerator and no denominator`);
  if (given.signed === true && given.numeratorIs === 'count')
    messages.push('"signed" is for an amount: there are no fewer than no events');
  const groups = given.groups as { readonly first: string; readonly second: string } | undefined;
  if (groups && groups.first === groups.second) messages.push('"groups" compares a group with itself');
  const halves = (given.numerator === undefined) !== (given.denominator === undefined);
  if (halves && !(WITHOUT_DENOMINATOR.has(method) && given.denominator === undefined)) {
    messages.push('numerator and denominator go together');
  }
  if (given.numerator !== undefined && method.startsWith('isr') && given.reference === undefined)
    messages.push(`the method ${method} on events needs "reference"`);
  return messages;
}
