import { describe, expect, it } from 'vitest';
import { calc, shown, table } from './run-calc.ts';

const LIFE = 'life-expectancy --by g --age age --deaths deaths --population people --at 0';
const DSR = 'dsr --by g --age age --events events --population people --standard esp2013';
const ISR =
  'isr-ratio --by g --age age --events events --population people --reference-events re --reference-population rp';

const STARTS = [0, 1, ...Array.from({ length: 18 }, (_, at) => 5 * (at + 1))];

/** A group with these bands, some deaths in each. */
function lifeRows(group: string, bands: readonly string[]): string[] {
  return bands.map((band, at) => `${group},${band},${20 + 15 * at},20000`);
}

const TWENTY = STARTS.map((from, at) =>
  at === STARTS.length - 1
    ? `${from}+`
    : from + 1 === STARTS[at + 1]
      ? `${from}`
      : `${from}-${STARTS[at + 1]! - 1}`,
);
const NINETEEN = ['0-4', ...TWENTY.slice(2)];

describe('life tables of several layouts in one file', () => {
  const header = 'g,age,deaths,people';

  it('labels tell where bands end, so that a group of 19 bands and one of 20 are both whole', async () => {
    const both = table(header, ...lifeRows('a', NINETEEN), ...lifeRows('b', TWENTY));
    const together = await calc(LIFE, both);
    const alone = await calc(LIFE, table(header, ...lifeRows('a', NINETEEN)));
    expect(shown(together.rows, 'g', 'status', 'note')).toEqual(['a ok ', 'b ok ']);
    expect(together.rows[0]!.value).toBe(alone.rows[0]!.value);
    expect(together.exit).toBe(0);
  });

  it.each([
    ['the last', '90'],
    ['one between', '50'],
  ])('starts alone do not: %s that is missing is named', async (_, missing) => {
    const starts = STARTS.map(String);
    const file = table(
      header,
      ...lifeRows('a', starts),
      ...lifeRows(
        'b',
        starts.filter((start) => start !== missing),
      ),
    );
    const { rows, exit } = await calc(LIFE, file);
    expect(shown(rows, 'g', 'status', 'note')).toEqual([
      'a ok ',
      `b withheld the age band from ${missing} is missing, which other groups have`,
    ]);
    expect(exit).toBe(1);
  });

  it('an open last band is whole, whatever other groups have above it', async () => {
    const to85 = [...STARTS.slice(0, -2).map(String), '85+'];
    const file = table(header, ...lifeRows('a', STARTS.map(String)), ...lifeRows('b', to85));
    expect(shown((await calc(LIFE, file)).rows, 'g', 'status')).toEqual(['a ok', 'b ok']);
  });
});

