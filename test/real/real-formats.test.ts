import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FileAccount } from '../../src/cells/cell-source.ts';
import type { CellRow } from '../../src/cells/cell-table.ts';
import type { PipelineResult } from '../../src/pipeline.ts';
import type { Measure } from '../../src/results/result.ts';
import { gapline } from '../cli/run-gapline.ts';
import { codesOf, inTempFolder, places, type Reading, readFiles } from '../extracts/read-files.ts';
import { measureOf, runOn } from '../run-pipeline.ts';
import { describeWithShared, sharedDir } from '../shared.ts';

/** Numerator and denominator; null where the source hides or lacks the figure. */
type Pair = readonly [number, number];
type ByPlace<T> = Readonly<Record<string, T>>;

interface Recovery {
  readonly persons: Pair | null;
  readonly female: Pair | null;
  readonly male: Pair | null;
  /** From the most deprived to the least. */
  readonly tenths: readonly (Pair | null)[];
}

interface Published {
  readonly indicator: string;
  /** Rows of all periods that are of no deprivation group. */
  readonly values: number;
  readonly newest: Readonly<Record<string, { readonly period: string; readonly values: ByPlace<number> }>>;
  readonly notAvailable: readonly (readonly [string, string])[];
  readonly fifths?: { readonly period: string; readonly values: ByPlace<readonly number[]> };
}

interface Expected {
  readonly source: string;
  readonly records: Readonly<Record<string, number>>;
  readonly areas2019: ByPlace<Pair>;
  readonly areas2025: ByPlace<Pair>;
  readonly people2015: ByPlace<{ people: number; fifths: number[] }>;
  readonly people2020: ByPlace<{ people: number; under75: number; fifths: number[] }>;
  /** Mid-2020 people by the fifth of 2025 of the area of 2021 that the lookup gives theirs. */
  readonly people2020ByIndex2025: ByPlace<number[]>;
  readonly recovery: Readonly<Record<string, ByPlace<Recovery>>>;
  readonly recoveryOfEnglandAsWritten: Readonly<
    Record<string, { persons: number; female: number; male: number; tenths: number[] }>
  >;
  readonly within4Hours: Readonly<Record<string, Pair>>;
  readonly talkingTherapiesMonths: readonly string[];
  readonly talkingTherapies: ByPlace<Readonly<Record<string, readonly number[]>>>;
  readonly published: Readonly<Record<string, Published>>;
  readonly fingertips: {
    readonly records: number;
    readonly fieldsOfHeader: number;
    readonly fieldsOfRecords: readonly number[];
    readonly allAges: number;
    readonly withCategory: number;
    readonly values: ByPlace<Readonly<Record<string, readonly [number, number, number]>>>;
  };
}

/** Figures of a second implementation; the file says where they come from. */
const expected: Expected = JSON.parse(
  readFileSync(new URL('expected-formats.json', import.meta.url), 'utf8'),
);
const folder = `${sharedDir}real`;
const real = (...names: readonly string[]): string[] => names.map((name) => join(folder, name));

const FILE_1 = 'File_1_-_IMD2019_Index_of_Multiple_Deprivation.csv';
const FILE_2 = 'File_2_-_IoD2019_Domains_of_Deprivation.csv';
const FILE_6 = 'File_6_-_IoD2019_Population_Denominators.csv';
const LOOKUP_11 = 'lookup_lsoa11_sicbl22_icb22_ltla22.csv';
const LOOKUP_21 = 'lookup_lsoa21_ward24_ltla24.csv';
const LOOKUP_11_21 =
  'LSOA_(2011)_to_LSOA_(2021)_to_Local_Authority_District_(2022)_Lookup_for_England_and_Wales_(Version_2).csv';
const LOOKUP_11_CCG =
  'Lower_Layer_Super_Output_Area_(2011)_to_Clinical_Commissioning_Group_to_Local_Authority_District_(April_2021)_Lookup_in_England.csv';
const LOOKUP_SUB_ICB =
  'Sub_ICB_Locations_to_Integrated_Care_Boards_to_NHS_England_(Region)_(July_2022)_Lookup_in_England.csv';
const IMD_2019 = 'imd2019_england_lsoa11.csv';
const IMD_2025 = 'imd2025_england_lsoa21.csv';
const PEOPLE_LSOA = 'population20_lsoa11.csv';
const PEOPLE_LTLA = 'population20_ltla21.csv';
const FINGERTIPS = 'indicators-CountyUA.data.csv';
const THERAPIES = 'england_sicb_iapt.csv';

const ENGLAND = 'E92000001';
const NINE = places.places.map(({ code }) => code);
const NINE_AND_ENGLAND = [...NINE, ENGLAND];
/** Sub-ICB locations: 27D is both Cheshires, 01T and 01V are Sefton; the rest are Places. */
const SUB_ICBS = [
  '27D',
  '01T',
  '01V',
  ...NINE.filter((code) => !['E06000049', 'E06000050', 'E08000014'].includes(code)),
];

const NO_ASPIRATION = 'no aspiration uses';
const TRUSTS = 'of NHS trusts, which treat people of several Places';
const NOT_HOW_MANY_WAIT = 'only people over 18 and over 52 weeks are counted';

