import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gapline } from '../cli/run-gapline.ts';
import { calc, expectNear, numberIn, shown, table } from './run-calc.ts';

const RATE = 'rate --events events --population people';
const DSR = 'dsr --events events --population people';
const INDIRECT =
  '--events events --population people --reference-events refevents --reference-population refpeople';
const LIFE = 'life-expectancy --age age --deaths deaths --population people';
const HEALTHY = `healthy-${LIFE} --healthy healthy --asked asked`;
const SII = 'sii --rank rank --population people --value value';

const STARTS = [0, 1, ...Array.from({ length: 18 }, (_, index) => 5 * (index + 1))];
const DEATHS = [4, 1, 1, 1, 3, 4, 5, 6, 8, 12, 18, 26, 40, 60, 90, 130, 160, 180, 190, 200];
const LIVING = [
  700, 2900, 3600, 3700, 3500, 3600, 3900, 4000, 4100, 4200, 4300, 4200, 4000, 3600, 3100, 2600, 1900, 1200,
  600, 350,
];
/** The bands of STARTS as text. */
const LABELS = STARTS.map((from, band) => {
  const next = STARTS[band + 1];
  if (next === undefined) return `${from}+`;
  return next === from + 1 ? String(from) : `${from}-${next - 1}`;
});

const LIFE_HEADER = 'area,age,deaths,people';
const lifeRows = (labels: readonly (string | number)[], area = 'a'): string[] =>
  labels.map((label, band) => `${area},${label},${DEATHS[band]},${LIVING[band]}`);

describe('dsr', () => {
  const bands = ['0-4', '5-9', '10-14', '15-19'];
  const csv = (column: string): string =>
    table(
      `age,events,people,${column}`,
      ...bands.map((age, band) => `${age},${10 * (band + 1)},1000,${band + 1}`),
    );

  it('a column wins over the built-in standard of its name, which needs --age', async () => {
    const [byColumn, builtIn, withoutAge, unknown] = await Promise.all([
      calc(`${DSR} --standard esp2013`, csv('esp2013')),
      calc(`${DSR} --standard esp2013 --age age`, csv('other')),
      calc(`${DSR} --standard esp2013`, csv('other')),
      calc(`${DSR} --standard esp2012 --age age`, csv('other')),
    ]);
    // Rates of 1, 2, 3 and 4 % by weights 1, 2, 3, 4 and 5000, 5500, 5500, 5500.
    expectNear(numberIn(byColumn!.rows[0]!, 'value'), 3000);
    expectNear(numberIn(builtIn!.rows[0]!, 'value'), (1000 * (5000 + 5500 * 9)) / 21_500);
    for (const { exit, stdout } of [withoutAge!, unknown!]) expect([exit, stdout]).toEqual([2, '']);
    expect(withoutAge!.stderr).toContain('--age');
    expect(unknown!.stderr).toContain('esp2013');
    expect(unknown!.stderr).toContain('age, events, people, other');
  });

  it('the built-in standard gives a band that an age range cuts its years of weight', async () => {
    const rows = ['15-17,10,1000', '18-19,40,1000'];
    const { rows: out } = await calc(
      `${DSR} --standard esp2013 --age age`,
      table('age,events,people', ...rows),
    );
    expectNear(numberIn(out[0]!, 'value'), 1000 * 0.6 + 4000 * 0.4);
  });

  it('--event-frequency needs --age; people with f events count f times, and once as people', async () => {
    const header = 'age,times,events,people,weight';
    const rows = ['0-4,1,10,100,1', '0-4,2,5,100,1', '5-9,1,8,200,3', '5-9,3,2,200,3'];
    const options = `${DSR} --standard weight --event-frequency times`;
    const [without, withAge] = await Promise.all([
      calc(options, table(header, ...rows)),
      calc(`${options} --age age`, table(header, ...rows)),
    ]);
    expect([without.exit, without.stdout]).toEqual([2, '']);
    expect(without.stderr).toContain('--event-frequency needs --age');
    const [row] = withAge.rows;
    expectNear(numberIn(row!, 'value'), ((20 / 100 + 3 * (14 / 200)) / 4) * 100_000);
    expect(shown(withAge.rows, 'count', 'denominator')).toEqual(['34 300']);
  });

  it('under ten events is a rule, nobody in a band is bad data', async () => {
    const header = 'area,age,events,people';
    const few = await calc(
      `${DSR} --standard esp2013 --age age --by area`,
      table(header, 'a,0-4,9,100', 'a,5-9,0,100', 'b,0-4,10,100', 'b,5-9,0,100'),
    );
    expect(shown(few.rows, 'area', 'status')).toEqual(['a withheld', 'b ok']);
    expect(few.rows[0]!.note).toContain('fewer than 10 events');
    expect(few.exit).toBe(0);
    const nobody = await calc(
      `${DSR} --standard esp2013 --age age --by area`,
      table(header, 'a,0-4,9,100', 'a,5-9,9,0', 'b,0-4,10,100', 'b,5-9,0,100'),
    );
    expect(shown(nobody.rows, 'area', 'status')).toEqual(['a withheld', 'b ok']);
    expect(nobody.rows[0]!.note).toContain('5-9');
    expect(nobody.exit).toBe(1);
  });

  it('names a band that stands twice, overlaps, is missing or is none; groups may have other bands', async () => {
    const { exit, rows } = await calc(
      `${DSR} --standard esp2013 --age age --by area`,
      table(
        'area,age,events,people',
        ...['0-4', '5-9', '5-9'].map((age) => `twice,${age},10,100`),
        ...['0-4', '4-9', '10+'].map((age) => `overlap,${age},10,100`),
        ...['0-4', '10-14', '15+'].map((age) => `missing,${age},10,100`),
        ...['0-4', 'old', '15+'].map((age) => `words,${age},10,100`),
        ...['0-4', '', '15+'].map((age) => `blank,${age},10,100`),
        ...['0-74'].map((age) => `young,${age},10,100`),
        ...['under 1', '01-04', '05-84', '85 and over'].map((age) => `texts,${age},10,100`),
      ),
    );
    expect(shown(rows, 'area', 'status')).toEqual([
      'twice withheld',
      'overlap withheld',
      'missing withheld',
      'words withheld',
      'blank withheld',
      'young ok',
      'texts ok',
    ]);
    const notes = Object.fromEntries(rows.map((row) => [row.area!, row.note!]));
    expect(notes.twice).toMatch(/5-9.*twice/);
    expect(notes.overlap).toMatch(/0-4.*4-9|overlap/);
    expect(notes.missing).toMatch(/5-9 is missing/);
    expect(notes.words).toContain('"old"');
    expect(notes.blank).toMatch(/age.*blank/);
    expect(exit).toBe(1);
  });
});

