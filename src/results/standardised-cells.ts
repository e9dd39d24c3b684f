import { table } from 'arquero';
import { type AgeBand, ALL_AGES, ageBandLabel, assignBands } from '../cells/age-band.ts';
import { type CellState, referenceSubject, STATE } from '../cells/cell.ts';
import type { CellRow, CellTable } from '../cells/cell-table.ts';
import { groupBy } from '../cells/group-by.ts';
import { coverageKey } from '../cells/subject-index.ts';
import type { Definition } from '../indicators/definition.ts';
import type { RunContext } from './run-context.ts';

/** An indicator's own counts by age, put together to what a standardised ratio is made of. */
export interface StandardisedCells {
  /**
   * One cell for each place, period, sex and deprivation group: events that happened of those expected; and under the
   * subject of the reference, its events of its people. Both can be added up over sexes and places.
   */
  readonly cells: CellTable;
  /** Why those of a place and period cannot be expected, by `place|period label`. */
  readonly lacks: ReadonlyMap<string, string>;
  /** Whether any is made of several age bands; else age is not allowed for. */
  readonly byAge: boolean;
}

/** The figures of a slice: events, events expected, and the events and people of the reference; null where it has none. */
interface Figures {
  readonly observed: number;
  readonly expected: number;
  readonly referenceEvents: number;
  readonly referencePeople: number;
  readonly state: CellState;
  readonly lacks: string | null;
  readonly bands: number;
}

/**
 * Events observed and expected, E = Σ people·reference events/reference people over the extract's own age bands, which
 * must tile the ages of the definition. Bands that hold others are their totals and are left out.
 */
export function standardisedCells(definition: Definition, run: RunContext): StandardisedCells {
  const ages = definition.ages ?? ALL_AGES;
  const own = run.subject(definition.id);
  const reference = run.subject(referenceSubject(definition.id));
  const rates = new Map(
    [...(reference.usable.objects() as CellRow[]), ...reference.refused].map((row) => [bandKey(row), row]),
  );
  const counted = (own.usable.objects() as CellRow[]).filter(
    ({ published, group, cause }) => !published && group === '' && cause === '',
  );
  const lacks = new Map<string, string>();
  let byAge = false;
  const made = [...groupBy(counted, sliceKey).values()].map((rows) => {
    const first = rows[0]!;
    const figures = figuresOf(rows, ages, rates);
    const key = coverageKey(first.place, first.period);
    if (figures.lacks !== null && !lacks.has(key)) lacks.set(key, figures.lacks);
    byAge ||= figures.bands > 1;
    const cell = {
      ...first,
      ageFrom: ages.from,
      ageTo: ages.to,
      state: figures.state,
      files: run.cells.fileSets.behind(rows),
    };
    return [
      { ...cell, count: figures.observed, denominator: figures.expected },
      {
        ...cell,
        subject: referenceSubject(definition.id),
        count: figures.referenceEvents,
        denominator: figures.referencePeople,
      },
    ];
  });
  const refused = own.refused.filter(({ group }) => group === '');
  return { cells: { ...run.cells, table: tableOf([...made.flat(), ...refused]) }, lacks, byAge };
}

function figuresOf(rows: readonly CellRow[], ages: AgeBand, rates: ReadonlyMap<string, CellRow>): Figures {
  const bands = rows.map(bandOf);
  const finest = rows.filter((_, at) => !bands.some((other) => holds(bands[at]!, other)));
  const assigned = assignBands(finest.map(bandOf), [ages]);
  if ('across' in assigned)
    return without(
      `ages ${ageBandLabel(assigned.across)} of the extract lie across the edge of a band that is needed`,
    );
  if (!assigned.tiled[0]) return without(`the extract does not have all ages of ${ageBandLabel(ages)}`);
  const used = finest.filter((_, at) => assigned.target[at] === 0);
  let figures: Figures = { ...NOTHING, bands: used.length };
  for (const row of used) {
    const rate = rates.get(bandKey(row));
    const lacks = reasonWithout(row, rate);
    const state = Math.max(
      figures.state,
      row.state,
      rate?.state ?? STATE.ok,
      lacks ? STATE.notAvailable : STATE.ok,
    );
    figures = {
      ...figures,
      observed: figures.observed + row.count,
      expected: figures.expected + (rate ? (row.denominator * rate.count) / rate.denominator : 0),
      referenceEvents: figures.referenceEvents + (rate?.count ?? 0),
      referencePeople: figures.referencePeople + (rate?.denominator ?? 0),
      state: state as CellState,
      lacks: figures.lacks ?? lacks,
    };
  }
  return figures.state === STATE.ok ? figures : { ...figures, ...NO_SUMS };
}

const NO_SUMS = { observed: 0, expected: 0, referenceEvents: 0, referencePeople: 0 };
const NOTHING: Figures = { ...NO_SUMS, state: STATE.ok, lacks: null, bands: 0 };

function without(lacks: string): Figures {
  return { ...NOTHING, state: STATE.notAvailable, lacks };
}

/** Why no events can be expected in a band; a hidden or refused figure is told by its state. */
function reasonWithout(row: CellRow, rate: CellRow | undefined): string | null {
  const ages = ageBandLabel(bandOf(row));
  if (rate === undefined) return `ages ${ages} have no reference population`;
  return rate.state === STATE.ok && rate.denominator === 0
    ? `the reference population has nobody aged ${ages}`
    : null;
}

function bandOf({ ageFrom, ageTo }: CellRow): AgeBand {
  return { from: ageFrom, to: ageTo };
}

/** Whether a band is more than another that it holds. */
function holds(outer: AgeBand, inner: AgeBand): boolean {
  const same = outer.from === inner.from && outer.to === inner.to;
  return !same && outer.from <= inner.from && inner.to <= outer.to;
}

function sliceKey({ place, period, sex, scheme, level }: CellRow): string {
  return `${place}|${period}|${sex}|${scheme}|${level}`;
}

function bandKey(row: CellRow): string {
  return `${sliceKey(row)}|${row.ageFrom}-${row.ageTo}|${row.cause}|${row.group}`;
}

function tableOf(rows: readonly CellRow[]): CellTable['table'] {
  const names = rows.length > 0 ? (Object.keys(rows[0]!) as (keyof CellRow)[]) : [];
  return table(Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name])])));
}
