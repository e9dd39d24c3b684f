import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { AgeBand } from '../cells/age-band.ts';
import { dataDir } from '../paths.ts';
import { UsageError } from '../problems/errors.ts';
import { causeSchema, type Definition, definitionSchema, type Method } from './definition.ts';
import { bandOf, loadStandards, namesIn, type StandardBand } from './standard.ts';

const aspirationsSchema = z.strictObject({
  source: z.string(),
  objectives: z.array(z.strictObject({ id: z.int(), title: z.string() })),
  aspirations: z.array(
    z.strictObject({ id: z.string(), objective: z.int(), title: z.string(), sources: z.array(z.string()) }),
  ),
});

const ageBandsSchema = z.strictObject({
  about: z.string(),
  layouts: z.record(z.string(), z.array(z.string())),
});
const causesSchema = z.strictObject({
  source: z.string(),
  sets: z.record(
    z.string(),
    z.strictObject({
      /** Name of what no cause of the set has. */
      rest: z.string(),
      /** Name of the causes put together for having few deaths. */
      small: z.string(),
      /** Causes with fewer deaths than this in both groups together are put together. */
      groupBelow: z.int().min(0),
      causes: z.array(z.strictObject({ cause: z.string(), codes: z.array(causeSchema).min(1) })).min(1),
    }),
  ),
});
const settingsSchema = z.strictObject({
  about: z.string(),
  source: z.string(),
  /** The indicator by whose newest value the Places are put in order, the highest the most deprived. */
  placesByDeprivation: z.string(),
  /** Days after the end of its newest period from which a figure is stale, by the kind of period. */
  staleAfterDays: z.strictObject({
    month: z.int().min(1),
    quarter: z.int().min(1),
    year: z.int().min(1),
    'financial-year': z.int().min(1),
    other: z.int().min(1),
  }),
});
const rulesSchema = z.array(z.strictObject({ id: z.string(), title: z.string(), about: z.string() }));

/** Causes of death that a gap is broken down by; no code may be in two of them. */
export type CauseSet = z.infer<typeof causesSchema>['sets'][string];
export type Aspiration = z.infer<typeof aspirationsSchema>['aspirations'][number];
export type Objective = z.infer<typeof aspirationsSchema>['objectives'][number];

/** Everything that is measured and how, from data/. */
export interface Catalogue {
  readonly objectives: readonly Objective[];
  readonly aspirations: readonly Aspiration[];
  /** In the order of the aspirations that they measure. */
  readonly indicators: readonly Definition[];
  readonly standards: ReadonlyMap<string, readonly StandardBand[]>;
  readonly ageBands: ReadonlyMap<string, readonly AgeBand[]>;
  readonly causeSets: ReadonlyMap<string, CauseSet>;
  readonly disclosureRules: readonly string[];
  readonly settings: Pick<z.infer<typeof settingsSchema>, 'placesByDeprivation' | 'staleAfterDays'>;
}

/**
 * Reads and checks the definitions.
 *
 * @throws UsageError where a definition is not right: an unknown key, a dangling reference, a missing input
 */
export function loadCatalogue(directory = dataDir): Catalogue {
  const json = (name: string): unknown => parseJson(name, readFileSync(directory + name, 'utf8'));
  const { objectives, aspirations } = checked(
    'aspirations.json',
    aspirationsSchema,
    json('aspirations.json'),
  );
  const standards = loadStandards(directory);
  const { layouts } = checked('age-bands.json', ageBandsSchema, json('age-bands.json'));
  const ageBands = new Map(
    Object.entries(layouts).map(([name, bands]) => [
      name,
      bands.map((band) => bandOf('age-bands.json', band)),
    ]),
  );
  const { sets } = checked('causes.json', causesSchema, json('causes.json'));
  const rules = checked('disclosure/rules.json', rulesSchema, json('disclosure/rules.json'));
  const definitions = namesIn(`${directory}indicators/`, '.json').flatMap((name) =>
    checked(`indicators/${name}`, z.array(definitionSchema), json(`indicators/${name}`)),
  );
  const catalogue: Catalogue = {
    objectives,
    aspirations,
    indicators: aspirations.flatMap(({ id }) => definitions.filter(({ aspiration }) => aspiration === id)),
    standards,
    ageBands,
    causeSets: new Map(Object.entries(sets)),
    disclosureRules: rules.map(({ id }) => id),
    settings: checked('settings.json', settingsSchema, json('settings.json')),
  };
  const dangling = danglingReferences(definitions, catalogue);
  if (dangling.length > 0) throw new UsageError(`bad definitions:\n${dangling.join('\n')}`);
  return catalogue;
}

