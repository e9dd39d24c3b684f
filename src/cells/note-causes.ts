import { causeChooser, type FillPlan, obstruct } from './fill-plan.ts';
import { causeLabel, causesOverlap, causeWithin, parseCauseRange } from './icd10.ts';
import type { Obstacles } from './obstacles.ts';
import type { Coverage, SubjectIndex } from './subject-index.ts';

const CAUSES_ABOVE_TOTAL =
  'its count of all causes is below the sum of its causes; a blank cause stands for all of them';

const PERSONS_LACK_CAUSES =
  'its rows of both sexes together lack causes that have rows by sex; a blank sex stands for both';

/**
 * Totals of all causes below the sum of the causes, causes that are wider than what is asked for, and totals of both
 * sexes without all the causes.
 */
export function noteCauses(index: SubjectIndex, plan: FillPlan, obstacles: Obstacles): void {
  for (const coverage of index.coverages) {
    const below =
      !plan.clause.causes &&
      [...coverage.slices.values()].some(
        ({ allCauses, singleCauses, causes }) => causes.size > 1 && allCauses > 0 && allCauses < singleCauses,
      );
    if (below) obstruct(coverage, plan, obstacles, { reason: CAUSES_ABOVE_TOTAL, blocks: true });
    // A record of a death has the one code that somebody wrote; it is another code than those asked for.
    const wide = coverage.ofRecords ? null : wideCause(index, coverage, plan);
    if (wide !== null) {
      const reason = `its cause ${wide} holds codes that are not asked for, so its part in it cannot be told`;
      obstruct(coverage, plan, obstacles, { reason, blocks: true });
    }
    if (personsLackCauses(index, coverage, plan)) {
      obstruct(coverage, plan, obstacles, { reason: PERSONS_LACK_CAUSES, blocks: true });
    }
  }
}

function personsLackCauses(index: SubjectIndex, { slices }: Coverage, { clause }: FillPlan): boolean {
  const wanted = causeChooser(clause.causes);
  const causesOf = (persons: boolean): Set<number> =>
    new Set(
      [...slices].flatMap(([split, { causes }]) =>
        (index.splits[split]!.sex === 'persons') === persons
          ? [...causes].filter((cause) => wanted(index.causes[cause]!))
          : [],
      ),
    );
  const together = causesOf(true);
  const total = index.causes.indexOf('');
  if (together.size === 0 || together.has(total)) return false;
  return [...causesOf(false)].some((cause) => cause !== total && !together.has(cause));
}

/** A cause that holds codes asked for and others too, whose own codes the slice does not tell apart. */
function wideCause({ causes }: SubjectIndex, { slices }: Coverage, { clause }: FillPlan): string | null {
  const asked = clause.causes;
  if (!asked) return null;
  for (const { causes: present } of slices.values()) {
    const ranges = [...present].flatMap((cause) => parseCauseRange(causes[cause]!) ?? []);
    const wide = ranges.find(
      (range) =>
        asked.some((one) => causesOverlap(range, one)) &&
        !asked.some((one) => causeWithin(range, one)) &&
        !ranges.some((part) => part !== range && causeWithin(part, range)),
    );
    if (wide) return causeLabel(wide);
  }
  return null;
}
