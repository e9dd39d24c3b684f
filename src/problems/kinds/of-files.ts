import type { ProblemKind } from '../problem-kind.ts';

/** What can be wrong with a file and its header. */
export const ofFiles = {
  'unreadable-file': {
    severity: 'error',
    title: 'File that cannot be read',
    wrong: 'The file does not exist, is not a file, or may not be read by you.',
    fix: 'check the path and its permissions.',
  },
  'empty-file': {
    severity: 'error',
    title: 'Empty file',
    wrong: 'The file, or what came in on standard input, has no bytes or no text in it.',
    fix: 'export the extract again; if there really is no data, leave the file out.',
  },
  'empty-folder': {
    severity: 'error',
    title: 'Folder without data',
    wrong: 'The folder holds no CSV file, nor does any folder in it.',
    fix: 'check the path; extracts must end in .csv.',
  },
  'header-only': {
    severity: 'error',
    title: 'Header without rows',
    wrong: 'The file has a header row and nothing below it.',
    fix: 'export the extract again; if there really is no data, leave the file out.',
  },
  'not-text': {
    severity: 'error',
    title: 'Not a text file',
    wrong: 'The content is binary or UTF-16, not CSV in UTF-8 or Windows-1252.',
    fix: 'save it as "CSV UTF-8" and try again.',
  },
  'compressed-file': {
    severity: 'error',
    title: 'Compressed file',
    wrong: 'The content is a zip archive, a workbook or another packed file, whatever its name ends in.',
    fix: 'unpack it, or save the sheet as "CSV UTF-8", and try again.',
  },
  'data-not-read': {
    severity: 'error',
    title: 'Data that is not CSV',
    wrong:
      'The folder holds a workbook, an archive or another file of data that is not CSV, so it was not read.',
    fix: 'save its sheets as "CSV UTF-8", or unpack it.',
  },
  'file-not-read': {
    severity: 'info',
    title: 'File that is not an extract',
    wrong: 'The folder holds a file that is not CSV, so it was not read.',
    fix: 'nothing needs doing.',
  },
  'not-utf8': {
    severity: 'warning',
    title: 'Windows-1252 text',
    wrong: 'The file is not UTF-8; it was read as Windows-1252, as older Excel versions save it.',
    fix: 'save it as "CSV UTF-8" if any name looks wrong.',
  },
  'utf-16': {
    severity: 'info',
    title: 'UTF-16 text',
    wrong: 'The file is UTF-16, which Excel calls "Unicode text"; it was read so.',
    fix: 'nothing needs doing.',
  },
  'wrong-separator': {
    severity: 'error',
    title: 'Fields that no comma separates',
    wrong: 'The fields of the file are separated by semicolons, tabs or bars.',
    fix: 'save it with commas between the fields.',
  },
  'unrecognised-file': {
    severity: 'error',
    title: 'Unrecognised file',
    wrong: 'The header row is that of none of the known formats.',
    fix: 'run `gapline formats` for the formats and their columns.',
  },
  'ambiguous-file': {
    severity: 'error',
    title: 'File that could be two things',
    wrong: 'The header row fits more than one format, and the figures below it do not tell which.',
    fix: 'use the canonical extract, whose count column is named for what it counts.',
  },
  'cut-off-download': {
    severity: 'error',
    title: 'Cut-off download',
    wrong: 'The file ends in the middle of a row, or has fewer rows than its source says there are.',
    fix: 'download it again; where the source gives only so many rows at a time, year by year or area by area.',
  },
  'several-tables': {
    severity: 'error',
    title: 'Several tables in one file',
    wrong:
      'A second table, of another date or sex, stands below the first, so which rows are of which is not known; none is used.',
    fix: 'download one date and one sex at a time.',
  },
  'duplicate-file': {
    severity: 'warning',
    title: 'The same file twice',
    wrong: 'Two inputs have the same content; it is counted once.',
    fix: 'leave one of them out.',
  },
  'period-assumed': {
    severity: 'warning',
    title: 'Period not in the file',
    wrong: 'The file names no period; the one of the published file of this format was taken.',
    fix: 'if it is of another period, use the canonical extract, which has a period column.',
  },
  'missing-column': {
    severity: 'error',
    title: 'Missing column',
    wrong: 'The file is nearly a known format, but a column that the format needs is not there.',
    fix: 'add the column, or rename the one that holds it.',
  },
  'near-miss-column': {
    severity: 'warning',
    title: 'Column that nearly has a known name',
    wrong:
      'The extract has a column whose name is nearly that of one that its kind knows, so it was not used.',
    fix: 'correct the name if it was meant.',
  },
  'duplicate-column': {
    severity: 'error',
    title: 'Column that stands twice',
    wrong: 'Two columns that are needed have the same name, so which one counts is not known.',
    fix: 'remove or rename one of them.',
  },
  'unused-column': {
    severity: 'info',
    title: 'Column that is not used',
    wrong: 'The extract has a column that its kind does not know.',
    fix: 'rename it if it was meant to be used; otherwise nothing needs doing.',
  },
} as const satisfies Record<string, ProblemKind>;
