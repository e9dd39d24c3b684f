import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { STATE } from '../../src/cells/cell.ts';
import { runPipeline } from '../../src/pipeline.ts';
import { type ProblemCode, problemKinds } from '../../src/problems/catalogue.ts';
import type { Problem } from '../../src/problems/problem.ts';
import { problemLine } from '../../src/problems/render.ts';
import {
  catalogue,
  cellText,
  inTempFolder,
  places,
  type Reading,
  readFiles,
  sourceOf,
} from '../extracts/read-files.ts';

const folder = relative(process.cwd(), fileURLToPath(new URL('../../fixtures/bad/', import.meta.url)));
const inFolder = (name: string): string => join(folder, name);

/** Where a problem is, what it says and how to mend it; the catalogue's own fix where none is given. */
type Expected = readonly [at: string, message: string, fix?: string];

interface BadFixture {
  readonly code: ProblemCode;
  /** Files read in this order; the first carries the problem. */
  readonly files: readonly string[];
  readonly problems: readonly Expected[];
  /** Rows, those used and those refused, of the first file. */
  readonly rows: readonly [rows: number, used: number, refused: number];
  /** Usable cells of all files, in the order of their text. */
  readonly cells: readonly string[];
}

const HALTON_31 = 'deaths E06000006 2023 female 65-74 = 31';
const SEFTON_57 = 'deaths E08000014 2023 female 65-74 = 57';

