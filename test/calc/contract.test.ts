import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gapline } from '../cli/run-gapline.ts';
import { calc, numberIn, shown, table } from './run-calc.ts';

const RATE = 'rate --events events --population people';
const DSR = 'dsr --events events --population people';
const INDIRECT =
  '--events events --population people --reference-events refevents --reference-population refpeople';
const LIFE = 'life-expectancy --age age --deaths deaths --population people';
const HEALTHY = `healthy-${LIFE} --healthy healthy --asked asked`;
const SII = 'sii --rank rank --population people --value value';

describe('columns of the input', () => {
  const file = table('area,events,people,refevents,refpeople', 'a,10,100,1,100');

  it.concurrent.each([
    ['rate', '--events', 'rate --events deaths --population people'],
    ['proportion', '--population', 'proportion --events events --population persons'],
    ['rate', '--by', `${RATE} --by place`],
    ['mean', '--values', 'mean --values score'],
    ['dsr', '--age', `${DSR} --standard esp2013 --age band`],
    ['isr-ratio', '--reference-events', `isr-ratio ${INDIRECT.replace('refevents', 'x')}`],
    ['isr-rate', '--reference-population', `isr-rate ${INDIRECT.replace('refpeople', 'x')}`],
    ['life-expectancy', '--age', LIFE],
    ['healthy-life-expectancy', '--age', HEALTHY],
    ['quantile', '--value', 'quantile --value score --groups 5'],
    ['funnel', '--population', 'funnel --events events --population x --statistic proportion'],
    ['sii', '--rank', SII],
  ])('%s: an unknown column for %s is an error that lists the file’s', async (_, option, options) => {
    const { exit, stdout, stderr } = await calc(options, file);
    expect([exit, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`${option}: the file has no column`);
    expect(stderr).toContain('area, events, people, refevents, refpeople');
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it.concurrent.each([
    ['an option that is needed', 'rate --events events'],
    ['a method that there is not', 'median --values events'],
    ['a multiplier of nothing', `${RATE} --multiplier 0`],
    ['a multiplier in words', `${RATE} --multiplier many`],
    ['a level that is none', `${RATE} --confidence 0.5`],
    ['a level of 100', `${RATE} --confidence 100`],
    ['an empty --by', `${RATE} --by ,`],
    ['--by with --by-row', `${RATE} --by area --by-row`],
    ['a multiplier below zero where figures cannot be', `${RATE} --multiplier -5`],
    ['an age that is none', `${LIFE} --at birth`],
    ['a number of groups that is none', 'quantile --value events --groups 0'],
    ['no number of groups', 'quantile --value events'],
    ['a statistic that there is not', 'funnel --events events --population people --statistic odds'],
  ])('%s ends with 2 and writes nothing', async (_, options) => {
    const { exit, stdout, stderr } = await calc(options, file);
    expect([exit, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^gapline: /m);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('a column that the file has twice cannot be meant', async () => {
    const { exit, stdout, stderr } = await calc(RATE, table('events,people,events', '1,10,2'));
    expect([exit, stdout]).toEqual([2, '']);
    expect(stderr).toContain('events');
  });

  it('an empty file and one without rows end with 2', async () => {
    for (const csv of ['', 'events,people\n']) {
      const { exit, stdout } = await calc(RATE, csv);
      expect([exit, stdout]).toEqual([2, '']);
    }
  });
});

describe('what comes out', () => {
  const long = table(
    'sex,area,events,people,refevents,refpeople',
    'f,a,10,100,1,100',
    'm,a,20,300,1,100',
    'f,b,30,700,1,100',
    'f,a,5,100,1,100',
  );

  it.concurrent.each([
    ['rate', RATE, 'count,denominator'],
    ['proportion', RATE.replace('rate', 'proportion'), 'count,denominator'],
    ['mean', 'mean --values events', 'sum,n,sd'],
    ['dsr', `${DSR} --standard refpeople`, 'count,denominator'],
    ['isr-ratio', `isr-ratio ${INDIRECT}`, 'observed,expected'],
    ['isr-rate', `isr-rate ${INDIRECT}`, 'observed,expected'],
  ])(
    '%s: the grouping columns, value and limits, extras, method, status, note',
    async (_, options, extras) => {
      const limits = 'value,lower_90,upper_90,lower_95,upper_95,lower_99_8,upper_99_8';
      const { columns, rows, exit } = await calc(`${options} --by area,sex --confidence 90,0.95,99.8`, long);
      expect(exit).toBe(0);
      expect(columns.join(',')).toBe(`area,sex,${limits},${extras},method,status,note`);
      expect(shown(rows, 'area', 'sex', 'status')).toEqual(['a f ok', 'a m ok', 'b f ok']);
    },
  );

  it('without --by the whole file is one group', async () => {
    const { columns, rows } = await calc(RATE, long);
    expect(columns.join(',')).toBe('value,lower_95,upper_95,count,denominator,method,status,note');
    expect(shown(rows, 'count', 'denominator')).toEqual(['65 1200']);
  });

  it('--by-row makes each row its own and keeps its columns; a name that clashes is input_NAME', async () => {
    const csv = table('count,n,note,value', '3,10,"kept, as it is",-5', '1,10,,=1+1');
    const { columns, rows } = await calc('proportion --events count --population n --by-row', csv);
    expect(columns.join(',')).toBe(
      'input_count,n,input_note,input_value,value,lower_95,upper_95,count,denominator,method,status,note',
    );
    expect(shown(rows, 'input_count', 'n', 'input_note', 'value')).toEqual([
      '3 10 kept, as it is 0.3',
      '1 10  0.1',
    ]);
    expect(rows[0]!.input_value, 'a number is no formula').toBe('-5');
    expect(rows[1]!.input_value, 'a formula is').toBe("'=1+1");
  });

  it('a grouping column that clashes with one of the output is still told apart', async () => {
    const { columns } = await calc(
      'rate --events events --population people --by method',
      table('method,events,people', 'x,1,10'),
    );
    expect(new Set(columns).size).toBe(columns.length);
    expect(columns[0]).toBe('input_method');
  });

  it('no two columns of the output have one name, whatever the input’s are', async () => {
    const csv = table('count,input_count,events,people', 'x,y,1,10');
    const { columns, rows } = await calc(`${RATE} --by-row`, csv);
    expect(new Set(columns).size).toBe(columns.length);
    expect(Object.values(rows[0]!).slice(0, 4)).toEqual(['x', 'y', '1', '10']);
    const twice = await calc(`${RATE} --by events,events`, csv);
    expect(new Set(twice.columns).size).toBe(twice.columns.length);
  });

  it('groups are told apart by each column, whatever is in them', async () => {
    const csv = table(
      'a,b,events,people',
      '"x\ty",z,1,10',
      'x,"y\tz",2,10',
      'x,yz,3,10',
      'xy,z,4,10',
      ',,5,10',
    );
    const { rows } = await calc(`${RATE} --by a,b`, csv);
    expect(rows.map(({ count }) => count)).toEqual(['1', '2', '3', '4', '5']);
  });

  it('default multipliers', async () => {
    const values = async (options: string): Promise<number> =>
      numberIn(
        (await calc(options, table('events,people,refevents,refpeople', '20,1000,40,1000'))).rows[0]!,
        'value',
      );
    expect(await values(RATE)).toBe(2000);
    expect(await values(RATE.replace('rate', 'proportion'))).toBe(0.02);
    expect(await values(`${DSR} --standard refpeople`)).toBeCloseTo(2000, 9);
    expect(await values(`isr-ratio ${INDIRECT}`)).toBeCloseTo(0.5, 12);
    expect(await values(`isr-rate ${INDIRECT}`)).toBeCloseTo(2000, 9);
    expect(await values(`${RATE} --multiplier 1000`)).toBe(20);
  });

  it('levels may be given as 0.95 or 95; 0.95 is the default', async () => {
    const [proportion, percent, unasked] = await Promise.all(
      [' --confidence 0.95', ' --confidence 95', ''].map((more) => calc(RATE + more, long)),
    );
    expect(percent!.stdout).toBe(proportion!.stdout);
    expect(unasked!.stdout).toBe(proportion!.stdout);
  });

  it('standard input unasked or as -, and a file, in the same bytes', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gapline-calc-'));
    try {
      writeFileSync(join(folder, 'long.csv'), `\uFEFF${long.replaceAll('\n', '\r\n')}`);
      const [file, dash, unasked] = await Promise.all([
        gapline(['calc', 'rate', 'long.csv', '--events', 'events', '--population', 'people'], {
          cwd: folder,
        }),
        gapline(['calc', 'rate', '-', '--events', 'events', '--population', 'people'], { stdin: long }),
        calc(RATE, long),
      ]);
      expect(file!.stdout).toBe(unasked!.stdout);
      expect(dash!.stdout).toBe(unasked!.stdout);
      const missing = await calc(`rate no-such.csv ${RATE.slice(5)}`, '');
      expect([missing.exit, missing.stdout]).toEqual([2, '']);
      expect(missing.stderr).toContain('no-such.csv');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('csv in a pipe, json with numbers and null, a table; numbers read back to the same double', async () => {
    const csv = table('area,events,people', 'a,1,3', 'b,2,7', 'c,,9', 'd,123456,1234567.25');
    const options = `${RATE} --by area --confidence 0.95,0.998`;
    const [asCsv, asJson, asTable] = await Promise.all(
      ['', ' --format json', ' --format table'].map((format) => calc(options + format, csv)),
    );
    const json: Record<string, unknown>[] = JSON.parse(asJson!.stdout);
    expect(json.map((row) => Object.keys(row))).toEqual(json.map(() => asCsv!.columns));
    json.forEach((row, index) => {
      for (const [name, cell] of Object.entries(row)) {
        const text = asCsv!.rows[index]![name]!;
        if (typeof cell === 'number') expect(Number(text)).toBe(cell);
        else expect(text).toBe(cell ?? '');
      }
    });
    expect(json[0]!.value).toBe(100_000 / 3);
    expect([json[2]!.value, json[2]!.lower_95, json[2]!.count]).toEqual([null, null, null]);
    expect(asTable!.stdout).toMatch(/33,?333\.3/);
    expect([asCsv!.exit, asJson!.exit, asTable!.exit]).toEqual([1, 1, 1]);
  });
});

describe('a group with a blank or unusable number is withheld, and others are computed', () => {
  const BAD = ['', ' ', 'ten', '-3', '1,5', '12%', 'NA', 'NaN', 'Infinity', '0x10', '1e400', '#N/A'];

  it.each(['events', 'people'])('in %s', async (column) => {
    const rows = BAD.flatMap((text, index) => [
      `g${index},4,50`,
      column === 'events' ? `g${index},"${text}",50` : `g${index},4,"${text}"`,
      `g${index},4,50`,
    ]);
    const {
      exit,
      rows: out,
      stderr,
    } = await calc(`${RATE} --by area`, table('area,events,people', 'ok,4,50', ...rows));
    expect(exit).toBe(1);
    expect(stderr).toContain(`${BAD.length} of ${BAD.length + 1}`);
    expect(shown(out, 'area', 'status')).toEqual(['ok ok', ...BAD.map((_, index) => `g${index} withheld`)]);
    out.slice(1).forEach((row, index) => {
      expect([row.value, row.lower_95, row.upper_95, row.count, row.denominator]).toEqual([
        '',
        '',
        '',
        '',
        '',
      ]);
      expect(row.note, BAD[index]).toContain(column);
      expect(row.note).toContain(`line ${4 + 3 * index}`);
    });
  });

  it('thousands commas, spaces around and + 0 decimals are numbers', async () => {
    const { exit, rows } = await calc(
      `${RATE} --by area`,
      table('area,events,people', 'a," 10 ","1,000"', 'b,10.0,1e3'),
    );
    expect(exit).toBe(0);
    expect(shown(rows, 'value', 'count', 'denominator')).toEqual(['1000 10 1000', '1000 10 1000']);
  });

  it('what its source hides is suppressed, and is not bad input', async () => {
    const { exit, rows } = await calc(
      `${RATE} --by area`,
      table('area,events,people', 'a,*,100', 'a,3,100', 'b,<5,100', 'c,[c],100', 'd,3,100'),
    );
    expect(shown(rows, 'area', 'status', 'value')).toEqual([
      'a suppressed ',
      'b suppressed ',
      'c suppressed ',
      'd ok 3000',
    ]);
    for (const row of rows.slice(0, 3)) expect(row.note).toMatch(/events .*hidden/);
    expect(exit).toBe(0);
  });

  it('what is wrong outweighs what is hidden', async () => {
    const { exit, rows } = await calc(RATE, table('events,people', '*,100', 'x,100', '*,100'));
    expect([exit, rows[0]!.status]).toEqual([1, 'withheld']);
    expect(rows[0]!.note).toContain('line 3');
  });

  it('a count above its denominator, and nobody at all', async () => {
    const csv = table('area,events,people', 'a,11,10', 'b,0,0', 'c,1,10');
    const share = await calc('proportion --events events --population people --by area', csv);
    expect(shown(share.rows, 'area', 'status')).toEqual(['a withheld', 'b withheld', 'c ok']);
    expect(share.exit).toBe(1);
    const rate = await calc(`${RATE} --by area`, csv);
    expect(shown(rate.rows, 'area', 'status')).toEqual(['a ok', 'b withheld', 'c ok']);
    expect(rate.exit).toBe(1);
  });

  it('a row of other length than the header ends with 2 and its line', async () => {
    const { exit, stdout, stderr } = await calc(RATE, table('events,people', '1,10', '1,10,3'));
    expect([exit, stdout]).toEqual([2, '']);
    expect(stderr).toContain(':3:');
  });
});
