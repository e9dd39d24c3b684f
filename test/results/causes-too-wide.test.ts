import { describe, expect, it } from 'vitest';
import { BANDS_UNDER_75, type CellSpec, CODES, compute, only } from './fake-cells.ts';

const INDICATOR = 'stroke-mortality';

/** Twenty deaths of each cause in the oldest band, and people in all. */
function cells(...causes: readonly string[]): CellSpec[] {
  const at = { place: CODES.halton, period: '2023' } as const;
  const ages = [...BANDS_UNDER_75, '75-79', '80-84', '85-89', '90+'];
  return [
    ...causes.map((cause): CellSpec => ({ ...at, subject: 'deaths', age: '90+', cause, count: 20 })),
    ...ages.map((age): CellSpec => ({ ...at, subject: 'population', age, count: 1000 })),
  ];
}

async function strokes(...causes: readonly string[]) {
  const { measures } = await compute(cells(...causes), { indicators: [INDICATOR] });
  const { status, count, note } = only(measures, { place: CODES.halton, period: '2023', sex: 'persons' });
  return { status, count, note };
}

describe('a cause that is wider than what an indicator asks for (stroke: I60-I69)', () => {
  it.each(['I00-I99', 'I69-I70', 'A00-Z99'])(
    '%s alone tells no strokes, and none are assumed',
    async (wide) => {
      const { status, count, note } = await strokes(wide);
      expect([status, count]).toEqual(['withheld', null]);
      expect(note).toBe(
        `its cause ${wide} holds codes that are not asked for, so its part in it cannot be told`,
      );
    },
  );

  it('nor beside a code that is asked for and no part of it', async () => {
    expect((await strokes('I63', 'I69-I70')).status).toBe('withheld');
  });

  it('beside codes that it holds it is their total, and they count', async () => {
    expect(await strokes('I00-I99', 'I63')).toMatchObject({ status: 'ok', count: 20 });
    expect(await strokes('I00-I99', 'I63', 'I64')).toMatchObject({ status: 'ok', count: 40 });
  });

  it('codes next to what is asked for are others', async () => {
    expect(await strokes('I63', 'I70', 'I59', 'C34')).toMatchObject({ status: 'ok', count: 20 });
  });
});