interface Known {
  readonly format: string;
  /** Codes of the areas that its rows are of. */
  readonly places: readonly string[];
  /** First and last day of its periods; null where it has none. */
  readonly dates: readonly [string, string] | null;
  /** How many rows are set aside, and the words that say why. */
  readonly aside?: Readonly<Record<string, number>>;
}

const ofRows = (file: string, because: string): Record<string, number> => ({
  [because]: expected.records[file]!,
});
const trafford = (
  file: string,
  format: string,
  dates: readonly [string, string],
  used: boolean,
): [string, Known] => [
  file,
  { format, places: NINE_AND_ENGLAND, dates, ...(used ? {} : { aside: ofRows(file, NO_ASPIRATION) }) },
];

/** Every CSV of the folder; areas, dates and set-aside rows as the folder's README and the Python figures have them. */
const KNOWN: Readonly<Record<string, Known>> = {
  '20260131-RTT-January-2026-full-extract.csv': {
    format: 'rtt-full-extract',
    places: SUB_ICBS,
    dates: ['2026-01-01', '2026-01-31'],
    aside: { 'not incomplete pathways': 6_617, 'the total of the other specialties': 838 },
  },
  [FILE_1]: {
    format: 'iod2019-file-1',
    places: NINE,
    dates: ['2019-01-01', '2019-12-31'],
    aside: { 'other areas': 32_844 - 1_562 },
  },
  [FILE_2]: {
    format: 'iod2019-file-2',
    places: NINE,
    dates: ['2019-01-01', '2019-12-31'],
    aside: { 'other areas': 32_844 - 1_562 },
  },
  [FILE_6]: {
    format: 'iod2019-file-6',
    places: NINE,
    dates: ['2015-01-01', '2015-12-31'],
    aside: { 'other areas': 32_844 - 1_562 },
  },
  'LE_testdata.csv': {
    format: 'life-expectancy-by-tenth',
    places: NINE_AND_ENGLAND,
    dates: null,
    aside: ofRows('LE_testdata.csv', 'tenths within each area and no period'),
  },
  [LOOKUP_11_21]: { format: 'lookup-lsoa11-lsoa21-lad', places: NINE, dates: null },
  [LOOKUP_11_CCG]: { format: 'lookup-lsoa11-lad', places: NINE, dates: null },
  [LOOKUP_SUB_ICB]: {
    format: 'lookup-sub-icb-icb',
    places: SUB_ICBS,
    dates: null,
    aside: ofRows(LOOKUP_SUB_ICB, 'codes that are known already'),
  },
  'ae_attendances.csv': {
    format: 'ae-trust-type',
    places: [],
    dates: ['2016-04-01', '2019-03-31'],
    aside: ofRows('ae_attendances.csv', TRUSTS),
  },
  'england.wales.deaths.csv': {
    format: 'ons-authority-deaths-2014',
    places: NINE,
    dates: ['2014-01-01', '2014-12-31'],
  },
  'england.wales.popn.csv': {
    format: 'ons-authority-population-2014',
    places: NINE,
    dates: ['2014-01-01', '2014-12-31'],
  },
  'england_critical_general_acute_beds.csv': {
    format: 'beds-trust',
    places: [],
    dates: ['2022-04-01', '2025-08-31'],
    aside: ofRows('england_critical_general_acute_beds.csv', 'no indicator of any aspiration'),
  },
  'england_icb_accidents_emergency.csv': {
    format: 'ae-icb',
    places: ['QYG'],
    dates: ['2022-04-01', '2025-07-31'],
  },
  'england_icb_criteria_to_reside.csv': {
    format: 'criteria-to-reside-icb',
    places: ['QYG'],
    dates: ['2022-04-01', '2025-08-31'],
    aside: ofRows('england_icb_criteria_to_reside.csv', 'no indicator of any aspiration'),
  },
  'england_rtt_stp.csv': {
    format: 'rtt-system-series',
    places: ['QYG'],
    dates: ['2020-04-01', '2025-02-28'],
    aside: ofRows('england_rtt_stp.csv', NOT_HOW_MANY_WAIT),
  },
  'england_rtt_trust.csv': {
    format: 'rtt-trust-series',
    places: [],
    dates: ['2019-01-01', '2025-02-28'],
    aside: ofRows('england_rtt_trust.csv', NOT_HOW_MANY_WAIT),
  },
  [THERAPIES]: {
    format: 'talking-therapies-sub-icb',
    places: SUB_ICBS,
    dates: ['2022-07-01', '2023-05-31'],
    // Of eleven measures, three are of indicators.
    aside: { [NO_ASPIRATION]: 9 * 11 * 8 },
  },
  'england_trust_accidents_emergency.csv': {
    format: 'ae-trust',
    places: [],
    dates: ['2021-04-01', '2025-07-31'],
    aside: ofRows('england_trust_accidents_emergency.csv', TRUSTS),
  },
  'esp2013.csv': {
    format: 'standard-population',
    places: [],
    dates: null,
    aside: ofRows('esp2013.csv', 'gapline has the European Standard Population of 2013 built in'),
  },
  // Says what File 1 has said already of every area, so it feeds nothing more.
  [IMD_2019]: { format: 'imd2019-table', places: [], dates: ['2019-01-01', '2019-12-31'] },
  [IMD_2025]: { format: 'imd2025-table', places: NINE, dates: ['2025-01-01', '2025-12-31'] },
  [FINGERTIPS]: {
    format: 'fingertips-export',
    places: [...NINE_AND_ENGLAND, 'E12000002'],
    dates: ['2015-01-01', '2017-12-31'],
    aside: { [NO_ASPIRATION]: 792, 'groups of whole authorities': 60 },
  },
  [LOOKUP_11]: { format: 'lookup-lsoa11-table', places: NINE, dates: null },
  [LOOKUP_21]: { format: 'lookup-lsoa21-table', places: NINE, dates: null },
  'mort.csv': { format: 'wide-ages-deaths', places: [ENGLAND], dates: ['2001-01-01', '2016-12-31'] },
  'nhstt_measures_annual.csv': {
    format: 'talking-therapies-annual',
    places: [...SUB_ICBS, 'QYG', ENGLAND],
    dates: ['2020-04-01', '2025-03-31'],
    // Used are three measures of everybody, two sexes and ten tenths: two areas in five years, nine in two.
    aside: {
      [NO_ASPIRATION]: 4_004,
      'splits that the indicator does not have': 10_822,
      'people whose sex or deprivation is not known': 17_094 - 4_004 - 10_822 - 3 * 13 * (2 * 5 + 9 * 2),
    },
  },
  'pop.csv': { format: 'wide-ages-population', places: [ENGLAND], dates: ['2001-01-01', '2016-12-31'] },
  [PEOPLE_LSOA]: { format: 'ons-lsoa-population-2020', places: NINE, dates: ['2020-01-01', '2020-12-31'] },
  [PEOPLE_LTLA]: {
    format: 'ons-authority-population-2020',
    places: NINE,
    dates: ['2020-01-01', '2020-12-31'],
    aside: { 'other areas': 331 - 9 },
  },
  ...Object.fromEntries([
    trafford(
      'trafford_dashboard_admissions_self_harm.csv',
      'trafford-dashboard',
      ['2010-04-01', '2018-03-31'],
      false,
    ),
    trafford(
      'trafford_dashboard_alcohol_related_admissions.csv',
      'trafford-dashboard',
      ['2008-04-01', '2018-03-31'],
      true,
    ),
    trafford(
      'trafford_dashboard_alcohol_related_mortality.csv',
      'trafford-dashboard',
      ['2008-01-01', '2017-12-31'],
      false,
    ),
    trafford(
      'trafford_dashboard_preventable_mortality_from_cancer.csv',
      'trafford-dashboard',
      ['2001-01-01', '2017-12-31'],
      false,
    ),
    trafford('trafford_themes_adults_smoking.csv', 'trafford-themes', ['2011-01-01', '2024-12-31'], true),
    trafford(
      'trafford_themes_healthy_life_expectancy.csv',
      'trafford-themes',
      ['2015-01-01', '2024-12-31'],
      true,
    ),
    trafford('trafford_themes_life_expectancy.csv', 'trafford-themes', ['2015-01-01', '2025-12-31'], true),
    trafford('trafford_themes_mortality_rate.csv', 'trafford-themes', ['2014-01-01', '2024-12-31'], false),
    trafford('trafford_themes_nhs_health_checks.csv', 'trafford-themes', ['2021-04-01', '2025-12-31'], false),
    trafford('trafford_themes_obese_reception.csv', 'trafford-themes', ['2014-04-01', '2025-03-31'], true),
    trafford('trafford_themes_obese_year6.csv', 'trafford-themes', ['2014-04-01', '2025-03-31'], true),
    trafford('trafford_themes_overweight_adult.csv', 'trafford-themes', ['2015-04-01', '2025-03-31'], false),
  ]),
};

