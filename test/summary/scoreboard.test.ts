import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Poorest } from '../../src/results/result.ts';
import { scoreboards } from '../../src/summary/scoreboard.ts';
import { type SummaryRow, summarise } from '../../src/summary/summarise.ts';
import { summaryScreen } from '../../src/summary/summary-screen.ts';
import { gapline } from '../cli/run-gapline.ts';
import { ALL_PLACES, type CellSpec, CODES, catalogue, compute, places } from '../results/fake-cells.ts';
import { POORER } from './verdicts.ts';

/** As much of a summary row as a verdict needs. */
function rowOf(id: string, place: string, absolute: string, relative: string): SummaryRow {
  const verdict = (word: string): Poorest => ({ verdict: word }) as Poorest;
  return {
    definition: { id },
    measure: { place },
    poorest: { absolute: verdict(absolute), relative: verdict(relative) },
  } as SummaryRow;
}

const without = (row: SummaryRow): SummaryRow => ({ ...row, poorest: null });
const plain = (rows: readonly SummaryRow[]) =>
  scoreboards(rows, CODES.system).map(({ scale, judged, byVerdict }) => ({
    scale,
    judged,
    ...Object.fromEntries(byVerdict),
  }));

describe('scoreboards()', () => {
  it('counts the verdicts of the system, each scale by itself', () => {
    const rows = [
      rowOf('a', CODES.system, 'poorest-fastest', 'widening-all-improve'),
      rowOf('b', CODES.system, 'poorest-fastest', 'poorest-fastest'),
      rowOf('c', CODES.system, 'no-clear-difference', ''),
      rowOf('c', CODES.halton, 'poorest-left-behind', 'poorest-left-behind'),
      without(rowOf('d', CODES.system, '', '')),
    ];
    expect(plain(rows)).toEqual([
      { scale: 'absolute', judged: 3, 'poorest-fastest': ['a', 'b'], 'no-clear-difference': ['c'] },
      { scale: 'relative', judged: 2, 'widening-all-improve': ['a'], 'poorest-fastest': ['b'] },
    ]);
  });

  it('has none judged where nothing of the system has a verdict', () => {
    for (const rows of [[], [rowOf('a', CODES.halton, 'poorest-fastest', 'poorest-fastest')]])
      expect(scoreboards(rows, CODES.system).map(({ judged }) => judged)).toEqual([0, 0]);
  });

  it('adds up: every verdict of the system once, whatever the order of the rows', () => {
    const verdict = fc.constantFrom('', ...POORER);
    const anyRow = fc
      .tuple(fc.string(), fc.constantFrom(CODES.system, CODES.wirral), verdict, verdict)
      .map(([id, place, absolute, relative]) => rowOf(id, place, absolute, relative));
    fc.assert(
      fc.property(fc.array(anyRow), (rows) => {
        const boards = scoreboards(rows, CODES.system);
        const reversed = scoreboards([...rows].reverse(), CODES.system);
        for (const [at, { scale, judged, byVerdict }] of boards.entries()) {
          const own = rows.filter(
            ({ measure, poorest }) => measure.place === CODES.system && poorest![scale].verdict,
          );
          expect(judged).toBe(own.length);
          expect([...byVerdict.values()].flat()).toHaveLength(judged);
          for (const [word, ids] of byVerdict)
            expect([...reversed[at]!.byVerdict.get(word)!].reverse()).toEqual(ids);
        }
      }),
    );
  });
});

const YEARS = ['2019/20', '2020/21', '2021/22', '2022/23', '2023/24'];

/** Five years of fifths in all nine Places; what the most and the least deprived gain in a year, of 100,000. */
function changing(subject: string, most: number, least: number): CellSpec[] {
  return YEARS.flatMap((period, t) =>
    ALL_PLACES.flatMap((place) =>
      [60_000 + most * t, 50_000, 50_000, 50_000, 20_000 + least * t].map((count, at) => ({
        subject,
        place,
        period,
        level: at + 1,
        count,
        denominator: 100_000,
      })),
    ),
  );
}

// Low is good for both: the most deprived fall by 2,000 a year from 60,000 (3 %) and the least by 1,000 from 20,000
// (5 %); then the most deprived rise while the least fall.
const CELLS = [...changing('obesity-year6', -2000, -1000), ...changing('obesity-reception', 1000, -1000)];

