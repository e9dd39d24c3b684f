import { z } from 'zod';
import type { AgeBand } from '../cells/age-band.ts';
import { dataDir } from '../paths.ts';
import { badData, readDataFile } from '../problems/read-data-file.ts';
import { catalogueMistakes } from './check-catalogue.ts';
import {
  type Aspirations,
  ageBandsSchema,
  aspirationsSchema,
  type CauseSet as CausesOfSet,
  causesSchema,
  rulesSchema,
  type Settings,
  settingsSchema,
} from './data-files.ts';
import { type Definition, definitionSchema, eventsOf, type Method } from './definition.ts';
import { bandOf, loadStandards, namesIn, type StandardBand } from './standard.ts';

export type CauseSet = CausesOfSet;
export type Aspiration = Aspirations['aspirations'][number];
export type Objective = Aspirations['objectives'][number];

/** Everything that is measured and how, from data/. */
export interface Catalogue {
  readonly objectives: readonly Objective[];
  readonly aspirations: readonly Aspiration[];
  /** What the letters stand for that an aspiration names as its sources. */
  readonly letters: Readonly<Record<string, string>>;
  /** In the order of the aspirations that they measure. */
  readonly indicators: readonly Definition[];
  readonly standards: ReadonlyMap<string, readonly StandardBand[]>;
  readonly ageBands: ReadonlyMap<string, readonly AgeBand[]>;
  readonly causeSets: ReadonlyMap<string, CauseSet>;
  readonly disclosureRules: readonly string[];
  readonly settings: Settings;
}

/**
 * Reads and checks the definitions.
 *
 * @throws UsageError where a definition is not right: an unknown key, a dangling reference, a missing input, an
 *   aspiration that nothing measures
 */
export function loadCatalogue(directory = dataDir): Catalogue {
  const read = <T>(name: string, schema: z.ZodType<T>): T => readDataFile(directory, name, schema);
  const all = read('aspirations.json', aspirationsSchema);
  const standards = loadStandards(directory);
  const { layouts } = read('age-bands.json', ageBandsSchema);
  const ageBands = new Map(
    Object.entries(layouts).map(([name, bands]) => [
      name,
      bands.map((band) => bandOf('age-bands.json', band)),
    ]),
  );
  const causeSets = new Map(Object.entries(read('causes.json', causesSchema).sets));
  const disclosureRules = read('disclosure/rules.json', rulesSchema).map(({ id }) => id);
  const settings = read('settings.json', settingsSchema);
  const files = namesIn(`${directory}indicators/`, '.json').map((name) => ({
    name,
    definitions: read(`indicators/${name}`, z.array(definitionSchema)),
  }));
  const parts = { standards, ageBands, causeSets, disclosureRules, settings };
  const mistakes = catalogueMistakes({ files, aspirations: all, ...parts });
  if (mistakes.length > 0) throw badData(mistakes);
  const definitions = files.flatMap((file) => file.definitions);
  const { objectives, aspirations, letters = {} } = all;
  const indicators = aspirations.flatMap(({ id }) =>
    definitions.filter(({ aspiration }) => aspiration === id),
  );
  return { objectives, aspirations, letters, indicators, ...parts };
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

/** Methods whose figure is never below zero; a standardised ratio may be published as the excess above 100 %. */
const NEVER_NEGATIVE: ReadonlySet<string> = new Set([
  'proportion',
  'crude-rate',
  'dsr',
  'isr-rate',
  'life-expectancy',
  'healthy-life-expectancy',
  'waiting-percentile',
  'count-to-zero',
]);

/** Between which numbers a figure can be, both ends included. */
export function boundsOf({ method, multiplier }: Definition): {
  readonly least: number;
  readonly most: number;
} {
  return {
    least: NEVER_NEGATIVE.has(method) ? 0 : Number.NEGATIVE_INFINITY,
    most: method === 'proportion' ? multiplier : Number.POSITIVE_INFINITY,
  };
}

/** Waiting lists, by the ids that extracts name them with. */
export function servicesOf(indicators: readonly Definition[]): Set<string> {
  const waits = indicators.filter(
    ({ method, numerator }) => method === 'waiting-percentile' || numerator?.some(({ weeks }) => weeks),
  );
  return new Set(waits.flatMap(eventsOf));
}

/** Events whose rows have a column of their own name, so that the kind of the extract says which they are. */
export const KINDS_OF_EVENT: ReadonlySet<string> = new Set(['deaths', 'admissions', 'births', 'population']);

/**
 * What data an indicator needs, in words: a kind of extract each, and what must be told in it. What has an official
 * number is taken from published values too.
 */
export function extractsOf(definition: Definition): string[] {
  const { id, method, of } = definition;
  switch (method) {
    case 'milestones':
      return ['milestones'];
    case 'given':
      return ['values'];
    case 'mean':
      return ['values by group'];
    case 'difference':
      return [`counts or values of ${of} by group`];
    case 'gap':
      return [`what ${of} needs, by deprivation`];
    case 'quantile':
      return [`what ${of} needs`];
    case 'aspirations-measured':
      return ['the run itself'];
    case 'healthy-life-expectancy':
      return [...extractsOfEvents(definition), `counts of ${id} by age_band`];
    default:
      if (definition.numerator) return extractsOfEvents(definition);
      return method.startsWith('isr') ? ['counts by age_band, with reference columns'] : ['counts or values'];
  }
}

function extractsOfEvents(definition: Definition): string[] {
  const lists = servicesOf([definition]);
  const clauses = [...(definition.numerator ?? []), ...(definition.denominator ?? [])];
  const needs = clauses.map(({ event, causes, deprivation }) => {
    if (lists.has(event)) return { kind: `waits of ${event}`, by: '' };
    if (event === 'small-areas') return { kind: 'deprivation', by: '' };
    const by = [causes ? 'cause' : '', deprivation ? 'deprivation' : ''].filter(Boolean).join(' and ');
    return { kind: KINDS_OF_EVENT.has(event) ? event : `events of ${event}`, by };
  });
  // Whoever tells the groups apart gives everybody too.
  const asked = needs.filter(
    ({ kind, by }) => by !== '' || !needs.some((one) => one.kind === kind && one.by),
  );
  return [...new Set(asked.map(({ kind, by }) => (by === '' ? kind : `${kind} by ${by}`)))];
}