describe('properties over a few hundred random tables in one call', () => {
  const band = fc.record({
    events: fc.integer({ min: 1, max: 3000 }),
    extra: fc.integer({ min: 0, max: 1_000_000 }),
    weight: fc.integer({ min: 1, max: 7000 }),
    refEvents: fc.integer({ min: 1, max: 5000 }),
    refPeople: fc.integer({ min: 5000, max: 1_000_000 }),
  });
  const areas = fc.sample(fc.array(band, { minLength: 10, maxLength: 19 }), { numRuns: 300, seed: 27 });
  const csv = table(
    'area,band,events,people,standard,standardpeople,refevents,refpeople',
    ...areas.flatMap((bands, area) =>
      bands.map(({ events, extra, weight, refEvents, refPeople }, index) =>
        [area, index, events, events + extra, weight, 7 * weight, refEvents, refPeople].join(','),
      ),
    ),
  );

  it.concurrent.each([
    ['rate', RATE],
    ['proportion', RATE.replace('rate', 'proportion')],
    ['mean', 'mean --values events'],
    ['dsr', `${DSR} --standard standard`],
    ['isr-ratio', `isr-ratio ${INDIRECT}`],
    ['isr-rate', `isr-rate ${INDIRECT}`],
  ])('%s: limits contain the value and widen with confidence', async (_, options) => {
    const { rows, exit } = await calc(`${options} --by area --confidence 80,95,99.8`, csv);
    expect([exit, rows.length]).toEqual([0, areas.length]);
    for (const row of rows) {
      const names = ['lower_99_8', 'lower_95', 'lower_80', 'value', 'upper_80', 'upper_95', 'upper_99_8'];
      const numbers = names.map((name) => numberIn(row, name));
      for (const [at, number] of numbers.slice(1).entries()) expect(number).toBeGreaterThan(numbers[at]!);
    }
  });

  it('a DSR of people with the standard’s ages is the crude rate', async () => {
    const [standardised, crude] = await Promise.all([
      calc(`${DSR.replace('people', 'standardpeople')} --standard standard --by area`, csv),
      calc(`${RATE.replace('people', 'standardpeople')} --by area`, csv),
    ]);
    expect(standardised.rows.length).toBe(areas.length);
    standardised.rows.forEach((row, index) => {
      for (const column of ['value', 'lower_95', 'upper_95', 'count', 'denominator']) {
        expectNear(numberIn(row, column), numberIn(crude.rows[index]!, column), 1e-10);
      }
    });
  });

  it('rows in any order give the same figures', async () => {
    const [header, ...rows] = csv.trimEnd().split('\n');
    const turned = table(header!, ...rows.toReversed());
    for (const options of [`${DSR} --standard standard`, `isr-rate ${INDIRECT}`]) {
      const [one, other] = await Promise.all([csv, turned].map((text) => calc(`${options} --by area`, text)));
      const byArea = new Map(other!.rows.map((row) => [row.area, row]));
      for (const row of one!.rows) {
        for (const column of ['value', 'lower_95', 'upper_95']) {
          expectNear(numberIn(byArea.get(row.area)!, column), numberIn(row, column));
        }
      }
    }
  });
});