const FIXTURES: readonly BadFixture[] = [
  {
    code: 'unknown-place',
    files: ['unknown-place.csv'],
    problems: [
      ['3:place', '"Knowlsey" is not one of the known Places', 'did you mean "Knowsley"?'],
      ['6:place', '"Atlantis" is not one of the known Places'],
    ],
    rows: [5, 3, 2],
    cells: [HALTON_31, 'deaths E08000012 2023 female 65-74 = 102', 'deaths E08000013 2023 male 65-74 = 58'],
  },
  {
    code: 'unknown-small-area',
    files: ['unknown-small-area.csv', 'unknown-small-area-deprivation.csv'],
    problems: [
      ['3:lsoa', '"E01990003" is not in the deprivation extract'],
      ['4:lsoa', '"E0199002" is not an LSOA code', 'write the code, such as E01012367'],
    ],
    rows: [4, 2, 2],
    // Rank 1,200 of 32,844 is in the first tenth, 9,000 (27.4 %) in the third, which is the second fifth.
    cells: [
      'deaths E06000006 2023 female 65-74 = 4',
      'deaths E06000006 2023 male 65-74 = 3',
      'deaths E06000006 2023 female 65-74 national-fifths 1 = 4',
      'deaths E06000006 2023 male 65-74 national-fifths 2 = 3',
      'small-areas E06000006 2019 persons 0+ = 2',
      'small-areas E06000006 2019 persons 0+ national-tenths 1 = 1',
      'small-areas E06000006 2019 persons 0+ national-tenths 3 = 1',
    ],
  },
  {
    code: 'no-deprivation-extract',
    files: ['no-deprivation-extract.csv'],
    problems: [
      ['2:lsoa', 'nothing tells where "E01990001" is'],
      ['3:lsoa', 'nothing tells where "E01990002" is'],
    ],
    rows: [2, 0, 2],
    cells: [],
  },
  {
    code: 'empty-file',
    files: ['empty-file.csv'],
    problems: [['', 'the file has a header row and nothing below it']],
    rows: [0, 0, 0],
    cells: [],
  },
  {
    code: 'not-text',
    files: ['not-text.csv'],
    problems: [['', 'the content is binary or UTF-16, not CSV in UTF-8']],
    rows: [0, 0, 0],
    cells: [],
  },
  {
    code: 'unrecognised-file',
    files: ['unrecognised-file.csv'],
    problems: [['1', 'no format has the columns ward, councillor, party, votes, turnout, seats, …']],
    rows: [0, 0, 0],
    cells: [],
  },
  {
    code: 'ambiguous-file',
    files: ['ambiguous-file.csv'],
    problems: [
      [
        '1',
        'the file could be "ONS deaths by local authority, 2014" or "ONS population by local authority, mid-2014"',
      ],
    ],
    rows: [0, 0, 0],
    cells: [],
  },
  {
    code: 'missing-column',
    files: ['missing-column.csv'],
    problems: [
      [
        '1',
        'the file looks like "Counts (canonical)" but has no column denominator',
        'add denominator, or rename the column that holds it.',
      ],
    ],
    rows: [0, 0, 0],
    cells: [],
  },
  {
    code: 'duplicate-column',
    files: ['duplicate-column.csv'],
    problems: [['1:deaths', '"deaths" stands twice in the header']],
    rows: [0, 0, 0],
    cells: [],
  },
  {
    code: 'unused-column',
    files: ['unused-column.csv'],
    problems: [['1:checked_by', 'the column "checked_by" is not used']],
    rows: [2, 2, 0],
    cells: [HALTON_31, SEFTON_57],
  },
  {
    code: 'rows-set-aside',
    files: ['rows-set-aside.csv'],
    problems: [['', '2 rows set aside: other areas']],
    rows: [3, 3, 0],
    cells: [HALTON_31],
  },
  {
    code: 'not-utf8',
    files: ['not-utf8.csv'],
    problems: [['', 'the text is not UTF-8; read as Windows-1252']],
    rows: [2, 2, 0],
    cells: [HALTON_31, 'deaths E08000013 2023 female 65-74 = 58'],
  },
  {
    code: 'period-assumed',
    files: ['period-assumed.csv'],
    problems: [['', 'the file names no period; it is taken for the published tables of 2014']],
    rows: [4, 4, 0],
    cells: [
      'deaths E06000006 2014 female 5-14 = 1',
      'deaths E06000006 2014 female 65-74 = 40',
      'deaths E08000013 2014 female 5-14 = 2',
      'deaths E08000013 2014 female 65-74 = 55',
    ],
  },
  {
    code: 'ragged-row',
    files: ['ragged-row.csv'],
    problems: [
      ['3', 'the row has 6 fields where the header has 5'],
      ['5', 'the row has 3 fields where the header has 5'],
    ],
    rows: [4, 2, 2],
    cells: [HALTON_31, SEFTON_57],
  },
  {
    code: 'unclosed-quote',
    files: ['unclosed-quote.csv'],
    problems: [['3', 'a quote that starts here is never closed']],
    // What the quote swallowed is one record, whatever lines it held.
    rows: [2, 1, 1],
    cells: [HALTON_31],
  },
  {
    code: 'unknown-period',
    files: ['unknown-period.csv'],
    problems: [
      ['3:period', '"2023-13" is not a period'],
      ['4:period', '"spring 2023" is not a period'],
    ],
    rows: [4, 2, 2],
    cells: [HALTON_31, 'deaths E08000015 2023-04 female 65-74 = 6'],
  },
  {
    code: 'future-period',
    files: ['future-period.csv'],
    problems: [['3:period', '2199 begins after today']],
    rows: [3, 3, 0],
    cells: [HALTON_31, 'deaths E06000006 2199 female 65-74 = 30', 'deaths E08000014 2199 female 65-74 = 56'],
  },
  {
    code: 'unknown-sex',
    files: ['unknown-sex.csv'],
    problems: [['3:sex', '"femail" is not a sex']],
    rows: [4, 3, 1],
    cells: [HALTON_31, 'deaths E08000014 2023 male 65-74 = 57', 'deaths E08000015 2023 persons 65-74 = 60'],
  },
  {
    code: 'unknown-age',
    files: ['unknown-age.csv'],
    problems: [
      ['3:age_band', '"pensioner" is neither an age nor an age band'],
      ['5:age_band', '"74-65" is neither an age nor an age band'],
    ],
    rows: [4, 2, 2],
    cells: [HALTON_31, 'deaths E08000014 2023 female 90+ = 57'],
  },
  {
    code: 'unknown-deprivation',
    files: ['unknown-deprivation.csv'],
    problems: [
      ['3:deprivation_quintile', '"6" is not one of 1 to 5'],
      ['5:deprivation_quintile', '"most deprived" is not one of 1 to 5'],
    ],
    rows: [4, 2, 2],
    cells: [
      'deaths E06000006 2023 female 65-74 national-fifths 1 = 31',
      'deaths E08000014 2023 female 65-74 national-fifths 5 = 57',
    ],
  },
  {
    code: 'unknown-cause',
    files: ['unknown-cause.csv'],
    problems: [['3:icd10', '"heart attack" is not an ICD-10 code']],
    rows: [3, 2, 1],
    cells: [
      'deaths E06000006 2023 female 65-74 I219 = 31',
      'deaths E08000014 2023 female 65-74 C00-C97 = 57',
    ],
  },
  {
    code: 'unknown-indicator',
    files: ['unknown-indicator.csv'],
    problems: [
      ['3:indicator', '"obesity-year-6" is not an indicator', 'did you mean "obesity-year6"?'],
      ['4:indicator', '"happiness" is not an indicator'],
    ],
    rows: [3, 1, 2],
    cells: ['obesity-year6 E06000006 2022/23 persons 0+ = 310 of 1240'],
  },
  {
    code: 'unknown-service',
    files: ['unknown-service.csv'],
    problems: [['3:service', '"rrt" is not a waiting list', 'did you mean "rtt"?']],
    rows: [3, 2, 1],
    cells: [
      'rtt E06000006 2024-01 persons 0+ weeks 0-18 = 5200',
      'rtt E06000006 2024-01 persons 0+ weeks 18+ = 2100',
    ],
  },
  {
    code: 'unknown-band',
    files: ['unknown-band.csv'],
    problems: [
      ['3:weeks_from', '"eighteen" is not a number of weeks'],
      ['4:weeks_from', 'the start of the band is blank'],
      ['5:weeks_to', '18 to 17 weeks is no band'],
    ],
    rows: [5, 2, 3],
    cells: [
      'rtt E06000006 2024-01 persons 0+ weeks 0-18 = 5200',
      'rtt E06000006 2024-01 persons 0+ weeks 18+ = 2100',
    ],
  },
  {
    code: 'blank-value',
    files: ['blank-value.csv'],
    problems: [
      ['3:deaths', 'the figure is blank'],
      ['4:period', 'the period is blank'],
    ],
    rows: [4, 2, 2],
    cells: [HALTON_31, 'deaths E08000015 2023 female 65-74 = 0'],
  },
  {
    code: 'negative-value',
    files: ['negative-value.csv'],
    problems: [['3:deaths', '"-44" is below zero']],
    rows: [3, 2, 1],
    cells: [HALTON_31, SEFTON_57],
  },
  {
    code: 'not-a-number',
    files: ['not-a-number.csv'],
    problems: [
      ['3:deaths', '"4x" is not a number'],
      ['4:deaths', '"12%" is a percentage, not a count'],
      ['6:deaths', '"10,60" is not a number'],
    ],
    rows: [5, 2, 3],
    cells: [HALTON_31, 'deaths E08000015 2023 female 65-74 = 1060'],
  },
  {
    code: 'count-above-denominator',
    files: ['count-above-denominator.csv'],
    problems: [['3:numerator', '52 is more than its denominator 40']],
    rows: [3, 2, 1],
    cells: [
      'obesity-year6 E06000006 2022/23 persons 0+ = 310 of 1240',
      'obesity-year6 E08000014 2022/23 persons 0+ = 40 of 40',
    ],
  },
  {
    code: 'limits-out-of-order',
    files: ['limits-out-of-order.csv'],
    problems: [
      ['3:value', '16.2 is not between its limits 16.9 and 18'],
      ['4:value', '12.5 is not between its limits 14 and 11'],
    ],
    rows: [4, 2, 2],
    cells: [
      'smoking-adult E06000006 2022 persons 0+ = value 15.1',
      'smoking-adult E08000015 2022 persons 0+ = value 11.8',
    ],
  },
  {
    code: 'total-mismatch',
    files: ['total-mismatch.csv'],
    problems: [['3:Total All', 'the cells of the row sum to 15, its total says "16"']],
    rows: [3, 2, 1],
    cells: [
      'rtt E06000006 2024-01 persons 0+ weeks 0-1 = 12',
      'rtt E06000006 2024-01 persons 0+ weeks 1+ = 30',
      'rtt E08000011 2024-01 persons 0+ weeks 0-1 = 0',
      'rtt E08000011 2024-01 persons 0+ weeks 1+ = 7',
    ],
  },
  {
    code: 'suppressed-value',
    files: ['suppressed-value.csv'],
    problems: [
      ['3:deaths', '"*" is a figure hidden by its source'],
      ['4:deaths', '"<5" is a figure hidden by its source'],
    ],
    rows: [3, 3, 0],
    cells: [
      HALTON_31,
      'deaths E08000011 2023 female 15-19 = suppressed',
      'deaths E08000014 2023 female 15-19 = suppressed',
    ],
  },
  {
    code: 'not-available-value',
    files: ['not-available-value.csv'],
    problems: [
      ['3:deaths', '":" means that there is no figure'],
      ['4:deaths', '"NA" means that there is no figure'],
    ],
    rows: [3, 3, 0],
    cells: [
      HALTON_31,
      'deaths E08000011 2023 female 65-74 = not-available',
      'deaths E08000014 2023 female 65-74 = not-available',
    ],
  },
  {
    code: 'unreliable-value',
    files: ['unreliable-value.csv'],
    problems: [
      ['3:value', '"u" means that the figure is unreliable'],
      ['4:value', '"[u]" means that the figure is unreliable'],
    ],
    rows: [3, 3, 0],
    cells: [
      'smoking-adult E06000006 2022 persons 0+ = value 15.1',
      'smoking-adult E08000011 2022 persons 0+ = not-available',
      'smoking-adult E08000014 2022 persons 0+ = not-available',
    ],
  },
  {
    code: 'duplicate-cell',
    files: ['duplicate-cell.csv'],
    problems: [['4', 'the row repeats line 2; it is counted once']],
    rows: [3, 3, 0],
    cells: [HALTON_31, SEFTON_57],
  },
  {
    code: 'conflicting-cell',
    files: ['conflicting-cell.csv'],
    problems: [['4', 'the row gives the cell of line 2 another figure, so neither is used']],
    rows: [3, 2, 1],
    cells: [SEFTON_57],
  },
];

