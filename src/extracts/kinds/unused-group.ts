import { Fault, quote } from '../fields.ts';
import type { ReadContext, RowFault } from './kind.ts';

/** A warning for a row of a further group that no figure is made of, lest a word spelt otherwise be passed over. */
export function unusedGroup(
  { groupsUsed }: ReadContext,
  subject: string,
  group: string | undefined,
): { warning: RowFault } | null {
  if (!group) return null;
  const used = groupsUsed.get(subject);
  if (used?.has(group)) return null;
  const message = `no figure is made of the group ${quote(group)} of ${quote(subject)}`;
  const fix = used && `write one of ${[...used].map(quote).join(', ')} if one of them is meant`;
  return { warning: { field: 'group', fault: new Fault('unused-group', message, fix) } };
}
