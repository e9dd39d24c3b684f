import { z } from 'zod';
import { parsePeriod } from '../periods/parse-period.ts';

const isoDate = z.iso.date();

/** How a monthly series is charted: its target, where limits begin anew, and what they rest on. */
export const spcAimSchema = z.strictObject({
  /** In the indicator's unit. */
  target: z.number().optional(),
  /** Days from which new limits are worked out. */
  rebase: z.array(isoDate).optional(),
  /** How many points of each segment limits rest on. */
  baseline: z.int().min(2).optional(),
});

/** What is to be reached, from where, and when. */
export const goalSchema = z
  .strictObject({
    /** The value to be reached, in the indicator's unit; or the change from the baseline. */
    value: z.number().optional(),
    change: z.number().optional(),
    /** What the change is in: per cent of the baseline, or the indicator's unit. */
    changeIn: z.enum(['percent', 'unit']).default('percent'),
    /** The last day of the period whose figure decides. */
    date: isoDate,
    /** The period that it starts from, such as 2019 or 2019/20; without it the first independent one of the series. */
    baseline: z
      .string()
      .refine((text) => parsePeriod(text, 'years') !== null || parsePeriod(text, 'month') !== null, {
        message: 'is not a period such as 2019, 2019/20, 2017-19 or 2019-04',
      })
      .optional(),
    /** Where it was set. */
    source: z.string().optional(),
  })
  .refine(({ value, change }) => (value === undefined) !== (change === undefined), {
    message: 'a goal has either a value or a change',
  });

export type SpcAim = z.infer<typeof spcAimSchema>;
export type Goal = z.infer<typeof goalSchema>;

/** What an indicator is to reach in one area, and how it is charted there. */
export interface Aims {
  readonly spc: SpcAim;
  readonly goal: Goal | null;
}
