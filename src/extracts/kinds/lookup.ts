import { z } from 'zod';
import { OTHER_AREAS } from '../aside.ts';
import { Fault } from '../fields.ts';
import { lsoaField, type PlaceRef, placeField } from '../key-fields.ts';
import type { ExtractKind, ReadContext } from './kind.ts';

interface LookupRow {
  readonly lsoa11?: string;
  readonly lsoa21?: string;
  readonly place?: PlaceRef;
}

/** Which Place an LSOA lies in, and which LSOA of 2011 became which of 2021. Feeds no cells of its own. */
export function lookupKind(context: ReadContext): ExtractKind<LookupRow> {
  const { smallAreas } = context;
  return {
    schema: z.object({
      lsoa11: lsoaField,
      lsoa21: lsoaField,
      place: placeField(context.matchPlace, true),
    }),
    identity: ['lsoa11', 'lsoa21'],
    wantsElsewhere: true,
    toCells({ lsoa11, lsoa21, place }) {
      const code = place === 'elsewhere' ? null : (place?.code ?? null);
      const disputed = (
        [
          ['2011', lsoa11],
          ['2021', lsoa21],
        ] as const
      ).find(([year, lsoa]) => lsoa !== undefined && smallAreas.addPlace(year, lsoa, code) === 'disputed');
      if (lsoa11 !== undefined && lsoa21 !== undefined) smallAreas.addLink(lsoa11, lsoa21);
      if (disputed) {
        const message = `"${disputed[1]}" lies in another Place by an earlier row or lookup, so neither counts`;
        return { cells: [], fault: { field: 'place', fault: new Fault('conflicting-cell', message) } };
      }
      return code === null ? OTHER_AREAS : { cells: [] };
    },
  };
}