/** Tolerance of every comparison here, relative: two implementations of one formula in double precision. */
const RELATIVE = 1e-9;

function expectNear(found: number | null, wanted: number, what: string): void {
  expect(found, what).not.toBeNull();
  expect(Math.abs(found! - wanted), `${what}: ${found} against ${wanted}`).toBeLessThanOrEqual(
    RELATIVE * Math.max(1, Math.abs(wanted)),
  );
}

/** Expects a share with its numerator and denominator, or that its source hides a figure that it needs. */
function expectShare(measure: Measure, pair: Pair | null, what: string): void {
  if (pair === null) {
    expect([measure.status, measure.estimate.value], what).toEqual(['suppressed', null]);
    return;
  }
  const [numerator, denominator] = pair;
  expect([measure.status, measure.note, measure.count, measure.denominator], what).toEqual([
    'ok',
    '',
    numerator,
    denominator,
  ]);
  expectNear(measure.estimate.value, (100 * numerator) / denominator, what);
}

function expectAreas(result: PipelineResult, period: string, wanted: ByPlace<Pair>): void {
  for (const [place, pair] of Object.entries(wanted)) {
    const measure = measureOf(result, { indicator: 'areas-most-deprived-tenth', place, period });
    expectShare(measure, pair, `${place} ${period}`);
  }
}

