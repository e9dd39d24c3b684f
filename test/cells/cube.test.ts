import { describe, expect, it } from 'vitest';
import { type CellState, type Sex, STATE } from '../../src/cells/cell.ts';
import { Cube, fillParts, poolCube, systemParts } from '../../src/cells/cube.ts';
import { fillTotals } from '../../src/cells/cube-totals.ts';
import { groupAxis } from '../../src/cells/group-axis.ts';
import { areasOf, loadPlaces } from '../../src/places/places.ts';

const places = loadPlaces();
const codes = areasOf(places).map(({ code }) => code);
const SEXES: readonly Sex[] = ['persons', 'female', 'male', 'unknown'];
const GROUPS = groupAxis(new Set(['national-fifths', 'national-tenths'] as const));
const HALTON = 'E06000006';
const SEFTON = 'E08000014';

interface At {
  readonly place?: string;
  readonly period?: number;
  readonly sex?: Sex;
  /** `fifth 1`, `tenth 10`, `fifth unknown`; without it, everybody. */
  readonly group?: string;
}

function cubeOf(bands = 1, periods: readonly string[] = ['2023']): Cube {
  return new Cube({ places: codes, periods, sexes: SEXES, groups: GROUPS, bands });
}

function groupAt(name: string | undefined): number {
  if (name === undefined) return 0;
  const [kind, level] = name.split(' ');
  const number = level === 'unknown' ? -1 : Number(level);
  return GROUPS.findIndex((group) => group.scheme === `national-${kind}s` && group.level === number);
}

function sliceAt(cube: Cube, { place = HALTON, period = 0, sex = 'persons', group }: At): number {
  return cube.slice(codes.indexOf(place), period, SEXES.indexOf(sex), groupAt(group));
}

/** Puts counts into the bands of a slice; null leaves a band absent, a word is its state. */
function put(cube: Cube, at: At, ...counts: (number | null | 'suppressed' | 'refused')[]): void {
  for (const [band, count] of counts.entries()) {
    if (count === null) continue;
    const state: CellState = typeof count === 'number' ? STATE.ok : STATE[count];
    cube.add(sliceAt(cube, at) + band, typeof count === 'number' ? count : 0, state);
  }
}

/** What a slice holds, band by band, in the same words. */
function got(cube: Cube, at: At): (number | null | string)[] {
  const start = sliceAt(cube, at);
  return Array.from({ length: cube.axes.bands }, (_, band) => {
    const state = cube.states[start + band]!;
    if (state === STATE.absent) return null;
    if (state === STATE.ok) return cube.sums[start + band]!;
    return Object.keys(STATE).find((name) => STATE[name as keyof typeof STATE] === state)!;
  });
}

describe('groupAxis()', () => {
  it('has everybody first, and fifths where there are tenths', () => {
    expect(groupAxis(new Set([''] as const))).toEqual([{ scheme: '', level: 0 }]);
    expect(GROUPS).toHaveLength(1 + 6 + 11);
    expect(groupAxis(new Set(['national-tenths'] as const))).toEqual(GROUPS);
    expect(groupAxis(new Set(['place-fifths'] as const)).map(({ level }) => level)).toEqual([
      0, 1, 2, 3, 4, 5, -1,
    ]);
  });
});

describe('Cube', () => {
  it('adds up and keeps the worst state', () => {
    const cube = cubeOf();
    put(cube, {}, 1);
    put(cube, {}, 2);
    expect(got(cube, {})).toEqual([3]);
    put(cube, {}, 'suppressed');
    put(cube, {}, 4);
    expect(got(cube, {})).toEqual(['suppressed']);
    put(cube, {}, 'refused');
    put(cube, {}, 'suppressed');
    expect(got(cube, {})).toEqual(['refused']);
  });

  it('has nothing where nothing was added, which is not zero', () => {
    const cube = cubeOf();
    expect(got(cube, {})).toEqual([null]);
    put(cube, {}, 0);
    expect(got(cube, {})).toEqual([0]);
  });

  it('has a slice of its own for each place, period, sex and group', () => {
    const cube = cubeOf(2, ['2022', '2023']);
    const starts = codes.flatMap((place) =>
      [0, 1].flatMap((period) =>
        SEXES.flatMap((sex) =>
          GROUPS.map((_, g) => cube.slice(codes.indexOf(place), period, SEXES.indexOf(sex), g)),
        ),
      ),
    );
    expect(new Set(starts).size).toBe(starts.length);
    expect(Math.max(...starts)).toBe(cube.sums.length - 2);
    expect(starts.every((start) => start % 2 === 0)).toBe(true);
  });
});

