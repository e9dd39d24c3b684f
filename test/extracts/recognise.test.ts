import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadFormats } from '../../src/extracts/format.ts';
import { type Recognition, recognise } from '../../src/extracts/recognise.ts';

const formats = loadFormats();

/** A header as an analyst or a publisher writes it, and rows below it where they tell what the file is. */
interface Example {
  readonly header: string;
  readonly rows?: readonly string[];
}

const WIDE = 'year,imd10,sex,0,1,5,10,14,65,70,74';
const LONG = 'age,sex,region,count';

/** By format id. */
const EXAMPLES: Record<string, readonly Example[]> = {
  deaths: [
    { header: 'place,period,sex,age,deaths' },
    { header: 'lsoa,date,sex,age_band,icd10,deaths' },
    { header: 'place,period,sex,age_band,deprivation_quintile,cause,deaths' },
  ],
  'death-records': [{ header: 'lsoa,date,sex,age,icd10' }, { header: 'place,period,sex,age_band,cause' }],
  admissions: [{ header: 'place,period,sex,age_band,deprivation_decile,icd10,admissions' }],
  births: [{ header: 'place,period,births' }, { header: 'lsoa,date,sex,births' }],
  events: [{ header: 'place,period,event,count' }, { header: 'lsoa,date,event,sex,age,count' }],
  'event-records': [{ header: 'place,date,event' }, { header: 'lsoa,date,event,sex,age,icd10' }],
  population: [
    { header: 'place,period,sex,age,population' },
    { header: 'lsoa,period,sex,age_band,population' },
    { header: 'place,period,sex,age,deprivation_decile,population' },
  ],
  deprivation: [
    { header: 'lsoa,imd_rank' },
    { header: 'lsoa,place,imd_decile,population' },
    { header: 'lsoa,place,imd_rank,imd_decile,imd_score,population,period' },
  ],
  waits: [{ header: 'place,month,service,weeks_from,weeks_to,waiting' }],
  'waits-within': [{ header: 'place,month,indicator,within_target,total' }],
  counts: [
    { header: 'indicator,place,period,numerator,denominator' },
    { header: 'indicator,place,period,sex,age_band,deprivation_decile,group,numerator,denominator' },
  ],
  values: [
    { header: 'indicator,place,period,value' },
    { header: 'indicator,place,period,sex,deprivation_quintile,value,lower,upper,count,denominator' },
  ],
  milestones: [
    { header: 'place,set,milestone,status' },
    { header: 'place,set,milestone,status,due,reached_on' },
  ],
  cells: [
    {
      header:
        'subject,place,period,sex,age_from,age_to,deprivation_scheme,deprivation,cause,cell_group,count,denominator',
    },
  ],
  'iod2019-file-2': [
    {
      header:
        'LSOA code (2011)|LSOA name (2011)|Local Authority District code (2019)|' +
        'Local Authority District name (2019)|' +
        'Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)|' +
        'Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)',
    },
  ],
  'iod2019-file-1': [
    {
      header:
        'LSOA code (2011)|LSOA name (2011)|Local Authority District code (2019)|' +
        'Local Authority District name (2019)|Index of Multiple Deprivation (IMD) Rank|' +
        'Index of Multiple Deprivation (IMD) Decile',
    },
  ],
  'iod2019-file-6': [
    {
      header:
        'LSOA code (2011)|LSOA name (2011)|Local Authority District code (2019)|' +
        'Local Authority District name (2019)|Total population: mid 2015 (excluding prisoners)|' +
        'Dependent Children aged 0-15: mid 2015 (excluding prisoners)|' +
        'Population aged 16-59: mid 2015 (excluding prisoners)|' +
        'Older population aged 60 and over: mid 2015 (excluding prisoners)|' +
        'Working age population 18-59/64: for use with Employment Deprivation Domain (excluding prisoners)',
    },
  ],
  'iod2019-file-7': [
    {
      header:
        'LSOA code (2011)|LSOA name (2011)|Local Authority District code (2019)|' +
        'Local Authority District name (2019)|Index of Multiple Deprivation (IMD) Score|' +
        'Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)|' +
        'Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)|' +
        'Education, Skills and Training Score|Total population: mid 2015 (excluding prisoners)|' +
        'Dependent Children aged 0-15: mid 2015 (excluding prisoners)',
    },
  ],
  'iod2025-file-1': [
    {
      header:
        'LSOA code (2021)|LSOA name (2021)|Local Authority District code (2024)|' +
        'Local Authority District name (2024)|Index of Multiple Deprivation (IMD) Rank|' +
        'Index of Multiple Deprivation (IMD) Decile',
    },
    {
      header:
        'LSOA code (2021)|LSOA name (2021)|Local Authority District code (2024)|' +
        'Local Authority District name (2024)|' +
        'Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)|' +
        'Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)',
    },
  ],
  'iod2025-file-7': [
    {
      header:
        'LSOA code (2021)|LSOA name (2021)|Local Authority District code (2024)|' +
        'Local Authority District name (2024)|Index of Multiple Deprivation (IMD) Score|' +
        'Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)|' +
        'Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)|' +
        'Total population: mid 2022',
    },
  ],
  'imd2019-table': [{ header: 'lsoa11_code|IMD_decile|Income_decile|IMD_rank|Income_rank' }],
  'imd2025-table': [{ header: 'lsoa21_code|IMD_decile|Income_decile|IMD_rank|Income_rank|IMD_score' }],
  'lookup-lsoa11-lsoa21-lad': [
    { header: 'ObjectId|LSOA11CD|LSOA11NM|LSOA21CD|LSOA21NM|LAD22CD|LAD22NM|LAD22NMW' },
  ],
  'lookup-lsoa11-lad': [{ header: 'FID|LSOA11CD|LSOA11NM|CCG21CD|CCG21CDH|CCG21NM|LAD21CD|LAD21NM' }],
  'lookup-lsoa21-lad': [{ header: 'LSOA21CD|LSOA21NM|WD24CD|WD24NM|LAD24CD|LAD24NM' }],
  'lookup-lsoa11-table': [
    { header: 'lsoa11_name|lsoa11_code|sicbl22_name|sicbl22_code|icb22_code|ltla22_name|ltla22_code' },
  ],
  'lookup-lsoa21-table': [
    { header: 'lsoa21_name|lsoa21_code|ward24_name|ward24_code|ltla24_name|ltla24_code' },
  ],
  'lookup-sub-icb-icb': [{ header: 'SICBL22CD|SICBL22CDH|SICBL22NM|ICB22CD|ICB22CDH|ICB22NM|NHSER22CD' }],
  'mhsds-monthly': [
    {
      header:
        'REPORTING_PERIOD_START|REPORTING_PERIOD_END|STATUS|BREAKDOWN|PRIMARY_LEVEL|' +
        'PRIMARY_LEVEL_DESCRIPTION|SECONDARY_LEVEL|SECONDARY_LEVEL_DESCRIPTION|MEASURE_ID|' +
        'MEASURE_NAME|MEASURE_VALUE',
    },
  ],
  'talking-therapies-monthly': [
    {
      header:
        'REPORTING_PERIOD_START|REPORTING_PERIOD_END|GROUP_TYPE|ORG_CODE1|ORG_NAME1|ORG_CODE2|' +
        'ORG_NAME2|MEASURE_ID|MEASURE_NAME|MEASURE_VALUE_SUPPRESSED',
    },
  ],
  'talking-therapies-annual': [
    {
      header:
        'reporting_period|start_date|end_date|org_type|org_code|org_name|variable_type|' +
        'variable_a|variable_b|measure_name|measure_statistic|value',
    },
  ],
  'talking-therapies-sub-icb': [{ header: 'sicbl22_code|date|name|value' }],
  'cancer-waits': [
    {
      header:
        'PERIOD|STANDARD|ORG CODE|TREATMENT MODALITY|CANCER TYPE|STAGE/ROUTE|TOTAL|' +
        'WITHIN STANDARD|BREACHES',
    },
  ],
  'cancer-waits-combined': [
    {
      header:
        'Period|Basis|Org_Code|Standard_or_Item|Cancer_Type|Referral_Route_or_Stage|' +
        'Treatment_Modality|Total|Within|After',
    },
  ],
  'ae-icb': [
    {
      header:
        'icb22_code|total_attendances|attendances_over_4hours|total_emergency_admissions|' +
        'pct_attendance_over_4hours|date',
    },
  ],
  'ae-trust': [
    {
      header:
        'nhs_trust22_code|total_attendances|attendances_over_4hours|total_emergency_admissions|' +
        'pct_attendance_over_4hours|date',
    },
  ],
  'ae-trust-type': [{ header: 'period|org_code|type|attendances|breaches|admissions' }],
  'ae-monthly': [
    {
      header:
        'Period|Org Code|Parent Org|Org name|A&E attendances Type 1|A&E attendances Type 2|' +
        'Attendances over 4hrs Type 1',
    },
  ],
  'rtt-trust-series': [
    {
      header:
        'nhs_trust22_code|nhs_trust22_name|date|year|month|treatment|waits_over_18_weeks|' +
        'waits_over_52_weeks',
    },
  ],
  'rtt-system-series': [
    {
      header:
        'stp20_nhs_code|stp20_name|date|year|month|treatment|waits_over_18_weeks|' + 'waits_over_52_weeks',
    },
  ],
  'beds-trust': [
    {
      header:
        'nhs_trust22_code|date|general_acute_beds_available|general_acute_beds_occupied|' +
        'general_acute_beds_occupancy_rate',
    },
  ],
  'criteria-to-reside-icb': [{ header: 'icb22_code|date|do_not_meet_criteria_to_reside' }],
  'nomis-deaths': [
    {
      header:
        'DATE|DATE_NAME|DATE_CODE|GEOGRAPHY|GEOGRAPHY_NAME|GEOGRAPHY_CODE|GENDER_NAME|AGE_NAME|' +
        'CAUSE_OF_DEATH_NAME|MEASURE_NAME|MEASURES_NAME|OBS_VALUE|OBS_STATUS|RECORD_COUNT',
    },
    { header: 'DATE_NAME|GEOGRAPHY_NAME|C_AGE_NAME|CAUSE_OF_DEATH_NAME|OBS_VALUE' },
  ],
  'nomis-population': [
    {
      header:
        'DATE_NAME|GEOGRAPHY_NAME|GEOGRAPHY_CODE|GENDER_NAME|C_AGE_NAME|MEASURES_NAME|' +
        'OBS_VALUE|RECORD_COUNT',
    },
    { header: 'DATE|GEOGRAPHY_CODE|SEX_NAME|AGE_NAME|OBS_VALUE' },
  ],
  'nomis-web-population': [
    { header: 'local authority: district / unitary (as of April 2021)|mnemonic|All Ages|Aged 0-4|Aged 5-9' },
    { header: 'Area|mnemonic|Aged 0 to 4|Aged 5 to 9|Aged 90+' },
  ],
  'nomis-web-deaths': [
    {
      header:
        'local authority: district / unitary (as of April 2021)|mnemonic|' +
        'A00-R99,U00-Y89 All causes, all ages|C00-C97 Malignant neoplasms',
    },
  ],
  'ons-myeb1': [
    { header: 'ladcode23|laname23|country|sex|age|population_2011|population_2022' },
    { header: 'lad2014_code|lad2014_name|country|sex|age|population_2014' },
  ],
  'ons-authority-population-2020': [{ header: 'ltla21_code|ltla21_name|total_population|0|1|44|45|89|90+' }],
  'ons-lsoa-population-2020': [{ header: 'lsoa11_name|lsoa11_code|total_population|0|1|44|45|89|90+' }],
  'standard-population': [{ header: 'ageband|population' }],
  'life-expectancy-by-tenth': [{ header: 'Sex|GeoCode|Decile|Pop|Deaths|LifeExp|SE' }],
  'fingertips-export': [
    {
      header:
        'Indicator ID|Indicator Name|Parent Code|Parent Name|Area Code|Area Name|Area Type|Sex|' +
        'Age|Category Type|Category|Time period|Value|Lower CI 95.0 limit|Upper CI 95.0 limit|' +
        'Lower CI 99.8 limit|Upper CI 99.8 limit|Count|Denominator|Value note|Recent Trend|' +
        'Compared to England value or percentiles|Compared to Region value or percentiles|' +
        'Time period Sortable|New data|Compared to goal',
    },
  ],
  'trafford-themes': [
    {
      header:
        'area_code|area_name|area_type|period|indicator|measure|unit|value|compared_to_England|' +
        'inequality',
    },
  ],
  'trafford-dashboard': [{ header: 'area_code|area_name|period|value|indicator|measure|unit|significance' }],
  'rtt-full-extract': [
    {
      header:
        'Period|Provider Org Code|Commissioner Org Code|RTT Part Type|Treatment Function Code|' +
        'Gt 00 To 01 Weeks SUM 1|Gt 01 Weeks SUM 1|Total|Patients with unknown clock start date|Total All',
    },
  ],
  'wide-ages-deaths': [{ header: WIDE, rows: ['2016,1,m,300,20,5,4,6,500,700,900'] }],
  'wide-ages-population': [
    { header: WIDE, rows: ['2016,1,m,40000,40100,39000,38000,37000,24000,21000,15000'] },
  ],
  'ons-authority-deaths-2014': [{ header: LONG, rows: ['5-9,Males,Halton,1', '65-69,Males,Halton,60'] }],
  'ons-authority-population-2014': [{ header: LONG, rows: ['5,Males,Halton,810', '65,Males,Halton,702'] }],
};

