import { systemParts } from '../cells/cube.ts';
import { groupBy } from '../cells/group-by.ts';
import type { Milestone } from '../cells/milestone.ts';
import type { Definition } from '../indicators/definition.ts';
import { milestones as shareOfList } from '../measures/milestones.ts';
import { UNDATED } from '../periods/period.ts';
import { areasOf, type Places } from '../places/places.ts';
import { withheldEstimate } from '../statistics/estimate.ts';
import { lateInWords, stateOfMilestone } from './milestone-state.ts';
import { type Measure, REFUSED_ROW, type Status } from './result.ts';
import type { RunContext } from './run-context.ts';

/** The milestones of an area, or why it has none. */
type OfArea = readonly Milestone[] | { readonly status: Status; readonly note: string };

/**
 * The share of its milestones that each area has reached. A Place's are its own, else those of its parts together. The
 * system's are its own and those of all Places; where one of the Places has none, how many there are is not known.
 */
export function milestoneMeasures(definition: Definition, run: RunContext): Measure[] {
  const own = run.cells.milestones.filter(({ set }) => set === definition.id);
  const byArea = groupBy(own, ({ place }) => place);
  if (byArea.size === 0) return [];
  const { places, system } = run.places;
  const ofPlaces = new Map(places.map(({ code }) => [code, ofPlace(code, byArea, run.places)]));
  const anyPlace = [...ofPlaces.values()].some((of) => 'length' in of || of.status !== 'missing');
  return areasOf(run.places).flatMap(({ code }): Measure[] => {
    const its = byArea.get(code);
    const ofArea = code === system.code ? ofSystem(its, ofPlaces, byArea, run.places) : ofPlaces.get(code);
    if (ofPlaces.has(code) && !anyPlace) return [];
    const shown = ofArea ?? its;
    return shown ? [measureOf(definition, code, shown, run)] : [];
  });
}

function ofPlace(
  code: string,
  byArea: ReadonlyMap<string, readonly Milestone[]>,
  { parts, combined }: Places,
): OfArea {
  const own = byArea.get(code);
  if (own) return own;
  const area = combined.find((one) => one.standsFor.includes(code) && byArea.has(one.code));
  if (area) return { status: 'not-applicable', note: `in ${area.name}: ${area.note}` };
  const ofParts = parts.filter(({ partOf }) => partOf === code).map((part) => byArea.get(part.code) ?? []);
  const there = ofParts.filter((rows) => rows.length > 0).length;
  if (there === 0) return { status: 'missing', note: 'no milestones for this Place' };
  if (there === ofParts.length) return ofParts.flat();
  return { status: 'withheld', note: `${there} of its ${ofParts.length} sub-ICB locations` };
}

/** Undefined where neither the system nor any Place has milestones. */
function ofSystem(
  own: readonly Milestone[] | undefined,
  ofPlaces: ReadonlyMap<string, OfArea>,
  byArea: ReadonlyMap<string, readonly Milestone[]>,
  places: Places,
): OfArea | undefined {
  const rowsOf = (code: string): readonly Milestone[] => {
    const of = ofPlaces.get(code) ?? byArea.get(code) ?? [];
    return 'length' in of ? of : [];
  };
  const { parts, standFor } = systemParts(places, (code) => rowsOf(code).length > 0);
  if (standFor === 0) return own;
  const all = places.places.length;
  if (standFor < all) return { status: 'withheld', note: `${standFor} of ${all} Places` };
  return [...(own ?? []), ...parts.flatMap(rowsOf)];
}

function measureOf(definition: Definition, place: string, ofArea: OfArea, run: RunContext): Measure {
  const base = {
    indicator: definition.id,
    place,
    period: UNDATED,
    sex: definition.sexes[0]!,
    scheme: '',
    level: 0,
    unit: definition.unit,
    method: 'milestones',
  } as const;
  const without = (status: Status, note: string, files: number): Measure => ({
    ...base,
    estimate: withheldEstimate('', note, run.confidence),
    count: null,
    denominator: null,
    status,
    note,
    files,
  });
  if (!('length' in ofArea)) return without(ofArea.status, ofArea.note, 0);
  const files = run.cells.fileSets.behind(ofArea);
  if (ofArea.some(({ status }) => status === null)) return without('withheld', REFUSED_ROW, files);
  const reached = ofArea.filter(({ status }) => status === 'reached').length;
  const { multiplier } = definition;
  const states = ofArea.map(({ due, ...one }) => ({ due, ...stateOfMilestone({ due, ...one }, run.asOf) }));
  return {
    ...base,
    estimate: shareOfList({ reached, all: ofArea.length, multiplier, confidence: run.confidence }),
    count: reached,
    denominator: ofArea.length,
    status: 'ok',
    note: lateInWords(states),
    files,
  };
}