describe('fillTotals()', () => {
  it('adds persons up from the sexes, those of unknown sex too', () => {
    const cube = cubeOf();
    put(cube, { sex: 'female' }, 10);
    put(cube, { sex: 'male' }, 7);
    put(cube, { sex: 'unknown' }, 1);
    fillTotals(cube);
    expect(got(cube, { sex: 'persons' })).toEqual([18]);
  });

  it('does not take one sex for persons', () => {
    const cube = cubeOf();
    put(cube, { sex: 'female' }, 10);
    put(cube, { sex: 'unknown' }, 1);
    fillTotals(cube);
    expect(got(cube, { sex: 'persons' })).toEqual([null]);
  });

  it('keeps persons that the extract gives', () => {
    const cube = cubeOf();
    put(cube, { sex: 'persons' }, 20);
    put(cube, { sex: 'female' }, 10);
    put(cube, { sex: 'male' }, 7);
    fillTotals(cube);
    expect(got(cube, { sex: 'persons' })).toEqual([20]);
  });

  it('has no persons in an age band that one sex lacks', () => {
    const cube = cubeOf(2);
    put(cube, { sex: 'female' }, 10, 20);
    put(cube, { sex: 'male' }, 7, null);
    fillTotals(cube);
    expect(got(cube, { sex: 'persons' })).toEqual([17, null]);
  });

  it('hides persons where one sex is hidden', () => {
    const cube = cubeOf();
    put(cube, { sex: 'female' }, 10);
    put(cube, { sex: 'male' }, 'suppressed');
    fillTotals(cube);
    expect(got(cube, { sex: 'persons' })).toEqual(['suppressed']);
  });

  it('adds tenths up to fifths, two and two', () => {
    const cube = cubeOf();
    for (let tenth = 1; tenth <= 10; tenth++) put(cube, { group: `tenth ${tenth}` }, 2 ** tenth);
    put(cube, { group: 'tenth unknown' }, 5);
    fillTotals(cube);
    // 2 + 4, 8 + 16, 32 + 64, 128 + 256, 512 + 1024.
    expect([1, 2, 3, 4, 5].map((fifth) => got(cube, { group: `fifth ${fifth}` })[0])).toEqual([
      6, 24, 96, 384, 1536,
    ]);
    expect(got(cube, { group: 'fifth unknown' })).toEqual([5]);
    expect(got(cube, {})).toEqual([2046 + 5]);
  });

  it('keeps fifths that the extract gives beside its tenths', () => {
    const cube = cubeOf();
    put(cube, { group: 'tenth 1' }, 1);
    put(cube, { group: 'tenth 2' }, 2);
    put(cube, { group: 'fifth 1' }, 4);
    fillTotals(cube);
    expect(got(cube, { group: 'fifth 1' })).toEqual([4]);
  });

  it('adds everybody up from the groups, those of unknown group too, once and not once a scheme', () => {
    const cube = cubeOf();
    for (let fifth = 1; fifth <= 5; fifth++) put(cube, { group: `fifth ${fifth}` }, 10);
    for (let tenth = 1; tenth <= 10; tenth++) put(cube, { group: `tenth ${tenth}` }, 5);
    put(cube, { group: 'fifth unknown' }, 3);
    fillTotals(cube);
    expect(got(cube, {})).toEqual([53]);
  });

  it('adds everybody up where one Place has nobody in a group that others have', () => {
    const cube = cubeOf();
    for (let fifth = 1; fifth <= 5; fifth++) put(cube, { place: 'E08000012', group: `fifth ${fifth}` }, 10);
    for (let fifth = 1; fifth <= 3; fifth++) put(cube, { group: `fifth ${fifth}` }, 10);
    fillTotals(cube);
    expect(got(cube, { place: 'E08000012' })).toEqual([50]);
    expect(got(cube, {})).toEqual([30]);
  });

  it('makes no total of a file that has some of the groups only', () => {
    const cube = cubeOf();
    put(cube, { group: 'fifth 1' }, 10);
    put(cube, { group: 'fifth 5' }, 10);
    fillTotals(cube);
    expect(got(cube, {})).toEqual([null]);
  });

  it('looks for the groups in each period alone', () => {
    const cube = cubeOf(1, ['2022', '2023']);
    for (let fifth = 1; fifth <= 5; fifth++) put(cube, { period: 0, group: `fifth ${fifth}` }, 10);
    put(cube, { period: 1, group: 'fifth 1' }, 10);
    fillTotals(cube);
    expect([got(cube, { period: 0 }), got(cube, { period: 1 })]).toEqual([[50], [null]]);
  });

  it('keeps everybody as the extract gives them', () => {
    const cube = cubeOf();
    put(cube, {}, 60);
    for (let fifth = 1; fifth <= 5; fifth++) put(cube, { group: `fifth ${fifth}` }, 10);
    fillTotals(cube);
    expect(got(cube, {})).toEqual([60]);
  });

  it('adds up over sexes and groups together', () => {
    const cube = cubeOf();
    for (let tenth = 1; tenth <= 10; tenth++) {
      put(cube, { sex: 'female', group: `tenth ${tenth}` }, 1);
      put(cube, { sex: 'male', group: `tenth ${tenth}` }, 10);
    }
    fillTotals(cube);
    expect(got(cube, { sex: 'persons', group: 'fifth 3' })).toEqual([22]);
    expect(got(cube, { sex: 'female' })).toEqual([10]);
    expect(got(cube, { sex: 'male' })).toEqual([100]);
    expect(got(cube, { sex: 'persons' })).toEqual([110]);
  });

  it('carries a refused part into every sum of it, and into no other', () => {
    const cube = cubeOf();
    for (let fifth = 1; fifth <= 5; fifth++) {
      put(cube, { sex: 'female', group: `fifth ${fifth}` }, fifth === 2 ? 'refused' : 1);
      put(cube, { sex: 'male', group: `fifth ${fifth}` }, 1);
    }
    fillTotals(cube);
    expect(got(cube, { sex: 'persons', group: 'fifth 2' })).toEqual(['refused']);
    expect(got(cube, { sex: 'persons', group: 'fifth 1' })).toEqual([2]);
    expect(got(cube, { sex: 'female' })).toEqual(['refused']);
    expect(got(cube, { sex: 'male' })).toEqual([5]);
    expect(got(cube, { sex: 'persons' })).toEqual(['refused']);
  });
});

