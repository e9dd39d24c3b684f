import { type AgeBand, parseAgeBand } from '../../cells/age-band.ts';
import { BadGroup } from '../calc-method.ts';
import type { Labels } from '../grouped-columns.ts';

const bandsOfTexts = new WeakMap<readonly string[], readonly (AgeBand | null)[]>();

/** The age band of each row. @throws BadGroup for a text that is none */
export function bandsOf({ texts, codes }: Labels): AgeBand[] {
  let bands = bandsOfTexts.get(texts);
  if (!bands) {
    bands = texts.map((text) => (text === '' ? null : parseAgeBand(text)));
    bandsOfTexts.set(texts, bands);
  }
  return Array.from(codes, (code) => bands[code] ?? refuse(texts[code]!));
}

/** @throws BadGroup for a text that is no age band */
export function bandOf(text: string): AgeBand {
  return (text === '' ? null : parseAgeBand(text)) ?? refuse(text);
}

function refuse(text: string): never {
  throw new BadGroup(text === '' ? 'an age is blank' : `"${text}" is not an age band`);
}

/** Keeps what was worked out from the labels of one group for the groups after it that have the same ones. */
export function keptForSameLabels<T>(workOut: (labels: Labels) => T): (labels: Labels) => T {
  let last: { readonly labels: Labels; readonly result: T } | null = null;
  return (labels) => {
    if (last && isSame(last.labels, labels)) return last.result;
    const result = workOut(labels);
    last = { labels, result };
    return result;
  };
}

function isSame(a: Labels, b: Labels): boolean {
  if (a.texts !== b.texts || a.codes.length !== b.codes.length) return false;
  for (let row = 0; row < a.codes.length; row++) if (a.codes[row] !== b.codes[row]) return false;
  return true;
}
