import { describe, expect, it } from 'vitest';
import { given } from '../../src/measures/given.ts';
import { expectClose } from '../statistics/reference-case.ts';

describe('given()', () => {
  // Expected: (12.5 − 10.1)/(2 × norm.ppf(0.975)) by scipy 1.17.
  it('passes published 95 % limits on and takes the standard error from them, to 1e-12', () => {
    const estimate = given({ value: 11.2, lower: 10.1, upper: 12.5, confidence: [0.95] });
    expect(estimate.value).toBe(11.2);
    expect(estimate.limits).toEqual([{ confidence: 0.95, lower: 10.1, upper: 12.5 }]);
    expectClose(estimate.standardError, 0.6122561483095849, 1e-12);
    expect(estimate.note).toBeNull();
  });

  it('leaves other levels blank and says so', () => {
    const estimate = given({ value: 11.2, lower: 10.1, upper: 12.5, confidence: [0.998, 0.95] });
    expect(estimate.limits[0]).toEqual({ confidence: 0.998, lower: null, upper: null });
    expect(estimate.limits[1]).toEqual({ confidence: 0.95, lower: 10.1, upper: 12.5 });
    expect(estimate.note).toBe('only 95 % limits are published');
  });

  it('takes a figure without limits, or with one', () => {
    const none = given({ value: 11.2, lower: null, upper: null, confidence: [0.95] });
    expect([none.value, none.standardError, none.note]).toEqual([11.2, null, 'published without limits']);
    const one = given({ value: 11.2, lower: null, upper: 12.5, confidence: [0.95] });
    expect(one.limits[0]).toEqual({ confidence: 0.95, lower: null, upper: 12.5 });
    expect([one.standardError, one.note]).toEqual([null, 'published with one limit only']);
  });

  it('refuses a missing value, limits the wrong way round and a level of 95', () => {
    expect(() => given({ value: Number.NaN, lower: 1, upper: 2, confidence: [0.95] })).toThrow(RangeError);
    expect(() => given({ value: 1.5, lower: 2, upper: 1, confidence: [0.95] })).toThrow('above the upper');
    expect(() => given({ value: 1.5, lower: 1, upper: 2, confidence: [95] })).toThrow(RangeError);
  });
});
