import { describe, expect, it } from 'vitest';
import type { Breakdown } from '../../src/results/result.ts';
import { breakdownScreen } from '../../src/summary/breakdown-screen.ts';
import { breakdownTable } from '../../src/summary/breakdown-table.ts';
import type { Table } from '../../src/summary/table.ts';
import { drawTable } from '../../src/writers/terminal.ts';
import { themeFor } from '../../src/writers/theme.ts';
import { BANDS_UNDER_75, type CellSpec, CODES, catalogue, compute, places } from '../results/fake-cells.ts';

const context = { catalogue, places, confidence: [0.95] };
const screenOf = (rows: readonly Breakdown[]) => breakdownScreen(rows, catalogue, places);
const tableOf = (rows: readonly Breakdown[]): Table => ({
  ...breakdownTable(rows, context),
  screen: screenOf(rows),
});

/** Deaths of two causes in two Places' fifths; the second has fewer of them where most are deprived. */
function cells(place: string, sign: 1 | -1): CellSpec[] {
  return [1, 2, 3, 4, 5].flatMap((level) =>
    BANDS_UNDER_75.flatMap((age, band) => {
      const of = { place, period: '2023', age, level };
      const worse = sign === 1 ? 6 - level : level;
      return [
        { ...of, subject: 'population', count: 3000 },
        { ...of, subject: 'deaths', cause: 'I21', count: band * worse },
        { ...of, subject: 'deaths', cause: 'C34', count: band * 3 + worse },
        { ...of, subject: 'deaths', cause: 'X60', count: 20 - 2 * worse },
      ];
    }),
  );
}

const rowsOf = async (...of: readonly CellSpec[][]): Promise<readonly Breakdown[]> =>
  (await compute(of.flat(), { indicators: ['mortality-u75'] })).breakdowns;

describe('breakdownScreen()', () => {
  it('has a block a gap: causes by size, then ages in order, each with its figure', async () => {
    const rows = await rowsOf(cells(CODES.halton, 1));
    const { scope, blocks } = screenOf(rows);
    expect(scope).toContain('1 gap');
    const [block] = blocks;
    const names = block!.rows.map(([name]) => name!.text);
    const causes = rows.filter(({ age, cause }) => age === 'all' && cause !== 'all');
    const bySize = [...causes].sort((a, b) => Math.abs(b.contribution!) - Math.abs(a.contribution!));
    expect(names.filter((name) => name !== '')).toEqual([
      'gap',
      ...bySize.map(({ cause }) => cause),
      ...BANDS_UNDER_75,
    ]);
    expect(block!.heading.map(({ text }) => text).join(' ')).toMatch(
      /Halton, most deprived against least deprived fifth/,
    );
    const ofCauses = block!.rows.slice(1, names.indexOf('')).map(([, figure]) => figure!.text);
    const sum = ofCauses.reduce(
      (total, text) => total + Number(text.replace('−', '-').replaceAll(',', '')),
      0,
    );
    const [, whole] = block!.rows[0]!;
    // Rounded to one digit each.
    expect(Math.abs(sum - Number(whole!.text.replaceAll(',', '')))).toBeLessThan(0.5);
  });

  it('draws what makes the gap worse and what makes it smaller with other signs, not with colour alone', async () => {
    const [block] = screenOf(await rowsOf(cells(CODES.halton, 1))).blocks;
    for (const [name, figure, bar] of block!.rows.filter(([name]) => !['', 'gap'].includes(name!.text))) {
      const sign = figure!.text[0];
      if (bar!.text === '') continue;
      expect([sign, [...new Set(bar!.text)]], name!.text).toEqual(sign === '−' ? ['−', ['-']] : ['+', ['#']]);
      expect(bar!.role).toBe(sign === '−' ? 'good' : 'bad');
    }
    expect(block!.rows.some(([, figure]) => figure!.text.startsWith('−'))).toBe(true);
  });

  it('the longest bar is of the largest part, and others are in proportion', async () => {
    const rows = await rowsOf(cells(CODES.halton, 1));
    const [block] = screenOf(rows).blocks;
    const lengths = block!.rows.map(([, , bar]) => bar!.text.length);
    const parts = rows.filter(({ age, cause }) => (age === 'all') !== (cause === 'all'));
    const largest = Math.max(...parts.map(({ contribution }) => Math.abs(contribution!)));
    const longest = Math.max(...lengths);
    for (const [name, , bar] of block!.rows) {
      const part = name!.text !== 'all' && parts.find(({ age, cause }) => [age, cause].includes(name!.text));
      if (!part) continue;
      const wanted = (Math.abs(part.contribution!) / largest) * longest;
      expect(Math.abs(bar!.text.length - wanted), name!.text).toBeLessThanOrEqual(0.5);
    }
  });

  it('a Place against England is headed so', async () => {
    const england = cells(CODES.england, 1).map((cell) => ({ ...cell, count: 10 * cell.count! }));
    const { blocks } = screenOf(await rowsOf(cells(CODES.halton, -1), england));
    const headings = blocks.map(({ heading }) => heading[1]!.text);
    expect(headings).toContain('Halton against England · persons · 2023');
    expect(headings).toContain('England, most deprived against least deprived fifth · persons · 2023');
  });

  it('says why a gap is not shown, and shows the others', async () => {
    const rows = await rowsOf(cells(CODES.halton, 1));
    const hidden = rows.slice(0, 1).map((row) => ({
      ...row,
      place: CODES.wirral,
      contribution: null,
      value1: null,
      value2: null,
      status: 'withheld' as const,
      note: 'fewer than 10 events',
    }));
    const { blocks } = screenOf([...hidden, ...rows]);
    expect(blocks).toHaveLength(2);
    expect(blocks[0]!.rows).toEqual([]);
    expect(blocks[0]!.notes.join(' ')).toContain('fewer than 10 events');
  });

  it('no gap at all is a screen that says so', () => {
    const { scope, blocks } = screenOf([]);
    expect(scope).toContain('0 gaps');
    expect(blocks).toEqual([]);
  });

  it('equal ends: figures of 0 without bars', async () => {
    const flat = cells(CODES.halton, 1).map((cell) => ({
      ...cell,
      count: cell.subject === 'deaths' ? 8 : 3000,
    }));
    const [block] = screenOf(await rowsOf(flat)).blocks;
    for (const [name, figure, bar] of block!.rows.filter(([name]) => name!.text !== ''))
      expect([figure!.text, bar!.text], name!.text).toEqual(['0.0', '']);
  });
});

describe('on a terminal', () => {
  it.each([50, 60, 80, 100, 140])(
    '%i columns: within them, and the same words without colour',
    async (width) => {
      const table = tableOf(await rowsOf(cells(CODES.halton, 1), cells(CODES.wirral, -1)));
      const plain = drawTable(table, themeFor({}, 'never', {}), width);
      const coloured = drawTable(table, themeFor({}, 'always', {}), width);
      expect(coloured).toContain('\u001b[');
      expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(plain);
      for (const line of plain.split('\n')) expect(line.length, line).toBeLessThanOrEqual(width);
      expect(plain).not.toMatch(/NaN|undefined|null|Infinity/);
      expect(plain).not.toMatch(/Left out to fit \d+ columns: \./);
    },
  );

  it.each([60, 100, 140])('%i columns: a bar is drawn whole or not at all', async (width) => {
    const plain = drawTable(tableOf(await rowsOf(cells(CODES.halton, 1))), themeFor({}, 'never', {}), width);
    expect(plain).not.toMatch(/[#-]…/);
  });
});