function checked<T>(name: string, schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => `data/${name}: ${issue.path.join('.')}: ${issue.message}`);
  throw new UsageError(`bad definitions:\n${lines.join('\n')}`);
}

/** Ids that stand twice or point at nothing. */
function danglingReferences(definitions: readonly Definition[], catalogue: Catalogue): string[] {
  const messages: string[] = [];
  const { placesByDeprivation } = catalogue.settings;
  if (!definitions.some(({ id }) => id === placesByDeprivation))
    messages.push(`settings.json: there is no indicator "${placesByDeprivation}"`);
  const aspirations = new Set(catalogue.aspirations.map(({ id }) => id));
  const ids = new Set<string>();
  const events = new Set(definitions.flatMap(eventsOf));
  for (const { id, aspiration, standard, ageBands, breakdown, disclosure, of } of definitions) {
    if (ids.has(id)) messages.push(`${id}: the id stands twice`);
    ids.add(id);
    if (events.has(id)) messages.push(`${id}: the id is also that of an event`);
    if (!aspirations.has(aspiration)) messages.push(`${id}: there is no aspiration "${aspiration}"`);
    if (standard && !catalogue.standards.has(standard))
      messages.push(`${id}: there is no standard "${standard}"`);
    for (const layout of ageBands ?? []) {
      if (!catalogue.ageBands.has(layout)) messages.push(`${id}: there are no age bands "${layout}"`);
    }
    const other = definitions.find((one) => one.id === of);
    if (of !== undefined && !other) messages.push(`${id}: there is no indicator "${of}"`);
    if (other?.of !== undefined) messages.push(`${id}: "${of}" is itself made of another indicator`);
    if (breakdown && !catalogue.causeSets.has(breakdown))
      messages.push(`${id}: there is no set of causes "${breakdown}"`);
    if (!catalogue.disclosureRules.includes(disclosure)) {
      messages.push(`${id}: there is no disclosure rule "${disclosure}"`);
    }
  }
  return messages;
}

/** Events that an indicator counts, in the order of its definition. */
export function eventsOf(definition: Definition): string[] {
  return [
    ...new Set(
      [...(definition.numerator ?? []), ...(definition.denominator ?? [])].map(({ event }) => event),
    ),
  ];
}

const COUNTED: ReadonlySet<Method> = new Set([
  'proportion',
  'crude-rate',
  'ratio',
  'isr-ratio',
  'isr-rate',
  'healthy-life-expectancy',
  'count-to-zero',
]);

/** Whether an indicator can be computed from a numerator and a denominator that an extract gives for it. */
export function takesCounts({ method }: Definition): boolean {
  return COUNTED.has(method);
}

/** Whether an indicator is standardised by the rates of a reference population, which its own counts may carry. */
export function takesReference({ method }: Definition): boolean {
  return method === 'isr-ratio' || method === 'isr-rate';
}

/** Whether its numerator is a part of its denominator. */
export function isShare({ method }: Definition): boolean {
  return method === 'proportion' || method === 'healthy-life-expectancy';
}

/** Waiting lists, by the ids that extracts name them with. */
export function servicesOf(indicators: readonly Definition[]): Set<string> {
  const waits = indicators.filter(
    ({ method, numerator }) => method === 'waiting-percentile' || numerator?.some(({ weeks }) => weeks),
  );
  return new Set(waits.flatMap(eventsOf));
}

/** What extracts an indicator can be computed from, in words: its events, or the canonical kind that has its id. */
export function extractsOf(definition: Definition): string[] {
  const events = eventsOf(definition);
  if (events.length === 0) return [definition.method === 'given' ? 'values' : 'counts'];
  if (servicesOf([definition]).size > 0) return ['waits'];
  return events.map((event) => (event === 'small-areas' ? 'deprivation' : event));
}

function parseJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`bad definitions:\ndata/${name}: ${(error as Error).message}`);
  }
}