/** Codes that no one file can show; each is made in a temporary folder below. */
const GENERATED: readonly ProblemCode[] = ['unreadable-file', 'file-not-read', 'duplicate-file'];
/** Codes of what only a whole run can tell. */
const OF_A_RUN: readonly ProblemCode[] = ['population-missing', 'scheme-not-possible'];
/** Codes that need no bad file, each with the reason. */
const EXEMPT: Partial<Record<ProblemCode, string>> = {};

const withoutStop = (text: string): string => text.replace(/\.$/, '');

function pathAndPlace(file: string, at: string): string {
  return at === '' ? file : `${file}:${at}`;
}

function placeOf({ file, line, column }: Problem): string {
  return [file, line, column].filter((part) => part !== null).join(':');
}

function usableCells({ cells }: Reading): string[] {
  return cells
    .filter(({ state }) => state !== STATE.refused)
    .map(cellText)
    .sort();
}

describe('every problem of the catalogue', () => {
  it.each(Object.keys(problemKinds) as ProblemCode[])(
    '%s has a bad file, or a reason to have none',
    (code) => {
      const shown = [...FIXTURES.map((fixture) => fixture.code), ...GENERATED, ...OF_A_RUN];
      expect(shown.includes(code) !== code in EXEMPT).toBe(true);
    },
  );

  it('says in its title, what is wrong and the fix what an analyst needs', () => {
    for (const [code, { title, wrong, fix }] of Object.entries(problemKinds)) {
      expect(title, code).toMatch(/^[A-Z].*[^.]$/);
      expect(wrong, code).toMatch(/^[A-Z].*\.$/);
      // "Fix: check the path."
      expect(fix, code).toMatch(/^[a-z].*\.$/);
    }
  });
});

