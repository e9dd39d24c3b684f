import { ageBandLabel } from '../../cells/age-band.ts';
import { indirectRate, indirectRatio } from '../../measures/indirect-standardised.ts';
import type { CalcMethod } from '../calc-method.ts';
import { rowOf } from '../calc-row.ts';
import { bandsOf } from './age-labels.ts';
import { spanOf } from './age-span.ts';
import { EVENTS, POPULATION } from './counts.ts';

function method(id: 'isr-ratio' | 'isr-rate', title: string, defaultMultiplier: number): CalcMethod {
  const compute = id === 'isr-ratio' ? indirectRatio : indirectRate;
  return {
    id,
    title,
    options: [
      { ...EVENTS, needed: false },
      POPULATION,
      {
        flags: '--reference-events <column>',
        about: 'column of the events of the reference population',
        kind: 'count',
        needed: true,
      },
      {
        flags: '--reference-population <column>',
        about: 'column of the people of the reference population',
        kind: 'count',
        needed: true,
      },
      { flags: '--age <column>', about: 'column of the age bands, each once a group', kind: 'text' },
      {
        flags: '--observed-totals <file>',
        about:
          'a second file with the events of each group in all, in a column of the name that --events gives',
        kind: 'setting',
      },
    ],
    defaultMultiplier,
    hasLimits: true,
    extras: [
      { name: 'observed', type: 'number', description: 'Events in all' },
      { name: 'expected', type: 'number', description: 'Events that the reference rates would give' },
    ],
    keepsRows: false,
    compute(rows, { confidence, multiplier, observedTotal }) {
      const ages = rows.has('age') ? rows.labels('age') : null;
      if (ages) spanOf(ages);
      const observed = observedTotal(rows);
      const estimate = compute({
        ...(observed === null ? { events: rows.number('events') } : { observed }),
        populations: rows.number('population'),
        referenceEvents: rows.number('reference-events'),
        referencePopulations: rows.number('reference-population'),
        multiplier,
        confidence,
        ...(ages ? { bands: bandsOf(ages).map(ageBandLabel) } : {}),
      });
      return [rowOf(estimate, [estimate.observed, estimate.expected])];
    },
  };
}

export const isrRatioMethod = method('isr-ratio', 'Indirectly standardised ratio', 1);
export const isrRateMethod = method('isr-rate', 'Indirectly standardised rate', 100_000);