/** Expects the share of people in each Place's most deprived fifth, and in that of the system. */
function expectMostDeprivedFifth(
  result: PipelineResult,
  period: string,
  wanted: ByPlace<{ people: number; fifths: readonly number[] }>,
): void {
  for (const [place, { people, fifths }] of Object.entries(wanted)) {
    const measure = measureOf(result, { indicator: 'population-most-deprived-fifth', place, period });
    expectShare(measure, [fifths[0]!, people], `${place} ${period}`);
  }
}

function fileOf(files: readonly FileAccount[], name: string): FileAccount {
  const file = files.find(({ path }) => path.endsWith(`/${name}`));
  if (!file) throw new Error(`the run has no file ${name}`);
  return file;
}

/** How many rows are set aside for reasons that hold these words. */
function asideFor(setAside: FileAccount['setAside'], words: string): number {
  const such = setAside.filter(({ because }) => because.includes(words));
  return such.reduce((sum, { rows }) => sum + rows, 0);
}

function sumOf(cells: readonly CellRow[], chosen: (cell: CellRow) => boolean): number {
  return cells.filter(chosen).reduce((sum, { count }) => sum + count, 0);
}

/** Expects everybody and people under 75 of each Place. */
function expectPeople2020({ cells }: Reading): void {
  const people = cells.filter(
    ({ subject, scheme, period }) => subject === 'population' && scheme === '' && period === '2020',
  );
  for (const place of NINE) {
    const { people: all, under75 } = expected.people2020[place]!;
    expect(
      [
        sumOf(people, (cell) => cell.place === place),
        sumOf(people, (cell) => cell.place === place && cell.ageTo < 75),
      ],
      place,
    ).toEqual([all, under75]);
  }
  expect(sumOf(people, () => true)).toBe(expected.people2020.QYG!.people);
}

function expectRecovery(result: PipelineResult): void {
  for (const [period, byPlace] of Object.entries(expected.recovery)) {
    for (const [place, wanted] of Object.entries(byPlace)) {
      const of = (key: { sex?: string; scheme?: string; level?: number }): Measure =>
        measureOf(result, { indicator: 'talking-therapies-recovery', place, period, ...key });
      for (const sex of ['persons', 'female', 'male'] as const) {
        expectShare(of({ sex }), wanted[sex], `${place} ${period} ${sex}`);
      }
      for (const [index, pair] of wanted.tenths.entries()) {
        const level = index + 1;
        expectShare(of({ scheme: 'national-tenths', level }), pair, `${place} ${period} tenth ${level}`);
      }
    }
  }
}

/** Writes a changed copy of a real file and runs it. */
function runOnCopy(name: string, change: (text: string) => string): Promise<PipelineResult> {
  return inTempFolder((temp) => {
    const path = join(temp, 'copy.csv');
    writeFileSync(path, change(readFileSync(join(folder, name), 'utf8')));
    return runOn([path]);
  });
}

let whole: Promise<PipelineResult> | undefined;
/** The run on the whole folder, once. */
const runOnFolder = (): Promise<PipelineResult> => {
  whole ??= runOn([folder]);
  return whole;
};

describeWithShared('every CSV file of ../shared/real', () => {
  it('is in the table of this test, and has the rows that Python counts', () => {
    const found = readdirSync(folder)
      .filter((name) => name.endsWith('.csv'))
      .sort();
    expect(Object.keys(KNOWN).sort()).toEqual(found);
    expect(Object.keys(expected.records).sort()).toEqual(found);
  });

  it('is recognised, and all of its rows, areas and dates are accounted for', async () => {
    const { files } = await runOnFolder();
    expect(files).toHaveLength(Object.keys(KNOWN).length);
    for (const [name, wanted] of Object.entries(KNOWN)) {
      const file = fileOf(files, name);
      const rows = expected.records[name]!;
      expect([file.format, file.rows, file.used, file.refused], name).toEqual([wanted.format, rows, rows, 0]);
      expect([...file.places].sort(), name).toEqual([...wanted.places].sort());
      const starts = file.periods.map(({ start }) => start).sort();
      const ends = file.periods.map(({ end }) => end).sort();
      expect(starts.length === 0 ? null : [starts[0], ends.at(-1)], name).toEqual(wanted.dates);
    }
  });

  it('says why rows are set aside', async () => {
    const { files } = await runOnFolder();
    for (const [name, { aside = {} }] of Object.entries(KNOWN)) {
      const { setAside } = fileOf(files, name);
      for (const [words, rows] of Object.entries(aside))
        expect(asideFor(setAside, words), `${name}: ${words}`).toBe(rows);
      const told = Object.values(aside).reduce((sum, rows) => sum + rows, 0);
      expect(asideFor(setAside, ''), `${name}: ${setAside.map(({ because }) => because).join('; ')}`).toBe(
        told,
      );
    }
  });
});

