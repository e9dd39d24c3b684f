import { type AgeBand, ageBandLabel } from '../../cells/age-band.ts';
import type { StandardBand } from '../../indicators/standard.ts';
import { dsr } from '../../measures/dsr.ts';
import { BadGroup, type CalcMethod, type CalcSettings } from '../calc-method.ts';
import { rowOf } from '../calc-row.ts';
import type { Labels } from '../grouped-columns.ts';
import { bandsOf, keptForSameLabels } from './age-labels.ts';
import { spanOf, spanOfRepeats, spanOfTexts } from './age-span.ts';
import { COUNTS, EVENTS, POPULATION, sumOf } from './counts.ts';
import { weightOfBand } from './weight-of-band.ts';

/** @param standards built-in standard populations by name */
export function dsrMethod(standards: ReadonlyMap<string, readonly StandardBand[]>): CalcMethod {
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
    compute(rows, settings) {
      const { confidence, multiplier, setting } = settings;
      const events = rows.number('events');
      const populations = rows.number('population');
      const frequencies = rows.has('event-frequency') ? rows.number('event-frequency') : undefined;
      const ages = rows.has('age') ? rows.labels('age') : null;
      const span = ages && (frequencies ? spanOfRepeats : spanOf)(ages);
      const weights = rows.has('standard')
        ? rows.number('standard')
        : weightsOf.get(setting('standard')!)!(ages!);
      const empty = populations.includes(0);
      if (empty && !ages) throw new BadGroup('a band has no population');
      // The labels name an empty band, and tell rows of one band from those of another.
      const labels = ages && (empty || frequencies) ? bandsOf(ages).map(ageBandLabel) : null;
      const bands = labels ?? undefined;
      const estimate = dsr({ events, populations, weights, multiplier, confidence, frequencies, bands });
      const count = frequencies
        ? events.reduce((sum, people, row) => sum + people * frequencies[row]!, 0)
        : sumOf(events);
      const note = estimate.withheld === null && span ? shorterThanFile(span, settings) : null;
      const people = peopleOf(populations, frequencies ? labels : null);
      return [rowOf(note === null ? estimate : { ...estimate, note }, [count, people], empty)];
    },
  };
}

/** The weights of a standard in the bands of a group. */
function weightsIn(standard: readonly StandardBand[]): (labels: Labels) => Float64Array {
  return (labels) => Float64Array.from(bandsOf(labels), (band) => weightOfBand(standard, band));
}

/** The people of a group; those of a band that stands once for each frequency count once. */
function peopleOf(populations: Float64Array, labels: readonly string[] | null): number {
  if (labels === null) return sumOf(populations);
  const once = new Map(labels.map((label, row) => [label, populations[row]!]));
  return [...once.values()].reduce((sum, people) => sum + people, 0);
}

/** What is to be known of a group that lacks the youngest or the oldest: its standard is not that of the others. */
function shorterThanFile(span: AgeBand, settings: CalcSettings): string | null {
  const whole = spanOfTexts(settings.textsOfFile('age'));
  if (span.from <= whole.from && span.to >= whole.to) return null;
  return `standardised over the ages ${ageBandLabel(span)} alone, where the file has ${ageBandLabel(whole)}`;
}
