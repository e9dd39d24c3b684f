import { describe, expect, it } from 'vitest';
import { STATE } from '../../src/cells/cell.ts';
import { countCoverage } from '../../src/summary/count-coverage.ts';
import { coverageScreen } from '../../src/summary/coverage-screen.ts';
import { coverageTable } from '../../src/summary/coverage-table.ts';
import { shortNames } from '../../src/summary/short-names.ts';
import { drawTable } from '../../src/writers/terminal.ts';
import { themeFor } from '../../src/writers/theme.ts';
import { ALL_PLACES, CODES, catalogue, compute, places } from '../results/fake-cells.ts';

/** Obesity in Year 6 of all Places but one, one suppressed, one old; nothing of follow-up. */
async function rowsOfEightPlaces() {
  const cells = ALL_PLACES.filter((place) => place !== CODES.knowsley).map((place) => ({
    subject: 'obesity-year6',
    place,
    period: place === CODES.wirral ? '2014/15' : '2023/24',
    count: 20,
    denominator: 100,
    ...(place === CODES.halton ? { state: STATE.suppressed } : {}),
  }));
  return (await compute(cells, { indicators: ['obesity-year6', 'follow-up-72h'] })).coverage;
}

const about = { data: 'some.csv', asOf: '2024-03-31' };

describe('coverageScreen()', () => {
  it('counts the cells of the Places and of the system', async () => {
    const rows = await rowsOfEightPlaces();
    const { head, scope } = coverageScreen(rows, catalogue, places, about);
    expect(head).toEqual([
      'Places: 6 of 18 computed (2 indicators × 9), 1 stale, 1 suppressed, 1 no-place, 9 no-extract.',
      'Cheshire and Merseyside: 0 of 2 computed, 1 withheld, 1 no-extract.',
    ]);
    expect(scope).toBe('some.csv · newest day in the data 2024-03-31');
    expect(countCoverage(rows)).toEqual({
      computed: 6,
      stale: 1,
      suppressed: 1,
      withheld: 1,
      'no-place': 1,
      'no-extract': 10,
      'not-applicable': 0,
    });
  });

  it('draws a mark for each area below its code, whole at 60 columns, with the reasons at 120', async () => {
    const rows = await rowsOfEightPlaces();
    const screen = coverageScreen(rows, catalogue, places, about);
    const table = { ...coverageTable(rows, { catalogue, places, confidence: [0.95] }), screen };
    const theme = themeFor({ isTTY: true }, 'never', {});
    for (const width of [60, 80]) {
      const lines = drawTable(table, theme, width).replaceAll('\u00a0', ' ').split('\n');
      const at = lines.findIndex((line) => /^ {2}obesity-year6/.test(line));
      const codes = lines.findLast((line, index) => index < at && line.includes('CE CW Ha'))!;
      expect(codes).toMatch(/CE CW Ha Kn Li Se SH Wa Wi CM$/);
      expect(lines[at]!.slice(codes.indexOf('CE'))).toBe('+  +  s  p  +  +  +  +  o  w');
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
    }
    const wide = drawTable(table, theme, 120).replaceAll('\n', ' ').replaceAll(/ +/g, ' ');
    expect(wide).toContain('Knowsley is not in file-0.csv');
    expect(wide).toContain('add counts of follow-up-72h');
  });

  it('paints each mark in its own role', async () => {
    const rows = await rowsOfEightPlaces();
    const screen = coverageScreen(rows, catalogue, places, about);
    const table = { ...coverageTable(rows, { catalogue, places, confidence: [0.95] }), screen };
    const drawn = drawTable(table, themeFor({}, 'always', {}), 80).replaceAll('\u00a0', ' ');
    const line = drawn.split('\n').find((one) => one.includes('obesity-year6'))!;
    const [green, red, bold] = ['\u001b[32m', '\u001b[31m', '\u001b[1m'];
    expect(line).toContain(`${green}+  +  \u001b[39m${bold}s  \u001b[22m${red}p  \u001b[39m${green}+`);
  });
});

describe('shortNames()', () => {
  it('takes initials of several words, else the first letters', () => {
    expect(shortNames(['Cheshire West and Chester', 'St Helens', 'Halton', 'Cheshire'])).toEqual([
      'CW',
      'SH',
      'Ha',
      'Ch',
    ]);
  });

  it('gives no two names the same', () => {
    const names = ['North Vale', 'North Valley', 'Norwich', 'Northam', 'North', 'Nörd', 'A', 'A', ''];
    const codes = shortNames(names);
    expect(new Set(codes).size).toBe(names.length);
    expect(codes.every((code) => code !== '')).toBe(true);
    expect(shortNames(['Wirral', 'Wigan'])).toEqual(['Wir', 'Wig']);
  });
});
