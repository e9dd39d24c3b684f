import { readdirSync, readFileSync } from 'node:fs';
import { type AgeBand, parseAgeBand } from '../cells/age-band.ts';
import { dataDir } from '../paths.ts';
import { UsageError } from '../problems/errors.ts';
import { badData } from '../problems/read-data-file.ts';

/** A band of a standard population and its weight. */
export interface StandardBand extends AgeBand {
  readonly weight: number;
}

/** The standard populations of data/standards/ by name. */
export function loadStandards(directory = dataDir): Map<string, StandardBand[]> {
  const folder = `${directory}standards/`;
  return new Map(
    namesIn(folder, '.csv').map((name) => [
      name.replace('.csv', ''),
      parseStandard(name, readFileSync(folder + name, 'utf8')),
    ]),
  );
}

export function namesIn(directory: string, ending: string): string[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith(ending))
    .sort();
}

/** @throws UsageError where the text is no age band */
export function bandOf(name: string, text: string): AgeBand {
  const band = parseAgeBand(text);
  if (band) return band;
  throw badData([`data/${name}: "${text}" is not an age band`]);
}

function parseStandard(name: string, csv: string): StandardBand[] {
  const [, ...rows] = csv.trim().split(/\r?\n/);
  return rows.map((row) => {
    const [band, weight] = row.split(',');
    if (!(Number(weight) > 0)) throw badData([`data/standards/${name}: "${row}" has no weight`]);
    return { ...bandOf(`standards/${name}`, band!), weight: Number(weight) };
  });
}

/**
 * A standard cut to an age range: a band that the range cuts takes weight in proportion to its years, so
 * 15-17 of 15-19 takes three fifths.
 *
 * @throws UsageError where the range cuts the open band, which has no length
 */
export function standardForAges(standard: readonly StandardBand[], ages: AgeBand): StandardBand[] {
  return standard
    .filter((band) => band.from <= ages.to && ages.from <= band.to)
    .map((band) => {
      const from = Math.max(band.from, ages.from);
      const to = Math.min(band.to, ages.to);
      if (from === band.from && to === band.to) return band;
      if (band.to === Number.POSITIVE_INFINITY) {
        throw new UsageError(`the age range cuts the open band ${band.from}+ of the standard population`);
      }
      return { from, to, weight: (band.weight * (to - from + 1)) / (band.to - band.from + 1) };
    });
}