describeWithShared('the deprivation of 2019', () => {
  it.each([
    ['File 1', [FILE_1]],
    ['File 2', [FILE_2]],
    ['the package copy with a lookup', [IMD_2019, LOOKUP_11]],
    ['the package copy with the lookup from 2011 to 2021', [IMD_2019, LOOKUP_11_21]],
    ['the package copy with the lookup by commissioner', [IMD_2019, LOOKUP_11_CCG]],
    ['File 1 and File 2', [FILE_1, FILE_2]],
    ['File 2 and the package copy, which has no Places', [FILE_2, IMD_2019]],
  ])('is the same from %s: 365 of 1,562 areas, each counted once', async (_, names) => {
    const result = await runOn(real(...names), ['areas-most-deprived-tenth']);
    expect(expected.areas2019.QYG).toEqual([365, 1_562]);
    expectAreas(result, '2019', expected.areas2019);
    expect(result.problems.count('error') + result.problems.count('warning')).toBe(0);
  });

  it('of the package copy alone feeds no Place, and it says so', async () => {
    const result = await runOn(real(IMD_2019));
    expect(result.measures).toEqual([]);
    expect(codesOf(result.problems.all())).toEqual(['areas-without-place']);
  });
});

describeWithShared('the deprivation of 2025', () => {
  it('has 322 of 1,601 areas in the most deprived tenth', async () => {
    const result = await runOn(real(IMD_2025, LOOKUP_21), ['areas-most-deprived-tenth']);
    expect(expected.areas2025.QYG).toEqual([322, 1_601]);
    expectAreas(result, '2025', expected.areas2025);
    expect(result.problems.all()).toEqual([]);
  });

  it('without a lookup feeds no Place, and it says so', async () => {
    const result = await runOn(real(IMD_2025));
    expect(result.measures).toEqual([]);
    expect(codesOf(result.problems.all())).toEqual(['areas-without-place']);
    expect(result.files[0]).toMatchObject({ rows: 1_601, used: 1_601, refused: 0, places: [] });
  });

  it('with a lookup that lacks 43 of its areas says that these have no Place', async () => {
    const result = await runOn(real(IMD_2025, LOOKUP_11_21));
    expect(codesOf(result.problems.all())).toContain('areas-without-place');
  });

  it('stands beside that of 2019 in one run', async () => {
    const result = await runOn(real(IMD_2025, LOOKUP_21, FILE_1), ['areas-most-deprived-tenth']);
    expectAreas(result, '2019', expected.areas2019);
    expectAreas(result, '2025', expected.areas2025);
  });
});

describeWithShared('IoD2019 File 6', () => {
  it('gives with File 1 the share of people in the most deprived fifth', async () => {
    const result = await runOn(real(FILE_6, FILE_1), ['population-most-deprived-fifth']);
    expect(expected.people2015.QYG!.people).toBe(2_442_689);
    expectMostDeprivedFifth(result, '2015', expected.people2015);
  });

  it('has with File 1 the people of every fifth', async () => {
    const { cells } = await readFiles(real(FILE_6, FILE_1));
    for (const place of NINE) {
      const fifths = [1, 2, 3, 4, 5].map((level) =>
        sumOf(
          cells,
          (cell) =>
            cell.subject === 'population' &&
            cell.place === place &&
            cell.scheme === 'national-fifths' &&
            cell.level === level,
        ),
      );
      expect(fifths, place).toEqual(expected.people2015[place]!.fifths);
    }
  });
});

describeWithShared('the population of mid-2020', () => {
  it('has by local authority 2,503,902 people, 2,273,051 of them under 75', async () => {
    expect(expected.people2020.QYG).toMatchObject({ people: 2_503_902, under75: 2_273_051 });
    expectPeople2020(await readFiles(real(PEOPLE_LTLA)));
  });

  it('has by LSOA with a lookup the same people', async () => {
    const reading = await readFiles(real(PEOPLE_LSOA, LOOKUP_11));
    expectPeople2020(reading);
    expect(fileOf(reading.files, PEOPLE_LSOA)).toMatchObject({ rows: 1_562, used: 1_562, refused: 0 });
  });

  it('agrees in all 9 × 91 cells, and counts everybody once, where both files are given', async () => {
    const reading = await readFiles(real(PEOPLE_LSOA, PEOPLE_LTLA, LOOKUP_11));
    expectPeople2020(reading);
    const codes = codesOf(reading.problems);
    expect(codes.filter((code) => code === 'duplicate-cell')).toHaveLength(9 * 91);
    expect(codes).not.toContain('conflicting-cell');
  });

  it('is by LSOA with the deprivation of 2019 in national fifths', async () => {
    for (const names of [[FILE_1], [IMD_2019, LOOKUP_11]]) {
      const paths = real(PEOPLE_LSOA, ...names);
      const reading = await readFiles(paths);
      expectPeople2020(reading);
      for (const place of NINE) {
        const fifths = [1, 2, 3, 4, 5].map((level) =>
          sumOf(
            reading.cells,
            (cell) => cell.place === place && cell.scheme === 'national-fifths' && cell.level === level,
          ),
        );
        expect(fifths, place).toEqual(expected.people2020[place]!.fifths);
      }
      const result = await runOn(paths, ['population-most-deprived-fifth']);
      expectMostDeprivedFifth(result, '2020', expected.people2020);
    }
  });

  it('by LSOA of 2011 is refused with the deprivation of 2025, whose LSOAs are of 2021', async () => {
    for (const names of [[IMD_2025], [IMD_2025, LOOKUP_21]]) {
      const { files, problems, cells } = await readFiles(real(PEOPLE_LSOA, ...names));
      expect(fileOf(files, PEOPLE_LSOA)).toMatchObject({ rows: 1_562, used: 0, refused: 1_562 });
      expect(codesOf(problems).filter((code) => code === 'wrong-vintage')).toHaveLength(1);
      expect(cells.filter(({ subject }) => subject === 'population')).toEqual([]);
    }
  });

  it.each([
    ['and the Places of 2021', [IMD_2025, LOOKUP_21, LOOKUP_11_21]],
    ['alone', [IMD_2025, LOOKUP_11_21]],
  ])(
    'is used with the lookup between the years %s, each LSOA in the fifth of its successor',
    async (_, names) => {
      const paths = real(PEOPLE_LSOA, ...names);
      const reading = await readFiles(paths);
      expectPeople2020(reading);
      expect(fileOf(reading.files, PEOPLE_LSOA)).toMatchObject({ rows: 1_562, used: 1_562, refused: 0 });
      // Every LSOA of 2011 has one successor in this lookup, 1,518 of them under the same code.
      expect([...new Set(codesOf(reading.problems))]).not.toContain('redrawn-area');
      const result = await runOn(paths, ['population-most-deprived-fifth']);
      const wanted = Object.entries(expected.people2020ByIndex2025).map(
        ([place, fifths]) => [place, { people: expected.people2020[place]!.people, fifths }] as const,
      );
      expectMostDeprivedFifth(result, '2020', Object.fromEntries(wanted));
    },
  );
});

