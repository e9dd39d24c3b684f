import { describe, expect, it } from 'vitest';
import { type LifeTable, lifeTable } from '../../src/measures/life-table.ts';
import { expectClose } from '../statistics/reference-case.ts';

const input = {
  starts: [0, 5, 20, 45, 65, 85],
  deaths: [6, 1, 12, 60, 210, 190],
  populations: [2500, 9000, 14000, 12000, 7000, 1500],
};

function tableOf(change: Partial<Parameters<typeof lifeTable>[0]> = {}): LifeTable {
  const table = lifeTable({ ...input, ...change });
  if (table.withheld !== null) throw new Error(table.withheld);
  return table;
}

describe('lifeTable()', () => {
  // Expected: numpy 2.4 from the published formulas, six bands up to 85 and over.
  it('gives an independently computed table, to 1e-9', () => {
    const { q, l, e, variance } = tableOf();
    const expectedQ = [
      0.01187178472497032, 0.0016652789342214824, 0.02120141342756184, 0.09523809523809523,
      0.4615384615384615, 1,
    ];
    const expectedL = [
      1, 0.9881282152750297, 0.9864827061738223, 0.965567878481091, 0.8736090329114633, 0.4704048638754034,
    ];
    q.forEach((share, band) => {
      expectClose(share, expectedQ[band]!);
    });
    l.forEach((survivors, band) => {
      expectClose(survivors / 100_000, expectedL[band]!);
    });
    expectClose(e[0], 79.7024218791273);
    expectClose(Math.sqrt(variance[0]!), 0.7526988976556948);
    expectClose(e[4], 19.63562753036437);
    expectClose(Math.sqrt(variance[4]!), 0.5196305539184848);
  });

  it('adds up: years lived are survivors times expectancy, and the open band lives 1/M each', () => {
    const { L, T, l, e, M } = tableOf();
    expectClose(
      T[0],
      L.reduce((sum, years) => sum + years),
    );
    expectClose(T[2], l[2]! * e[2]!);
    expectClose(e[5], 1 / M[5]!);
  });

  // Expected: as above with a₀ = 0.07 + 1.7 × 6/2500, a₀ = 0.3 and a = 0.2, 0.4, 0.6, 0.55, 0.52.
  it('takes Keyfitz’ a₀, a given one, or one for every band', () => {
    expectClose(tableOf({ a0: 'keyfitz' }).e[0], 79.70117649328677);
    expectClose(tableOf({ a0: 0.3 }).e[0], 79.71205717238945);
    const own = tableOf({ a0: [0.2, 0.4, 0.6, 0.55, 0.52, 0] });
    expectClose(own.e[0], 79.929853163168);
    expectClose(Math.sqrt(own.variance[0]!), 0.7397775361908291);
  });

  it('ends at a band that nobody can survive, without NaN', () => {
    const { q, l, e, variance } = tableOf({ deaths: [6, 1, 12, 60, 7000, 190] });
    expect(q[4]).toBe(1);
    expect([l[5], e[5], variance[5]]).toEqual([0, 0, 0]);
    // Half of the 20 years of the band, since all die in it.
    expectClose(e[4], 10);
  });

  it('withholds by rule, with the reason', () => {
    const reasonOf = (change: Partial<typeof input>) => lifeTable({ ...input, ...change }).withheld;
    expect(reasonOf({ populations: [2500, 0, 14000, 12000, 7000, 1500] })).toBe(
      'the age band from 5 has no population',
    );
    expect(reasonOf({ deaths: [2501, 1, 12, 60, 210, 190] })).toBe(
      'the age band from 0 has more deaths than population',
    );
    expect(reasonOf({ deaths: [6, 1, 12, 60, 210, 0] })).toBe('no deaths in the last age band');
    expect(reasonOf({ populations: [500, 1000, 1000, 1000, 1000, 500] })).toBe(
      'a population of 5,000 or less',
    );
    expect(reasonOf({ populations: [500, 1000, 1000, 1000, 1000, 501] })).toBeNull();
  });

  it('refuses a caller’s mistakes', () => {
    const { starts, deaths, populations } = input;
    expect(() => lifeTable({ starts: [1, 5, 20, 45, 65, 85], deaths, populations })).toThrow('start at 0');
    expect(() => lifeTable({ starts: [0, 5, 5, 45, 65, 85], deaths, populations })).toThrow('rise');
    expect(() => lifeTable({ starts, deaths: [1, 2], populations })).toThrow('deaths 2');
    expect(() => lifeTable({ starts, deaths: [-1, 1, 12, 60, 210, 190], populations })).toThrow(RangeError);
    expect(() => lifeTable({ starts, deaths, populations, a0: 0 })).toThrow('a must be above 0');
    expect(() => lifeTable({ starts, deaths, populations, a0: [0.1, 0.5] })).toThrow('2 entries');
    expect(() => lifeTable({ starts: [0], deaths: [1], populations: [9999] })).toThrow('two age bands');
  });
});