describe('life-expectancy', () => {
  const HOUSE = `${LIFE} --by area`;

  it('gives every age unless --at, in the order asked', async () => {
    const csv = table(LIFE_HEADER, ...lifeRows(STARTS));
    const [all, some] = await Promise.all([calc(HOUSE, csv), calc(`${HOUSE} --at 65,0`, csv)]);
    expect(all.columns.join(',')).toBe(
      'area,value,lower_95,upper_95,age,deaths,population,method,status,note',
    );
    expect(all.rows.map(({ age }) => Number(age))).toEqual(STARTS);
    expect(some.rows.map(({ age }) => age)).toEqual(['65', '0']);
    expect(some.rows[0]).toEqual(all.rows[STARTS.indexOf(65)]);
    expect(some.rows[1]).toEqual(all.rows[0]);
    expect(all.exit).toBe(0);
  });

  it('takes ages as starts or as texts of any kind, sorted as ages, rows in any order', async () => {
    const texts = LABELS.map((label, band) => {
      if (band === 0) return 'under 1';
      if (band === LABELS.length - 1) return '90 and over';
      return label.replace(/^(\d)-(\d)$/, '0$1-0$2');
    });
    const shuffled = (rows: readonly string[]) => rows.toSorted((one, other) => one.localeCompare(other));
    const labels = await calc(
      `${HOUSE} --at 0,1,65,90`,
      table(
        LIFE_HEADER,
        ...shuffled([
          ...lifeRows(STARTS, 'a'),
          ...lifeRows(LABELS, 'b'),
          ...lifeRows(texts, 'c'),
          ...lifeRows([...LABELS.slice(0, -1), 90], 'd'),
        ]),
      ),
    );
    expect(labels.exit).toBe(0);
    const ofArea = (area: string) => labels.rows.filter((row) => row.area === area);
    expect(shown(ofArea('a'), 'age', 'status')).toEqual(['0 ok', '1 ok', '65 ok', '90 ok']);
    for (const area of ['b', 'c', 'd']) {
      expect(ofArea(area).map((row) => ({ ...row, area: 'a' }))).toEqual(ofArea('a'));
    }
  });

  it('names the band that stands twice, is missing, overlaps or is no age, once for each age asked', async () => {
    const without = (at: number) => (_: unknown, band: number) => band !== at;
    const { exit, rows } = await calc(
      `${HOUSE} --at 0,65`,
      table(
        LIFE_HEADER,
        ...lifeRows(STARTS, 'ok'),
        ...lifeRows(STARTS, 'twice'),
        'twice,35,1,100',
        ...lifeRows(LABELS, 'missing').filter(without(8)),
        ...lifeRows(LABELS, 'overlap').map((row) => row.replace('35-39', '35-44')),
        ...lifeRows(LABELS, 'words').map((row) => row.replace('35-39', 'middle')),
        ...lifeRows(LABELS, 'late').filter(without(0)),
        ...lifeRows(LABELS, 'closed').map((row) => row.replace('90+', '90-94')),
      ),
    );
    expect(exit).toBe(1);
    expect(shown(rows, 'area', 'age', 'status')).toEqual(
      ['ok', 'twice', 'missing', 'overlap', 'words', 'late', 'closed'].flatMap((area) =>
        [0, 65].map((age) => `${area} ${age} ${area === 'ok' ? 'ok' : 'withheld'}`),
      ),
    );
    const notes = Object.fromEntries(rows.map((row) => [row.area!, row.note!]));
    expect(notes.twice).toMatch(/35.*twice/);
    expect(notes.missing).toMatch(/35-39 is missing/);
    expect(notes.overlap).toMatch(/35-44.*40-44/);
    expect(notes.words).toContain('"middle"');
    expect(notes.late).toMatch(/starts? at 0/);
    expect(notes.closed).toMatch(/open/);
  });

  it('a group without a band that others have is not half-summed, also where ages are starts alone', async () => {
    const { exit, rows } = await calc(
      `${HOUSE} --at 0`,
      table(LIFE_HEADER, ...lifeRows(STARTS, 'a'), ...lifeRows(STARTS, 'b').filter((_, band) => band !== 8)),
    );
    expect(shown(rows, 'area', 'status')).toEqual(['a ok', 'b withheld']);
    expect(rows[1]!.note).toContain('35');
    expect(exit).toBe(1);
  });

  it('withholds by its rules with exit 0, one row for each age asked', async () => {
    const change = (area: string, band: number, deaths: number, people: number): string[] =>
      lifeRows(STARTS, area).with(band, `${area},${STARTS[band]},${deaths},${people}`);
    const small = lifeRows(STARTS, 'small').map((row) => {
      const [area, age, , people] = row.split(',');
      return [area, age, Number(age) >= 60 ? 5 : 0, Math.floor(Number(people) / 20)].join(',');
    });
    const { exit, rows } = await calc(
      `${HOUSE} --at 0,65,90`,
      table(
        LIFE_HEADER,
        ...small,
        ...change('nobody', 4, 0, 0),
        ...change('too many', 4, 9000, 3500),
        ...change('no end', 19, 0, 350),
        ...change('no survivor', 17, 1200, 1200),
        ...lifeRows(STARTS, 'ok'),
      ),
    );
    const ages = (area: string, ...states: string[]) =>
      states.map((state, index) => `${area} ${[0, 65, 90][index]} ${state}`);
    expect(shown(rows, 'area', 'age', 'status')).toEqual([
      ...['small', 'nobody', 'too many', 'no end'].flatMap((area) =>
        ages(area, 'withheld', 'withheld', 'withheld'),
      ),
      ...ages('no survivor', 'ok', 'ok', 'withheld'),
      ...ages('ok', 'ok', 'ok', 'ok'),
    ]);
    const notes = Object.fromEntries(rows.map((row) => [row.area!, row.note!]));
    expect(notes.small).toMatch(/5,000/);
    expect(notes.nobody).toMatch(/15.*no population/);
    expect(notes['too many']).toMatch(/15.*more deaths than population/);
    expect(notes['no end']).toMatch(/no deaths in the last/);
    expect(notes['no survivor']).toMatch(/survives to 90/);
    expect(exit).toBe(0);
  });

  it('a blank or hidden count withholds every age of its group', async () => {
    const { exit, rows } = await calc(
      `${HOUSE} --at 0,65`,
      table(
        LIFE_HEADER,
        ...lifeRows(STARTS, 'a').with(3, 'a,10,,3700'),
        ...lifeRows(STARTS, 'b').with(3, 'b,10,*,3700'),
        ...lifeRows(STARTS, 'c').with(3, 'c,10,0,3700'),
      ),
    );
    expect(shown(rows, 'area', 'age', 'status')).toEqual([
      'a 0 withheld',
      'a 65 withheld',
      'b 0 suppressed',
      'b 65 suppressed',
      'c 0 ok',
      'c 65 ok',
    ]);
    expect(rows[0]!.note).toMatch(/deaths.*blank.*line 5/);
    expect(exit).toBe(1);
    const every = await calc(HOUSE, table(LIFE_HEADER, ...lifeRows(LABELS, 'a').with(3, 'a,10-14,,3700')));
    expect(every.rows.map(({ age, status }) => `${Number(age)} ${status}`)).toEqual(
      STARTS.map((age) => `${age} withheld`),
    );
  });

  it('an age that starts no band is named', async () => {
    const { rows } = await calc(`${HOUSE} --at 0,66`, table(LIFE_HEADER, ...lifeRows(STARTS)));
    expect(rows.find(({ age }) => age === '66')?.note ?? rows[0]!.note).toContain('66');
  });

  it('--a0 is a number, keyfitz or a column', async () => {
    const rows = lifeRows(STARTS).map((row, band) => `${row},${band === 0 ? 0.2 : 0.5}`);
    const csv = table(`${LIFE_HEADER},share`, ...rows);
    const at = async (more: string) => numberIn((await calc(`${LIFE} --at 0${more}`, csv)).rows[0]!, 'value');
    const [unasked, tenth, fifth, column, keyfitz, keyfitzAsNumber] = await Promise.all(
      ['', ' --a0 0.1', ' --a0 0.2', ' --a0 share', ' --a0 keyfitz', ` --a0 ${0.07 + 1.7 * (4 / 700)}`].map(
        at,
      ),
    );
    expect(tenth).toBe(unasked);
    expect(column).toBe(fifth);
    expect(fifth).not.toBe(tenth);
    expectNear(keyfitz!, keyfitzAsNumber!);
    for (const wrong of ['2', '0', 'coale']) {
      const { exit, stdout } = await calc(`${LIFE} --a0 ${wrong}`, csv);
      expect([exit, stdout]).toEqual([2, '']);
    }
  });
});

