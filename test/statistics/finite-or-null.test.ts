import { describe, expect, it } from 'vitest';
import { finiteOrNull } from '../../src/statistics/finite-or-null.ts';

describe('finiteOrNull()', () => {
  it('lets numbers through and nothing else', () => {
    expect([0, -1.5, Number.NaN, Number.POSITIVE_INFINITY].map(finiteOrNull)).toEqual([0, -1.5, null, null]);
  });
});
