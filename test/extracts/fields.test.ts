import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Fault, type FieldSchema, quote, remembered } from '../../src/extracts/fields.ts';
import {
  countField,
  optionalCountField,
  optionalValueField,
  rankField,
  valueField,
} from '../../src/extracts/figure-fields.ts';
import {
  ageField,
  causeField,
  decileField,
  groupField,
  icd10Field,
  lsoaField,
  periodField,
  quintileField,
  sexField,
  weeksField,
} from '../../src/extracts/key-fields.ts';

function read<T>(schema: FieldSchema<T>, text: string): T {
  const { value, fault } = remembered(schema)(text);
  if (fault) throw new Error(`${fault.code}: ${fault.message}`);
  return value as T;
}

function faultOf(schema: FieldSchema<unknown>, text: string): Fault {
  const { fault } = remembered(schema)(text);
  if (!fault) throw new Error(`"${text}" is no fault`);
  return fault;
}

describe('countField and valueField', () => {
  it.each([
    ['0', 0],
    ['42', 42],
    [' 42 ', 42],
    ['007', 7],
    ['29,199', 29199],
    ['1,234,567', 1234567],
    ['1,234.5', 1234.5],
    ['297504.000001', 297504.000001],
    ['3e5', 300000],
    ['１２', 12],
  ])('read "%s" as %d', (text, number) => {
    expect(read(countField, text)).toEqual({ number, state: 'ok' });
    expect(read(valueField, text)).toEqual({ number, state: 'ok' });
  });

  it('take a leading or a closing point, as SQL Server and SAS write decimals', () => {
    expect(read(valueField, '.5').number).toBe(0.5);
    expect(read(valueField, '-.5').number).toBe(-0.5);
    expect(read(valueField, '5.').number).toBe(5);
  });

  it.each(['*', ':c', '[c]', '[C]', 'c', 'C', '<5', '< 10', '<7', 'suppressed'])(
    'keep "%s" as suppressed, not as a number',
    (marker) => {
      for (const schema of [countField, valueField]) {
        expect(read(schema, marker)).toEqual({ number: Number.NaN, state: 'suppressed' });
      }
    },
  );

  it.each([':', '[x]', '[z]', 'x', 'z', '-', '..', 'NULL', 'null', 'NA', 'n/a'])(
    'keep "%s" as not available, which is neither suppressed nor zero',
    (marker) => {
      for (const schema of [countField, valueField]) {
        expect(read(schema, marker)).toEqual({ number: Number.NaN, state: 'not-available' });
      }
    },
  );

  it.each(['u', '[u]'])('keep "%s", unreliable, apart from not available', (marker) => {
    expect(read(valueField, marker).state).not.toBe('not-available');
  });

  it('refuse a blank, which is never zero', () => {
    expect(faultOf(countField, '').code).toBe('blank-value');
    expect(faultOf(countField, '  ').code).toBe('blank-value');
    expect(faultOf(valueField, '').code).toBe('blank-value');
  });

  it('read a blank as no figure where the figure may be left out, and still check the others', () => {
    expect(read(optionalValueField, '')).toBeNull();
    expect(read(optionalCountField, ' ')).toBeNull();
    expect(read(optionalValueField, '-3.5')).toEqual({ number: -3.5, state: 'ok' });
    expect(faultOf(optionalCountField, '-3').code).toBe('negative-value');
    expect(faultOf(optionalValueField, 'high').code).toBe('not-a-number');
  });

  it('let values be negative and per cent, counts neither', () => {
    expect(read(valueField, '-1.5').number).toBe(-1.5);
    expect(read(valueField, '12.5%').number).toBe(12.5);
    expect(read(valueField, '12.5 %').number).toBe(12.5);
    expect(faultOf(countField, '-1')).toMatchObject({
      code: 'negative-value',
      message: '"-1" is below zero',
    });
    expect(faultOf(countField, '-1,200').code).toBe('negative-value');
    for (const text of ['12%', '12 %', '12.5%', '1,200%', '１２％', '-5%']) {
      expect(faultOf(countField, text)).toMatchObject({
        code: 'percent-sign',
        message: `"${text}" is a percentage, not a count`,
      });
    }
    expect(faultOf(optionalCountField, '12%').code).toBe('percent-sign');
  });

  it.each(['1,23', '12,34,567', '1234,5', '1,2345', '0,5', '1.234,5', '1,234,56', '1,23%'])(
    'refuse "%s", whose comma may be a decimal one',
    (text) => {
      for (const schema of [countField, valueField]) {
        expect(faultOf(schema, text)).toMatchObject({
          code: 'comma-in-number',
          message: `"${text}" has a comma that separates no thousands`,
        });
      }
    },
  );

  it.each([
    '4x',
    ',5',
    '5,',
    '1,x',
    '1.2.3',
    '1 234',
    '%',
    '0x1F',
    'Infinity',
    'NaN',
    '1e999',
    '<',
    '<x',
    '--',
    '2023-04',
  ])('refuse "%s", and quote it', (text) => {
    expect(faultOf(countField, text)).toMatchObject({
      code: 'not-a-number',
      message: `"${text}" is not a number`,
    });
  });

  it('read back every number up to 1e15 that JavaScript writes', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: -1e15, max: 1e15 }), (number) => {
        expect(read(valueField, String(number)).number).toBe(
          number === 0 ? read(valueField, '0').number : number,
        );
      }),
    );
  });

  it('read whole numbers with commas as those without', () => {
    fc.assert(
      fc.property(fc.nat(), (number) => {
        expect(read(countField, number.toLocaleString('en-GB')).number).toBe(number);
      }),
    );
  });
});