const fieldsOf = (text: string): string[] => text.split(text.includes('|') ? '|' : ',');

function told({ header, rows = [] }: Example): Recognition {
  return recognise(fieldsOf(header), rows.map(fieldsOf), formats);
}

function formatOf(example: Example): string {
  const recognition = told(example);
  return recognition.kind === 'format' ? recognition.format.id : recognition.kind;
}

describe('recognise()', () => {
  it('has an example of every format here', () => {
    expect(Object.keys(EXAMPLES).sort()).toEqual(formats.map(({ id }) => id).sort());
  });

  const cases = Object.entries(EXAMPLES).flatMap(([id, examples]) =>
    examples.map((example) => [id, fieldsOf(example.header).slice(0, 4).join(', '), example] as const),
  );

  it.each(cases)('knows %s by a header such as %s, …', (id, _, example) => {
    expect(formatOf(example)).toBe(id);
  });

  it.each(cases)(
    'knows %s in any order and case, with spaces and further columns (%s, …)',
    (id, _, example) => {
      const columns = fieldsOf(example.header);
      const rows = (example.rows ?? []).map(fieldsOf);
      const order = fc.shuffledSubarray([...columns.keys()], { minLength: columns.length });
      fc.assert(
        fc.property(order, fc.boolean(), fc.constantFrom('', ' ', '  '), (positions, upper, space) => {
          const spelled = (name: string): string => {
            const spaced = `${space}${name.replaceAll(' ', ` ${space}`)}${space}`;
            return upper ? spaced.toUpperCase() : spaced;
          };
          const header = [...positions.map((at) => spelled(columns[at]!)), 'extracted by'];
          const sample = rows.map((row) => [...positions.map((at) => row[at]!), 'me']);
          const recognition = recognise(header, sample, formats);
          // Patterns of wide columns are the publisher's own spelling; in these the case stays.
          if (upper && recognition.kind !== 'format') expect(id).toMatch(/^wide-ages/);
          else expect(recognition).toMatchObject({ kind: 'format', format: { id } });
        }),
        { numRuns: 40 },
      );
    },
  );

  it('takes a file with more of what a format asks for before one with less', () => {
    // An LSOA, its tenth and deaths: the deaths, with their own deprivation, not a deprivation extract.
    expect(formatOf({ header: 'lsoa,imd_decile,period,sex,age,deaths' })).toBe('deaths');
    expect(formatOf({ header: 'indicator,place,period,numerator,denominator,value' })).toBe('counts');
    expect(formatOf({ header: 'place,period,sex,age,deaths,population' })).toBe('deaths');
  });

  it('tells deaths from people where the header is the same, by how steeply counts rise with age', () => {
    const long = (young: number, old: number): string =>
      formatOf({ header: LONG, rows: [`5-14,Males,Halton,${young}`, `65-74,Males,Halton,${old}`] });
    expect(long(10, 50)).toBe('ons-authority-deaths-2014');
    expect(long(0, 7)).toBe('ons-authority-deaths-2014');
    expect(long(1000, 2000)).toBe('ons-authority-population-2014');
    expect(long(1000, 0)).toBe('ons-authority-population-2014');
    const wide = (young: number, old: number): string =>
      formatOf({ header: WIDE, rows: [`2016,1,m,9,9,${young},0,0,${old},0,0`] });
    expect(wide(10, 50)).toBe('wide-ages-deaths');
    expect(wide(10, 20)).toBe('wide-ages-population');
  });

  it('does not guess between the bounds of 2 and 5, nor where there is nobody at those ages', () => {
    const ids = (young: number, old: number): string[] => {
      const recognition = told({
        header: LONG,
        rows: [`5-14,Males,Halton,${young}`, `65-74,Males,Halton,${old}`],
      });
      return recognition.kind === 'ambiguous' ? recognition.formats.map(({ id }) => id) : [recognition.kind];
    };
    const both = ['ons-authority-deaths-2014', 'ons-authority-population-2014'];
    expect(ids(1000, 2001)).toEqual(both);
    expect(ids(1000, 4999)).toEqual(both);
    expect(ids(0, 0)).toEqual(both);
    expect(told({ header: LONG, rows: [] }).kind).toBe('ambiguous');
  });

  it('looks at counts with thousands commas, and passes over what is no count or no age', () => {
    expect(
      formatOf({
        header: 'age|sex|region|count',
        rows: ['5-14|F|Halton|1,200', '65-74|F|Halton|*', 'all ages|F|Halton|9', '70|F|Halton|1,100'],
      }),
    ).toBe('ons-authority-population-2014');
  });

  it('calls a file with two count columns ambiguous', () => {
    const recognition = told({ header: 'place,period,sex,age,deaths,admissions' });
    expect(recognition.kind).toBe('ambiguous');
    expect(recognition.kind === 'ambiguous' && recognition.formats.map(({ id }) => id)).toEqual([
      'deaths',
      'admissions',
    ]);
  });

  it('names what a nearly known file lacks, with the choices', () => {
    expect(told({ header: 'place,month,service,weeks_from,weeks_to,people' })).toMatchObject({
      kind: 'nearly',
      candidates: [{ format: { id: 'waits' }, missing: ['waiting'] }],
    });
    expect(told({ header: 'place,sex,age,deaths' })).toMatchObject({
      kind: 'nearly',
      candidates: [{ format: { id: 'deaths' }, missing: ['period or date'] }],
    });
  });

  it('names every format that is as near, so that a count called "pop" is not sent after deaths alone', () => {
    const recognition = told({ header: 'place,period,sex,age,pop' });
    const near = recognition.kind === 'nearly' ? recognition.candidates.map(({ format }) => format.id) : [];
    expect(near).toEqual(expect.arrayContaining(['deaths', 'admissions', 'population']));
  });

  it.each(['ward,councillor,party', 'a', '', 'trust,beds,date,occupied'])('does not know "%s"', (header) => {
    expect(told({ header }).kind).toBe('unknown');
  });

  it('does not take any table of places and periods for births', () => {
    expect(told({ header: 'place,period,obesity' }).kind).toBe('unknown');
  });
});
