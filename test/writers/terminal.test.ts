import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawTable } from '../../src/writers/terminal.ts';
import { themeFor } from '../../src/writers/theme.ts';
import { screenWith, tableWith } from './tables.ts';

const plain = themeFor({}, 'never', {});
const coloured = themeFor({}, 'always', {});
const screen = screenWith(
  ['Place', '>%', '>95 % limits (3)', 'v England (1)', '>gap', 'recent trend (2)'],
  [
    ['Halton', '24.0', '21.5 to 26.7', 'worse ▼', '+11.2', 'getting better'],
    ['Cheshire West and Chester', '8.5', '7.0 to 10.3', 'better ▲', '−0.6', 'no clear change'],
  ],
);
const draw = (width: number, theme = plain): string[] =>
  drawTable(tableWith([], [], screen), theme, width).split('\n');

describe('drawTable()', () => {
  it('aligns text left and figures right', () => {
    expect(draw(100)).toEqual([
      'what, where, when',
      '',
      '  Place                         %   95 % limits  v England    gap  recent trend',
      '  Halton                     24.0  21.5 to 26.7  worse ▼    +11.2  getting better',
      '  Cheshire West and Chester   8.5   7.0 to 10.3  better ▲    −0.6  no clear change',
      '',
      '',
    ]);
  });

  it('at 60 columns drops limits, then the trend, and says so', () => {
    const lines = draw(60);
    expect(lines.slice(2, 5)).toEqual([
      '  Place                         %  v England    gap',
      '  Halton                     24.0  worse ▼    +11.2',
      '  Cheshire West and Chester   8.5  better ▲    −0.6',
    ]);
    expect(lines).toContain('Left out to fit 60 columns: 95 % limits, recent trend.');
  });

  it('at 40 columns writes a block a row, with everything in it', () => {
    const lines = draw(40);
    expect(lines.slice(2, 8)).toEqual([
      '  Halton',
      '    %: 24.0',
      '    95 % limits: 21.5 to 26.7',
      '    v England: worse ▼',
      '    gap: +11.2',
      '    recent trend: getting better',
    ]);
    expect(lines.join('\n')).not.toContain('Left out');
  });

  it('drops nothing where there is room, and says nothing of it', () => {
    expect(draw(100).join('\n')).not.toContain('Left out');
  });

  it('what is left out is always named: no column goes in silence', () => {
    const titles = ['Place', '%', '95 % limits', 'v England', 'gap', 'recent trend'];
    for (let width = 50; width <= 120; width++) {
      const text = draw(width).join('\n').replace(/\s+/g, ' ');
      for (const title of titles) expect(text).toContain(title);
    }
  });

  it('no line is wider than the screen', () => {
    for (let width = 52; width <= 120; width++) {
      for (const line of draw(width))
        expect([width, line.length <= width, line]).toEqual([width, true, line]);
    }
  });

  it('nor is a line of a block on a narrow screen, as long as it has spaces to break at', () => {
    const title = 'Hospital admissions for alcohol-specific conditions';
    const table = tableWith(['id', 'title'], [['alcohol', title]]);
    const lines = drawTable(table, plain, 40).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(40);
    expect(lines.join(' ').replace(/\s+/g, ' ')).toContain(title);
  });

  it('a table whose columns cannot be dropped and do not fit is still no wider than the screen', () => {
    const long = screenWith(
      ['file', 'what it is', '>rows'],
      [['a/rather/long/path/to/a/file-of-deaths.csv', 'Waiting lists by weeks waited', '20']],
    );
    const lines = drawTable(tableWith([], [], long), plain, 60).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60);
    expect(lines.join(' ').replace(/\s+/g, ' ')).toMatch(/deaths\.csv|…/);
  });

  it('leaves columns out of the block that is too wide for them, and says that it is of some tables', () => {
    const wide = screenWith(['Place', '>limits (1)'], [['x'.repeat(45), '1 to 2']]).blocks;
    const narrow = screenWith(['Place', '>limits (1)'], [['y', '3 to 4']]).blocks;
    const text = drawTable(tableWith([], [], { ...screen, blocks: [...wide, ...narrow] }), plain, 52);
    expect(text).not.toContain('1 to 2');
    expect(text).toContain('3 to 4');
    expect(text).toContain('Left out of some tables to fit 52 columns: limits.');
  });

  it('draws blocks that are to be alike as one table: the same columns, as wide, titled where they are', () => {
    const block = (text: string, more = {}) =>
      screenWith(['Place', '>limits (1)', '>n'], [[text, '1 to 2', '7']], { alike: 'all', ...more }).blocks;
    const blocks = [...block('a'), ...block('b'.repeat(20), { untitled: true })];
    const lines = drawTable(tableWith([], [], { ...screen, blocks }), plain, 60).split('\n');
    expect(lines.slice(2, 6)).toEqual([
      '  Place                 limits  n',
      '  a                     1 to 2  7',
      '',
      `  ${'b'.repeat(20)}  1 to 2  7`,
    ]);
    const tooWide = [...block('a'), ...block('b'.repeat(45), { untitled: true })];
    const text = drawTable(tableWith([], [], { ...screen, blocks: tooWide }), plain, 52);
    expect(text).not.toContain('1 to 2');
    expect(text).toContain('Left out to fit 52 columns: limits.');
  });

  it('takes room from columns that can give it before it cuts others', () => {
    const columns = [
      { title: 'id', align: 'left' as const, dropFirst: 0 },
      { title: 'words', align: 'left' as const, dropFirst: 0, wraps: true, shrinkTo: 10 },
    ];
    const rows = [[{ text: 'an-id-that-is-not-to-be-cut-anywhere' }, { text: 'some words that go on' }]];
    const text = drawTable(
      tableWith([], [], { ...screen, blocks: [{ heading: [], columns, rows, notes: [] }] }),
      plain,
      52,
    );
    expect(text).toContain('an-id-that-is-not-to-be-cut-anywhere  some words');
    expect(text).not.toContain('…');
  });

  it('says what a block comes to below its heading, wrapped, and in words that cannot steer the terminal', () => {
    const heading = [{ text: 'Heading' }];
    const lead = `What it comes to, \u001b[31min words that are longer than the screen is wide.`;
    const blocks = [{ heading, lead, columns: [], rows: [], notes: ['a note'] }];
    expect(
      drawTable(tableWith([], [], { ...screen, blocks }), plain, 60)
        .split('\n')
        .slice(2, 6),
    ).toEqual([
      'Heading',
      '  What it comes to, \\x1b[31min words that are longer than',
      '  the screen is wide.',
      '  a note',
    ]);
  });

  it('marks text that it cuts with an ellipsis', () => {
    const lines = drawTable(tableWith([], [], screenWith(['Place'], [['z'.repeat(90)]])), plain, 100).split(
      '\n',
    );
    expect(lines[3]).toMatch(/^ {2}z{59}…$/);
  });

  it('has no escape codes without colour, and the same text with it', () => {
    const bare = drawTable(tableWith([], [], screen), plain, 80);
    const bright = drawTable(tableWith([], [], screen), coloured, 80);
    expect(bare).not.toContain('\u001b');
    expect(bright).toContain('\u001b[');
    expect(bright.replace(/\u001b\[\d+m/g, '')).toBe(bare);
  });

  it('no colour runs on past the end of a line', () => {
    for (const line of drawTable(tableWith([], [], screen), coloured, 60).split('\n')) {
      const codes = line.match(/\u001b\[\d+m/g) ?? [];
      expect(codes.length % 2).toBe(0);
    }
  });

  it('notes and the footer are wrapped, and their indent kept', () => {
    const note = 'Knowsley, Liverpool, St Helens, Warrington, Wirral: no data for this place and period';
    const noted = screenWith(['Place'], [['Halton']], { notes: [note] });
    const lines = drawTable(tableWith([], [], { ...noted, footer: [note] }), plain, 60).split('\n');
    expect(lines.slice(4, 6)).toEqual([
      '  Knowsley, Liverpool, St Helens, Warrington, Wirral: no',
      '  data for this place and period',
    ]);
    expect(lines.slice(7, 9)).toEqual([
      'Knowsley, Liverpool, St Helens, Warrington, Wirral: no data',
      'for this place and period',
    ]);
  });

  it('a table without a screen is drawn with its columns, empty cells as a dash', () => {
    const lines = drawTable(
      tableWith(
        ['name', 'value#'],
        [
          ['a', 1234.5678],
          ['b', null],
        ],
      ),
      plain,
      80,
    ).split('\n');
    expect(lines).toEqual([
      'Test: 2 rows',
      '',
      '  name    value',
      '  a     1234.57',
      '  b           –',
      '',
      '',
    ]);
  });

  it('a table without rows is drawn', () => {
    expect(drawTable(tableWith(['name'], []), plain, 80)).toContain('Test: 0 rows');
  });

  it('control characters in a cell cannot steer the terminal or break the table', () => {
    const names = ['a\u001b[31mb', 'two\nlines', 'tab\there', '\u009b31m'];
    const text = drawTable(
      tableWith(
        ['name', 'value#'],
        names.map((name) => [name, 1]),
      ),
      plain,
      80,
    );
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    expect(text.split('\n')).toHaveLength(2 + 1 + names.length + 2);
  });

  it('draws any table at any width without throwing and without trailing spaces', () => {
    const name = fc.stringMatching(/^[a-zA-Z0-9]{1,70}$/);
    const value = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(name, value), { maxLength: 8 }),
        fc.integer({ min: 20, max: 200 }),
        (cells, width) => {
          const lines = drawTable(tableWith(['name', 'value#'], cells), plain, width).split('\n');
          for (const line of lines) expect(line).toBe(line.trimEnd());
        },
      ),
      { numRuns: 50 },
    );
  });
});
