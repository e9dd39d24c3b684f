import type { CellTable } from '../cells/cell-table.ts';
import type { Cube } from '../cells/cube.ts';
import type { Obstacles } from '../cells/obstacles.ts';
import { type Coverage, indexSubject, type SubjectIndex } from '../cells/subject-index.ts';
import type { Aims } from '../indicators/aims.ts';
import type { Catalogue } from '../indicators/catalogue.ts';
import type { Definition } from '../indicators/definition.ts';
import type { Places } from '../places/places.ts';
import { newestDay } from './newest-day.ts';

/**
 * What a run computes besides values, which everything else is made of. `spread` is the gaps between Places at every
 * period, `inequality` what is told of the newest period alone: further measures, funnels and ranks.
 */
export type ResultPart =
  | 'gaps'
  | 'spread'
  | 'inequality'
  | 'trends'
  | 'goals'
  | 'poorest'
  | 'breakdowns'
  | 'milestones'
  | 'coverage';

/** What every stage after the cells works from. */
export interface RunContext {
  readonly cells: CellTable;
  /** Every definition; those not asked for may be needed by those that are. */
  readonly catalogue: Catalogue;
  /** Ids of the indicators that results are wanted of; null for all. */
  readonly asked: ReadonlySet<string> | null;
  /** Parts that are wanted; null for all. */
  readonly parts: ReadonlySet<ResultPart> | null;
  readonly places: Places;
  /** Levels as proportions, 0.95 first. */
  readonly confidence: readonly number[];
  /** Day as of which things are late or stale, as an ISO date; '' where the data has no day and none was set. */
  readonly asOf: string;
  /** What an indicator is to reach in an area, and how it is charted there. */
  readonly aims: (definition: Definition, place: string) => Aims;
  /**
   * The index of a subject's cells, or of those of one further group of it; made once, since indicators share their
   * events and populations.
   */
  readonly subject: (id: string, group?: string) => SubjectIndex;
  /** Whether what covers a place and period comes from records, whose rows are single events. */
  readonly isOfRecords: (coverage: Coverage) => boolean;
  /** Cubes already summed, by what they are of: many indicators share their population. */
  readonly summed: Map<string, SummedCube>;
}

/** A filled cube, and why places and periods of it cannot be used. */
export interface SummedCube {
  readonly cube: Cube;
  readonly obstacles: Obstacles;
}

type Options = Omit<RunContext, 'subject' | 'summed' | 'isOfRecords' | 'asOf' | 'parts'> & {
  readonly parts?: ReadonlySet<ResultPart> | null;
  /** Null takes the newest day of the data. */
  readonly asOf?: string | null;
  /** As an ISO date: what begins after it does not say how new the data is. */
  readonly today?: string | null;
};

export function runContext(options: Options): RunContext {
  const subjects = new Map<string, SubjectIndex>();
  const indexOf = (id: string, group?: string): SubjectIndex => {
    const key = JSON.stringify([id, group]);
    const known = subjects.get(key);
    if (known) return known;
    const whole = group === undefined ? null : indexOf(id);
    const isWhole = whole?.groups.every((one) => one === group);
    const index = isWhole ? whole! : indexSubject(options.cells, id, group);
    subjects.set(key, index);
    return index;
  };
  return {
    ...options,
    parts: options.parts ?? null,
    asOf: options.asOf ?? newestDay(options.cells, options.today ?? null),
    summed: new Map(),
    isOfRecords: ({ files }) => {
      const { fileSets, recordFiles } = options.cells;
      return fileSets.get(files).every((file) => recordFiles.has(file));
    },
    subject: indexOf,
  };
}

export function wants({ parts }: Pick<RunContext, 'parts'>, part: ResultPart): boolean {
  return parts?.has(part) ?? true;
}
