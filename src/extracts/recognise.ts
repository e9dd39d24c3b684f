import { type AgeBand, parseAgeBand } from '../cells/age-band.ts';
import type { Format } from './format.ts';
import { headerKey } from './header-key.ts';

export type Recognition =
  | { readonly kind: 'format'; readonly format: Format }
  /** Nearly a format, or several alike. */
  | { readonly kind: 'nearly'; readonly candidates: readonly NearlyFormat[] }
  | { readonly kind: 'ambiguous'; readonly formats: readonly Format[] }
  | { readonly kind: 'unknown' };

/** A format and what the file lacks to be it, each entry a column or a choice of columns. */
export interface NearlyFormat {
  readonly format: Format;
  readonly missing: readonly string[];
}

/** A header that has this share of a format's columns is that format with a column missing. */
const NEARLY = 0.5;
/** A place and a period alone are in every table. */
const LEAST_COLUMNS = 3;

/**
 * Tells what a file is from its header; where one header serves deaths and populations alike, from how the
 * counts of its first rows change with age. The file's name plays no part.
 *
 * @param sample the first rows below the header
 */
export function recognise(
  header: readonly string[],
  sample: readonly (readonly string[])[],
  formats: readonly Format[],
): Recognition {
  const names = new Set(header.map(headerKey));
  const clauses = (format: Format): string[][] => [
    ...format.header.all.map((name) => [name]),
    ...format.header.oneOf,
  ];
  const missing = (format: Format): string[][] =>
    clauses(format).filter((choice) => !choice.some((name) => names.has(headerKey(name))));
  const excluded = (format: Format): boolean => format.header.none.some((name) => names.has(headerKey(name)));

  const fits = formats.filter((format) => missing(format).length === 0 && !excluded(format));
  const most = Math.max(...fits.map((format) => clauses(format).length));
  const best = fits.filter((format) => clauses(format).length === most);
  if (best.length === 1 && !best[0]!.ageProfile) return { kind: 'format', format: best[0]! };
  if (best.length > 0) {
    const told = best.filter((format) => format.ageProfile && fitsAgeProfile(format, header, sample));
    return told.length === 1 ? { kind: 'format', format: told[0]! } : { kind: 'ambiguous', formats: best };
  }

  const found = (format: Format): number => clauses(format).length - missing(format).length;
  const share = (format: Format): number => found(format) / clauses(format).length;
  const near = formats.filter(
    (format) => !excluded(format) && share(format) >= NEARLY && found(format) >= LEAST_COLUMNS,
  );
  if (near.length === 0) return { kind: 'unknown' };
  const closest = Math.max(...near.map(share));
  const candidates = near
    .filter((format) => share(format) === closest)
    .map((format) => ({ format, missing: missing(format).map((choice) => choice.join(' or ')) }));
  return { kind: 'nearly', candidates };
}

function fitsAgeProfile(
  format: Format,
  header: readonly string[],
  sample: readonly (readonly string[])[],
): boolean {
  const { old, young, ratioAtLeast, ratioAtMost } = format.ageProfile!;
  const cells = ageCells(format, header, sample);
  const atOld = sumWithin(cells, parseAgeBand(old)!);
  const atYoung = sumWithin(cells, parseAgeBand(young)!);
  if (atOld + atYoung === 0) return false;
  const ratio = atOld / atYoung;
  return ratio >= (ratioAtLeast ?? 0) && ratio <= (ratioAtMost ?? Number.POSITIVE_INFINITY);
}

/** The ages and counts of the sample, whether ages are columns or rows. */
function ageCells(
  format: Format,
  header: readonly string[],
  sample: readonly (readonly string[])[],
): [AgeBand, number][] {
  const at = (name: string): number => header.findIndex((column) => headerKey(column) === headerKey(name));
  const pairs: [string, string][] = [];
  if (format.wide) {
    const pattern = new RegExp(format.wide.headers);
    for (const row of sample) {
      for (const [index, name] of header.entries()) {
        if (pattern.test(name.trim())) pairs.push([name, row[index] ?? '']);
      }
    }
  } else if (format.columns !== 'canonical') {
    const age = at(format.columns.age as string);
    const count = at(format.columns.count as string);
    for (const row of sample) pairs.push([row[age] ?? '', row[count] ?? '']);
  }
  return pairs.flatMap(([age, count]) => {
    const band = parseAgeBand(age);
    const number = Number(count.replaceAll(',', ''));
    return band && Number.isFinite(number) ? [[band, number] as [AgeBand, number]] : [];
  });
}

function sumWithin(cells: readonly [AgeBand, number][], ages: AgeBand): number {
  let sum = 0;
  for (const [band, count] of cells) if (band.from >= ages.from && band.to <= ages.to) sum += count;
  return sum;
}