describe('fillParts()', () => {
  it('adds the two sub-ICB locations up to Sefton', () => {
    const cube = cubeOf(2);
    put(cube, { place: '01T' }, 10, 1);
    put(cube, { place: '01V' }, 20, 2);
    fillParts(cube, places);
    expect(got(cube, { place: SEFTON })).toEqual([30, 3]);
  });

  it('does not take one part for Sefton, nor one part of a band', () => {
    const cube = cubeOf(2);
    put(cube, { place: '01T' }, 10, 1);
    fillParts(cube, places);
    expect(got(cube, { place: SEFTON })).toEqual([null, null]);
    put(cube, { place: '01V' }, 20, null);
    fillParts(cube, places);
    expect(got(cube, { place: SEFTON })).toEqual([30, null]);
  });

  it('keeps the figure of Sefton itself', () => {
    const cube = cubeOf();
    put(cube, { place: SEFTON }, 31);
    put(cube, { place: '01T' }, 10);
    put(cube, { place: '01V' }, 20);
    fillParts(cube, places);
    expect(got(cube, { place: SEFTON })).toEqual([31]);
  });
});

describe('systemParts()', () => {
  const nine = places.places.map(({ code }) => code);
  const seven = nine.filter((code) => !['E06000049', 'E06000050'].includes(code));

  /** The codes that make the system up, and how many Places they stand for. */
  function partsOf(...present: readonly string[][]): { codes: string[]; standFor: number } {
    const { parts, standFor } = systemParts(places, (code) => present.every((list) => list.includes(code)));
    return { codes: parts, standFor };
  }

  it('are the nine Places', () => {
    expect(partsOf(nine)).toEqual({ codes: nine, standFor: 9 });
  });

  it('are seven Places and 27D, which stands for both Cheshires', () => {
    expect(partsOf([...seven, '27D'])).toEqual({ codes: [...seven, '27D'], standFor: 9 });
  });

  it('leave 27D out where one of its Places has a figure, and then one Place is missing', () => {
    expect(partsOf([...seven, '27D', 'E06000049']).standFor).toBe(8);
    expect(partsOf([...nine, '27D'])).toEqual({ codes: nine, standFor: 9 });
  });

  it('count a Place only where every figure that is needed is there', () => {
    expect(partsOf(nine, seven)).toEqual({ codes: seven, standFor: 7 });
    expect(partsOf(nine, [...seven, '27D']).standFor).toBe(7);
  });

  it('do not take the parts of Sefton for a Place', () => {
    const others = nine.filter((code) => code !== SEFTON);
    expect(partsOf([...others, '01T', '01V']).standFor).toBe(8);
  });

  it('are none where nothing is there', () => {
    expect(partsOf([])).toEqual({ codes: [], standFor: 0 });
  });
});

describe('poolCube()', () => {
  const windows = [{ label: '2021-23', periods: [0, 1, 2] }];

  it('adds years up', () => {
    const cube = cubeOf(2, ['2021', '2022', '2023']);
    for (const period of [0, 1, 2]) put(cube, { period }, 10 ** period, 1);
    expect(got(poolCube(cube, windows), {})).toEqual([111, 3]);
  });

  it('has nothing where a year is missing, in all bands or in one', () => {
    const cube = cubeOf(2, ['2021', '2022', '2023']);
    put(cube, { period: 0 }, 1, 1);
    put(cube, { period: 1 }, 1, null);
    expect(got(poolCube(cube, windows), {})).toEqual([null, null]);
    put(cube, { period: 2 }, 1, 1);
    expect(got(poolCube(cube, windows), {})).toEqual([3, null]);
  });

  it('carries the worst state of its years', () => {
    const cube = cubeOf(1, ['2021', '2022', '2023']);
    put(cube, { period: 0 }, 1);
    put(cube, { period: 1 }, 'suppressed');
    put(cube, { period: 2 }, 1);
    expect(got(poolCube(cube, windows), {})).toEqual(['suppressed']);
  });
});
