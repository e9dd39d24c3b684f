import type { Places } from '../places/places.ts';
import type { MilestoneResult } from '../results/result.ts';
import type { LateMilestones } from './aspiration-headline.ts';

/** Counts the milestones that are late, by indicator and area; those of a part of a Place are its own. */
export function lateMilestones(milestones: readonly MilestoneResult[], { parts }: Places): LateMilestones {
  const whole = new Map(parts.map(({ code, partOf }) => [code, partOf]));
  const late = new Map<string, Map<string, number>>();
  for (const { indicator, place, milestoneStatus } of milestones) {
    if (milestoneStatus !== 'late') continue;
    const area = whole.get(place) ?? place;
    const own = late.get(indicator) ?? new Map<string, number>();
    late.set(indicator, own.set(area, (own.get(area) ?? 0) + 1));
  }
  return late;
}
