import { type AgeBand, ageBandLabel } from '../../cells/age-band.ts';
import { type StandardBand, standardForAges } from '../../indicators/standard.ts';
import { dsr } from '../../measures/dsr.ts';
import { BadGroup, type CalcMethod } from '../calc-method.ts';
import { rowOf } from '../calc-row.ts';
import type { Labels } from '../grouped-columns.ts';
import { bandsOf, keptForSameLabels } from './age-labels.ts';
import { COUNTS, EVENTS, POPULATION, sumOf } from './counts.ts';

/** @param standards built-in standard populations by name */
export function dsrMethod(standards: ReadonlyMap<string, readonly StandardBand[]>): CalcMethod {
  const requireWholeBands = keptForSameLabels((labels) => requireWhole(bandsOf(labels)));
  const weightsOf = new Map(
    [...standards].map(([name, standard]) => [name, keptForSameLabels(weightsIn(standard))]),
  );
  return {
    id: 'dsr',
    title: "Directly standardised rate with Dobson's limits",
    options: [
      EVENTS,
      POPULATION,
      {
        flags: '--standard <column|name>',
        about: `column of the standard population, or ${[...standards.keys()].join(', ')}, which needs --age`,
        kind: 'count',
        needed: true,
      },
      { flags: '--age <column>', about: 'column of the age bands', kind: 'text' },
      {
        flags: '--event-frequency <column>',
        about: 'repeat events: column of how many events each of the people counted had; needs --age',
        kind: 'count',
      },
    ],
    defaultMultiplier: 100_000,
    hasLimits: true,
    extras: COUNTS,
    keepsRows: false,
    check(has, settings, header) {
      const name = settings.setting('standard');
      if (has('event-frequency') && !has('age')) return '--event-frequency needs --age';
      if (name === undefined) return null;
      if (!standards.has(name))
        return `--standard: "${name}" is neither one of ${[...standards.keys()].join(', ')} nor a column of the file: ${header.join(', ')}`;
      return has('age') ? null : `--standard ${name} needs --age`;
    },
    compute(rows, { confidence, multiplier, setting }) {
      const events = rows.number('events');
      const populations = rows.number('population');
      const frequencies = rows.has('event-frequency') ? rows.number('event-frequency') : undefined;
      const ages = rows.has('age') ? rows.labels('age') : null;
      if (ages && !frequencies) requireWholeBands(ages);
      const weights = rows.has('standard')
        ? rows.number('standard')
        : weightsOf.get(setting('standard')!)!(ages!);
      const empty = populations.includes(0);
      if (empty && !ages) throw new BadGroup('a band has no population');
      // The labels name an empty band, and tell rows of one band from those of another.
      const labels = ages && (empty || frequencies) ? rows.text('age') : null;
      const bands = labels ?? undefined;
      const estimate = dsr({ events, populations, weights, multiplier, confidence, frequencies, bands });
      const count = frequencies
        ? events.reduce((sum, people, row) => sum + people * frequencies[row]!, 0)
        : sumOf(events);
      return [rowOf(estimate, [count, peopleOf(populations, frequencies ? labels : null)], empty)];
    },
  };
}

/** The weights of a standard in the bands of a group. */
function weightsIn(standard: readonly StandardBand[]): (labels: Labels) => Float64Array {
  return (labels) =>
    Float64Array.from(bandsOf(labels), (band) =>
      standardForAges(standard, band).reduce((sum, { weight }) => sum + weight, 0),
    );
}

/** The people of a group; those of a band that stands once for each frequency count once. */
function peopleOf(populations: Float64Array, labels: readonly string[] | null): number {
  if (labels === null) return sumOf(populations);
  const once = new Map(labels.map((label, row) => [label, populations[row]!]));
  return [...once.values()].reduce((sum, people) => sum + people, 0);
}

/** @throws BadGroup where a band stands twice, two overlap, or one between them is missing */
function requireWhole(bands: readonly AgeBand[]): void {
  const sorted = [...bands].sort((a, b) => a.from - b.from || a.to - b.to);
  for (const [at, band] of sorted.entries()) {
    const next = sorted[at + 1];
    if (next === undefined) return;
    if (next.from === band.from && next.to === band.to)
      throw new BadGroup(`the age band ${ageBandLabel(band)} stands twice`);
    if (next.from <= band.to)
      throw new BadGroup(`the age bands ${ageBandLabel(band)} and ${ageBandLabel(next)} overlap`);
    if (next.from > band.to + 1)
      throw new BadGroup(`the age band ${ageBandLabel({ from: band.to + 1, to: next.from - 1 })} is missing`);
  }
}
