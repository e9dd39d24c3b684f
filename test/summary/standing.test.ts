import { describe, expect, it } from 'vitest';
import type { Trend } from '../../src/results/result.ts';
import { changeOfRow, judged, judgementOf, standingOf } from '../../src/summary/standing.ts';
import type { SummaryRow } from '../../src/summary/summarise.ts';
import { summarise } from '../../src/summary/summarise.ts';
import { type CellSpec, CODES, compute, places } from '../results/fake-cells.ts';
import { areaOf, definitionOf, standing, times } from './fake-standing.ts';

const codes = (areas: readonly { row: SummaryRow }[]): string[] => areas.map(({ row }) => row.measure.place);
const rowOf = (place: string, value: number | null): SummaryRow =>
  areaOf(place, { value, change: 'fell' }, definitionOf()).row;

describe('standingOf()', () => {
  it('takes a combined area in place of those that it stands for, where only it has a value', () => {
    const rows = places.places.map(({ code }) =>
      rowOf(code, [CODES.cheshireEast, CODES.cheshireWest].some((one) => one === code) ? null : 1),
    );
    const { areas, areaNoun } = standingOf([...rows, rowOf(CODES.cheshire, 1)], places);
    expect(codes(areas)).toEqual([...places.places.slice(2).map(({ code }) => code), CODES.cheshire]);
    expect(areaNoun).toBe('areas');
    const both = standingOf(
      [...places.places.map(({ code }) => rowOf(code, 1)), rowOf(CODES.cheshire, 1)],
      places,
    );
    expect([codes(both.areas).length, both.areaNoun]).toEqual([9, 'Places']);
  });

  it('tells the system apart from the Places, and England not at all', () => {
    const rows = [rowOf(CODES.halton, 1), rowOf(CODES.system, 2), rowOf(CODES.england, 3)];
    const { areas, system, main } = standingOf(rows, places);
    expect(codes(areas)).toEqual([CODES.halton]);
    expect(system!.row.measure.place).toBe(CODES.system);
    expect(main).toBe(system);
  });

  it('has the only Place in the place of a system that is not shown or has no value', () => {
    const { main } = standingOf([rowOf(CODES.halton, 1), rowOf(CODES.system, null)], places);
    expect(main!.row.measure.place).toBe(CODES.halton);
    expect(standingOf([rowOf(CODES.halton, 1), rowOf(CODES.wirral, 1)], places).main).toBeNull();
  });

  it('tells nothing of an area without a value, whatever its series', () => {
    expect(standingOf([rowOf(CODES.halton, null)], places).areas[0]!.change).toBe('untold');
  });
});

describe('changeOfRow()', () => {
  const of = (trend: Partial<Trend>, polarity: 'low' | 'high' | 'none' = 'low') =>
    changeOfRow({
      definition: definitionOf({ polarity }),
      change: { whole: { points: 5, status: 'ok', direction: '', ...trend } as Trend, newest: null },
    } as SummaryRow);

  it('is the direction of the line, and unclear where its limits span no change', () => {
    expect(of({ direction: 'increasing' })).toBe('rose');
    expect(of({ direction: 'decreasing' })).toBe('fell');
    expect(of({ direction: 'no-significant-change' })).toBe('unclear');
  });

  it('needs five points, and a trend that could be worked out', () => {
    expect(of({ direction: 'increasing', points: 4 })).toBe('untold');
    expect(of({ direction: 'cannot-be-calculated', status: 'withheld' })).toBe('untold');
    expect(changeOfRow({ definition: definitionOf(), change: null } as SummaryRow)).toBe('untold');
  });

  it('turns the words of a chart into a direction by what is good', () => {
    expect(of({ direction: 'improvement' })).toBe('fell');
    expect(of({ direction: 'improvement' }, 'high')).toBe('rose');
    expect(of({ direction: 'concern' })).toBe('rose');
    expect(of({ direction: 'concern' }, 'high')).toBe('fell');
    expect(of({ direction: 'neutral-low' }, 'none')).toBe('fell');
    expect(of({ direction: 'common-cause' })).toBe('unclear');
  });
});

describe('judging', () => {
  it('a change goes by the polarity, and is not judged without one', () => {
    const low = { polarity: 'low' } as const;
    expect([judged('fell', low), judged('rose', low)]).toEqual(['better', 'worse']);
    expect([judged('unclear', low), judged('untold', low)]).toEqual(['unclear', 'untold']);
    expect(judged('rose', { polarity: 'high' })).toBe('better');
    expect(judged('rose', { polarity: 'none' })).toBe('untold');
  });

  it('an indicator goes by the system, else by more than half of the Places', () => {
    const fell = times(5, { change: 'fell' });
    const unclear = (count: number) => times(count, { change: 'unclear' as const });
    expect(judgementOf(standing(fell, { change: 'rose' }))).toBe('worse');
    expect(judgementOf(standing([...fell, ...unclear(4)]))).toBe('better');
    expect(judgementOf(standing([...fell.slice(1), ...unclear(5)]))).toBe('unclear');
    expect(judgementOf(standing([{ change: 'fell' }, { change: 'unclear' }]))).toBe('unclear');
    expect(judgementOf(standing([{ change: 'fell' }, { change: 'rose' }]))).toBe('unclear');
    expect(judgementOf(standing(times(9, { value: null })))).toBe('untold');
  });
});

describe('the change that the summary takes up', () => {
  const year = (period: string, count: number): CellSpec => ({
    subject: 'obesity-year6',
    place: CODES.halton,
    period,
    count,
    denominator: 1000,
  });
  const changeAt = async (cells: readonly CellSpec[]) =>
    summarise(await compute(cells), 'national-fifths').find(({ measure }) => measure.place === CODES.halton)!;

  it('is of all periods of the kind shown, with the newest piece only where the change itself changed', async () => {
    // Falls by 10 a year from 400 for ten years, then rises by 10 a year: a joinpoint at 2020/21.
    const turning = Array.from({ length: 16 }, (_, t) =>
      year(`${2010 + t}/${11 + t}`, t <= 10 ? 400 - 10 * t : 300 + 10 * (t - 10)),
    );
    const { change } = await changeAt(turning);
    expect([change!.whole.first!.label, change!.whole.last!.label, change!.whole.points]).toEqual([
      '2010/11',
      '2025/26',
      16,
    ]);
    expect([change!.newest!.first!.label, change!.newest!.direction]).toEqual(['2020/21', 'increasing']);
    const steady = await changeAt(turning.slice(0, 10));
    expect(steady.change!.newest).toBeNull();
    expect(changeOfRow(steady)).toBe('fell');
  });

  it('is the chart where there are months', async () => {
    const months = Array.from(
      { length: 14 },
      (_, t): CellSpec => ({
        subject: 'talking-therapies-6-weeks',
        place: CODES.halton,
        period: t < 12 ? `2023-${String(t + 1).padStart(2, '0')}` : `2024-${String(t - 11).padStart(2, '0')}`,
        // Up and down around 500 of 1,000, then far above the process limits.
        count: t === 13 ? 900 : 500 + (t % 2 === 0 ? 10 : -10),
        denominator: 1000,
      }),
    );
    const row = await changeAt(months);
    expect(row.change!.whole.method).toMatch(/^spc:/);
    expect(changeOfRow(row)).toBe('rose');
  });
});
