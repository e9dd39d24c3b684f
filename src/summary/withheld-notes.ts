import type { Measure } from '../results/result.ts';

/** Why areas have no value, one line a reason. */
export function withheldNotes(measures: readonly Measure[], nameOf: ReadonlyMap<string, string>): string[] {
  const reasons = new Map<string, string[]>();
  for (const { place, estimate, note } of measures) {
    if (estimate.value !== null) continue;
    const names = reasons.get(note);
    if (names) names.push(nameOf.get(place)!);
    else reasons.set(note, [nameOf.get(place)!]);
  }
  return [...reasons].map(([reason, names]) => `${names.join(', ')}: ${reason}`);
}
