import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type PipelineResult, runPipeline } from '../../src/pipeline.ts';
import { lateMilestones } from '../../src/summary/late-milestones.ts';
import { milestonesScreen } from '../../src/summary/milestones-screen.ts';
import { milestonesTable } from '../../src/summary/milestones-table.ts';
import { summarise } from '../../src/summary/summarise.ts';
import { summaryScreen } from '../../src/summary/summary-screen.ts';
import { headline, summaryTable } from '../../src/summary/summary-table.ts';
import { drawTable } from '../../src/writers/terminal.ts';
import { themeFor } from '../../src/writers/theme.ts';
import { catalogue, csv, inTempFolder, places, sourceOf } from '../extracts/read-files.ts';

const PARTNERSHIP = 'milestones-place-partnership';
const ENTERPRISE = 'milestones-local-enterprise';
const context = { catalogue, places, confidence: [0.95] };

function runOn(...rows: readonly string[]): Promise<PipelineResult> {
  return inTempFolder((folder) => {
    const path = join(folder, 'milestones.csv');
    writeFileSync(path, csv('place,set,milestone,status,due,reached_on', ...rows));
    return runPipeline({
      source: sourceOf([path]),
      catalogue,
      places,
      aims: () => ({ spc: {}, goal: null }),
      confidence: [0.95],
      asOf: '2024-12-31',
    });
  });
}

const ROWS = [
  `Halton,${PARTNERSHIP},Board meets,reached,2024-01-31,2024-02-12`,
  `Halton,${PARTNERSHIP},Shared budget,started,2024-12-01,`,
  `Halton,${PARTNERSHIP},Teams under one roof,planned,2025-06-30,`,
  `Halton,${PARTNERSHIP},Joint plan,planned,2025-03-31,`,
  `Wirral,${PARTNERSHIP},Board meets,started,2022-01-31,`,
  `Wirral,${PARTNERSHIP},Shared budget,amber,2024-12-01,`,
  `Sefton,${PARTNERSHIP},Board meets,started,2024-12-01,`,
  `Halton,${ENTERPRISE},Plan agreed,reached,,`,
  `Halton,${ENTERPRISE},Second plan,planned,,`,
];

const screenOf = ({ milestones, measures, run }: PipelineResult) =>
  milestonesScreen({ milestones, measures, asOf: run.asOf }, catalogue, places);
const draw = (result: PipelineResult, width: number): string =>
  drawTable(
    { ...milestonesTable(result.milestones, context), screen: screenOf(result) },
    themeFor({}, 'never', {}),
    width,
  );
const textsOf = (rows: readonly (readonly { readonly text: string }[])[]): string[][] =>
  rows.map((cells) => cells.map(({ text }) => text));

describe('milestonesScreen()', () => {
  it('says in its first line as of when, how many are reached, late and not known', async () => {
    expect(screenOf(await runOn(...ROWS)).scope).toBe(
      'Milestones as of 2024-12-31: 2 of 9 reached · 3 late · 1 not known',
    );
  });

  it('has for each list what is late, the longest first, then how far each Place is', async () => {
    const { blocks } = screenOf(await runOn(...ROWS));
    expect(blocks).toHaveLength(3);
    const [late, ofPlaces, enterprise] = blocks;
    // 31 January 2022 to 31 December 2024: 1,065 days; 1 to 31 December: 30.
    expect(textsOf(late!.rows)).toEqual([
      ['Wirral', 'Board meets', '2022-01-31', '1,065'],
      ['Halton', 'Shared budget', '2024-12-01', '30'],
      ['Sefton', 'Board meets', '2024-12-01', '30'],
    ]);
    expect(textsOf(ofPlaces!.rows)).toEqual([
      ['Halton', '1 of 4', '1 late, by 30 days', '2025-03-31 Joint plan'],
      ['Sefton', '0 of 1', '1 late, by 30 days', ''],
    ]);
    expect(ofPlaces!.heading).toEqual([]);
    expect(enterprise!.heading.map(({ text }) => text)[1]).toBe('1 of 2 reached · none late');
    expect(textsOf(enterprise!.rows)).toEqual([['Halton', '1 of 2', '1 without a due date', '']]);
  });

  it('names the Places without a figure, with the reason, and every milestone that is not known', async () => {
    const [, ofPlaces] = screenOf(await runOn(...ROWS)).blocks;
    expect(ofPlaces!.notes).toEqual([
      'Cheshire East, Cheshire West and Chester, Knowsley, Liverpool, St Helens, Warrington: no milestones for this Place',
      'Wirral: a row that it needs was refused',
      'Cheshire and Merseyside: 3 of 9 Places',
      'Wirral, Shared budget: a row of it was refused, so how far it is is not known',
    ]);
  });

  it('says that it cannot be told what is late where there is no day to tell it by', async () => {
    const { milestones, measures } = await runOn(...ROWS);
    const undated = milestones.map((one) => ({
      ...one,
      milestoneStatus: 'started' as const,
      daysLate: null,
    }));
    const { scope, blocks } = milestonesScreen(
      { milestones: undated, measures, asOf: '' },
      catalogue,
      places,
    );
    expect(scope).toBe('Milestones: 0 of 9 reached · how many are late cannot be told');
    expect(blocks[0]!.heading[1]!.text).toMatch(/how many are late cannot be told$/);
  });

  it('says so where there is none', async () => {
    const empty = { milestones: [], measures: [], asOf: '2024-12-31' };
    const screen = milestonesScreen(empty, catalogue, places);
    expect(screen.scope).toBe('Milestones as of 2024-12-31: none in the data that was asked for');
    expect([screen.blocks, screen.footer]).toEqual([[], []]);
  });

  it.each([40, 60, 80, 120])('keeps within %i columns, with how late each is', async (width) => {
    const drawn = draw(await runOn(...ROWS), width);
    for (const line of drawn.split('\n')) expect(line.length, line).toBeLessThanOrEqual(width);
    expect(drawn).toMatch(/1,065/);
    expect(drawn.replaceAll(/\s+/g, ' ')).toContain('Wirral: a row that it needs was refused');
  });
});

