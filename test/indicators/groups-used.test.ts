import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../src/indicators/catalogue.ts';
import { groupsUsed } from '../../src/indicators/groups-used.ts';

describe('the further groups that figures are made of', () => {
  const { indicators } = loadCatalogue();

  it('are those that a difference compares, and everybody is none of them', () => {
    const used = groupsUsed(indicators);
    expect([...used.get('school-readiness')!].sort()).toEqual(['free school meals', 'other pupils']);
    expect([...used.get('employment-rate')!]).toEqual(['long-term condition']);
    expect(used.has('obesity-year6')).toBe(false);
  });

  it('are also those that a clause names, by its event', () => {
    const one = indicators.find(({ numerator }) => numerator?.length === 1)!;
    const [clause] = one.numerator!;
    const used = groupsUsed([{ ...one, numerator: [{ ...clause!, group: 'in care' }] }]);
    expect([...used]).toEqual([[clause!.event, new Set(['in care'])]]);
  });

  it('of an indicator that is computed from events, the groups of its events too', () => {
    const compared = indicators.find(({ numerator }) => numerator?.length === 1)!;
    const difference = indicators.find(({ groups }) => groups)!;
    const used = groupsUsed([compared, { ...difference, of: compared.id }]);
    expect(used.get(compared.numerator![0]!.event)).toEqual(used.get(compared.id));
    expect(used.get(compared.id)!.size).toBeGreaterThan(0);
  });
});
