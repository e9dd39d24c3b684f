import { z } from 'zod';
import { OTHER_AREAS } from '../aside.ts';
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
      if (lsoa11 !== undefined) smallAreas.addPlace('2011', lsoa11, code);
      if (lsoa21 !== undefined) smallAreas.addPlace('2021', lsoa21, code);
      if (lsoa11 !== undefined && lsoa21 !== undefined) smallAreas.addLink(lsoa11, lsoa21);
      return code === null ? OTHER_AREAS : { cells: [] };
    },
  };
}
