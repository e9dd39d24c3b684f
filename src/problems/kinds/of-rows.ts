import type { ProblemKind } from '../problem-kind.ts';

/** What can be wrong with a row, or is worth saying of it. */
export const ofRows = {
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
  'nul-byte': {
    severity: 'error',
    title: 'Row with NUL bytes',
    wrong: 'The row holds bytes of value zero, which no text has: the file was damaged on its way.',
    fix: 'download or export the file again.',
  },
  'rows-set-aside': {
    severity: 'info',
    title: 'Rows set aside',
    wrong: 'Rows that were understood but describe something else: other areas, other measures, totals.',
    fix: 'nothing needs doing.',
  },
  'text-too-long': {
    severity: 'error',
    title: 'Field that is too long',
    wrong: 'A field holds more text than any place, period, code or figure has.',
    fix: 'look for a missing quote or line end before it.',
  },
  'total-row': {
    severity: 'warning',
    title: 'Row of totals',
    wrong: 'The row is a total of others, which would count everybody twice; it is set aside.',
    fix: 'leave totals out of the extract; the system and the country have names of their own.',
  },
  'unknown-place': {
    severity: 'error',
    title: 'Unknown Place',
    wrong:
      'The place is none of the Places, the areas that are parts of them or stand for several, the system or the country.',
    fix: 'use a name or code from `gapline places`.',
  },
  'unknown-small-area': {
    severity: 'error',
    title: 'Unknown small area',
    wrong: 'The LSOA is not in the deprivation extract, so its Place and deprivation are not known.',
    fix: 'add it to the deprivation extract, or use areas of the same vintage (2011 or 2021).',
  },
  'wrong-vintage': {
    severity: 'error',
    title: 'Small areas of another year',
    wrong:
      'The LSOAs are not those of the year that the deprivation extract is of, and no lookup between the two is there; no row of the file is used.',
    fix: 'add the ONS lookup from LSOA (2011) to LSOA (2021), or a deprivation extract of the same LSOAs.',
  },
  'redrawn-area': {
    severity: 'warning',
    title: 'Small area that was redrawn',
    wrong:
      'The LSOA goes back to areas of several deprivation groups, so it counts in its Place and in no group.',
    fix: 'nothing needs doing; an extract by LSOAs of the same year avoids it.',
  },
  'no-deprivation-extract': {
    severity: 'error',
    title: 'Small areas without a deprivation extract',
    wrong: 'Rows name LSOAs and no Place, but no input tells which Place and deprivation they have.',
    fix: 'add a deprivation extract (IoD2019 File 2, or the canonical one).',
  },
  'no-place-of-areas': {
    severity: 'error',
    title: 'Small areas without a Place',
    wrong: 'Neither the deprivation extract nor a lookup tells in which Place the LSOA lies.',
    fix: 'add an ONS lookup from LSOA to local authority district.',
  },
  'areas-without-deprivation': {
    severity: 'warning',
    title: 'Small areas without deprivation',
    wrong:
      'The rows name LSOAs and their Place, but no extract tells their deprivation, so they count in the Place alone.',
    fix: 'add a deprivation extract (IoD2019 File 1, or the canonical one).',
  },
  'areas-without-place': {
    severity: 'warning',
    title: 'Deprivation extract without Places',
    wrong:
      'The extract tells the deprivation of LSOAs and not their Places, and no lookup does, so it feeds no Place.',
    fix: 'add an ONS lookup from LSOA to local authority district.',
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
  'deciles-reversed': {
    severity: 'error',
    title: 'Deprivation groups the other way round',
    wrong:
      'The groups count from the least deprived, where 1 must be the most deprived; no row of the file is used.',
    fix: 'renumber them: 11 less the tenth, 6 less the fifth.',
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
  'impossible-value': {
    severity: 'error',
    title: 'Value that the figure cannot have',
    wrong: 'The published value is below or above all that the indicator can be.',
    fix: 'check the value, and that it is in the unit of the indicator.',
  },
  'unused-group': {
    severity: 'warning',
    title: 'Group that no figure is made of',
    wrong: 'No definition names the further group, so its rows feed nothing.',
    fix: 'leave the rows out, or add an indicator that is of this group.',
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
  'unknown-status': {
    severity: 'error',
    title: 'Unknown status of a milestone',
    wrong: 'The status is not planned, started or reached, so how far the milestone is is not known.',
    fix: 'write planned, started or reached.',
  },
  'not-a-date': {
    severity: 'error',
    title: 'Not a date',
    wrong:
      'A day is needed, and the text is no day of the calendar, or is a month or a year; or it is still to come.',
    fix: 'write the day as 2024-06-30; leave it blank where there is none.',
  },
  'status-against-date': {
    severity: 'error',
    title: 'Status and date that contradict each other',
    wrong:
      'A milestone has a day on which it was reached, but its status says that it was not, or that day is still to come.',
    fix: 'correct the status or the day.',
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
  'percent-sign': {
    severity: 'error',
    title: 'Percentage where a count is needed',
    wrong: 'A count is written with a percent sign.',
    fix: 'give the count itself, or use the canonical values extract for percentages.',
  },
  'comma-in-number': {
    severity: 'error',
    title: 'Comma that separates no thousands',
    wrong: 'A figure has a comma where no thousands end, so whether it is a decimal comma is not known.',
    fix: 'write 1234.5 or 1,234.5.',
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
  'noted-value': {
    severity: 'warning',
    title: 'Value that its publisher doubts',
    wrong: 'The publisher gives the value with a note of caution; it is used.',
    fix: 'nothing needs doing; keep the note in mind where the value is shown.',
  },
  'not-available-value': {
    severity: 'warning',
    title: 'Figure not available',
    wrong: 'The source says that it has no figure here.',
    fix: 'nothing needs doing: what depends on it is withheld.',
  },
} as const satisfies Record<string, ProblemKind>;
