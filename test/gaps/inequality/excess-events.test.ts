import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ExcessEventsInput, excessEvents } from '../../../src/gaps/inequality/excess-events.ts';
import { expectClose } from '../../statistics/reference-case.ts';

const values = [412, 350, 301, 266, 229];
const limitsOf = (down: readonly number[], up: readonly number[]): ExcessEventsInput['limits'] =>
  values.map((value, at) => [{ confidence: 0.95, lower: value - down[at]!, upper: value + up[at]! }]);

const fifths: ExcessEventsInput = {
  values,
  limits: limitsOf([13, 15, 18, 16, 19], [14, 16, 19, 17, 21]),
  populations: [872_000, 498_000, 441_000, 402_000, 335_000],
  least: 4,
  multiplier: 100_000,
  confidence: [0.95],
};

describe('excessEvents()', () => {
  // Expected: numpy 2.4, c'y with c the populations over 100,000 and −Σ of the others for the last, squares added.
  it('gives an independently computed example, to 1e-9', () => {
    const { value, limits, withheld, note } = excessEvents(fifths);
    expectClose(value, 2664.6);
    expectClose(limits[0]!.lower, 2169.7840753371006);
    expectClose(limits[0]!.upper, 3122.5722364947464);
    expect([withheld, note]).toEqual([null, null]);
  });

  it('is E ∓ z·√Σc²s² where the limits of the rates are symmetric, to 1e-9', () => {
    const reach = [7, 8, 9, 8.5, 10].map((error) => 1.959963984540054 * error);
    const { limits } = excessEvents({ ...fifths, limits: limitsOf(reach, reach) });
    expectClose(limits[0]!.lower, 2196.5431917720107);
    expectClose(limits[0]!.upper, 3132.656808227989);
  });

  it('has no limits where a rate has none, and says so', () => {
    const [first, ...others] = Array.from(fifths.limits);
    const open = [{ confidence: 0.95, lower: null, upper: first![0]!.upper }];
    const { value, limits, note } = excessEvents({ ...fifths, limits: [open, ...others] });
    expectClose(value, 2664.6);
    expect([limits[0], note]).toEqual([
      { confidence: 0.95, lower: null, upper: null },
      'no limits: a rate has none',
    ]);
  });

  it('is withheld for fewer than two groups, and throws for misuse', () => {
    const single = { ...fifths, values: [1], limits: [[]], populations: [1], least: 0 };
    expect(excessEvents(single).withheld).toBe('fewer than two groups');
    expect(() => excessEvents({ ...fifths, least: 5 })).toThrow(RangeError);
    expect(() => excessEvents({ ...fifths, populations: [1, 2] })).toThrow(RangeError);
    expect(() => excessEvents({ ...fifths, values: [-1, 1, 1, 1, 1] })).toThrow(RangeError);
  });

  it('is 0 for equal rates, grows with the people, and its limits enclose it', () => {
    const rate = fc.double({ min: 0, max: 1000, noNaN: true });
    const group = fc.record({ rate, below: rate, above: rate, people: fc.integer({ min: 0, max: 1e6 }) });
    fc.assert(
      fc.property(fc.array(group, { minLength: 2, maxLength: 8 }), (rows) => {
        const input: ExcessEventsInput = {
          ...fifths,
          values: rows.map((row) => row.rate),
          limits: rows.map((row) => [
            { confidence: 0.95, lower: row.rate - row.below, upper: row.rate + row.above },
          ]),
          populations: rows.map(({ people }) => people),
          least: 0,
        };
        const { value, limits } = excessEvents(input);
        expect(limits[0]!.lower!).toBeLessThanOrEqual(value!);
        expect(limits[0]!.upper!).toBeGreaterThanOrEqual(value!);
        const twice = excessEvents({ ...input, populations: rows.map(({ people }) => 2 * people) });
        expectClose(twice.value, 2 * value!);
        expectClose(twice.limits[0]!.upper, 2 * limits[0]!.upper!, 1e-9, 1e-6);
        const equal = excessEvents({ ...input, values: rows.map(() => 5) });
        expect(equal.value).toBe(0);
      }),
    );
  });
});
