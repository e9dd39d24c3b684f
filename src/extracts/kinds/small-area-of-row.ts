import { lsoaField } from '../key-fields.ts';

/** The columns that may hold an area's code: of a year that the file tells, or of 2011 or 2021 by their name. */
export const LSOA_FIELDS = { lsoa: lsoaField, lsoa11: lsoaField, lsoa21: lsoaField } as const;

export interface LsoaFields {
  readonly lsoa?: string;
  readonly lsoa11?: string;
  readonly lsoa21?: string;
}

/** An LSOA's code, the year whose code it is where that is known, and the column that has it. */
export interface LsoaOfRow {
  readonly code: string;
  readonly vintage: string | null;
  readonly field: keyof LsoaFields;
}

/** @param areas the year whose LSOAs the format's codes are, where the format tells */
export function lsoaOfRow({ lsoa, lsoa11, lsoa21 }: LsoaFields, areas: string | undefined): LsoaOfRow | null {
  if (lsoa21 !== undefined) return { code: lsoa21, vintage: '2021', field: 'lsoa21' };
  if (lsoa11 !== undefined) return { code: lsoa11, vintage: '2011', field: 'lsoa11' };
  return lsoa === undefined ? null : { code: lsoa, vintage: areas ?? null, field: 'lsoa' };
}