describeWithShared('NHS Talking Therapies by year', () => {
  let result: PipelineResult;
  const run = async (): Promise<PipelineResult> => {
    result ??= await runOn(real('nhstt_measures_annual.csv'));
    return result;
  };

  it('has recovery of those who were ill at the start, by sex and tenth, 1 the most deprived; * is suppressed', async () => {
    await run();
    expectRecovery(result);
    expect(Object.keys(expected.recovery)).toHaveLength(5);
    // Worse where people are poorer, in every year: the tenths are the right way round.
    for (const { QYG } of Object.values(expected.recovery)) {
      const [first, last] = [QYG!.tenths[0]!, QYG!.tenths[9]!];
      expect(first[0] / first[1]).toBeLessThan(last[0] / last[1]);
    }
  });

  it('adds up fifths from the tenths where these are numbers', async () => {
    await run();
    for (const [period, byPlace] of Object.entries(expected.recovery)) {
      for (const place of ['QYG', ENGLAND]) {
        for (const level of [1, 2, 3, 4, 5]) {
          const [one, two] = byPlace[place]!.tenths.slice(2 * level - 2, 2 * level);
          const key = { indicator: 'talking-therapies-recovery', place, period };
          const measure = measureOf(result, { ...key, scheme: 'national-fifths', level });
          expectShare(measure, [one![0] + two![0], one![1] + two![1]], `${place} ${period} fifth ${level}`);
        }
      }
    }
  });

  it('is what the file itself says of England, to its one decimal', async () => {
    await run();
    for (const [period, wanted] of Object.entries(expected.recoveryOfEnglandAsWritten)) {
      const of = (key: object): number =>
        measureOf(result, { indicator: 'talking-therapies-recovery', place: ENGLAND, period, ...key })
          .estimate.value!;
      const pairs = [
        ...(['persons', 'female', 'male'] as const).map((sex) => [of({ sex }), wanted[sex]] as const),
        ...wanted.tenths.map(
          (one, index) => [of({ scheme: 'national-tenths', level: index + 1 }), one] as const,
        ),
      ];
      for (const [found, written] of pairs) expect(Math.round(found * 10) / 10, period).toBe(written);
    }
  });

  it('never takes a hidden figure for a missing one or for none', async () => {
    await run();
    const hidden = result.measures.filter(({ estimate }) => estimate.value === null);
    const cheshires = ['E06000049', 'E06000050'];
    for (const { place, status, note, count } of hidden) {
      expect(
        [cheshires.includes(place) ? 'not-applicable' : 'suppressed', null],
        `${place}: ${note}`,
      ).toEqual([status, count]);
    }
  });
});

describeWithShared('A&E of the integrated care board', () => {
  it('has each month those within 4 hours: all less those over 4 hours', async () => {
    const result = await runOn(real('england_icb_accidents_emergency.csv'));
    const months = Object.entries(expected.within4Hours);
    expect(months).toHaveLength(40);
    for (const [period, pair] of months) {
      expectShare(measureOf(result, { indicator: 'ae-4-hours', place: 'QYG', period }), pair, period);
    }
    expect(result.measures).toHaveLength(40);
  });
});