async function screenOf(cells: readonly CellSpec[], seen: readonly string[] = []) {
  const rows = summarise(await compute(cells), 'national-fifths');
  const shown = seen.length === 0 ? rows : rows.filter(({ measure }) => seen.includes(measure.place));
  return summaryScreen({
    rows: shown,
    scores: scoreboards(rows, CODES.system),
    catalogue,
    places,
    data: 'test',
    lacking: () => '',
    late: new Map(),
    inFull: true,
  });
}

describe('the head of the summary', () => {
  it('says on both scales for how many indicators the poorest improve fastest, before anything else', async () => {
    const { head } = await screenOf(CELLS);
    const words = head!.join(' ');
    expect(words).toContain('Cheshire and Merseyside');
    expect(words).toMatch(/absolute terms for 1 of 2 indicators; 1 where they are left behind\./);
    expect(words).toMatch(
      /relative terms for 0 of 2 indicators; 1 where they improve, but more slowly, 1 where they are left behind\./,
    );
  });

  it('is of the whole system though only one Place is shown', async () => {
    expect((await screenOf(CELLS, [CODES.halton])).head).toEqual((await screenOf(CELLS)).head);
  });

  it('says so where there is no verdict', async () => {
    const few = CELLS.filter(({ period }) => period === '2023/24');
    expect((await screenOf(few)).head!.join()).toContain(
      'No indicator has both ends of deprivation over time',
    );
  });

  it('marks the indicator on which the two scales disagree, and that one alone', async () => {
    const { blocks } = await screenOf(CELLS);
    const marks = (title: string): string[] => {
      const { rows, columns } = blocks.find(({ heading }) => heading[0]!.text === title)!;
      const at = columns.findIndex((column) => column.title === 'poorest fastest?');
      return [...new Set(rows.map((row) => row[at]!.text))];
    };
    const titleOf = (id: string): string => catalogue.indicators.find((one) => one.id === id)!.title;
    expect(marks(titleOf('obesity-year6'))).toEqual(['poorest fastest *']);
    expect(marks(titleOf('obesity-reception'))).toEqual(['poorest left behind']);
  });
});

describe('the built program', () => {
  it('has the same verdicts in the summary, the table poorest and the manifest', async () => {
    const out = mkdtempSync(join(tmpdir(), 'gapline-scores-'));
    try {
      const rows = CELLS.map((cell) =>
        [cell.subject, cell.place, cell.period, cell.level, cell.count, cell.denominator].join(','),
      );
      const header = 'indicator,place,period,deprivation_quintile,numerator,denominator';
      const stdin = `${[header, ...rows].join('\n')}\n`;
      const { exit } = await gapline(['run', '-', '--view', 'all', '--out', out, '--format', 'json'], {
        stdin,
      });
      expect(exit).toBe(0);
      const read = (name: string) => JSON.parse(readFileSync(join(out, name), 'utf8'));
      const verdicts = new Map<string, string>(
        read('summary.json')
          .filter((row: Verdict) => row.place_code === CODES.system && row.poorest_fastest)
          .map((row: Verdict) => [row.indicator, row.poorest_fastest]),
      );
      const [absolute, relative] = read('manifest.json').poorest_fastest;
      expect([absolute.scale, relative.scale]).toEqual(['absolute', 'relative']);
      expect(absolute.indicators).toBe(verdicts.size);
      expect(verdicts.size).toBeGreaterThan(1);
      for (const [verdict, names] of Object.entries<string[]>(absolute.verdicts))
        for (const name of names) expect(verdicts.get(name)).toBe(verdict);
      const told = read('poorest.json').filter(
        (row: Verdict) =>
          row.place_code === CODES.system &&
          row.deprivation_scheme === 'national-fifths' &&
          row.sex === 'persons',
      );
      for (const { scale, verdicts: byVerdict } of [absolute, relative])
        for (const [verdict, names] of Object.entries<string[]>(byVerdict))
          for (const name of names)
            expect(
              told.some(
                (row: Verdict) => row.indicator === name && row.scale === scale && row.verdict === verdict,
              ),
              `${name}, ${scale}: ${verdict}`,
            ).toBe(true);
    } finally {
      rmSync(out, { recursive: true, force: true });
    }
  });
});

interface Verdict {
  readonly [column: string]: string;
}
