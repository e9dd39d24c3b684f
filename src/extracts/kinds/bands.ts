import { z } from 'zod';
import { ALL_AGES } from '../../cells/age-band.ts';
import { weeksGroup } from '../../cells/cell.ts';
import { nearestWord } from '../../problems/nearest.ts';
import { OTHER_AREAS } from '../aside.ts';
import { Fault } from '../fields.ts';
import { type Figure, wholeCountField } from '../figure-fields.ts';
import type { Format } from '../format.ts';
import {
  decileField,
  idField,
  type PeriodText,
  type PlaceRef,
  periodField,
  placeField,
  quintileField,
  weeksField,
} from '../key-fields.ts';
import { type DeprivationFields, deprivationOfRow } from './deprivation-of-row.ts';
import { type ExtractKind, NO_FIGURES, othersAllowed, type ReadContext } from './kind.ts';

interface BandRow extends DeprivationFields {
  readonly place: PlaceRef;
  readonly month: PeriodText;
  readonly service: string;
  readonly weeks_from: number | null;
  readonly weeks_to?: number | null;
  readonly waiting: Figure;
}

/** People waiting, by band of weeks waited; the event of the cells is the service, their group the band. */
export function bandsKind(context: ReadContext, format: Format): ExtractKind<BandRow> {
  return {
    schema: z.object({
      place: placeField(context.matchPlace, othersAllowed(format)),
      month: periodField(true),
      service: idField(context.services, 'unknown-service', (id) => nearestWord(id, context.services)),
      weeks_from: weeksField,
      weeks_to: weeksField,
      deprivation_decile: decileField,
      deprivation_quintile: quintileField,
      waiting: wholeCountField,
    }),
    check(row) {
      const { weeks_from: from, weeks_to: to } = row;
      if (from === null)
        return { field: 'weeks_from', fault: new Fault('unknown-band', 'the start of the band is blank') };
      if (to === null || to === undefined || to > from) return null;
      return { field: 'weeks_to', fault: new Fault('unknown-band', `${from} to ${to} weeks is no band`) };
    },
    toCells(row) {
      if (row.place === 'elsewhere') return OTHER_AREAS;
      const { scheme, level } = deprivationOfRow(row);
      const key = {
        subject: row.service,
        place: row.place.code,
        period: row.month.period,
        sex: 'persons',
        age: ALL_AGES,
        scheme,
        level,
        cause: '',
        group: weeksGroup(row.weeks_from ?? 0, row.weeks_to ?? null),
      } as const;
      return { cells: [{ key, figures: { ...NO_FIGURES, count: row.waiting.number } }] };
    },
  };
}