describeWithShared('NHS Talking Therapies by sub-ICB location and month', () => {
  it('has 6 and 18 weeks and recovery as in the file', async () => {
    const result = await runOn(real(THERAPIES));
    expect(Object.keys(expected.talkingTherapies).sort()).toEqual([...SUB_ICBS].sort());
    for (const [place, byIndicator] of Object.entries(expected.talkingTherapies)) {
      for (const [indicator, values] of Object.entries(byIndicator)) {
        for (const [index, value] of values.entries()) {
          const period = expected.talkingTherapiesMonths[index]!;
          const measure = measureOf(result, { indicator, place, period });
          expect([measure.status, measure.estimate.value], `${indicator} ${place} ${period}`).toEqual([
            'ok',
            value,
          ]);
        }
      }
    }
  });

  it('takes NA for not available, never for zero', async () => {
    // Its NA cells are of measures that are set aside; here one stands in recovery too.
    const halton = /^("E38000068","July 2022","Percentage_Recovery",)"\d+"$/m;
    const result = await runOnCopy(THERAPIES, (text) => {
      expect(text).toMatch(halton);
      return text.replace(halton, '$1"NA"');
    });
    const key = { indicator: 'talking-therapies-recovery', place: 'E06000006' };
    const { status, note, estimate } = measureOf(result, { ...key, period: '2022-07' });
    expect([status, note, estimate.value]).toEqual(['withheld', 'its source has no figure for it', null]);
    expect(measureOf(result, { ...key, period: '2022-08' }).status).toBe('ok');
    expect(codesOf(result.problems.all())).toContain('not-available-value');
  });
});

describeWithShared('Fingertips values, tidied by Trafford Data Lab', () => {
  it.each(Object.entries(expected.published))(
    '%s has the newest values as published',
    async (file, wanted) => {
      const { indicator, newest, fifths } = wanted;
      const result = await runOn(real(file));
      for (const [sex, { period, values }] of Object.entries(newest)) {
        expect(Object.keys(values).sort()).toEqual([...NINE_AND_ENGLAND].sort());
        for (const [place, value] of Object.entries(values)) {
          const measure = measureOf(result, { indicator, place, period, sex });
          expect([measure.status, measure.estimate.value], `${place} ${sex}`).toEqual(['ok', value]);
        }
        const labels = result.measures
          .filter((one) => one.sex === sex && one.scheme === '')
          .sort((a, b) => (a.period.start < b.period.start ? -1 : 1));
        expect(labels.at(-1)!.period.label).toBe(period);
      }
      expect(result.measures.filter(({ scheme }) => scheme === '')).toHaveLength(wanted.values);

      const inFifths = result.measures.filter(({ scheme }) => scheme !== '');
      expect([...new Set(inFifths.map(({ place }) => place))].sort()).toEqual(
        Object.keys(fifths?.values ?? {}).sort(),
      );
      for (const [place, values] of Object.entries(fifths?.values ?? {})) {
        for (const [index, value] of values.entries()) {
          const level = index + 1;
          const key = { indicator, place, period: fifths!.period, scheme: 'national-fifths', level };
          const measure = measureOf(result, key);
          expect([measure.status, measure.estimate.value], `${place} ${level}`).toEqual(['ok', value]);
        }
      }
    },
  );

  it.each(Object.entries(expected.published))('%s has NA for not available', async (file, wanted) => {
    const result = await runOn(real(file));
    const without = result.measures.filter(({ estimate }) => estimate.value === null);
    const names = (cells: readonly (readonly [string, string])[]): string[] =>
      cells.map((cell) => cell.join(' ')).sort();
    expect(names(without.map(({ place, period }) => [place, period.label]))).toEqual(
      names(wanted.notAvailable),
    );
    for (const { status, note } of without) {
      expect([status, note]).toEqual(['withheld', 'its source has no figure for it']);
    }
  });

  it('sets the other indicators aside, and says so', async () => {
    const others = Object.keys(KNOWN).filter(
      (file) => file.startsWith('trafford_') && !(file in expected.published),
    );
    expect(others).toHaveLength(6);
    const result = await runOn(real(...others));
    expect(result.measures).toEqual([]);
    for (const file of result.files) {
      expect(asideFor(file.setAside, NO_ASPIRATION)).toBe(file.rows);
      expect([file.used, file.refused]).toEqual([file.rows, 0]);
    }
    expect(new Set(codesOf(result.problems.all()))).toEqual(new Set(['rows-set-aside']));
  });
});

