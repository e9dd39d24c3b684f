import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { STATE } from '../../src/cells/cell.ts';
import { runPipeline } from '../../src/pipeline.ts';
import { type ProblemCode, problemKinds } from '../../src/problems/catalogue.ts';
import type { Problem } from '../../src/problems/problem.ts';
import { problemLine } from '../../src/problems/render.ts';
import {
  catalogue,
  cellText,
  csv,
  inTempFolder,
  located,
  milestoneText,
  places,
  type Reading,
  readFiles,
  readText,
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
  /** Problems of other codes that come with it, each as file, line, column and code. */
  readonly besides?: readonly string[];
  /** Rows, those used and those refused, of the first file. */
  readonly rows: readonly [rows: number, used: number, refused: number];
  /** Usable cells of all files, in the order of their text. */
  readonly cells: readonly string[];
  /** Usable milestones, in the order of their text. */
  readonly milestones?: readonly string[];
}

const HALTON_31 = 'deaths E06000006 2023 female 65-74 = 31';
const SEFTON_57 = 'deaths E08000014 2023 female 65-74 = 57';
/** Ranks 1,200, 9,000 and 30,000 of 32,844 are in the first, the third and the last tenth. */
const THREE_AREAS = [
  'small-areas E06000006 2019 persons 0+ = 3',
  'small-areas E06000006 2019 persons 0+ national-tenths 1 = 1',
  'small-areas E06000006 2019 persons 0+ national-tenths 10 = 1',
  'small-areas E06000006 2019 persons 0+ national-tenths 3 = 1',
];

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
    code: 'unknown-status',
    files: ['unknown-status.csv'],
    problems: [
      ['3:status', '"Completed" is not a status of a milestone', 'did you mean "reached"?'],
      ['4:status', '"statred" is not a status of a milestone', 'did you mean "started"?'],
      ['5:status', '"amber" is not a status of a milestone'],
    ],
    rows: [5, 2, 3],
    cells: [],
    milestones: [
      'E06000006 milestones-place-partnership "Partnership board meets" reached due 2023-03-31',
      'E08000015 milestones-place-partnership "Partnership board meets" started due 2023-03-31',
    ],
  },
  {
    code: 'not-a-date',
    files: ['not-a-date.csv'],
    problems: [
      ['3:due', '"31/06/2024" is not a date'],
      ['4:reached_on', '"2023-04" is more than a day', 'write the day, such as 2023-04-30'],
      ['5:due', '"TBC" is not a date'],
    ],
    rows: [5, 2, 3],
    cells: [],
    milestones: [
      'E06000006 milestones-place-partnership "Partnership board meets" reached due 2023-03-31 on 2023-04-12',
      'E08000015 milestones-place-partnership "Partnership board meets" planned',
    ],
  },
  {
    code: 'status-against-date',
    files: ['status-against-date.csv'],
    problems: [
      ['2:reached_on', 'the milestone is started, and was reached on 2023-04-12'],
      ['3:reached_on', '2199-04-12 is still to come, so nothing can have been reached on it'],
    ],
    rows: [3, 1, 2],
    cells: [],
    milestones: [
      'E08000015 milestones-place-partnership "Partnership board meets" reached due 2023-03-31 on 2023-04-12',
    ],
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
    code: 'wrong-vintage',
    files: ['wrong-vintage.csv', 'wrong-vintage-deprivation.csv'],
    // Once, at the first row: every other row would say the same.
    problems: [['2:lsoa21', '"E01990001" is an LSOA of another year than the deprivation extract\'s']],
    rows: [2, 0, 2],
    cells: THREE_AREAS,
  },
  {
    code: 'wrong-vintage',
    files: ['wrong-vintage-new-codes.csv', 'wrong-vintage-deprivation.csv'],
    problems: [['3:lsoa', '"E01034101" is an LSOA of another year than the deprivation extract\'s']],
    rows: [3, 0, 3],
    cells: THREE_AREAS,
  },
  {
    code: 'redrawn-area',
    files: ['redrawn-area.csv', 'redrawn-area-deprivation.csv', 'redrawn-area-lookup.csv'],
    problems: [
      [
        '2:lsoa',
        '"E01034101" goes back to E01990001, E01990002, so it counts in its Place and in no deprivation group',
      ],
    ],
    rows: [3, 3, 0],
    // E01990003 is as it was, in the last tenth; E01034102 goes back to one area of the third tenth.
    cells: [
      'deaths E06000006 2023 female 65-74 = 9',
      'deaths E06000006 2023 female 65-74 national-fifths -1 = 4',
      'deaths E06000006 2023 female 65-74 national-fifths 5 = 5',
      'deaths E06000006 2023 male 65-74 = 3',
      'deaths E06000006 2023 male 65-74 national-fifths 2 = 3',
      ...THREE_AREAS,
    ],
  },
  {
    code: 'no-place-of-areas',
    files: ['no-place-of-areas.csv', 'areas-without-place.csv'],
    problems: [
      ['2:lsoa', 'nothing tells which Place "E01990001" is in'],
      ['3:lsoa', 'nothing tells which Place "E01990002" is in'],
    ],
    besides: ['areas-without-place.csv:2 areas-without-place'],
    rows: [2, 0, 2],
    cells: [],
  },
  {
    code: 'areas-without-place',
    files: ['areas-without-place.csv'],
    problems: [['2', 'nothing tells which Places its 2 areas are in, so they feed none']],
    rows: [2, 2, 0],
    cells: [],
  },
  {
    code: 'areas-without-deprivation',
    files: ['areas-without-deprivation.csv'],
    problems: [
      ['2:lsoa', 'nothing tells the deprivation of "E01990001", so it counts in its Place alone'],
      ['3:lsoa', 'nothing tells the deprivation of "E01990002", so it counts in its Place alone'],
    ],
    rows: [2, 2, 0],
    cells: [HALTON_31, SEFTON_57],
  },
  {
    code: 'empty-file',
    files: ['empty-file.csv'],
    problems: [['', 'the file is empty']],
    rows: [0, 0, 0],
    cells: [],
  },
  {
    code: 'header-only',
    files: ['header-only.csv'],
    problems: [['', 'the file has a header row and nothing below it']],
    rows: [0, 0, 0],
    cells: [],
  },
  {
    code: 'not-text',
    files: ['not-text.csv'],
    problems: [['', 'the content is binary, not CSV']],
    rows: [0, 0, 0],
    cells: [],
  },
  {
    code: 'compressed-file',
    files: ['compressed-file.csv'],
    problems: [['', 'the content is packed, not CSV']],
    rows: [0, 0, 0],
    cells: [],
  },
  {
    code: 'utf-16',
    files: ['utf-16.csv'],
    problems: [['', 'the text is UTF-16, and read so']],
    rows: [1, 1, 0],
    cells: [HALTON_31],
  },
  {
    code: 'wrong-separator',
    files: ['wrong-separator.csv'],
    problems: [['1', 'the fields are separated by ";", not by commas']],
    rows: [0, 0, 0],
    cells: [],
  },
  {
    code: 'wrong-separator',
    files: ['wrong-separator-tabs.csv'],
    problems: [['1', 'the fields are separated by "\\t", not by commas']],
    rows: [0, 0, 0],
    cells: [],
  },
  {
    code: 'cut-off-download',
    files: ['cut-off-download.csv'],
    problems: [['4', 'the file ends in the middle of a row: the row has 3 fields where the header has 5']],
    rows: [3, 2, 1],
    cells: [HALTON_31, SEFTON_57],
  },
  {
    code: 'cut-off-download',
    files: ['cut-off-download-nomis.csv'],
    // What is missing cannot be told from what was never there, so no sum of these rows is right.
    problems: [['RECORD_COUNT', 'the file has 3 rows of 6, so none of it can be used']],
    rows: [3, 0, 3],
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
    code: 'near-miss-column',
    files: ['near-miss-column.csv'],
    problems: [
      [
        '1:deprivation_quntile',
        'the column "deprivation_quntile" is not used, but nearly has the name of deprivation_quintile',
        'rename it to deprivation_quintile if it is that',
      ],
    ],
    rows: [2, 2, 0],
    cells: [HALTON_31, SEFTON_57],
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
    code: 'nul-byte',
    files: ['nul-byte.csv'],
    problems: [['3', 'the row holds NUL bytes']],
    rows: [3, 2, 1],
    cells: [HALTON_31, SEFTON_57],
  },
  {
    code: 'total-row',
    files: ['total-row.csv'],
    problems: [
      ['4:place', '"Total" is the total of other rows, so it is set aside'],
      ['5:place', '"Grand total" is the total of other rows, so it is set aside'],
      ['6:place', '"All Places" is the total of other rows, so it is set aside'],
    ],
    besides: ['total-row.csv rows-set-aside'],
    rows: [5, 5, 0],
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
    code: 'impossible-value',
    files: ['impossible-value.csv'],
    problems: [
      ['3:value', '124.6 is outside 0 to 100'],
      ['4:value', '-5 is outside 0 to 100'],
    ],
    rows: [3, 1, 2],
    cells: ['obesity-year6 E06000006 2023/24 persons 0+ = value 24.6'],
  },
  {
    code: 'unused-group',
    files: ['unused-group.csv'],
    problems: [
      [
        '3:group',
        'no figure is made of the group "fsm" of "school-readiness"',
        'write one of "other pupils", "free school meals" if one of them is meant.',
      ],
      ['4:group', 'no figure is made of the group "girls" of "obesity-year6"'],
    ],
    rows: [3, 3, 0],
    cells: [
      'obesity-year6 E06000006 2023/24 persons 0+ girls = 150 of 610',
      'school-readiness E06000006 2023/24 persons 0+ free school meals = 120 of 240',
      'school-readiness E06000006 2023/24 persons 0+ fsm = 120 of 240',
    ],
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
      ['5:deprivation_quintile', '"quite deprived" is not one of 1 to 5'],
      ['6:deprivation_quintile', '"Most deprived decile" is not one of 1 to 5'],
    ],
    rows: [6, 3, 3],
    cells: [
      'deaths E06000006 2023 female 65-74 national-fifths 1 = 31',
      'deaths E08000014 2023 female 65-74 national-fifths 5 = 57',
      'deaths E08000015 2023 female 65-74 national-fifths 4 = 50',
    ],
  },
  {
    code: 'deciles-reversed',
    files: ['deciles-reversed.csv'],
    // Once, at the first label that says so; the plain 5 below it counts the wrong way too.
    problems: [
      [
        '2:deprivation_decile',
        '"1 - least deprived" counts from the least deprived, where 1 must be the most deprived',
        'renumber the groups as 11 less the number of the file',
      ],
    ],
    rows: [3, 0, 3],
    cells: [],
  },
  {
    code: 'deciles-reversed',
    files: ['deciles-reversed-ranks.csv'],
    problems: [['2:imd_decile', 'the tenths run against the ranks, so that 10 would be the most deprived']],
    rows: [4, 0, 4],
    cells: [],
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
      ['4:deaths', '"about 57" is not a number'],
      ['6:deaths', '"3 or 4" is not a number'],
    ],
    rows: [5, 2, 3],
    cells: [HALTON_31, 'deaths E08000015 2023 female 65-74 = 1060'],
  },
  {
    code: 'percent-sign',
    files: ['percent-sign.csv'],
    problems: [
      ['3:deaths', '"12%" is a percentage, not a count'],
      ['5:deaths', '"4.5 %" is a percentage, not a count'],
    ],
    rows: [4, 2, 2],
    cells: [HALTON_31, SEFTON_57],
  },
  {
    code: 'comma-in-number',
    files: ['comma-in-number.csv'],
    problems: [
      ['3:deaths', '"10,60" has a comma that separates no thousands'],
      ['4:deaths', '"12,34,567" has a comma that separates no thousands'],
    ],
    rows: [4, 2, 2],
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
    code: 'several-tables',
    files: ['several-tables.csv'],
    problems: [['9', 'another table begins here, below the first']],
    rows: [4, 0, 4],
    cells: [],
  },
  {
    code: 'noted-value',
    files: ['noted-value.csv'],
    problems: [['3:Value note', 'its publisher says of the value: "Interpret with caution"']],
    rows: [3, 3, 0],
    cells: [
      'smoking-adult E06000006 2022 persons 0+ = value 15.1',
      'smoking-adult E08000011 2022 persons 0+ = value 19.4',
      'smoking-adult E08000014 2022 persons 0+ = value 12.2',
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
  {
    code: 'age-bands-overlap',
    files: ['age-bands-overlap.csv'],
    problems: [['3', 'the population of Halton (2023, female) has the bands 0-4 and 3-9, which overlap']],
    // The rows are as they were given; what needs the bands of Halton is withheld later.
    rows: [6, 6, 0],
    cells: [
      'population E06000006 2023 female 0-4 = 3400',
      'population E06000006 2023 female 10-14 = 3900',
      'population E06000006 2023 female 3-9 = 4800',
      'population E08000014 2023 female 0-4 = 6600',
      'population E08000014 2023 female 10-14 = 7400',
      'population E08000014 2023 female 5-9 = 7100',
    ],
  },
  {
    code: 'age-bands-missing',
    files: ['age-bands-missing.csv'],
    problems: [['5', 'the population of Sefton (2023, female) has nobody aged 5-9, nor a row that says so']],
    rows: [5, 5, 0],
    cells: [
      'population E06000006 2023 female 0-4 = 3400',
      'population E06000006 2023 female 10-14 = 3900',
      'population E06000006 2023 female 5-9 = 3700',
      'population E08000014 2023 female 0-4 = 6600',
      'population E08000014 2023 female 10-14 = 7400',
    ],
  },
];

/** Codes that no one file can show; each is made in a temporary folder below. */
const GENERATED: readonly ProblemCode[] = [
  'unreadable-file',
  'empty-folder',
  'file-not-read',
  'data-not-read',
  'duplicate-file',
  'text-too-long',
];
/** Codes of what only a whole run can tell. */
const OF_A_RUN: readonly ProblemCode[] = ['population-missing', 'scheme-not-possible'];
/** Codes of what only shows when a second file is put beside the first. */
const OF_TWO_FILES: readonly ProblemCode[] = ['repeated-records'];
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
      const shown = [...FIXTURES.map((fixture) => fixture.code), ...GENERATED, ...OF_A_RUN, ...OF_TWO_FILES];
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

  it.each(FIXTURES.map((fixture) => [fixture.code, fixture.files[0]!, fixture] as const))(
    '%s is found where it is in %s, with its value and its fix, and costs no good row',
    async (code, _, { files, problems, besides = [], rows, cells, milestones = [] }) => {
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
        reading.problems
          .filter((one) => one.code === code)
          .map((one) => ({
            code: one.code,
            severity: one.severity,
            at: placeOf(one),
            message: one.message,
            fix: withoutStop(one.fix),
          })),
      ).toEqual(expected);
      const others = reading.problems.filter((one) => one.code !== code);
      expect(others.map(located)).toEqual(besides);
      const account = reading.files.find(({ path }) => path === paths[0])!;
      expect([account.rows, account.used, account.refused]).toEqual(rows);
      expect(account.rows).toBe(account.used + account.refused);
      expect(usableCells(reading)).toEqual([...cells].sort());
      const usable = reading.table.milestones.filter(({ status }) => status !== null);
      expect(usable.map(milestoneText).sort()).toEqual(milestones);
    },
  );

  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.csv'))
    .sort();

  /** Rows are used or refused and never both or neither, and nobody has to guess what a problem means. */
  function expectWhole({ files, problems }: Reading, what: string): void {
    for (const { path, rows, used, refused, setAside } of files) {
      expect(rows, path).toBe(used + refused);
      const aside = setAside.reduce((sum, one) => sum + one.rows, 0);
      expect(aside, path).toBeLessThanOrEqual(used);
    }
    for (const { code, file, message, fix } of problems) {
      expect(code in problemKinds, `${what}: ${code}`).toBe(true);
      for (const text of [file, message, fix]) expect(text.trim(), `${what}: ${code}`).not.toBe('');
    }
  }

  it.each(all)(
    '%s alone accounts for every row, and each of its problems says file, what and fix',
    async (name) => {
      const reading = await readFiles([inFolder(name)]);
      expect(reading.files.map(({ path }) => path)).toEqual([inFolder(name)]);
      expectWhole(reading, name);
    },
  );

  it('read all at once accounts for every row of every file', async () => {
    const reading = await readFiles([folder]);
    expect(reading.files.map(({ path }) => path).sort()).toEqual(all.map(inFolder).sort());
    expectWhole(reading, 'all');
  });

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

  it('data-not-read names the workbook of a folder, file-not-read its notes, and the extract beside them is read', async () => {
    await inTempFolder(async (temp) => {
      writeFileSync(join(temp, 'figures.xlsx'), 'PK');
      writeFileSync(join(temp, 'notes.md'), '# Notes');
      copyFileSync(inFolder('unknown-sex.csv'), join(temp, 'deaths.csv'));
      const { problems, files } = await readFiles([temp]);
      expect(problems.map(({ code, severity, file }) => [code, severity, basename(file)])).toEqual([
        ['data-not-read', 'error', 'figures.xlsx'],
        ['file-not-read', 'info', 'notes.md'],
        ['unknown-sex', 'error', 'deaths.csv'],
      ]);
      expect(files.map(({ rows, used, refused }) => [rows, used, refused])).toEqual([[4, 3, 1]]);
    });
  });

  it('empty-folder names a folder without a CSV file, and what it holds instead', async () => {
    await inTempFolder(async (temp) => {
      mkdirSync(join(temp, 'nothing'));
      writeFileSync(join(temp, 'notes.txt'), 'hello');
      const { problems, files } = await readFiles([temp, inFolder('unused-column.csv')]);
      expect(problems.slice(0, 2).map(({ code, severity, file }) => [code, severity, file])).toEqual([
        ['empty-folder', 'error', temp],
        ['file-not-read', 'info', join(temp, 'notes.txt')],
      ]);
      expect(problems[0]).toMatchObject({
        line: null,
        message: 'there is no CSV file in the folder',
        fix: problemKinds['empty-folder'].fix,
      });
      expect(files.map(({ rows, used }) => [rows, used])).toEqual([[2, 2]]);
    });
  });

  it.each([
    ['blank lines', '\n\r\n\n'],
    ['lines of spaces', '  \n \n'],
    ['lines of commas', ',,,\n,,,\n'],
    ['a byte order mark', '\uFEFF'],
    ['a byte order mark and blank lines', '\uFEFF\n\n'],
  ])('empty-file is also a file of nothing but %s', async (_, content) => {
    const { problems } = await readText({ 'a.csv': content });
    expect(problems.map(located)).toEqual(['a.csv empty-file']);
  });

  it.each([
    ['below the header', ['place,period,sex,age,deaths', ...new Array<string>(600).fill(',,,,')]],
    ['above it', [...new Array<string>(600).fill(',,,,'), 'place,period,sex,age,deaths']],
  ])('hundreds of blank rows %s, as a spreadsheet leaves them, make no file empty', async (_, lines) => {
    const reading = await readText({ 'a.csv': csv(...lines, 'Halton,2023,female,65,3') });
    expect(usableCells(reading)).toEqual(['deaths E06000006 2023 female 65-65 = 3']);
  });

  it('header-only is also a header with nothing but blank rows below it', async () => {
    const { problems } = await readText({ 'a.csv': csv('place,period,sex,age,deaths', ',,,,', '', ' ,,,,') });
    expect(problems.map(located)).toEqual(['a.csv header-only']);
  });

  it.each([
    ['gzip', gzipSync(csv('place,period,sex,age,deaths', 'Halton,2023,female,65,3'))],
    ['an old workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex')],
    ['an empty zip', Buffer.concat([Buffer.from('504b0506', 'hex'), Buffer.alloc(18)])],
  ])('compressed-file is also %s under a .csv name', async (_, content) => {
    const { problems } = await readText({ 'a.csv': content });
    expect(problems.map(located)).toEqual(['a.csv compressed-file']);
  });

  it.each([
    ['a PDF', Buffer.from('%PDF-1.7\n1 0 obj\n')],
    ['UTF-16 without a byte order mark', Buffer.from(csv('place,period', 'Halton,2023'), 'utf16le')],
  ])('not-text is also %s under a .csv name', async (_, content) => {
    const { problems } = await readText({ 'a.csv': content });
    expect(problems.map(located)).toEqual(['a.csv not-text']);
  });

  it.each([
    [';', '";"'],
    ['\t', '"\\t"'],
    ['|', '"|"'],
  ])('wrong-separator names %j, also between quotes', async (separator, shown) => {
    const text = csv('place,period,sex,age,deaths', 'Halton,2023,female,65,3');
    const quoted = text.replaceAll(/[^,\n]+/g, '"$&"');
    for (const content of [text, quoted]) {
      const { problems } = await readText({ 'a.csv': content.replaceAll(',', separator) });
      expect(problems.map(located)).toEqual(['a.csv:1 wrong-separator']);
      expect(problems[0]!.message).toContain(shown);
    }
  });

  it.each([
    ['age-bnd', 'age_band'],
    ['Age Band', 'age_band'],
    ['deprivation_deciles', 'deprivation_decile'],
    ['deprivation_qintile', 'deprivation_quintile'],
    ['deprivation quintile', 'deprivation_quintile'],
    ['icd-10', 'icd10'],
    ['causes', 'cause'],
  ])('near-miss-column says of "%s" that it is nearly %s', async (written, meant) => {
    const { problems } = await readText({
      'a.csv': csv(`place,period,sex,age,deaths,${written}`, 'Halton,2023,female,65,3,'),
    });
    expect(problems.map(located)).toEqual([`a.csv:1:${written} near-miss-column`]);
    expect(problems[0]!.message).toContain(`nearly has the name of ${meant}`);
  });

  it('missing-column asks after a column that nearly has the name', async () => {
    const { problems } = await readText({
      'a.csv': csv('place,period,sex,age-bnd,deaths', 'Halton,2023,female,65-74,3'),
    });
    expect(problems.map(located)).toEqual(['a.csv:1 missing-column']);
    expect(problems[0]!.fix).toContain('is "age-bnd" meant for age_band?');
  });

  it('areas-without-place counts the areas that a lookup does not have, and names the first', async () => {
    const reading = await readText({
      'imd.csv': readFileSync(inFolder('areas-without-place.csv'), 'utf8'),
      'lookup.csv': csv('LSOA11CD,LAD22CD', 'E01990001,E06000006'),
    });
    expect(reading.problems.map(located)).toEqual(['imd.csv:3 areas-without-place']);
    expect(reading.problems[0]!.message).toContain('1 of its 2 areas, such as E01990002,');
    expect(usableCells(reading)).toEqual([
      'small-areas E06000006 2019 persons 0+ = 1',
      'small-areas E06000006 2019 persons 0+ national-tenths 1 = 1',
    ]);
  });

  it('areas-without-deprivation is not said of rows that name their own', async () => {
    const { problems } = await readText({
      'd.csv': csv(
        'place,lsoa,period,sex,age,deprivation_decile,deaths',
        'Halton,E01990001,2023,female,65,1,3',
      ),
    });
    expect(problems).toEqual([]);
  });

  it('cut-off-download is neither a last row that is short and ends, nor a short row before the last', async () => {
    const header = 'place,period,sex,age,deaths';
    const ended = await readText({ 'a.csv': csv(header, 'Halton,2023,female,65,3', 'Sefton,2023') });
    expect(ended.problems.map(located)).toEqual(['a.csv:3 ragged-row']);
    const before = await readText({ 'a.csv': `${header}\nSefton,2023\nHalton,2023,female,65,3` });
    expect(before.problems.map(located)).toEqual(['a.csv:2 ragged-row']);
    expect(usableCells(before)).toHaveLength(1);
  });

  it('cut-off-download is also a Nomis file of exactly as many rows as Nomis gives at most, without a count', async () => {
    const header = 'DATE_NAME,GEOGRAPHY_CODE,GENDER_NAME,C_AGE_NAME,MEASURES_NAME,OBS_VALUE';
    const rows = (count: number): string[] =>
      Array.from({ length: count }, (_, at) => {
        const year = 1800 + Math.floor(at / 90);
        return `${year},E06000006,Female,Age ${at % 90},Value,${at}`;
      });
    const cut = await readText({ 'a.csv': csv(header, ...rows(25_000)) });
    expect(cut.problems.map(located)).toContain('a.csv:RECORD_COUNT cut-off-download');
    expect(cut.files[0]).toMatchObject({ rows: 25_000, used: 0, refused: 25_000 });
    expect(usableCells(cut)).toEqual([]);
    const whole = await readText({ 'a.csv': csv(header, ...rows(24_999)) });
    expect(whole.files[0]).toMatchObject({ rows: 24_999, used: 24_999, refused: 0 });
  });

  it('a Nomis file whose count of rows is right is used', async () => {
    const text = readFileSync(inFolder('cut-off-download-nomis.csv'), 'utf8').replaceAll(',6\n', ',3\n');
    const reading = await readText({ 'a.csv': text });
    expect(reading.problems).toEqual([]);
    expect(usableCells(reading)).toHaveLength(3);
  });

  it('nul-byte costs its own row alone, however late it comes', async () => {
    const ages = Array.from(
      { length: 9_000 },
      (_, at) => `Halton,${1900 + Math.floor(at / 90)},female,${at % 90},1`,
    );
    const reading = await readText({
      'a.csv': csv(
        'place,period,sex,age,deaths',
        ...ages,
        'Sefton,2023,female,1,1\0',
        'Wirral,2023,female,1,1',
      ),
    });
    expect(reading.problems.map(located)).toEqual(['a.csv:9002 nul-byte']);
    expect(reading.files[0]).toMatchObject({ rows: 9_002, used: 9_001, refused: 1 });
    expect(usableCells(reading)).toHaveLength(9_001);
  });

  it('total-row is no problem of its own where a Place stands for the system or England', async () => {
    const { problems, files } = await readText({
      'a.csv': csv(
        'place,period,sex,age,deaths',
        'England,2023,female,65,3',
        'Cheshire and Merseyside,2023,female,65,3',
      ),
    });
    expect(problems).toEqual([]);
    expect(files[0]).toMatchObject({ rows: 2, used: 2 });
  });

  it.each(['All', 'ALL', 'TOTAL', 'grand total', ' Total ', 'All places', 'All areas'])(
    'total-row is also a row of place "%s", which is neither England nor a Place',
    async (name) => {
      const reading = await readText({
        'a.csv': csv('place,period,sex,age,deaths', `${name},2023,female,65,9`, 'Halton,2023,female,65,3'),
      });
      expect(reading.problems.map(located)).toEqual(['a.csv:2:place total-row', 'a.csv rows-set-aside']);
      expect(reading.cells.map(({ place }) => place)).toEqual(['E06000006']);
    },
  );

  it('a file that is refused as a whole has no other faults told', async () => {
    const { problems } = await readText({
      'p.csv': csv(
        'place,period,sex,age_band,deprivation_decile,population',
        'Halton,2023,female,0-4,1 - least deprived,1',
        'Halton,2023,female,10-14,1 - least deprived,1',
      ),
    });
    expect(problems.map(located)).toEqual(['p.csv:2:deprivation_decile deciles-reversed']);
  });

  it('total-row is found in counts and populations too', async () => {
    const { problems, files } = await readText({
      'c.csv': csv(
        'indicator,place,period,numerator,denominator',
        'obesity-year6,Halton,2022/23,310,1240',
        'obesity-year6,TOTAL,2022/23,310,1240',
      ),
      'p.csv': csv(
        'place,period,sex,age,population',
        'Total,2023,female,65,300',
        'Halton,2023,female,65,300',
      ),
    });
    expect(problems.filter(({ code }) => code === 'total-row').map(located)).toEqual([
      'c.csv:3:place total-row',
      'p.csv:2:place total-row',
    ]);
    expect(files.map(({ rows, used, refused }) => [rows, used, refused])).toEqual([
      [2, 2, 0],
      [2, 2, 0],
    ]);
  });

  it('age bands that hold one another, or that every place lacks, are no problem', async () => {
    const { problems } = await readText({
      'p.csv': csv(
        'place,period,sex,age_band,population',
        'Halton,2023,female,0-4,1',
        'Halton,2023,female,5-9,1',
        'Halton,2023,female,0-9,2',
        'Halton,2023,female,all ages,2',
        'Sefton,2023,female,0-4,3',
        'Sefton,2023,female,5-9,3',
      ),
    });
    expect(problems).toEqual([]);
  });

  it('a hole between the bands of a population is a missing band', async () => {
    const { problems } = await readText({
      'p.csv': csv(
        'place,period,sex,age_band,population',
        'Halton,2023,female,0-4,1',
        'Halton,2023,female,10-14,1',
      ),
    });
    expect(problems.map(located)).toEqual(['p.csv:2 age-bands-missing']);
    expect(problems[0]!.message).toContain('5-9');
  });

  it('events may lack ages, since nothing need happen at them', async () => {
    const { problems } = await readText({
      'd.csv': csv(
        'place,period,sex,age_band,deaths',
        'Halton,2023,female,0-4,1',
        'Halton,2023,female,10-14,1',
      ),
    });
    expect(problems).toEqual([]);
  });

  it('text-too-long refuses a field of ten thousand letters, quotes its start and counts the other rows', async () => {
    await inTempFolder(async (temp) => {
      const path = join(temp, 'long.csv');
      const rows = ['Halton,2023,female,65-74,31', `${'x'.repeat(10_000)},2023,female,65-74,8`];
      writeFileSync(path, ['place,period,sex,age_band,deaths', ...rows, ''].join('\n'));
      const reading = await readFiles([path]);
      expect(reading.problems.map((one) => [placeOf(one), one.code])).toEqual([
        [`${path}:3:place`, 'text-too-long'],
      ]);
      expect(reading.problems[0]!.message).toBe(`"${'x'.repeat(60)}…" has 10,000 characters`);
      expect(usableCells(reading)).toEqual([HALTON_31]);
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

describe('problems of two files', () => {
  it('repeated-records: what stands in both counts once, and the rest of both counts', async () => {
    const paths = ['repeated-records-first.csv', 'repeated-records.csv'].map(inFolder);
    const events = async (of: readonly string[]): Promise<number> =>
      (await readFiles(of)).cells.reduce((sum, { count }) => sum + count, 0);
    const [both, first, again] = await Promise.all([paths, [paths[0]!], [paths[1]!]].map(events));
    expect([first, again, both]).toEqual([80, 80, 120]);
    const { problems, files } = await readFiles(paths);
    expect(problems.map(({ code, severity, message }) => [code, severity, message])).toEqual([
      [
        'repeated-records',
        'warning',
        `19 of the 19 counts of deaths by Place and period that ${paths[0]} gives too are the same cell for cell, such as those of 2023-06; they are counted once`,
      ],
    ]);
    expect(problems[0]!.file).toBe(paths[1]);
    expect(files.map(({ rows, used, refused }) => [rows, used, refused])).toEqual([
      [80, 80, 0],
      [80, 80, 0],
    ]);
  });
});

describe('problems that only a run can find', () => {
  async function runOf(file: string, scheme: 'national-fifths' | 'place-fifths'): Promise<Problem[]> {
    const source = sourceOf([inFolder(file)], scheme);
    const result = await runPipeline({
      source,
      catalogue,
      places,
      aims: () => ({ spc: {}, goal: null }),
      confidence: [0.95],
    });
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

  it('are at least a score', () => {
    expect(names.length).toBeGreaterThanOrEqual(20);
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
      ...(name.startsWith('utf-16') ? ['null:null utf-16'] : []),
      `${headerLine(name)}:note unused-column`,
      ...(name === 'prototype-column.csv'
        ? ['1:__proto__ unused-column', '1:constructor unused-column']
        : []),
    ]);
    expect(notes.every(({ severity }) => severity === 'info')).toBe(true);
    // No header may reach the prototype of anything.
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('keep the lines of their records, whatever the line ends and however many lines a record takes', async () => {
    const lines = async (name: string): Promise<number[]> =>
      (await readFiles([inFolder(`awkward/${name}`)])).cells.map(({ line }) => line);
    expect(await lines('plain.csv')).toEqual([2, 3, 4, 5]);
    expect(await lines('crlf.csv')).toEqual([2, 3, 4, 5]);
    expect(await lines('lone-cr.csv')).toEqual([2, 3, 4, 5]);
    expect(await lines('with-bom.csv')).toEqual([2, 3, 4, 5]);
    expect(await lines('utf-16-le.csv')).toEqual([2, 3, 4, 5]);
    expect(await lines('utf-16-be.csv')).toEqual([2, 3, 4, 5]);
    // Two lines before the header, one between each two rows.
    expect(await lines('blank-lines.csv')).toEqual([5, 7, 9, 11]);
    // The first row takes two lines, the third three.
    expect(await lines('quoted-line-breaks.csv')).toEqual([2, 4, 5, 8]);
    expect(await lines('quoted-line-breaks-crlf.csv')).toEqual([2, 4, 5, 8]);
  });
});