describe('healthy-life-expectancy', () => {
  const header = `${LIFE_HEADER},healthy,asked`;
  const rows = (area: string, healthy: (asked: number) => number | string): string[] =>
    lifeRows(STARTS, area).map((row) => `${row},${healthy(50)},50`);

  it('is life expectancy where all are healthy, 0 with limits of 0 where none is', async () => {
    const csv = table(
      header,
      ...rows('all', (asked) => asked),
      ...rows('none', () => 0),
      ...rows('half', () => 25),
    );
    const [healthy, life] = await Promise.all([
      calc(`${HEALTHY} --by area --at 0,65`, csv),
      calc(`${LIFE} --by area --at 0,65`, csv),
    ]);
    expect(healthy.exit).toBe(0);
    expect(shown(healthy.rows, 'area', 'status')).toEqual(
      ['all', 'all', 'none', 'none', 'half', 'half'].map((area) => `${area} ok`),
    );
    for (const at of [0, 1]) {
      expectNear(numberIn(healthy.rows[at]!, 'value'), numberIn(life.rows[at]!, 'value'));
      expectNear(numberIn(healthy.rows[4 + at]!, 'value'), numberIn(life.rows[at]!, 'value') / 2);
    }
    expect(shown(healthy.rows.slice(2, 4), 'value', 'lower_95', 'upper_95')).toEqual(['0 0 0', '0 0 0']);
  });

  it('gives every age unless --at; --mortality-variance widens', async () => {
    const csv = table(header, ...rows('half', () => 25));
    const [survey, both] = await Promise.all([
      calc(HEALTHY, csv),
      calc(`${HEALTHY} --mortality-variance`, csv),
    ]);
    expect(survey.rows.length).toBe(STARTS.length);
    survey.rows.forEach((row, index) => {
      const wide = both.rows[index]!;
      expect(wide.value).toBe(row.value);
      expect(numberIn(wide, 'upper_95')).toBeGreaterThan(numberIn(row, 'upper_95'));
    });
  });

  it('withholds more healthy than asked, and blanks', async () => {
    const csv = table(header, ...rows('a', () => 51), ...rows('b', () => ''), ...rows('c', () => 50));
    const { exit, rows: out } = await calc(`${HEALTHY} --by area --at 0`, csv);
    expect(shown(out, 'area', 'status')).toEqual(['a withheld', 'b withheld', 'c ok']);
    expect(out[0]!.note).toContain('51');
    expect(out[1]!.note).toMatch(/healthy.*blank/);
    expect(exit).toBe(1);
  });
});

