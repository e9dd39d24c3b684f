import { describe, expect, it } from 'vitest';
import { comparedPair, difference, ratio } from '../../../src/gaps/inequality/compared-pair.ts';
import type { InequalityInput } from '../../../src/gaps/inequality/groups.ts';
import { expectClose } from '../../statistics/reference-case.ts';

const groups: InequalityInput = {
  values: [30, 50, 20, 40],
  errors: [1, 2, 3, 4],
  populations: null,
  order: null,
  reference: null,
  favourable: 'low',
  confidence: [0.95],
};

/** The values of the pair, or why there is none. */
function pairOf(change: Partial<InequalityInput>): string {
  const input = { ...groups, ...change };
  const pair = comparedPair(input);
  return pair.withheld ?? `${input.values[pair.first]} against ${input.values[pair.second]}`;
}

describe('comparedPair()', () => {
  it('takes the ends of an order, turned by what is good, whatever reference is given', () => {
    const order = [2, 3, 1, 4];
    expect(pairOf({ order })).toBe('20 against 40');
    expect(pairOf({ order, favourable: 'high' })).toBe('40 against 20');
    expect(pairOf({ order, reference: 1 })).toBe('20 against 40');
  });

  it('takes the reference and the worst of the others', () => {
    expect(pairOf({ reference: 3 })).toBe('50 against 40');
    expect(pairOf({ reference: 1 })).toBe('40 against 50');
    expect(pairOf({ reference: 3, favourable: 'high' })).toBe('40 against 20');
    expect(pairOf({ reference: 2, favourable: 'high' })).toBe('20 against 30');
  });

  it('takes the highest and the lowest where neither is given, whatever is good', () => {
    expect(pairOf({})).toBe('50 against 20');
    expect(pairOf({ favourable: null })).toBe('50 against 20');
  });

  it('is one pair where groups tie: the smallest standard error stands for them, in any order of the rows', () => {
    const tied = { values: [5, 9, 5, 9], errors: [2, 4, 1, 3] };
    expect(comparedPair({ ...groups, ...tied })).toEqual({ withheld: null, first: 3, second: 2 });
    const turned = { values: [9, 5, 9, 5], errors: [3, 1, 4, 2] };
    expect(comparedPair({ ...groups, ...turned })).toEqual({ withheld: null, first: 0, second: 1 });
    const equal = difference({ ...groups, values: [5, 5, 5, 5], errors: [2, 4, 1, 3] });
    expectClose(equal.standardError, Math.SQRT2);
    expect([equal.value, equal.note]).toEqual([0, 'all groups are equal']);
  });

  it('passes over groups without a figure, but for an end or the reference', () => {
    const values = [30, null, 20, 40];
    expect(pairOf({ values })).toBe('40 against 20');
    expect(pairOf({ values, order: [4, 3, 2, 1] })).toBe('40 against 30');
    expect(pairOf({ values, order: [2, 1, 3, 4] })).toBe('the most deprived group has no figure');
    expect(pairOf({ values, order: [2, 4, 3, 1] })).toBe('the least deprived group has no figure');
    expect(pairOf({ values, reference: 1 })).toBe('the reference group has no figure');
    expect(ratio({ ...groups, values }).note).toBe('1 of 4 groups have no figure');
  });

  it('says why there is none', () => {
    expect(pairOf({ values: [1, null, null, null] })).toBe('fewer than two groups have a figure');
    expect(pairOf({ order: [1, 1, 2, 3] })).toBe('two groups have one rank');
    expect(pairOf({ order: [1, 2, 3, 4], favourable: null })).toBe('which end is good is not known');
  });
});
