import { foldWidth } from '../text/fold-width.ts';

/** A range of ICD-10 codes with both ends included, at the precision written: I21 holds I21.0 to I21.9. */
export interface CauseRange {
  readonly from: string;
  readonly to: string;
}

/**
 * Three or four characters, which is as far as any definition goes. After them may stand what coders add: a fifth
 * character in the chapters of injuries and of bones, `.-` or X for a fourth that is not told, and the marks of dual
 * coding, † and * or, in hospital extracts, D and A.
 */
const CODE = '[A-Z]\\d{2}(?:\\.-|\\.?(?:\\d(?:(?<=[MST-Y]\\d\\d\\.?\\d)\\d)?|X))?[†*+]?[DA]?';
const RANGE = new RegExp(`^(${CODE})(?:-(${CODE}))?$`);

/**
 * Reads an ICD-10 code or range in any case, with or without the dot and what coders add to it: `I25`, `i21.9`,
 * `X60-X84`, `K292`, `I10X`, `A17.0†`, `G01XA`.
 *
 * @returns null where the text is neither
 */
export function parseCauseRange(text: string): CauseRange | null {
  const parts = RANGE.exec(
    foldWidth(text)
      .toUpperCase()
      .replace(/\s/g, '')
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

/** Whether two ranges share a code. */
export function causesOverlap(a: CauseRange, b: CauseRange): boolean {
  return first(a.from) <= last(b.to) && first(b.from) <= last(a.to);
}

/** The three or four characters that say what the code is: `I21` for `I21.X`, `M450` for `M45.06*`. */
function plain(code: string): string {
  return /^[A-Z]\d{2,3}/.exec(code.replace('.', ''))![0];
}

function first(code: string): string {
  return code.padEnd(4, '0');
}

function last(code: string): string {
  return code.padEnd(4, '9');
}
