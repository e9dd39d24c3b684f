import { ALL_AGES } from '../cells/age-band.ts';
import {
  ALL_LEVELS,
  type CellKey,
  type CellState,
  type DeprivationScheme,
  STATE,
  UNKNOWN_LEVEL,
} from '../cells/cell.ts';
import { CellAccumulator } from '../cells/cell-accumulator.ts';
import { stateOfFigure, stateOfFigures } from './figure-fields.ts';
import { NO_FIGURES } from './kinds/kind.ts';
import type { Edition, SmallArea, SmallAreas } from './small-areas.ts';

/**
 * The cells that the small areas of all deprivation extracts feed: the event `small-areas`, one an LSOA, and
 * `population` where the extract gives their people, and the children in poverty where it gives those. An area that several files give counts once, in the
 * first of them.
 *
 * @returns cells by the path of their file
 */
export function smallAreaCells(smallAreas: SmallAreas): Map<string, CellAccumulator> {
  const byFile = new Map<string, CellAccumulator>();
  for (const edition of smallAreas.editions()) {
    for (const area of edition.areas.values()) {
      const place = smallAreas.placeOf(edition, area);
      if (typeof place !== 'string') continue;
      const cells = byFile.get(area.file) ?? new CellAccumulator('sum');
      byFile.set(area.file, cells);
      addArea(cells, edition, area, place);
    }
  }
  return byFile;
}

function addArea(cells: CellAccumulator, edition: Edition, area: SmallArea, place: string): void {
  const add = (
    subject: string,
    scheme: DeprivationScheme,
    level: number,
    count: number,
    state: CellState,
    denominator = Number.NaN,
  ): void => {
    const key: CellKey = {
      subject,
      place,
      period: subject === 'population' ? area.populationPeriod : edition.period,
      sex: 'persons',
      age: ALL_AGES,
      scheme,
      level,
      cause: '',
      group: '',
    };
    cells.add(key, { ...NO_FIGURES, count, denominator }, state, area.line);
  };
  const disputed = edition.disputed.get(area.lsoa);
  const tenths = disputed ?? [area.decile ?? UNKNOWN_LEVEL];
  const spoiled = disputed !== undefined || area.refused;
  for (const tenth of tenths) {
    add(
      'small-areas',
      'national-tenths',
      tenth,
      spoiled ? Number.NaN : 1,
      spoiled ? STATE.refused : STATE.ok,
    );
  }
  const ofPlace = spoiled ? STATE.refused : STATE.ok;
  add('small-areas', '', ALL_LEVELS, 1, ofPlace);
  if (area.children) {
    const { indicator, children, share } = area.children;
    const poor = children.number * share.number;
    const state = spoiled ? STATE.refused : stateOfFigures(children, share);
    for (const tenth of tenths) add(indicator, 'national-tenths', tenth, poor, state, children.number);
    add(indicator, '', ALL_LEVELS, poor, state, children.number);
  }
  if (!area.population) return;
  const { number } = area.population;
  const state = spoiled ? STATE.refused : stateOfFigure(area.population);
  for (const tenth of tenths) add('population', 'national-tenths', tenth, number, state);
  add('population', '', ALL_LEVELS, number, spoiled ? STATE.refused : stateOfFigure(area.population));
}

/** A deprivation extract with areas of which neither it nor a lookup tells the Place. */
export interface AreasWithoutPlace {
  readonly file: string;
  readonly areas: number;
  readonly of: number;
  /** The first of them. */
  readonly lsoa: string;
  readonly line: number;
}

export function areasWithoutPlace(smallAreas: SmallAreas): AreasWithoutPlace[] {
  const files = new Map<string, { areas: number; of: number; lsoa: string; line: number }>();
  for (const edition of smallAreas.editions()) {
    for (const area of edition.areas.values()) {
      const { file, lsoa, line } = area;
      const count = files.get(file) ?? { areas: 0, of: 0, lsoa: '', line: 0 };
      files.set(file, count);
      count.of += 1;
      if (smallAreas.placeOf(edition, area) !== undefined) continue;
      if (count.areas === 0) Object.assign(count, { lsoa, line });
      count.areas += 1;
    }
  }
  return [...files].filter(([, { areas }]) => areas > 0).map(([file, count]) => ({ file, ...count }));
}