describe('fixtures/bad', () => {
  it('lists every file in its README, and no other', () => {
    const readme = readFileSync(inFolder('README.md'), 'utf8');
    const files = readdirSync(folder).filter((name) => name.endsWith('.csv'));
    const listed = new Set([...readme.matchAll(/`([a-z0-9-]+\.csv)`/g)].map(([, name]) => name!));
    expect([...listed].sort()).toEqual(files.sort());
    expect(readme).toContain('SYNTHETIC');
  });

  it.each(FIXTURES.map((fixture) => [fixture.code, fixture] as const))(
    '%s is found where it is, with its value and its fix, and costs no good row',
    async (code, { files, problems, rows, cells }) => {
      const paths = files.map(inFolder);
      const reading = await readFiles(paths);
      const expected = problems.map(([at, message, fix]) => ({
        code,
        severity: problemKinds[code].severity,
        at: pathAndPlace(paths[0]!, at),
        message,
        fix: withoutStop(fix ?? problemKinds[code].fix),
      }));
      expect(
        reading.problems.map((one) => ({
          code: one.code,
          severity: one.severity,
          at: placeOf(one),
          message: one.message,
          fix: withoutStop(one.fix),
        })),
      ).toEqual(expected);
      const account = reading.files.find(({ path }) => path === paths[0])!;
      expect([account.rows, account.used, account.refused]).toEqual(rows);
      expect(account.rows).toBe(account.used + account.refused);
      expect(usableCells(reading)).toEqual([...cells].sort());
    },
  );

  it('is shown on the screen as file, line, column, severity, code, what is wrong and the fix', async () => {
    const { problems } = await readFiles([inFolder('unknown-place.csv')]);
    expect(problemLine(problems[0]!)).toBe(
      `${inFolder('unknown-place.csv')}:3:place: error[unknown-place] "Knowlsey" is not one of the known Places. ` +
        'Fix: did you mean "Knowsley"?',
    );
  });
});

