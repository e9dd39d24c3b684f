import { z } from 'zod';
import { causeSchema } from './definition.ts';

/** data/aspirations.json: what the area set itself, in its own words. */
export const aspirationsSchema = z.strictObject({
  source: z.string(),
  /** The strategy that the aspirations are from, and its years. */
  strategy: z
    .strictObject({
      title: z.string(),
      from: z.int(),
      to: z.int(),
      purpose: z.string(),
      nextStep: z.string(),
    })
    .optional(),
  /** What the letters stand for that an aspiration names as its sources. */
  letters: z.record(z.string(), z.string()).optional(),
  objectives: z.array(z.strictObject({ id: z.int(), title: z.string() })).min(1),
  aspirations: z
    .array(
      z.strictObject({ id: z.string(), objective: z.int(), title: z.string(), sources: z.array(z.string()) }),
    )
    .min(1),
});

/** data/age-bands.json. */
export const ageBandsSchema = z.strictObject({
  about: z.string(),
  layouts: z.record(z.string(), z.array(z.string()).min(1)),
});

/** data/causes.json. */
export const causesSchema = z.strictObject({
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

/** data/settings.json. */
export const settingsSchema = z.strictObject({
  about: z.string(),
  source: z.string(),
  /** The indicator by whose newest value the Places are put in order, the highest the most deprived; none without it. */
  placesByDeprivation: z.string().optional(),
  /** Days after the end of its newest period from which a figure is stale, by the kind of period. */
  staleAfterDays: z.strictObject({
    month: z.int().min(1),
    quarter: z.int().min(1),
    year: z.int().min(1),
    'financial-year': z.int().min(1),
    other: z.int().min(1),
  }),
});

/** data/disclosure/rules.json. */
export const rulesSchema = z.array(z.strictObject({ id: z.string(), title: z.string(), about: z.string() }));

/** Causes of death that a gap is broken down by; no code may be in two of them. */
export type CauseSet = z.infer<typeof causesSchema>['sets'][string];
export type Aspirations = z.infer<typeof aspirationsSchema>;
export type Settings = Pick<z.infer<typeof settingsSchema>, 'placesByDeprivation' | 'staleAfterDays'>;
