import type { PeriodText } from './key-fields.ts';
import type { PlannedField } from './row-plan.ts';

export type Repeat = 'new' | 'duplicate' | 'conflict';

/** Where several rows may feed one cell, tells a repeated row from another one of the same cell. */
export class RepeatedRows {
  readonly #seen = new Map<string, { rest: string; line: number }>();
  readonly #key: readonly PlannedField[];
  readonly #rest: readonly PlannedField[];

  /** @param isKey whether a field says which thing a row is of */
  constructor(fields: readonly PlannedField[], isKey: (name: string) => boolean) {
    this.#key = fields.filter(({ name }) => isKey(name));
    this.#rest = fields.filter(({ name }) => !isKey(name));
  }

  /** @returns what the row is to an earlier one, and the line of that */
  note(
    row: Readonly<Record<string, unknown>>,
    record: readonly string[],
    line: number,
  ): { readonly repeat: Repeat; readonly first: number } {
    const id = this.#key.map(({ name }) => identityOf(row[name])).join('\t');
    const rest = this.#rest.map(({ index }) => record[index]).join('\t');
    const seen = this.#seen.get(id);
    if (seen) return { repeat: seen.rest === rest ? 'duplicate' : 'conflict', first: seen.line };
    this.#seen.set(id, { rest, line });
    return { repeat: 'new', first: line };
  }
}

/** One text for each thing that a field's value names, however it was spelled. */
function identityOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if ('day' in value) return String(value.day ?? (value as PeriodText).period.label);
  return Object.values(value).join('-');
}