describe('problems that are made rather than kept', () => {
  it('unreadable-file names a path that leads nowhere and reads the others', async () => {
    const path = inFolder('no-such-file.csv');
    const { problems, cells } = await readFiles([path, inFolder('unused-column.csv')]);
    expect(problems[0]).toMatchObject({
      code: 'unreadable-file',
      file: path,
      line: null,
      message: 'there is no such file or folder',
      fix: problemKinds['unreadable-file'].fix,
    });
    expect(cells).toHaveLength(2);
  });

  it('file-not-read names the workbook of a folder and reads the extract beside it', async () => {
    await inTempFolder(async (temp) => {
      writeFileSync(join(temp, 'figures.xlsx'), 'PK');
      copyFileSync(inFolder('unknown-sex.csv'), join(temp, 'deaths.csv'));
      const { problems, files } = await readFiles([temp]);
      expect(problems.map(({ code, file }) => [code, basename(file)])).toEqual([
        ['file-not-read', 'figures.xlsx'],
        ['unknown-sex', 'deaths.csv'],
      ]);
      expect(files.map(({ rows, used, refused }) => [rows, used, refused])).toEqual([[4, 3, 1]]);
    });
  });

  it('duplicate-file names the copy, whatever it is called, and counts the content once', async () => {
    await inTempFolder(async (temp) => {
      copyFileSync(inFolder('conflicting-cell.csv'), join(temp, 'a.csv'));
      copyFileSync(inFolder('conflicting-cell.csv'), join(temp, 'b.csv'));
      const reading = await readFiles([temp]);
      const copies = reading.problems.filter(({ code }) => code === 'duplicate-file');
      expect(copies.map(({ file, message }) => [basename(file), message])).toEqual([
        ['b.csv', `the content is that of ${join(temp, 'a.csv')}; it is counted once`],
      ]);
      expect(usableCells(reading)).toEqual([SEFTON_57]);
    });
  });
});