describeWithShared('a Fingertips export with a field less in each record than in its header', () => {
  const MORTALITY = '108';
  /** Records, each with a line feed inside its second field; the header is the first. */
  const recordsOf = (text: string): string[] => text.split('\r\n').filter((record) => record !== '');
  const asMortality = (text: string): string[] => {
    const [header, ...records] = recordsOf(text);
    const chosen = records.filter((record) => record.includes(',Persons,All ages,'));
    expect(chosen).toHaveLength(expected.fingertips.allAges);
    const asIts = (record: string): string =>
      record.replace(/^93356,/, `${MORTALITY},`).replace(',Persons,All ages,', ',Persons,<75 yrs,');
    return [header!, ...chosen.map(asIts)];
  };

  it('has no record refused, and all set aside where no aspiration uses the indicator', async () => {
    const { records, withCategory, fieldsOfHeader, fieldsOfRecords } = expected.fingertips;
    expect(fieldsOfRecords).toEqual([fieldsOfHeader - 1]);
    const { files, measures, problems } = await runOn(real(FINGERTIPS));
    expect(files[0]).toMatchObject({ format: 'fingertips-export', rows: records, used: records, refused: 0 });
    expect(asideFor(files[0]!.setAside, '')).toBe(records);
    expect(asideFor(files[0]!.setAside, 'groups of whole authorities')).toBe(withCategory);
    expect(measures).toEqual([]);
    expect(new Set(codesOf(problems.all()))).toEqual(new Set(['rows-set-aside']));
  });

  it('feeds the nine Places and England where the indicator is used, without tenths of whole authorities', async () => {
    const result = await runOnCopy(FINGERTIPS, (text) => `${asMortality(text).join('\r\n')}\r\n`);
    const { values, withCategory, allAges } = expected.fingertips;
    expect(Object.keys(values).sort()).toEqual([...NINE_AND_ENGLAND].sort());
    for (const [place, byPeriod] of Object.entries(values)) {
      expect(Object.keys(byPeriod)).toHaveLength(3);
      for (const [period, [count, denominator, value]] of Object.entries(byPeriod)) {
        const measure = measureOf(result, { indicator: 'mortality-u75', place, period });
        expect([measure.status, measure.count, measure.denominator], `${place} ${period}`).toEqual([
          'ok',
          count,
          denominator,
        ]);
        expectNear(measure.estimate.value, value, `${place} ${period}`);
        const { lower, upper } = measure.estimate.limits[0]!;
        expect(lower! < value && value < upper!, `${place} ${period}`).toBe(true);
      }
    }
    expect(result.measures.filter(({ scheme }) => scheme !== '')).toEqual([]);
    const file = result.files[0]!;
    expect([file.rows, file.used, file.refused]).toEqual([allAges, allAges, 0]);
    expect(asideFor(file.setAside, 'groups of whole authorities')).toBe(withCategory);
  });

  it('takes a blank value for not available', async () => {
    // The blank values are of areas elsewhere; here the code of Halton stands for that of one of them.
    const result = await runOnCopy(FINGERTIPS, (text) => {
      const records = asMortality(text).filter((record) => !record.includes(',E06000006,'));
      return `${records.join('\r\n').replaceAll(',E06000053,', ',E06000006,')}\r\n`;
    });
    for (const period of ['2015', '2016', '2017']) {
      const measure = measureOf(result, { indicator: 'mortality-u75', place: 'E06000006', period });
      expect([measure.status, measure.note, measure.estimate.value, measure.count]).toEqual([
        'withheld',
        'its source has no figure for it',
        null,
        null,
      ]);
    }
    expect(result.files[0]!.refused).toBe(0);
  });
});

describeWithShared('the whole folder in one run', () => {
  it('gives the same figures as its files alone', async () => {
    const result = await runOnFolder();
    expectAreas(result, '2019', expected.areas2019);
    expectAreas(result, '2025', expected.areas2025);
    // One edition groups all extracts of a run by LSOA, the newest: that of 2025, through the lookup.
    const by2025 = Object.entries(expected.people2020ByIndex2025).map(
      ([place, fifths]) => [place, { people: expected.people2020[place]!.people, fifths }] as const,
    );
    expectMostDeprivedFifth(result, '2020', Object.fromEntries(by2025));
    for (const [period, pair] of Object.entries(expected.within4Hours)) {
      expectShare(measureOf(result, { indicator: 'ae-4-hours', place: 'QYG', period }), pair, period);
    }
    for (const { indicator, newest } of Object.values(expected.published)) {
      for (const [sex, { period, values }] of Object.entries(newest)) {
        for (const [place, value] of Object.entries(values)) {
          expect(measureOf(result, { indicator, place, period, sex }).estimate.value).toBe(value);
        }
      }
    }
    expectRecovery(result);
  });

  it('refuses no row, and finds no two figures for one cell', async () => {
    const { problems } = await runOnFolder();
    expect(problems.count('error')).toBe(0);
  });

  it('has a number or nothing everywhere, never NaN or infinity', async () => {
    const { measures, gaps, trends, poorest } = await runOnFolder();
    expect(measures.length).toBeGreaterThan(1_000);
    const visit = (value: unknown, path: string): void => {
      if (typeof value === 'number') {
        if (!Number.isFinite(value)) throw new Error(`${path} is ${value}`);
      } else if (typeof value === 'object' && value !== null) {
        for (const [key, one] of Object.entries(value)) visit(one, `${path}.${key}`);
      }
    };
    visit({ measures, gaps, trends, poorest }, 'result');
  });

  it('is run by the program within 20 seconds, with exit 0', async () => {
    await inTempFolder(async (temp) => {
      const out = join(temp, 'out');
      mkdirSync(out);
      const start = Date.now();
      const { exit, stderr } = await gapline(['run', folder, '--out', out]);
      const seconds = (Date.now() - start) / 1000;
      expect(exit, stderr).toBe(0);
      expect(seconds).toBeLessThan(20);
      const tables = readdirSync(out);
      expect(tables.length).toBeGreaterThan(3);
      for (const table of tables) {
        expect(statSync(join(out, table)).size, table).toBeGreaterThan(0);
        expect(readFileSync(join(out, table), 'utf8'), table).not.toMatch(/\b(?:NaN|Infinity|undefined)\b/);
      }
    });
  });
});

describe('expected-formats.json', () => {
  it('says where its figures come from', () => {
    expect(expected.source).toContain('second implementation in Python');
  });
});
