import type { CellTable } from '../cells/cell-table.ts';
import { indexSubject, type SubjectIndex } from '../cells/subject-index.ts';
import type { Catalogue } from '../indicators/catalogue.ts';
import type { Places } from '../places/places.ts';

/** What every stage after the cells works from. */
export interface RunContext {
  readonly cells: CellTable;
  readonly catalogue: Catalogue;
  readonly places: Places;
  /** Levels as proportions, 0.95 first. */
  readonly confidence: readonly number[];
  /** The index of a subject's cells; made once, since indicators share their events and populations. */
  readonly subject: (id: string) => SubjectIndex;
}

export function runContext(options: Omit<RunContext, 'subject'>): RunContext {
  const subjects = new Map<string, SubjectIndex>();
  return {
    ...options,
    subject: (id) => {
      let index = subjects.get(id);
      if (!index) {
        index = indexSubject(options.cells, id);
        subjects.set(id, index);
      }
      return index;
    },
  };
}