describe('problems that only a run can find', () => {
  async function runOf(file: string, scheme: 'national-fifths' | 'place-fifths'): Promise<Problem[]> {
    const source = sourceOf([inFolder(file)], scheme);
    const result = await runPipeline({ source, catalogue, places, confidence: [0.95] });
    return result.problems.all();
  }

  it('population-missing names the file, the line and the indicators that lack people', async () => {
    const problems = await runOf('population-missing.csv', 'national-fifths');
    expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(['population-missing']));
    const first = problems.find(({ message }) => message.includes('mortality-u75'))!;
    expect(placeOf(first)).toBe(`${inFolder('population-missing.csv')}:2`);
    expect(first.message).toBe(
      'Halton has deaths in 2023 but no population, so mortality-u75 is not computed',
    );
    expect(first.fix).toBe(problemKinds['population-missing'].fix);
  });

  it('scheme-not-possible says that national groups cannot become fifths of a Place', async () => {
    const problems = await runOf('scheme-not-possible.csv', 'place-fifths');
    const found = problems.filter(({ code }) => code === 'scheme-not-possible');
    expect(found).toHaveLength(1);
    expect(found[0]!.file).toBe(inFolder('scheme-not-possible.csv'));
  });
});

describe('awkward files that are right', () => {
  const names = existsSync(inFolder('awkward')) ? readdirSync(inFolder('awkward')) : [];
  const headerLine = (name: string): number => (name.startsWith('blank-lines') ? 3 : 1);

  it('are at least a dozen', () => {
    expect(names.length).toBeGreaterThanOrEqual(12);
  });

  it.each(names)('%s gives the cells of plain.csv', async (name) => {
    const reading = await readFiles([inFolder(`awkward/${name}`)]);
    expect(usableCells(reading)).toEqual([
      HALTON_31,
      'deaths E08000011 2023 female 65-74 = 44',
      SEFTON_57,
      'deaths E08000015 2023 female 65-74 = 1060',
    ]);
    const blank = name === 'blank-rows.csv' ? 4 : 0;
    const [account] = reading.files;
    expect([account!.rows, account!.used, account!.refused]).toEqual([4 + blank, 4 + blank, 0]);
    expect(account!.setAside).toEqual(blank ? [{ because: 'blank rows', rows: blank }] : []);
    const notes = reading.problems.filter(({ code }) => code !== 'rows-set-aside');
    expect(notes.map((one) => `${one.line}:${one.column} ${one.code}`)).toEqual([
      `${headerLine(name)}:note unused-column`,
    ]);
  });

  it('keep the lines of their records, whatever the line ends and however many lines a record takes', async () => {
    const lines = async (name: string): Promise<number[]> =>
      (await readFiles([inFolder(`awkward/${name}`)])).cells.map(({ line }) => line);
    expect(await lines('plain.csv')).toEqual([2, 3, 4, 5]);
    expect(await lines('crlf.csv')).toEqual([2, 3, 4, 5]);
    expect(await lines('lone-cr.csv')).toEqual([2, 3, 4, 5]);
    expect(await lines('with-bom.csv')).toEqual([2, 3, 4, 5]);
    // Two lines before the header, one between each two rows.
    expect(await lines('blank-lines.csv')).toEqual([5, 7, 9, 11]);
    // The first row takes two lines, the third three.
    expect(await lines('quoted-line-breaks.csv')).toEqual([2, 4, 5, 8]);
    expect(await lines('quoted-line-breaks-crlf.csv')).toEqual([2, 4, 5, 8]);
  });
});
