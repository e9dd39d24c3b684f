import { describe, expect, it } from 'vitest';
import {
  requireAboveZero,
  requireNotNegative,
  requireNumbers,
  requireSameLength,
} from '../../src/statistics/require-numbers.ts';

describe('require…()', () => {
  it('name the argument and quote the number', () => {
    expect(() => requireNotNegative('events', [3, -1])).toThrow('events must be 0 or above, not -1.');
    expect(() => requireAboveZero('multiplier', 0)).toThrow('multiplier must be above 0, not 0.');
    expect(() => requireNumbers('values', Float64Array.of(1, Number.NaN))).toThrow(
      'values must be a finite number',
    );
    expect(() => requireSameLength({ events: [1, 2], populations: [1] })).toThrow('events 2, populations 1');
  });

  it('let good numbers through', () => {
    expect(() => requireNotNegative('events', [0, 1])).not.toThrow();
    expect(() => requireAboveZero('multiplier', 1e-9)).not.toThrow();
    expect(() => requireNumbers('values', [-1])).not.toThrow();
    expect(() => requireSameLength({ a: [], b: [] })).not.toThrow();
  });
});
