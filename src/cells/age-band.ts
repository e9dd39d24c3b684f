import { foldWidth } from '../text/fold-width.ts';

/** A band of completed years of age, both ends included; `to` is Infinity where the band is open. */
export interface AgeBand {
  readonly from: number;
  readonly to: number;
}

export const ALL_AGES: AgeBand = { from: 0, to: Number.POSITIVE_INFINITY };

/** Nobody has been older: a number above it is no age, but a code such as 999 for one that is not known. */
const OLDEST = 130;

/**
 * Reads an age or an age band: `42`, `0-4`, `01-04`, `90+`, `under 1`, `<1`, `85 and over`, `all ages`.
 *
 * @returns null where the text is none of these
 */
export function parseAgeBand(text: string): AgeBand | null {
  const band = bandOf(text);
  return band && band.from <= OLDEST ? band : null;
}

function bandOf(text: string): AgeBand | null {
  const clean = foldWidth(text)
    .toLowerCase()
    .replace(/[‐-―−]/g, '-')
    .replace(/^age[ds]? /, '')
    .replace(/ years?( old)?\b/, '')
    .replace(/(\d)years?$/, '$1')
    .trim();
  if (/^(?:|all|all ages|total|total \(all ages\))$/.test(clean)) return ALL_AGES;
  const single = /^\d{1,3}$/.exec(clean);
  if (single) return { from: Number(clean), to: Number(clean) };
  const between = /^(\d{1,3}) ?(?:-|to) ?(\d{1,3})$/.exec(clean);
  if (between) {
    const band = { from: Number(between[1]), to: Number(between[2]) };
    return band.from <= band.to ? band : null;
  }
  const open = /^(\d{1,3}) ?(?:\+|plus|and over|and above|or over)$/.exec(clean);
  if (open) return { from: Number(open[1]), to: Number.POSITIVE_INFINITY };
  const under = /^(?:under|<) ?(\d{1,3})$/.exec(clean);
  if (under && Number(under[1]) > 0) return { from: 0, to: Number(under[1]) - 1 };
  return null;
}

/** `0-4`, `90+`, `7`; all ages is `0+`. */
export function ageBandLabel({ from, to }: AgeBand): string {
  if (to === Number.POSITIVE_INFINITY) return `${from}+`;
  return from === to ? String(from) : `${from}-${to}`;
}

/**
 * Says for each band of an extract which target band it counts in, so that no person counts twice and nobody
 * is half in a band.
 *
 * A band that strictly holds other bands of the extract is a total of them and is left out, unless it is
 * itself a target. A remaining band that lies across the edge of a target, or of another band, cannot be used.
 *
 * @param available the distinct bands of one extract for one Place and period, in any order
 * @param targets disjoint bands in ascending order
 * @returns for each available band the index of its target, or -1 where it is outside all or a total;
 *   and for each target whether the bands in it tile it without a hole
 */
export function assignBands(
  available: readonly AgeBand[],
  targets: readonly AgeBand[],
): { readonly target: readonly number[]; readonly tiled: readonly boolean[] } | { readonly across: AgeBand } {
  const target = new Array<number>(available.length).fill(-1);
  const exact = targets.map((band) => available.findIndex((other) => same(band, other)));
  for (const [index, band] of available.entries()) {
    const inside = targets.findIndex((other) => holds(other, band));
    if (inside >= 0) {
      // A target that the extract gives as it is needs none of its parts.
      if (exact[inside] === -1 || exact[inside] === index) target[index] = inside;
      continue;
    }
    const crosses = targets.some((other) => other.from <= band.to && band.from <= other.to);
    if (!crosses) continue;
    const isTotal = available.some((other) => !same(other, band) && holds(band, other));
    if (!isTotal) return { across: band };
  }
  for (const [index, band] of available.entries()) {
    const shares = (other: AgeBand): boolean =>
      other.from < band.from && other.to >= band.from && other.to < band.to;
    if (target[index]! >= 0 && available.some((other, at) => target[at] === target[index] && shares(other))) {
      return { across: band };
    }
  }
  // Inside a target too, a band that holds others is their total.
  for (const [index, band] of available.entries()) {
    const within = target[index]!;
    if (within === -1 || exact[within] === index) continue;
    if (
      available.some(
        (other, at) => at !== index && target[at] === within && holds(band, other) && !same(band, other),
      )
    ) {
      target[index] = -1;
    }
  }
  const tiled = targets.map((band, index) =>
    tiles(
      available.filter((_, at) => target[at] === index),
      band,
    ),
  );
  return { target, tiled };
}

function same(a: AgeBand, b: AgeBand): boolean {
  return a.from === b.from && a.to === b.to;
}

function holds(outer: AgeBand, inner: AgeBand): boolean {
  return outer.from <= inner.from && inner.to <= outer.to;
}

function tiles(parts: readonly AgeBand[], whole: AgeBand): boolean {
  let next = whole.from;
  for (const part of [...parts].sort((a, b) => a.from - b.from)) {
    if (part.from !== next) return false;
    next = part.to + 1;
  }
  // An open band ends at Infinity, and Infinity + 1 is Infinity.
  return parts.length > 0 && next === whole.to + 1;
}
