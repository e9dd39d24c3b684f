import { describe, expect, it } from 'vitest';
import { tailOf, Z_95, zForConfidence } from '../../src/statistics/z-for-confidence.ts';
import { expectClose } from './reference-case.ts';

describe('zForConfidence()', () => {
  // Expected: scipy 1.17 norm.ppf(1 - (1 - c)/2).
  it.each([
    [0.8, 1.2815515655446004],
    [0.9, 1.6448536269514722],
    [0.95, 1.959963984540054],
    [0.998, 3.090232306167813],
  ])('at %d is %d, to 1e-12', (confidence, z) => {
    expectClose(zForConfidence(confidence), z, 1e-12);
  });

  it('gives the constant that published 95 % limits are read with', () => {
    expectClose(Z_95, 1.959963984540054, 1e-14);
  });

  it.each([0.5, 1, 95, 0, -0.95, Number.NaN])('refuses %d', (confidence) => {
    expect(() => zForConfidence(confidence)).toThrow(RangeError);
    expect(() => tailOf(confidence)).toThrow(RangeError);
  });
});
