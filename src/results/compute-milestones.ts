import type { Milestone } from '../cells/milestone.ts';
import type { Definition } from '../indicators/definition.ts';
import { UNDATED } from '../periods/period.ts';
import { areasOf } from '../places/places.ts';
import { stateOfMilestone } from './milestone-state.ts';
import type { MilestoneResult } from './result.ts';
import type { RunContext } from './run-context.ts';

/** Every milestone of an indicator, by area, due date and name, with how far and how late it is. */
export function computeMilestones(definition: Definition, run: RunContext): MilestoneResult[] {
  const order = new Map(areasOf(run.places).map(({ code }, at) => [code, at]));
  const rows = run.cells.milestones.filter(({ set }) => set === definition.id);
  return rows
    .sort((a, b) => order.get(a.place)! - order.get(b.place)! || byDueDate(a, b))
    .map(({ place, set, milestone, due, reachedOn, files, ...row }) => ({
      indicator: definition.id,
      place,
      period: UNDATED,
      sex: definition.sexes[0]!,
      scheme: '',
      level: 0,
      set,
      milestone,
      due,
      reachedOn,
      ...stateOfMilestone({ place, set, milestone, due, reachedOn, files, ...row }, run.asOf),
      unit: 'days',
      method: 'milestones',
      files,
    }));
}

/** The first due first; those without a date last. The order of the extract's rows says nothing. */
function byDueDate(a: Milestone, b: Milestone): number {
  const key = ({ due, milestone, line }: Milestone): string[] => [due || '9999', milestone, String(line)];
  const [one, other] = [key(a), key(b)];
  const at = one.findIndex((text, index) => text !== other[index]);
  return at < 0 ? 0 : one[at]! < other[at]! ? -1 : 1;
}