describe('the other fields', () => {
  it('sexField reads the words of the publishers, and blank as persons', () => {
    const words = [
      '',
      'Persons',
      'all',
      'F',
      'Females',
      'girls',
      'm',
      'MALE',
      'men',
      'Not known',
      ' female ',
    ];
    expect(words.map((word) => read(sexField, word))).toEqual([
      'persons',
      'persons',
      'persons',
      'female',
      'female',
      'female',
      'male',
      'male',
      'male',
      'unknown',
      'female',
    ]);
    // Coded sexes differ from one source to the next (1 is male in HES, female in none), so a digit is no sex.
    for (const text of ['1', '2', 'femail', 'x', 'constructor', '__proto__']) {
      expect(faultOf(sexField, text)).toMatchObject({
        code: 'unknown-sex',
        message: `"${text}" is not a sex`,
      });
    }
  });

  it('ageField reads ages and bands', () => {
    expect(read(ageField, '65-74')).toEqual({ from: 65, to: 74 });
    expect(read(ageField, '')).toEqual({ from: 0, to: Number.POSITIVE_INFINITY });
    expect(read(ageField, 'Total (all ages)')).toEqual({ from: 0, to: Number.POSITIVE_INFINITY });
    expect(faultOf(ageField, 'old')).toMatchObject({
      code: 'unknown-age',
      message: '"old" is neither an age nor an age band',
    });
  });

  it('decileField and quintileField take 1 to 10 and 1 to 5, blank for all, and say when it is not known', () => {
    expect(['1', '10', '01', '', 'all', 'Not known'].map((text) => read(decileField, text))).toEqual([
      1, 10, 1, 0, 0, -1,
    ]);
    expect(['1', '5', '', 'unknown'].map((text) => read(quintileField, text))).toEqual([1, 5, 0, -1]);
    for (const text of ['0', '11', '-1', '1.5', 'deprived', 'quite deprived', '010']) {
      expect(faultOf(decileField, text)).toMatchObject({
        code: 'unknown-deprivation',
        message: `"${text}" is not one of 1 to 10`,
      });
    }
    expect(faultOf(quintileField, '6').code).toBe('unknown-deprivation');
  });

  // The ten labels of Fingertips, in its own words, from the most deprived.
  it.each(['', ' (IMD2015)', ' (IMD2019)', ' (IMD  trend)'])(
    'decileField reads the ten labels of Fingertips with "%s" after them',
    (suffix) => {
      const labels = [
        'Most deprived decile',
        'Second most deprived decile',
        'Third more deprived decile',
        'Fourth more deprived decile',
        'Fifth more deprived decile',
        'Fifth less deprived decile',
        'Fourth less deprived decile',
        'Third less deprived decile',
        'Second least deprived decile',
        'Least deprived decile',
      ];
      expect(labels.map((label) => read(decileField, `${label}${suffix}`))).toEqual([
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
      ]);
      for (const label of labels) {
        expect(faultOf(quintileField, `${label}${suffix}`).code).toBe('unknown-deprivation');
      }
    },
  );

  it('quintileField reads the five labels of Fingertips', () => {
    const labels = [
      'Most deprived quintile',
      'Second most deprived quintile',
      'Average deprived quintile',
      'Second least deprived quintile',
      'Least deprived quintile',
    ];
    for (const suffix of ['', ' (IMD2015)', ' (IMD2019)']) {
      expect(labels.map((label) => read(quintileField, `${label}${suffix}`))).toEqual([1, 2, 3, 4, 5]);
      for (const label of labels) {
        expect(faultOf(decileField, `${label}${suffix}`).code).toBe('unknown-deprivation');
      }
    }
  });

  it.each([
    ['1 - most deprived', 1, 1],
    ['1 – Most deprived', 1, 1],
    ['1 (most deprived)', 1, 1],
    ['01 Most deprived', 1, 1],
    ['1: most deprived', 1, 1],
    ['Most deprived', 1, 1],
    ['MOST DEPRIVED', 1, 1],
    ['Least deprived', 10, 5],
  ])('decileField and quintileField read "%s" as %d and %d', (text, decile, quintile) => {
    expect(read(decileField, text)).toBe(decile);
    expect(read(quintileField, text)).toBe(quintile);
  });

  it('decileField and quintileField take the number of a label that agrees with it', () => {
    expect(read(decileField, '10 - least deprived')).toBe(10);
    expect(read(decileField, '5 More deprived')).toBe(5);
    expect(read(decileField, '06 Less deprived')).toBe(6);
    expect(read(quintileField, '5 (least deprived)')).toBe(5);
    expect(read(quintileField, '2 more deprived')).toBe(2);
    expect(faultOf(decileField, '11 - least deprived').code).toBe('unknown-deprivation');
    // Fifths in a column of tenths: told to renumber them, an analyst would make it worse.
    expect(faultOf(decileField, '5 - least deprived').code).toBe('unknown-deprivation');
    expect(faultOf(decileField, '0 - most deprived').code).toBe('unknown-deprivation');
    expect(faultOf(quintileField, '10 - least deprived').code).toBe('unknown-deprivation');
  });

  it.each([
    '1 - least deprived',
    '01 Least deprived',
    '10 Most deprived',
    '10 (most deprived)',
    '2 less deprived',
  ])('decileField refuses the whole file for "%s"', (text) => {
    expect(faultOf(decileField, text)).toMatchObject({
      code: 'deciles-reversed',
      message: `"${text}" counts from the least deprived, where 1 must be the most deprived`,
      fix: 'renumber the groups as 11 less the number of the file',
      spoilsFile: true,
    });
  });

  it('quintileField refuses the whole file for labels the other way round', () => {
    for (const text of ['1 - least deprived', '5 - most deprived']) {
      expect(faultOf(quintileField, text)).toMatchObject({
        code: 'deciles-reversed',
        fix: 'renumber the groups as 6 less the number of the file',
        spoilsFile: true,
      });
    }
  });

  it('decileField and quintileField take no share of people for a group of another size', () => {
    expect(read(decileField, 'Most deprived 10%')).toBe(1);
    expect(read(quintileField, 'Most deprived 20%')).toBe(1);
    expect(faultOf(quintileField, 'Most deprived 10%').code).toBe('unknown-deprivation');
    expect(faultOf(decileField, 'Most deprived 20%').code).toBe('unknown-deprivation');
    expect(faultOf(quintileField, 'Most deprived tenth').code).toBe('unknown-deprivation');
    expect(faultOf(decileField, 'Most deprived fifth').code).toBe('unknown-deprivation');
  });

  it('rankField takes whole numbers from 1, with or without commas', () => {
    expect(read(rankField, '"29,199"'.replaceAll('"', ''))).toBe(29199);
    for (const text of ['0', '1.5', '*', '']) expect(() => read(rankField, text)).toThrow();
    expect(faultOf(rankField, '0').code).toBe('unknown-deprivation');
  });

  it('lsoaField takes codes of England and Wales in any case', () => {
    expect(read(lsoaField, ' e01012367 ')).toBe('E01012367');
    expect(read(lsoaField, 'W01000001')).toBe('W01000001');
    for (const text of ['E02002345', 'E0101236', 'Halton 007A', '']) {
      expect(faultOf(lsoaField, text).code).toBe('unknown-small-area');
    }
  });

  it('icd10Field takes codes and ranges and causeField words too', () => {
    expect(['i21.9', 'X60-X84', '', 'All causes'].map((text) => read(icd10Field, text))).toEqual([
      'I219',
      'X60-X84',
      '',
      '',
    ]);
    expect(faultOf(icd10Field, 'stroke').message).toBe('"stroke" is not an ICD-10 code');
    expect([' Stroke ', 'i63', 'ALL', ''].map((text) => read(causeField, text))).toEqual([
      'stroke',
      'I63',
      '',
      '',
    ]);
  });

  it.each([
    ['C00-C97 Malignant neoplasms', 'C00-C97'],
    ['I20-I25 Ischaemic heart diseases', 'I20-I25'],
    ['I21 Acute myocardial infarction', 'I21'],
    ['i21.9 Acute myocardial infarction, unspecified', 'I219'],
    ['A00-R99,U00-Y89 All causes, all ages', ''],
    ['All causes', ''],
    ['all causes, all ages', ''],
    ['Suicide', 'suicide'],
    [
      'X60-X84,Y10-Y34 Suicide and injury of undetermined intent',
      'x60-x84,y10-y34 suicide and injury of undetermined intent',
    ],
    ['A2 grade', 'a2 grade'],
  ])('causeField reads "%s", as Nomis writes causes, as "%s"', (text, cause) => {
    expect(read(causeField, text)).toBe(cause);
  });

  it('groupField compares groups without case and spaces around', () => {
    expect(read(groupField, ' FSM ')).toBe('fsm');
    expect(read(groupField, '')).toBe('');
  });

  it('weeksField reads weeks, and blank as an open end', () => {
    expect(['0', '104', ' 18 ', ''].map((text) => read(weeksField, text))).toEqual([0, 104, 18, null]);
    expect(faultOf(weeksField, '18+').message).toBe('"18+" is not a number of weeks');
  });

  it('periodField keeps a day by its month', () => {
    expect(read(periodField(true), '2023-04-17').period).toMatchObject({ label: '2023-04', kind: 'month' });
    expect(read(periodField(false), '17/04/2023').period).toMatchObject({ label: '2023-04', kind: 'month' });
  });

  it('periodField tells a blank from what is no period', () => {
    expect(faultOf(periodField(false), ' ')).toMatchObject({
      code: 'blank-value',
      message: 'the period is blank',
    });
    expect(faultOf(periodField(false), 'now')).toMatchObject({
      code: 'unknown-period',
      message: '"now" is not a period',
    });
  });

  it('periodField reads 2010-11 as November in a column of months, and else keeps both readings', () => {
    expect(read(periodField(true), '2010-11').period.label).toBe('2010-11');
    const both = read(periodField(false), '2010-11');
    expect([both.readings?.years.start, both.readings?.month.start, both.dashedMonth]).toEqual([
      '2010-04-01',
      '2010-11-01',
      false,
    ]);
    const month = read(periodField(false), '2010-01');
    expect([month.period.kind, month.readings, month.dashedMonth]).toEqual(['month', null, true]);
  });
});

describe('quote()', () => {
  it('puts a value in quotation marks, shows control characters and cuts what is long', () => {
    expect(quote('Knowlsey')).toBe('"Knowlsey"');
    expect(quote('a"b\n\u001b[2J')).toBe('"a\\"b\\n\\u001b[2J"');
    expect(quote('x'.repeat(61))).toBe(`"${'x'.repeat(60)}…"`);
    expect(quote('x'.repeat(60))).toBe(`"${'x'.repeat(60)}"`);
  });
});

describe('remembered()', () => {
  it('runs a schema once for each distinct text, faults included', () => {
    const seen: string[] = [];
    const check = remembered(
      groupField.transform((text) => {
        seen.push(text);
        return text;
      }) as unknown as FieldSchema<string>,
    );
    for (const text of ['a', 'b', 'a', 'a', 'b']) check(text);
    expect(seen).toEqual(['a', 'b']);
    const checkSex = remembered(sexField);
    expect(checkSex('q').fault).toBe(checkSex('q').fault);
  });

  it('stays right when there are more texts than it remembers', () => {
    const check = remembered(countField);
    for (let i = 0; i < 120_000; i++) check(String(i));
    expect(check('7').value).toEqual({ number: 7, state: 'ok' });
  });
});
