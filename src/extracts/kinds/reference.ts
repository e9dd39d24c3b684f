import { z } from 'zod';
import { Aside } from '../aside.ts';
import { field } from '../fields.ts';
import type { Format } from '../format.ts';
import { type PlaceRef, periodField, placeField } from '../key-fields.ts';
import type { ExtractKind, ReadContext } from './kind.ts';

interface ReferenceRow {
  readonly place?: PlaceRef;
}

/** A published file that no indicator can be computed from: known for what it is, and set aside with the reason. */
export function referenceKind(context: ReadContext, format: Format): ExtractKind<ReferenceRow> {
  const aside = new Aside(format.because!);
  return {
    schema: z.object({
      place: placeField(context.matchPlace, true),
      period: periodField(false),
      month: periodField(true),
      text: field((text) => text),
    }),
    wantsElsewhere: true,
    toCells: () => aside,
  };
}
