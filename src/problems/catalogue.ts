/**
 * Every kind of problem that gapline can report: what it is called, how grave it is, what is wrong and how to
 * mend it. An `error` refuses a row or a file, a `warning` changes nothing that counts, an `info` accounts
 * for what was understood and set aside.
 */
export type Severity = 'error' | 'warning' | 'info';

export interface ProblemKind {
  readonly severity: Severity;
  readonly title: string;
  /** What is wrong, in general; the message of each problem says it of the case at hand. */
  readonly wrong: string;
  /** How to mend it, in general; used where the case at hand has nothing better to say. */
  readonly fix: string;
}

export const problemKinds = {
  'unreadable-file': {
    severity: 'error',
    title: 'File that cannot be read',
    wrong: 'The file does not exist, is not a file, or may not be read by you.',
    fix: 'check the path and its permissions.',
  },
  'empty-file': {
    severity: 'error',
    title: 'Empty file',
    wrong: 'The file has no header row, or a header row and nothing below it.',
    fix: 'export the extract again; if there really is no data, leave the file out.',
  },
  'not-text': {
    severity: 'error',
    title: 'Not a text file',
    wrong: 'The content is binary or UTF-16, not CSV in UTF-8 or Windows-1252.',
    fix: 'save it as "CSV UTF-8" and try again.',
  },
  'file-not-read': {
    severity: 'info',
    title: 'File that is not an extract',
    wrong: 'The folder holds a file that is not CSV, so it was not read.',
    fix: 'nothing needs doing; save it as CSV if it holds data.',
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
  'missing-column': {
    severity: 'error',
    title: 'Missing column',
    wrong: 'The file is nearly a known format, but a column that the format needs is not there.',
    fix: 'add the column, or rename the one that holds it.',
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
  'rows-set-aside': {
    severity: 'info',
    title: 'Rows set aside',
    wrong: 'Rows that were understood but describe something else: other areas, other measures, totals.',
    fix: 'nothing needs doing.',
  },
  'not-utf8': {
    severity: 'info',
    title: 'Windows-1252 text',
    wrong: 'The file is not UTF-8; it was read as Windows-1252, as older Excel versions save it.',
    fix: 'save it as "CSV UTF-8" if any name looks wrong.',
  },
  'period-assumed': {
    severity: 'warning',
    title: 'Period not in the file',
    wrong: 'The file names no period; the one of the published file of this format was taken.',
    fix: 'if it is of another period, use the canonical extract, which has a period column.',
  },
  'duplicate-file': {
    severity: 'warning',
    title: 'The same file twice',
    wrong: 'Two inputs have the same content; it is counted once.',
    fix: 'leave one of them out.',
  },
  'ragged-row': {
    severity: 'error',
    title: 'Row with the wrong number of fields',
    wrong: 'The row has more or fewer fields than the header.',
    fix: 'look for a stray comma, a missing quote or a cut-off line.',
  },
  'unclosed-quote': {
    severity: 'error',
    title: 'Quote that is never closed',
    wrong: 'A quoted field starts here and does not end before the end of the file.',
    fix: 'close the quote; everything after it was swallowed and is not counted.',
  },
  'unknown-place': {
    severity: 'error',
    title: 'Unknown Place',
    wrong: 'The place is none of the Places, their sub-ICB locations, the system or England.',
    fix: 'use a name or code from `gapline places`.',
  },
  'unknown-small-area': {
    severity: 'error',
    title: 'Unknown small area',
    wrong: 'The LSOA is not in the deprivation extract, so its Place and deprivation are not known.',
    fix: 'add it to the deprivation extract, or use areas of the same vintage (2011 or 2021).',
  },
  'no-deprivation-extract': {
    severity: 'error',
    title: 'Small areas without a deprivation extract',
    wrong: 'Rows name LSOAs and no Place, but no input tells which Place and deprivation they have.',
    fix: 'add a deprivation extract (IoD2019 File 2, or the canonical one).',
  },
  'unknown-period': {
    severity: 'error',
    title: 'Unknown period',
    wrong: 'The period is in none of the forms that are known.',
    fix: 'write 2023, 2023/24, 2021-23, 2023-04 or 2023/24 Q1.',
  },
  'future-period': {
    severity: 'warning',
    title: 'Period in the future',
    wrong: 'The period begins after today.',
    fix: 'check the year.',
  },
  'unknown-sex': {
    severity: 'error',
    title: 'Unknown sex',
    wrong: 'The sex is not female, male, persons or unknown.',
    fix: 'write female, male, persons or unknown; blank means persons.',
  },
  'unknown-age': {
    severity: 'error',
    title: 'Unknown age',
    wrong: 'The age is neither a number of years nor an age band.',
    fix: 'write 42, 40-44, 90+ or under 1; blank means all ages.',
  },
  'unknown-deprivation': {
    severity: 'error',
    title: 'Unknown deprivation group',
    wrong: 'The deprivation group is not 1 (most deprived) to 5, or to 10 for tenths.',
    fix: 'write 1 to 5 in deprivation_quintile or 1 to 10 in deprivation_decile; blank means all.',
  },
  'unknown-cause': {
    severity: 'error',
    title: 'Unknown cause of death',
    wrong: 'The code is not an ICD-10 code.',
    fix: 'write a code such as I25, I21.9 or X60-X84.',
  },
  'unknown-indicator': {
    severity: 'error',
    title: 'Unknown indicator',
    wrong: 'No definition has this indicator id.',
    fix: 'use an id from `gapline indicators`.',
  },
  'unknown-service': {
    severity: 'error',
    title: 'Unknown waiting list',
    wrong: 'No definition uses this service.',
    fix: 'use a service that `gapline indicators` lists.',
  },
  'unknown-band': {
    severity: 'error',
    title: 'Unknown waiting band',
    wrong: 'The band does not start and end at a number of weeks.',
    fix: 'write weeks_from and weeks_to as numbers; a blank weeks_to means open.',
  },
  'blank-value': {
    severity: 'error',
    title: 'Blank where a figure is needed',
    wrong: 'A figure is blank, and blank is never taken for zero.',
    fix: 'write 0 if nothing was counted, or the marker of your source if it was suppressed.',
  },
  'negative-value': {
    severity: 'error',
    title: 'Negative count',
    wrong: 'A count is below zero.',
    fix: 'correct the figure at its source.',
  },
  'not-a-number': {
    severity: 'error',
    title: 'Not a number',
    wrong: 'A figure is not a number.',
    fix: 'write digits, with a point for decimals.',
  },
  'count-above-denominator': {
    severity: 'error',
    title: 'Numerator above denominator',
    wrong: 'More are counted than there are people or cases to count.',
    fix: 'check that both figures are of the same group and period, and the right way round.',
  },
  'limits-out-of-order': {
    severity: 'error',
    title: 'Limits that do not hold the value',
    wrong: 'The value does not lie between its own limits.',
    fix: 'check the order of the columns value, lower and upper.',
  },
  'total-mismatch': {
    severity: 'error',
    title: 'Row whose parts do not add up',
    wrong: "The bands of the row do not sum to the row's own total.",
    fix: 'download the file again; it may have been edited or cut.',
  },
  'suppressed-value': {
    severity: 'warning',
    title: 'Suppressed figure',
    wrong: 'The source hides the figure on purpose; it is neither zero nor missing.',
    fix: 'nothing needs doing: what depends on it is shown as suppressed.',
  },
  'unreliable-value': {
    severity: 'warning',
    title: 'Unreliable figure',
    wrong: 'The source does not give the figure, since it holds it for unreliable.',
    fix: 'nothing needs doing: what depends on it is withheld.',
  },
  'not-available-value': {
    severity: 'warning',
    title: 'Figure not available',
    wrong: 'The source says that it has no figure here.',
    fix: 'nothing needs doing: what depends on it is withheld.',
  },
  'duplicate-cell': {
    severity: 'warning',
    title: 'The same cell twice',
    wrong: 'Two rows give the same cell the same figure; it is counted once.',
    fix: 'remove one of them.',
  },
  'conflicting-cell': {
    severity: 'error',
    title: 'Two figures for one cell',
    wrong: 'Two rows give the same cell different figures, so the cell is not used.',
    fix: 'keep the right one; if both count, add them up first.',
  },
  'population-missing': {
    severity: 'warning',
    title: 'Events without a population',
    wrong: 'Events are there, but no population for the same Place and period, so no rate can be computed.',
    fix: 'add the population of that Place and period.',
  },
  'scheme-not-possible': {
    severity: 'warning',
    title: 'Deprivation scheme that the data cannot give',
    wrong: 'Fifths within each Place need small areas with their rank; this extract has national groups.',
    fix: 'use an extract by LSOA, or national fifths.',
  },
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof problemKinds;
