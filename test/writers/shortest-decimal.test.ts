import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LONGEST_DECIMAL, writeShortestDecimal } from '../../src/writers/shortest-decimal.ts';

const bytes = Buffer.alloc(3 + LONGEST_DECIMAL + 3);

/** What was written after a mark of three bytes; null for a number that is left alone. */
function written(value: number): string | null {
  bytes.fill(0x78);
  const end = writeShortestDecimal(value, bytes, 3);
  expect(bytes.toString('latin1', 0, 3)).toBe('xxx');
  return end === 3 ? null : bytes.toString('latin1', 3, end);
}

/** Doubles whose bits are drawn evenly, from 1 up to 2³¹. */
const doubles = fc
  .tuple(fc.integer({ min: 0, max: 30 }), fc.nat({ max: 2 ** 20 - 1 }), fc.nat({ max: 2 ** 32 - 1 }))
  .map(([exponent, upper, lower]) => {
    const bits = new DataView(new ArrayBuffer(8));
    bits.setUint32(0, ((1023 + exponent) << 20) | upper);
    bits.setUint32(4, lower);
    return bits.getFloat64(0);
  });

/** Short decimals, and what sums and quotients of them come to. */
const results = fc.oneof(
  fc
    .tuple(fc.integer({ min: 1, max: 2 ** 31 - 1 }), fc.nat({ max: 9 }))
    .map(([whole, places]) => whole / 10 ** places),
  fc.tuple(fc.nat({ max: 10_000 }), fc.integer({ min: 1, max: 10_000 })).map(([a, b]) => 1 + a / b),
  fc.tuple(fc.nat({ max: 1e6 }), fc.nat({ max: 1e6 })).map(([a, b]) => 1 + a / 10 + b / 1000),
  fc.tuple(fc.nat({ max: 30 }), fc.integer({ min: 1, max: 52 })).map(([a, b]) => 2 ** a + 2 ** -b),
);

describe('writeShortestDecimal()', () => {
  it.each([
    [1.5, '1.5'],
    [-2.25, '-2.25'],
    [66.59424256686712, '66.59424256686712'],
    // Seventeen digits, which only some need.
    [30.000000000000004, '30.000000000000004'],
    [23.543987170999543, '23.543987170999543'],
    // What is not 0.3 and must not look so.
    [10.1 + 10.2, '20.299999999999997'],
    [2147483647.5, '2147483647.5'],
    [1.0000000000000002, '1.0000000000000002'],
    [12.000001, '12.000001'],
  ])('writes %d', (value, text) => {
    expect(written(value)).toBe(text);
  });

  it.each([0, -0, 0.5, -0.999, 5, -7, 2 ** 31, 2 ** 31 + 0.5, 1e21, 1e-7, NaN, Infinity, -Infinity])(
    'leaves %d alone',
    (value) => {
      expect(written(value)).toBeNull();
    },
  );

  it('writes what String gives, or nothing', () => {
    const either = fc.oneof(doubles, results);
    fc.assert(
      fc.property(either, fc.boolean(), (size, isNegative) => {
        const value = isNegative ? -size : size;
        const text = written(value);
        if (text !== null) expect(text).toBe(String(value));
      }),
      { numRuns: 20_000 },
    );
  });

  it('leaves few alone, so that a long output is quick', () => {
    const sizes = fc.sample(doubles, 5000);
    expect(sizes.filter((size) => written(size) === null).length / sizes.length).toBeLessThan(0.08);
  });

  it('writes no more bytes than it says', () => {
    fc.assert(
      fc.property(fc.oneof(doubles, results), (size) => {
        written(-size);
        expect(bytes.toString('latin1', 3 + LONGEST_DECIMAL)).toBe('xxx');
      }),
    );
  });
});