describe('isr-ratio and isr-rate', () => {
  const header = 'area,age,events,people,refevents,refpeople';
  const bands = ['a,0-4,3,100,10,1000', 'a,5-9,9,200,30,1000', 'b,0-4,0,100,10,1000', 'b,5-9,0,200,30,1000'];

  it('compares with the reference’s rates: 12 observed, 7 expected, 2,000 per 100,000', async () => {
    const [ratio, rate] = await Promise.all(
      ['isr-ratio', 'isr-rate'].map((method) =>
        calc(`${method} ${INDIRECT} --by area`, table(header, ...bands)),
      ),
    );
    expect(shown(ratio!.rows, 'observed', 'expected')).toEqual(['12 7', '0 7']);
    expectNear(numberIn(ratio!.rows[0]!, 'value'), 12 / 7);
    expectNear(numberIn(rate!.rows[0]!, 'value'), (12 / 7) * 2000);
    expect(shown(ratio!.rows.slice(1), 'value', 'lower_95', 'status')).toEqual(['0 0 ok']);
    expect([ratio!.exit, rate!.exit]).toEqual([0, 0]);
  });

  it('takes observed totals from a second file; a group that it lacks is withheld', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gapline-calc-'));
    try {
      writeFileSync(join(folder, 'totals.csv'), table('events,area', '21,a', '7,z'));
      const { stdout, exit } = await gapline(
        ['calc', 'isr-ratio', ...`${INDIRECT} --by area --observed-totals totals.csv`.split(' ')],
        { cwd: folder, stdin: table(header, ...bands) },
      );
      const lines = stdout.trimEnd().split('\n');
      expect(lines[1]).toMatch(/^a,3,.*,21,7,/);
      expect(lines[2]).toMatch(/^b,,.*withheld/);
      expect(exit).toBe(1);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('nothing expected, or a reference band without people, is said', async () => {
    const { exit, rows } = await calc(
      `isr-ratio ${INDIRECT} --by area --age age`,
      table(header, 'a,0-4,3,100,0,1000', 'b,0-4,3,100,10,0', 'c,0-4,3,100,10,1000'),
    );
    expect(shown(rows, 'area', 'status')).toEqual(['a withheld', 'b withheld', 'c ok']);
    expect(rows[0]!.note).toMatch(/expected/);
    expect(rows[1]!.note).toMatch(/0-4.*no reference population/);
    expect(exit).toBe(1);
  });
});

describe('mean', () => {
  it('one value has no limits, and says so; blanks withhold', async () => {
    const { exit, rows } = await calc(
      'mean --values v --by area',
      table('area,v', 'one,3', 'two,-1', 'two,2', 'blank,1', 'blank,', 'equal,7', 'equal,7'),
    );
    expect(shown(rows, 'area', 'value', 'sum', 'n', 'status')).toEqual([
      'one 3 3 1 ok',
      'two 0.5 1 2 ok',
      'blank    withheld',
      'equal 7 14 2 ok',
    ]);
    expect([rows[0]!.lower_95, rows[0]!.sd]).toEqual(['', '']);
    expect(rows[0]!.note).not.toBe('');
    // t(0.975; 1) = tan(0.475π).
    expectNear(numberIn(rows[1]!, 'upper_95'), 0.5 + 1.5 * Math.tan(0.475 * Math.PI), 1e-9);
    expect(shown(rows.slice(3), 'lower_95', 'upper_95', 'sd')).toEqual(['7 7 0']);
    expect(exit).toBe(1);
  });
});

describe('quantile', () => {
  const csv = table(
    'quantile,place,score,note',
    ...[3, -1, 10, 7, 7, 2].map((score, row) => `q${row},p,${score},n${row}`),
  );

  it('keeps every column and the order; the lowest is 1, with --invert the highest', async () => {
    const [plain, inverted] = await Promise.all(
      ['', ' --invert'].map((more) => calc(`quantile --value score --groups 3${more}`, csv)),
    );
    expect(plain!.columns.slice(0, 4)).toEqual(['input_quantile', 'place', 'score', 'input_note']);
    expect(plain!.columns).not.toContain('value');
    expect(shown(plain!.rows, 'input_quantile', 'score', 'quantile')).toEqual([
      'q0 3 2',
      'q1 -1 1',
      'q2 10 3',
      'q3 7 2',
      'q4 7 2',
      'q5 2 1',
    ]);
    expect(plain!.rows.map(({ quantile }) => quantile)).toEqual(['2', '1', '3', '2', '2', '1']);
    expect(inverted!.rows.map(({ quantile }) => quantile)).toEqual(['2', '3', '1', '1', '1', '3']);
    expect(plain!.exit).toBe(0);
  });

  it('takes each group by itself; fewer values than groups have none', async () => {
    const rows = ['a,1', 'b,5', 'a,2', 'b,4', 'a,3'];
    const { rows: out, exit } = await calc(
      'quantile --value score --groups 3 --by place',
      table('place,score', ...rows),
    );
    expect(shown(out, 'place', 'score', 'quantile', 'status')).toEqual([
      'a 1 1 ok',
      'b 5  withheld',
      'a 2 2 ok',
      'b 4  withheld',
      'a 3 3 ok',
    ]);
    expect(out[1]!.note).not.toBe('');
    expect(exit).toBe(0);
  });

  it('a score that is missing has no quantile and does not count', async () => {
    const rows = ['1', '2', 'NA', '3', '""'].map((score, row) => `r${row},${score}`);
    const { rows: out } = await calc('quantile --value score --groups 3', table('id,score', ...rows));
    expect(shown(out, 'id', 'quantile', 'status')).toEqual([
      'r0 1 ok',
      'r1 2 ok',
      'r2  withheld',
      'r3 3 ok',
      'r4  withheld',
    ]);
    expect(out[2]!.note).toContain('score');
  });

  it('a score that is no number is bad data, one that its source hides is suppressed', async () => {
    const rows = ['1', '2', '3', '*', 'many'].map((score, row) => `r${row},${score}`);
    const { rows: out, exit } = await calc('quantile --value score --groups 3', table('id,score', ...rows));
    expect(shown(out.slice(3), 'id', 'quantile', 'status')).toEqual(['r3  suppressed', 'r4  withheld']);
    expect(out[4]!.note).toContain('"many"');
    expect(exit).toBe(1);
  });
});

describe('funnel', () => {
  const LIMITS = 'lower_2sd,upper_2sd,lower_3sd,upper_3sd,average,flag';

  it('keeps every column and the order, and appends limits, average and flag', async () => {
    const rows = ['a,30,100', 'b,5,10', 'c,0,100', 'd,200,400', 'e,55,100'];
    const {
      columns,
      rows: out,
      exit,
    } = await calc(
      'funnel --events events --population people --statistic proportion --multiplier 100',
      table('flag,events,people', ...rows),
    );
    expect(columns.join(',')).toContain(LIMITS);
    expect(columns.slice(0, 3)).toEqual(['input_flag', 'events', 'people']);
    expect(shown(out, 'input_flag', 'flag')).toEqual([
      'a low-2sd',
      'b within',
      'c low-3sd',
      'd high-3sd',
      'e high-2sd',
    ]);
    // p = 290/710, z√(p(1 − p)/n).
    const p = 290 / 710;
    for (const row of out) {
      expectNear(numberIn(row, 'average'), 100 * p);
      const half = 1.959963984540054 * Math.sqrt((p * (1 - p)) / Number(row.people));
      expectNear(numberIn(row, 'upper_2sd'), 100 * Math.min(1, p + half));
      expectNear(numberIn(row, 'lower_2sd'), 100 * Math.max(0, p - half));
    }
    expect(exit).toBe(0);
  });

  it('a ratio takes --expected and is judged against 1', async () => {
    const { rows, exit } = await calc(
      'funnel --events o --expected e --statistic ratio',
      table('area,o,e', 'a,100,100', 'b,150,100', 'c,50,100', 'd,0,0'),
    );
    expect(shown(rows, 'area', 'flag', 'average').slice(0, 3)).toEqual([
      'a within 1',
      'b high-3sd 1',
      'c low-3sd 1',
    ]);
    expect(rows[3]!.flag).toBe('not-applicable');
    expect(rows[3]!.note).not.toBe('');
    expect(exit).toBeLessThan(2);
  });

  it('rates: crude from counts, or given by --value; a DSR of under ten events is not judged', async () => {
    const csv = table('area,events,people,rate', 'a,9,1000,900', 'b,100,10000,1000', 'c,300,10000,3000');
    const rate = 'funnel --events events --population people --statistic rate --multiplier 100000';
    const [crude, dsr, without] = await Promise.all([
      calc(rate, csv),
      calc(`${rate} --rate-type dsr --value rate --years 3`, csv),
      calc(`${rate} --rate-type dsr`, csv),
    ]);
    expect(shown(crude.rows, 'area', 'flag')).toEqual(['a low-2sd', 'b low-3sd', 'c high-3sd']);
    expect(shown(dsr.rows, 'area', 'flag')).toEqual(['a not-applicable', 'b low-3sd', 'c high-3sd']);
    expect(dsr.rows[0]!.note).toContain('10 events');
    expect(shown(dsr.rows.slice(0, 1), 'lower_2sd', 'upper_3sd')).toEqual([' ']);
    expect([without.exit, without.stdout]).toEqual([2, '']);
    expect([crude.exit, dsr.exit]).toEqual([0, 0]);
  });

  it('a blank or a count above its denominator withholds its group, and no other', async () => {
    const { rows, exit } = await calc(
      'funnel --events e --population n --statistic proportion --by year',
      table('year,e,n', '1,,10', '1,5,10', '2,5,10', '2,6,10', '3,11,10'),
    );
    expect(shown(rows, 'year', 'status')).toEqual(['1 withheld', '1 withheld', '2 ok', '2 ok', '3 withheld']);
    expect(rows[0]!.note).toMatch(/blank/);
    expect(exit).toBe(1);
  });
});

describe('sii', () => {
  const header = 'area,rank,people,value,se,low,high';
  const rows = [1, 2, 3, 4, 5].map(
    (rank) => `a,${rank},100,${60 + 2 * rank},0.5,${59 + 2 * rank},${61 + 2 * rank}`,
  );
  const csv = table(header, ...rows.toReversed());

  it('has rows sii, rii and intercept; ranks sort, whatever the order of rows', async () => {
    const { columns, rows: out, exit } = await calc(`${SII} --se se --by area`, csv);
    expect(columns).toContain('measure');
    expect(out.map(({ measure }) => measure)).toEqual(['sii', 'rii', 'intercept']);
    // A straight line from 61 at 0 to 71 at 1.
    expectNear(numberIn(out[0]!, 'value'), 10);
    expectNear(numberIn(out[1]!, 'value'), 71 / 61);
    expectNear(numberIn(out[2]!, 'value'), 61);
    expect([out[2]!.lower_95, out[2]!.upper_95]).toEqual(['', '']);
    expect(exit).toBe(0);
  });

  it('--lower and --upper are 95 % limits whatever --confidence asks', async () => {
    const given = `${SII} --lower low --upper high --by area`;
    const [narrow, wide, byError] = await Promise.all([
      calc(`${given} --confidence 80`, csv),
      calc(`${given} --confidence 80,95`, csv),
      calc(
        `${SII} --se error --confidence 80 --by area`,
        table(`${header},error`, ...rows.map((row) => `${row},${1 / 1.959963984540054}`)),
      ),
    ]);
    expect(narrow.rows[0]!.lower_80).toBe(wide.rows[0]!.lower_80);
    expectNear(numberIn(narrow.rows[0]!, 'lower_80'), numberIn(byError.rows[0]!, 'lower_80'), 1e-9);
    expect(numberIn(wide.rows[0]!, 'lower_95')).toBeLessThan(numberIn(wide.rows[0]!, 'lower_80'));
  });

  it('a negative multiplier turns index and ratio round; the intercept takes its size', async () => {
    const [plain, turned] = await Promise.all(
      ['', ' --multiplier -100'].map((more) => calc(`${SII} --se se${more}`, csv)),
    );
    const [sii, rii, intercept] = plain!.rows;
    const [turnedSii, turnedRii, turnedIntercept] = turned!.rows;
    expectNear(numberIn(turnedSii!, 'value'), -100 * numberIn(sii!, 'value'));
    expectNear(numberIn(turnedSii!, 'lower_95'), -100 * numberIn(sii!, 'upper_95'));
    expectNear(numberIn(turnedSii!, 'upper_95'), -100 * numberIn(sii!, 'lower_95'));
    expectNear(numberIn(turnedRii!, 'value'), 1 / numberIn(rii!, 'value'));
    expectNear(numberIn(turnedRii!, 'lower_95'), 1 / numberIn(rii!, 'upper_95'));
    expectNear(numberIn(turnedIntercept!, 'value'), 100 * numberIn(intercept!, 'value'));
  });

  it('simulated limits are the same each time', async () => {
    const shares = [1, 2, 3, 4, 5].map((rank) => {
      const share = 0.1 * rank;
      return `a,${rank},100,${share},,${share * 0.9},${share * 1.1}`;
    });
    const options = `${SII} --lower low --upper high --scale-type proportion`;
    const [one, other] = await Promise.all([0, 1].map(() => calc(options, table(header, ...shares))));
    expect(one!.exit, one!.stderr).toBe(0);
    expect(other!.stdout).toBe(one!.stdout);
    expect(numberIn(one!.rows[0]!, 'lower_95')).toBeLessThan(0.5);
  });

  it('withholds nobody in a group, a blank, two groups and a rank that stands twice; none stops the others', async () => {
    const group = (area: string, ...lines: string[]) => lines.map((line) => `${area},${line}`);
    const good = ['1,100,1,0.1,,', '2,100,2,0.1,,', '3,100,4,0.1,,', '4,100,4,0.1,,', '5,100,5,0.1,,'];
    const { exit, rows: out } = await calc(
      `${SII} --se se --by area`,
      table(
        header,
        ...group('nobody', ...good.with(2, '3,0,4,0.1,,')),
        ...group('blank', ...good.with(2, '3,100,,0.1,,')),
        ...group('twice', ...good.with(2, '2,100,3,0.1,,')),
        ...group('two', ...good.slice(0, 2)),
        ...group('ok', ...good),
      ),
    );
    expect([...new Set(shown(out, 'area', 'status'))]).toEqual([
      'nobody withheld',
      'blank withheld',
      'twice withheld',
      'two withheld',
      'ok ok',
    ]);
    for (const row of out) if (row.area !== 'ok') expect(row.note).not.toBe('');
    expect(out.filter(({ area }) => area === 'ok').map(({ measure }) => measure)).toEqual([
      'sii',
      'rii',
      'intercept',
    ]);
    expect(exit).toBe(1);
  });
});