describe('bands of standardised rates', () => {
  const header = 'g,age,events,people';

  it.each(['90-94', '95+', '95'])(
    'a part of the open band of the standard (%s) withholds its group alone',
    async (band) => {
      const file = table(header, 'a,0-4,20,1000', 'a,5-9,20,1000', `b,${band},20,1000`);
      const { rows, exit } = await calc(DSR, file);
      expect(shown(rows, 'g', 'status')).toEqual(['a ok', 'b withheld']);
      expect(rows[1]!.note).toBe(
        `the age band ${band} is a part of 90+, which the standard population does not split`,
      );
      expect(exit).toBe(1);
    },
  );

  it('a group without the youngest or the oldest of the file says by which ages it is standardised', async () => {
    const file = table(
      header,
      ...['a,0-4', 'a,5-9', 'a,10-14', 'b,0-4', 'b,5-9', 'c,5-9', 'c,10-14'].map((key) => `${key},20,1000`),
    );
    const { rows, exit } = await calc(DSR, file);
    expect(shown(rows, 'g', 'status', 'note')).toEqual([
      'a ok ',
      'b ok standardised over the ages 0-9 alone, where the file has 0-14',
      'c ok standardised over the ages 5-14 alone, where the file has 0-14',
    ]);
    expect(exit).toBe(0);
  });

  const REPEATS = 'dsr --age age --events events --population people --standard esp2013 --event-frequency f';

  it('repeat events: one band in two spellings is one band', async () => {
    const rows = (zero: string): string[] => [
      '0-4,1,10,1000',
      `${zero},2,5,1000`,
      '5-9,1,8,2000',
      '5-9,2,4,2000',
    ];
    const of = async (zero: string): Promise<unknown> =>
      (await calc(REPEATS, table('age,f,events,people', ...rows(zero)))).rows[0];
    const plain = await of('0-4');
    // 100,000·(5000·20/1000 + 5500·16/2000)/10500.
    expect(Number((plain as Record<string, string>).value)).toBeCloseTo((1e5 * (100 + 44)) / 10_500, 9);
    expect(await of('00-04')).toEqual(plain);
  });

  it('repeat events: a missing band is named', async () => {
    const file = table('age,f,events,people', '0-4,1,10,1000', '0-4,2,5,1000', '10-14,1,8,2000');
    const { rows, exit } = await calc(REPEATS, file);
    expect(shown(rows, 'status', 'note')).toEqual(['withheld the age band 5-9 is missing']);
    expect(exit).toBe(1);
  });

  it.each([
    ['twice', ['0-4', '00-04', '5-9'], 'the age band 0-4 stands twice'],
    ['missing', ['0-4', '10-14'], 'the age band 5-9 is missing'],
    ['no age', ['0-4', 'junk'], '"junk" is not an age band'],
  ])('indirect standardisation: a band that is %s is named', async (_, bands, note) => {
    const row = (group: string, band: string): string => `${group},${band},5,1000,50,10000`;
    const file = table(
      'g,age,events,people,re,rp',
      ...bands.map((band) => row('a', band)),
      row('b', '0-4'),
      row('b', '5-9'),
    );
    const { rows, exit } = await calc(ISR, file);
    expect(shown(rows, 'g', 'status')).toEqual(['a withheld', 'b ok']);
    expect(rows[0]!.note).toBe(note);
    expect(exit).toBe(1);
  });
});

describe('what no double can hold', () => {
  it('withholds the group and says why', async () => {
    const { rows, exit } = await calc(
      'rate --by g --events events --population people --multiplier 1e300',
      table('g,events,people', 'a,1000000000000000,0.000001', 'b,20,1000'),
    );
    expect(shown(rows, 'g', 'status', 'note')).toEqual([
      'a withheld the value is beyond the range of numbers',
      'b ok ',
    ]);
    expect(exit).toBe(0);
  });

  const STEEP = table('r,p,v,s', '1,100,50,1', '2,100,0.001,1', '3,100,60,1', '4,100,70,1', '5,100,70,1');

  it.each([1, -1])(
    'a limit of the relative index at multiplier %d is blank with a note',
    async (multiplier) => {
      const options = `sii --rank r --population p --value v --se s --scale-type rate --transform log --multiplier ${multiplier}`;
      const { rows, exit } = await calc(options, STEEP);
      const rii = rows.find(({ measure }) => measure === 'rii')!;
      expect(rii.status).toBe('ok');
      expect(rii.value).not.toBe('');
      expect(rii.note).toContain('a limit is beyond the range of numbers');
      expect(exit).toBe(0);
    },
  );
});

describe('the header', () => {
  it('is written as text is: quoted where it must be, and harmless to a spreadsheet', async () => {
    const { stdout } = await calc(
      'rate --events ev --population pop --by-row',
      '"area, name","say ""x""",=cmd|x,ev,pop\nA,b,c,5,100\n',
    );
    const [header, row] = stdout.split('\n');
    expect(header).toMatch(/^"area, name","say ""x""",'=cmd\|x,ev,pop,value,/);
    expect(row).toMatch(/^A,b,c,5,100,5000,/);
  });

  it('names each level once, however it was written', async () => {
    const { columns } = await calc(
      'rate --events ev --population pop --confidence 0.999,99.9',
      'ev,pop\n5,100\n',
    );
    expect(columns.filter((name) => name.startsWith('lower'))).toEqual(['lower_99_9']);
  });
});
