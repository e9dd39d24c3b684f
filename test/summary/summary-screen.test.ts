import { describe, expect, it } from 'vitest';
import { wordsIn } from '../../src/summary/aspiration-headline.ts';
import { scoreboards } from '../../src/summary/scoreboard.ts';
import { summarise } from '../../src/summary/summarise.ts';
import { type SummaryScreenInput, summaryScreen } from '../../src/summary/summary-screen.ts';
import { drawTable } from '../../src/writers/terminal.ts';
import { themeFor } from '../../src/writers/theme.ts';
import { ALL_PLACES, type CellSpec, CODES, catalogue, compute, places } from '../results/fake-cells.ts';
import { tableWith } from '../writers/tables.ts';

const plain = themeFor({}, 'never', {});

/** Seven years of shares in all Places, which change by so many of 100,000 a year. */
function changing(subject: string, perYear: number, areas: readonly string[] = ALL_PLACES): CellSpec[] {
  return Array.from({ length: 7 }, (_, t) => t).flatMap((t) =>
    areas.map((place) => ({
      subject,
      place,
      period: `${2017 + t}/${18 + t}`,
      count: 30_000 + perYear * t,
      denominator: 100_000,
    })),
  );
}

// Two aspirations of the first objective, one of the second, in another order than the board's.
const CELLS = [
  ...changing('cancer-stage-1-2', 1000),
  ...changing('obesity-year6', -1000),
  ...changing('talking-therapies-recovery', 0),
];
const INDICATORS = ['cancer-stage-1-2', 'cancer-62-day', 'obesity-year6', 'talking-therapies-recovery'];

async function screenOf(more: Partial<SummaryScreenInput> = {}, seen: readonly string[] = []) {
  const all = summarise(await compute(CELLS, { indicators: INDICATORS }), 'national-fifths');
  const rows = seen.length === 0 ? all : all.filter(({ measure }) => seen.includes(measure.place));
  return summaryScreen({
    rows,
    scores: scoreboards(all, CODES.system),
    catalogue,
    places,
    data: 'test',
    lacking: (definitions) =>
      definitions.length === 0 ? '' : `counts of ${definitions.map(({ id }) => id).join(', ')}`,
    late: new Map(),
    inFull: false,
    ...more,
  });
}
const drawn = async (width: number, more: Partial<SummaryScreenInput> = {}, seen: readonly string[] = []) =>
  drawTable(tableWith([], [], await screenOf(more, seen)), plain, width).split('\n');

describe('the summary as the board reads it', () => {
  it('goes by objective, aspiration and indicator, whatever the order of the data', async () => {
    const { blocks } = await screenOf();
    const headings = blocks.map(({ heading }) => heading[heading.length - 1]!.text);
    const [first, second] = catalogue.objectives;
    expect(headings).toEqual([
      `Objective 1: ${first!.title}`,
      'obesity',
      'mental-health-services',
      `Objective 2: ${second!.title}`,
      'cancer',
    ]);
  });

  it('has a headline for every aspiration, of a breath each', async () => {
    const { blocks } = await screenOf();
    const leads = blocks.flatMap(({ lead }) => lead ?? []);
    // All Places alike, so that each is as sure as the others: 1,000 of 100,000 a year is far beyond chance.
    expect(leads).toEqual([
      'The share of Year 6 children with obesity fell overall from 2017/18 to 2023/24, and clearly in all 9 Places.',
      'There is no clear change in the share of people who recover after talking therapy from 2017/18 to 2023/24, overall or in any of the 9 Places.',
      'The share of cancers diagnosed early rose overall from 2017/18 to 2023/24, and clearly in all 9 Places.',
    ]);
    for (const lead of leads) expect(wordsIn(lead)).toBeLessThanOrEqual(45);
  });

  it('has a line an indicator, with how many Places go which way', async () => {
    const lines = await drawn(120);
    // 300,000 less 9 times 6,000 of 900,000; 36 %.
    expect(lines.find((line) => line.includes('Obesity in Year 6'))).toMatch(/24\.0 % .*2023\/24 .*9▲ 0▼ 0=/);
    expect(lines.find((line) => line.includes('stage 1 or 2'))).toMatch(/36\.0 % .*2023\/24 .*9▲ 0▼ 0=/);
    expect(lines.find((line) => line.startsWith('  Recovery after talking'))).toMatch(/0▲ 0▼ 9=/);
  });

  it('says what an indicator lacks below its aspiration, and counts it in the scope line', async () => {
    const lines = await drawn(120);
    expect(lines).toContain('  Still needed: counts of cancer-62-day.');
    expect(lines[0]).toContain('3 of 4 indicators');
  });

  it('titles its columns once for each objective, and its lines stand below each other', async () => {
    const lines = await drawn(100);
    const titles = lines.filter((line) => line.startsWith('  indicator '));
    expect(titles).toHaveLength(2);
    expect(titles[0]).toBe(titles[1]);
    const at = titles[0]!.indexOf('Places');
    for (const line of lines.filter((one) => /\d▲/.test(one))) expect(line.slice(at)).toMatch(/^\d▲ \d▼ \d=/);
  });

  it('is of one Place where only one is shown: its limits, and how it has changed', async () => {
    const lines = await drawn(120, {}, [CODES.halton]);
    expect(lines.find((line) => line.includes('Obesity in Year 6'))).toMatch(
      /24\.0 % .*2023\/24 .*23\.7 to 24\.3 .*fell/,
    );
    expect(lines.join(' ').replace(/\s+/g, ' ')).toContain(
      'The share of Year 6 children with obesity fell in Halton from 2017/18 to 2023/24.',
    );
    expect(lines.join(' ')).not.toContain('▲');
  });

  it('has each indicator in full where that is asked for, with what the headline counts', async () => {
    const lines = await drawn(100, { inFull: true });
    const title = lines.findIndex((line) => line.startsWith('Obesity in Year 6'));
    // The heading is too long for one line, so that what the block is of stands below the title.
    expect(lines[title + 1]).toContain('change: since 2017/18');
    expect(lines[title + 2]).toMatch(/^ {2}Place .* change /);
    const places9 = lines.slice(title + 3, title + 12);
    expect(places9.filter((line) => line.includes(' fell'))).toHaveLength(9);
    expect(lines).toContain('  Still needed: counts of cancer-62-day.');
  });

  it('fits screens of 60, 80, 100 and 120 columns, in both forms, without cutting a word', async () => {
    for (const width of [60, 80, 100, 120])
      for (const inFull of [false, true]) {
        const lines = await drawn(width, { inFull });
        for (const line of lines) expect([width, line.length <= width, line]).toEqual([width, true, line]);
        expect(lines.join('\n')).not.toContain('…');
      }
  });

  it('has on a narrow screen what says most: the figure and how many Places go which way', async () => {
    const lines = await drawn(60);
    expect(lines.find((line) => line.includes('Obesity in Year 6'))).toMatch(/24\.0 %\s+.*9▲ 0▼ 0=/);
  });

  it('counts late milestones by the Place whose part they are of', async () => {
    const { lateMilestones } = await import('../../src/summary/late-milestones.ts');
    const of = (place: string, milestoneStatus: string) =>
      ({ indicator: 'set', place, milestoneStatus }) as Parameters<typeof lateMilestones>[0][number];
    const late = lateMilestones(
      [
        of(CODES.southport, 'late'),
        of(CODES.sefton, 'late'),
        of(CODES.halton, 'late'),
        of(CODES.halton, 'reached'),
      ],
      places,
    );
    expect([...late.get('set')!]).toEqual([
      [CODES.sefton, 2],
      [CODES.halton, 1],
    ]);
  });
});
