import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type GroupSmallCausesInput,
  groupSmallCauses,
} from '../../../src/gaps/breakdown/group-small-causes.ts';

const input: GroupSmallCausesInput = {
  causes: ['falls', 'cancer', 'drowning', 'stroke'],
  first: [
    [1, 2],
    [30, 40],
    [1, 0],
    [5, 4],
  ],
  second: [
    [0, 1],
    [10, 30],
    [2, 0],
    [1, 0],
  ],
  threshold: 10,
  name: 'other causes',
};

describe('groupSmallCauses()', () => {
  // Both tables together: falls 4, cancer 110, drowning 3, stroke 10, which is not under ten.
  it('puts causes under the threshold into one that comes last', () => {
    const { causes, first, second, grouped } = groupSmallCauses(input);
    expect(causes).toEqual(['cancer', 'stroke', 'other causes']);
    expect(first.map((counts) => [...counts])).toEqual([
      [30, 40],
      [5, 4],
      [2, 2],
    ]);
    expect(second.map((counts) => [...counts])).toEqual([
      [10, 30],
      [1, 0],
      [2, 1],
    ]);
    expect(grouped).toEqual(['falls', 'drowning']);
  });

  it('leaves all as they are where none is below the threshold', () => {
    const { causes, first, grouped } = groupSmallCauses({ ...input, threshold: 3 });
    expect(causes).toEqual(input.causes);
    expect(first.map((counts) => [...counts])).toEqual(input.first);
    expect(grouped).toEqual([]);
  });

  it('takes a cause that has the name of the group into it', () => {
    const named = { ...input, name: 'cancer' };
    expect(groupSmallCauses(named).causes).toEqual(['stroke', 'cancer']);
    expect([...groupSmallCauses(named).first[1]!]).toEqual([32, 42]);
    expect(groupSmallCauses({ ...named, threshold: 0 }).causes).toEqual(input.causes);
  });

  it('refuses a cause twice, a negative count or threshold, and lengths that differ', () => {
    expect(() => groupSmallCauses({ ...input, causes: ['a', 'a', 'b', 'c'] })).toThrow('twice');
    expect(() => groupSmallCauses({ ...input, threshold: -1 })).toThrow(RangeError);
    expect(() => groupSmallCauses({ ...input, first: input.first.slice(1) })).toThrow(RangeError);
    expect(() => groupSmallCauses({ ...input, second: [...input.second.slice(1), [1, -1]] })).toThrow(
      RangeError,
    );
    expect(() => groupSmallCauses({ ...input, second: [...input.second.slice(1), [1]] })).toThrow(RangeError);
  });

  it('drops no death of any band, and groups exactly the causes under the threshold', () => {
    const counts = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 3, maxLength: 3 });
    const five = fc.array(counts, { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(five, five, fc.integer({ min: 0, max: 60 }), (first, second, threshold) => {
        const names = ['a', 'b', 'c', 'd', 'e'];
        const out = groupSmallCauses({ causes: names, first, second, threshold, name: 'other' });
        const perBand = (table: readonly ArrayLike<number>[]): number[] =>
          [0, 1, 2].map((band) => table.reduce((total, one) => total + one[band]!, 0));
        expect(perBand(out.first)).toEqual(perBand(first));
        expect(perBand(out.second)).toEqual(perBand(second));
        const total = (cause: number): number =>
          perBand([first[cause]!, second[cause]!]).reduce((a, b) => a + b);
        expect(out.grouped).toEqual(names.filter((_, cause) => total(cause) < threshold));
        expect([out.first.length, out.second.length]).toEqual([out.causes.length, out.causes.length]);
      }),
    );
  });
});
