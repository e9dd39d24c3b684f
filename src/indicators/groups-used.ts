import { type Definition, eventsOf } from './definition.ts';

/**
 * The further groups that figures are made of: for each indicator whose rows an extract gives, and for each event, the
 * groups that a definition names.
 */
export function groupsUsed(indicators: readonly Definition[]): ReadonlyMap<string, ReadonlySet<string>> {
  const used = new Map<string, Set<string>>();
  const add = (subject: string, group: string | undefined): void => {
    if (!group) return;
    used.set(subject, (used.get(subject) ?? new Set()).add(group));
  };
  const byId = new Map(indicators.map((definition) => [definition.id, definition]));
  for (const { numerator = [], denominator = [], groups, of } of indicators) {
    for (const { event, group } of [...numerator, ...denominator]) add(event, group);
    if (!groups || !of) continue;
    const compared = byId.get(of);
    for (const subject of [of, ...(compared ? eventsOf(compared) : [])]) {
      add(subject, groups.first);
      add(subject, groups.second);
    }
  }
  return used;
}
