import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Goal } from '../../src/indicators/aims.ts';
import { loadCatalogue } from '../../src/indicators/catalogue.ts';
import type { Definition } from '../../src/indicators/definition.ts';
import { loadPlaces } from '../../src/places/places.ts';
import { UsageError } from '../../src/problems/errors.ts';
import { readConfig } from '../../src/settings/config.ts';
import { gapline } from '../cli/run-gapline.ts';

const folder = mkdtempSync(join(tmpdir(), 'gapline-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

const catalogue = loadCatalogue();
const places = loadPlaces();
const HALTON = 'E06000006';
const WIRRAL = 'E08000015';
const ID = 'obesity-year6';

const goalOf = (value: number, more: Partial<Goal> = {}): Goal => ({
  value,
  changeIn: 'percent',
  date: '2027-03-31',
  ...more,
});

/** A definition as it would stand in the catalogue with aims of its own. */
function definition(own: Partial<Definition> = {}): Definition {
  return { ...catalogue.indicators.find(({ id }) => id === ID)!, ...own };
}

let files = 0;

function fileWith(content: unknown): string {
  const file = join(folder, `config-${files++}.json`);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

const read = (content: unknown) => readConfig(fileWith(content), catalogue, places).aims;

/** What is said of a file that is wrong. */
function refusal(content: unknown): string {
  try {
    read(content);
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return (error as Error).message;
  }
  throw new Error(`not refused: ${JSON.stringify(content)}`);
}

describe('what is to be reached', () => {
  it('is what the definition says where there is no configuration', () => {
    const aims = readConfig(null, catalogue, places).aims;
    expect(aims(definition(), HALTON)).toEqual({ spc: {}, goal: null });
    const own = { spc: { target: 90 }, goal: goalOf(20) };
    expect(aims(definition(own), HALTON)).toEqual(own);
  });

  it('is what the configuration says of the indicator over that, and of the Place over both', () => {
    const aims = read({
      indicators: { [ID]: { goal: goalOf(18), places: { Halton: { goal: goalOf(16) } } } },
    });
    const own = definition({ goal: goalOf(20) });
    expect(aims(own, WIRRAL).goal?.value).toBe(18);
    expect(aims(own, HALTON).goal?.value).toBe(16);
    expect(aims(definition({ id: 'obesity-reception', goal: goalOf(20) }), HALTON).goal?.value).toBe(20);
  });

  it('of a chart is layered setting by setting, of a goal as a whole', () => {
    const aims = read({
      indicators: {
        [ID]: {
          spc: { rebase: ['2021-04-01'] },
          goal: { change: -10, date: '2030-03-31' },
          places: { Halton: { spc: { target: 95 } } },
        },
      },
    });
    const own = definition({ spc: { target: 90, baseline: 12 }, goal: goalOf(20, { baseline: '2019/20' }) });
    expect(aims(own, WIRRAL).spc).toEqual({ target: 90, baseline: 12, rebase: ['2021-04-01'] });
    expect(aims(own, HALTON).spc).toEqual({ target: 95, baseline: 12, rebase: ['2021-04-01'] });
    // Nothing of the definition's goal is left in it.
    expect(aims(own, WIRRAL).goal).toEqual({ change: -10, changeIn: 'percent', date: '2030-03-31' });
  });

  it.each([
    ['everywhere', { goal: null }, null, null],
    ['in one Place', { places: { Halton: { goal: null } } }, null, 20],
    ['everywhere but in one Place', { goal: null, places: { Halton: { goal: goalOf(16) } } }, 16, null],
  ])('null takes a goal away %s', (_, own, halton, wirral) => {
    const aims = read({ indicators: { [ID]: own } });
    const base = definition({ goal: goalOf(20) });
    expect(aims(base, HALTON).goal?.value ?? null).toBe(halton);
    expect(aims(base, WIRRAL).goal?.value ?? null).toBe(wirral);
  });

  it('names a Place in any of its spellings, the system and England too', () => {
    for (const name of ['Halton', 'HALTON', 'E06000006', ' halton ']) {
      const aims = read({ indicators: { [ID]: { places: { [name]: { goal: goalOf(16) } } } } });
      expect(aims(definition(), HALTON).goal?.value, name).toBe(16);
    }
    const aims = read({
      indicators: { [ID]: { places: { QYG: { goal: goalOf(1) }, England: { goal: goalOf(2) } } } },
    });
    expect([aims(definition(), 'QYG').goal?.value, aims(definition(), 'E92000001').goal?.value]).toEqual([
      1, 2,
    ]);
  });

  it('may be nothing: an empty file of settings changes nothing', () => {
    for (const content of [{}, { indicators: {} }, { $schema: 'gapline.schema.json' }])
      expect(read(content)(definition({ goal: goalOf(20) }), HALTON).goal?.value).toBe(20);
  });

  it('is read with the byte order mark that editors of Windows put before it', () => {
    const aims = read(`\ufeff${JSON.stringify({ indicators: { [ID]: { goal: goalOf(18) } } })}`);
    expect(aims(definition(), HALTON).goal?.value).toBe(18);
  });
});

describe('the day that is taken for now', () => {
  it('is left to the data unless a configuration sets it', () => {
    expect(readConfig(null, catalogue, places).asOf).toBeNull();
    expect(readConfig(fileWith({ indicators: {} }), catalogue, places).asOf).toBeNull();
    expect(readConfig(fileWith({ asOf: '2024-02-29' }), catalogue, places).asOf).toBe('2024-02-29');
  });

  it('is what a run goes by: its manifest and its milestones say so', async () => {
    const rows = async (file: string | null): Promise<string[]> => {
      const args = ['run', 'fixtures/cases/milestones', '--view', 'milestones', '--quiet'];
      const { stdout } = await gapline(file === null ? args : [...args, '--config', file]);
      return stdout.split('\n').filter((line) => line.includes(',late,'));
    };
    // Of the newest day of the data, 31 December 2023: one due on 30 September and one on 30 December.
    expect((await rows(null)).map((line) => /(\d+) days? late as of (\S+);/.exec(line)!.slice(1))).toEqual([
      ['92', '2023-12-31'],
      ['1', '2023-12-31'],
    ]);
    expect(await rows(fileWith({ asOf: '2023-09-30' }))).toEqual([]);
    const out = join(folder, 'out');
    await gapline([
      'run',
      'fixtures/cases/milestones',
      '--out',
      out,
      '--config',
      fileWith({ asOf: '2024-05-01' }),
    ]);
    expect(JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'))).toMatchObject({
      as_of: '2024-05-01',
      rows: { milestones: 9 },
    });
  });
});

describe('a configuration that is wrong', () => {
  const withGoal = (goal: unknown) => ({ indicators: { [ID]: { goal } } });

  it.each([
    ['no JSON', '{ "indicators": ', /config-\d+\.json/],
    ['a list', [], /object/],
    ['null', 'null', /object/],
    ['an indicator that is none', { indicators: { 'obesity-year-6': {} } }, /obesity-year-6.*obesity-year6/],
    ['a name that objects have', { indicators: { constructor: {} } }, /constructor/],
    ['a Place that is none', { indicators: { [ID]: { places: { Manchester: {} } } } }, /Manchester/],
    ['a Place elsewhere', { indicators: { [ID]: { places: { E08000003: {} } } } }, /E08000003/],
    ['a key that is none', { indicator: {} }, /indicator/],
    ['a key that is none of an indicator', { indicators: { [ID]: { goals: null } } }, /goals/],
    ['a key that is none of a goal', withGoal({ value: 20, date: '2027-03-31', by: 1 }), /by/],
    [
      'places in a Place',
      { indicators: { [ID]: { places: { Halton: { places: {} } } } } },
      /places\.Halton.*places/,
    ],
    ['a value and a change', withGoal({ value: 20, change: -5, date: '2027-03-31' }), /value or a change/],
    ['neither a value nor a change', withGoal({ date: '2027-03-31' }), /value or a change/],
    ['no date', withGoal({ value: 20 }), /goal\.date/],
    ['a date that is none', withGoal({ value: 20, date: '2027-02-30' }), /goal\.date/],
    ['a year for a date', withGoal({ value: 20, date: '2027' }), /goal\.date/],
    ['a value in words', withGoal({ value: '20 %', date: '2027-03-31' }), /goal\.value/],
    ['a unit that is none', withGoal({ change: -5, changeIn: 'points', date: '2027-03-31' }), /changeIn/],
    [
      'a baseline that is no period',
      withGoal({ value: 20, date: '2027-03-31', baseline: 'before the pandemic' }),
      /baseline/,
    ],
    ['a day for now that is none', { asOf: '2024-02-30' }, /asOf: is not a day such as/],
    ['a month for now', { asOf: '2024-02' }, /asOf/],
    ['a target in words', { indicators: { [ID]: { spc: { target: '95' } } } }, /spc\.target/],
    ['a day of new limits that is none', { indicators: { [ID]: { spc: { rebase: ['soon'] } } } }, /rebase/],
    ['a baseline of one point', { indicators: { [ID]: { spc: { baseline: 1 } } } }, /spc\.baseline/],
    ['a baseline of a part of a point', { indicators: { [ID]: { spc: { baseline: 12.5 } } } }, /baseline/],
    [
      'one Place twice',
      { indicators: { [ID]: { places: { Halton: { goal: null }, E06000006: { goal: goalOf(16) } } } } },
      /Halton|E06000006/,
    ],
  ])('%s', (_, content, words) => {
    const said = refusal(content);
    expect(said).toMatch(words);
    expect(said).toMatch(/^--config .*config-\d+\.json: /);
  });

  it('has every mistake named at once', () => {
    const names = refusal({ indicators: { nothing: {}, [ID]: { places: { Nowhere: {}, Elsewhere: {} } } } });
    for (const name of ['nothing', 'Nowhere', 'Elsewhere']) expect(names).toContain(name);
    const shapes = refusal({ x: 1, indicators: { [ID]: { spc: { target: 'a', rebase: ['b'] } } } });
    for (const name of ['"x"', 'spc.target', 'rebase']) expect(shapes).toContain(name);
  });

  it('has names and shapes named at once too', () => {
    const both = refusal({ indicators: { nothing: {}, [ID]: { spc: { target: 'a' } } } });
    expect(both).toContain('nothing');
    expect(both).toContain('spc.target');
  });
});

describe('gapline run --config', () => {
  const run = (file: string) =>
    gapline(['run', 'fixtures/cases/obesity', '--view', 'goals', '--config', file]);

  it('ends with 2, says what is wrong and writes nothing', async () => {
    for (const file of [
      fileWith('{'),
      fileWith({ indicators: { nothing: {} } }),
      fileWith({ indicators: { [ID]: { goal: { date: '2027-03-31' } } } }),
      join(folder, 'no-such-file.json'),
      folder,
    ]) {
      const { exit, stdout, stderr } = await run(file);
      expect([exit, stdout], file).toEqual([2, '']);
      expect(stderr).toMatch(/^gapline: --config /);
      expect(stderr.trimEnd()).not.toContain('\n');
    }
  });

  it('does what it says: the goal of one Place, and no rows without one', async () => {
    const file = fileWith({ indicators: { [ID]: { places: { Halton: { goal: goalOf(20) } } } } });
    const { exit, stdout } = await run(file);
    expect(exit).toBe(0);
    const rows = stdout.trimEnd().split('\n');
    expect(rows).toHaveLength(2);
    expect(rows[1]).toContain('Halton');
    const without = await gapline(['run', 'fixtures/cases/obesity', '--view', 'goals']);
    expect([without.exit, without.stdout.trimEnd().split('\n').length]).toEqual([0, 1]);
  });
});
