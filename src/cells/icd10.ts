import { foldWidth } from '../text/fold-width.ts';

/** A range of ICD-10 codes with both ends included, at the precision written: I21 holds I21.0 to I21.9. */
export interface CauseRange {
  readonly from: string;
  readonly to: string;
}

const CODE = '[A-Z]\\d{2}(?:\\.?[0-9X])?';
const RANGE = new RegExp(`^(${CODE})(?:-(${CODE}))?$`);

/**
 * Reads an ICD-10 code or range in any case, with or without the dot: `I25`, `i21.9`, `X60-X84`, `K292`.
 *
 * @returns null where the text is neither
 */
export function parseCauseRange(text: string): CauseRange | null {
  const parts = RANGE.exec(
    foldWidth(text)
      .toUpperCase()
      .replace(/\s|\*|†/g, '')
      .replace(/[‐-―−]/g, '-'),
  );
  if (!parts) return null;
  const from = plain(parts[1]!);
  const to = plain(parts[2] ?? parts[1]!);
  return first(from) <= last(to) && (from.length !== to.length || from <= to) ? { from, to } : null;
}

/** One spelling a code or range: `I219` for `i21.9`. */
export function causeLabel({ from, to }: CauseRange): string {
  return from === to ? from : `${from}-${to}`;
}

/** Whether every code of `inner` lies in `outer`. */
export function causeWithin(inner: CauseRange, outer: CauseRange): boolean {
  return first(outer.from) <= first(inner.from) && last(inner.to) <= last(outer.to);
}

/** `I21.X` is the three-character code written with a filler. */
function plain(code: string): string {
  return code.replace('.', '').replace(/X$/, '');
}

function first(code: string): string {
  return code.padEnd(4, '0');
}

function last(code: string): string {
  return code.padEnd(4, '9');
}