describe('milestonesTable()', () => {
  it('has a row each, its days as whole numbers, and a reason where there are none', async () => {
    const { columns, rows } = milestonesTable((await runOn(...ROWS)).milestones, context);
    const at = (name: string): number => columns.findIndex((column) => column.name === name);
    const names = [
      'place',
      'set',
      'milestone',
      'milestone_status',
      'due',
      'reached_on',
      'days_late',
      'status',
    ];
    const shown = rows.map((row) => names.map((name) => row[at(name)]));
    expect(shown.slice(0, 2)).toEqual([
      ['Halton', PARTNERSHIP, 'Board meets', 'reached', '2024-01-31', '2024-02-12', 12, 'ok'],
      ['Halton', PARTNERSHIP, 'Shared budget', 'late', '2024-12-01', null, 30, 'ok'],
    ]);
    expect(columns[at('days_late')]!.type).toBe('integer');
    for (const row of rows) if (row[at('days_late')] === null) expect(row[at('note')]).not.toBeNull();
  });
});

describe('the summary of an indicator that is followed by milestones', () => {
  it('says in words how many are reached and what is late', async () => {
    const result = await runOn(...ROWS);
    const rows = summarise(result, 'national-fifths');
    const wordsOf = (place: string): string =>
      headline(
        rows.find(({ definition, measure }) => definition.id === PARTNERSHIP && measure.place === place)!,
        places,
      );
    expect(wordsOf('E06000006')).toMatch(/^Halton: milestones .+: 1 of 4; 1 late, by 30 days\.$/);
    expect(wordsOf('E08000015')).toMatch(/not shown \(a row that it needs was refused\)\.$/);
    const own = rows.filter(({ definition }) => definition.id === PARTNERSHIP);
    const { columns, rows: cells } = summaryTable(own, context);
    const gap = columns.findIndex(({ name }) => name === 'gap');
    expect(cells.every((row) => row[gap] === null)).toBe(true);
  });

  it('shows counts and no limits on a screen', async () => {
    const result = await runOn(...ROWS);
    const { blocks } = summaryScreen({
      rows: summarise(result, 'national-fifths'),
      scores: [],
      ...context,
      data: 'test',
      lacking: () => '',
      late: lateMilestones(result.milestones, places),
      inFull: true,
    });
    const block = blocks.find(({ columns }) => columns.some(({ title }) => title === 'reached'))!;
    expect(textsOf(block.rows)[0]).toEqual(['Halton', '1 of 4', '1 late, by 30 days']);
    expect(block.notes).toContain('Wirral: a row that it needs was refused');
    // Halton's four and Sefton's one: Wirral's cannot be counted, so that none of them is told as late.
    const aspiration = blocks.find(({ heading }) =>
      heading.some(({ text }) => text === 'place-partnerships'),
    )!;
    expect(aspiration.lead).toBe('1 of 5 milestones reached in 2 of 9 Places; 2 late.');
  });
});
