import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ALL_AGES, parseAgeBand } from '../../src/cells/age-band.ts';
import { extractsOf, loadCatalogue, servicesOf } from '../../src/indicators/catalogue.ts';
import { eventsOf } from '../../src/indicators/definition.ts';
import { type StandardBand, standardForAges } from '../../src/indicators/standard.ts';
import { dataDir } from '../../src/paths.ts';
import { UsageError } from '../../src/problems/errors.ts';
import { inTempFolder } from '../extracts/read-files.ts';

const catalogue = loadCatalogue();
const esp2013 = catalogue.standards.get('esp2013')!;

type Json = Record<string, unknown>;

/** Loads a copy of data/ in which one file was changed; gives the message of what went wrong, or ''. */
function messageOf(file: string, change: (content: never) => unknown): Promise<string> {
  return inTempFolder((folder) => {
    cpSync(dataDir, folder, { recursive: true });
    const path = join(folder, file);
    const content = JSON.parse(readFileSync(path, 'utf8')) as never;
    writeFileSync(path, JSON.stringify(change(content)));
    return loadingMessage(folder);
  });
}

function loadingMessage(folder: string): string {
  try {
    loadCatalogue(`${folder}/`);
    return '';
  } catch (error) {
    // The user can mend a definition, so it is never a bug with a stack.
    expect(error).toBeInstanceOf(UsageError);
    return (error as Error).message;
  }
}

/** Changes the first definition of a file. */
const firstOf =
  (change: (definition: Json) => Json) =>
  ([first, ...rest]: Json[]): Json[] => [change(first!), ...rest];

const without = (key: string) => firstOf(({ [key]: _, ...rest }) => rest);

describe('loadCatalogue()', () => {
  it('reads the definitions that are bundled, in the order of the aspirations', () => {
    const order = catalogue.aspirations.map(({ id }) => id);
    const used = catalogue.indicators.map(({ aspiration }) => order.indexOf(aspiration));
    expect(used.length).toBeGreaterThan(10);
    expect([...used].sort((a, b) => a - b)).toEqual(used);
  });

  it('loads a copy that nobody changed', async () => {
    expect(await messageOf('indicators/obesity.json', (content) => content)).toBe('');
  });

  it.each([
    ['indicators/obesity.json', 'methd', 0, /indicators\/obesity\.json.*methd/s],
    ['indicators/premature-deaths.json', 'standrad', 'esp2013', /standrad/],
  ])('refuses an unknown key in %s and names it', async (file, key, value, words) => {
    expect(
      await messageOf(
        file,
        firstOf((definition) => ({ ...definition, [key]: value })),
      ),
    ).toMatch(words);
  });

  it('refuses an unknown key inside a clause', async () => {
    const message = await messageOf(
      'indicators/premature-deaths.json',
      firstOf((one) => ({ ...one, numerator: { event: 'deaths', age: '0-74' } })),
    );
    expect(message).toContain('numerator');
  });

  it.each([
    ['dsr', 'premature-deaths', 'standard'],
    ['dsr', 'premature-deaths', 'ages'],
    ['dsr', 'premature-deaths', 'numerator'],
    ['dsr', 'premature-deaths', 'denominator'],
    ['life-expectancy', 'life-expectancy-gap', 'ageBands'],
    ['life-expectancy', 'life-expectancy-gap', 'atAge'],
  ])('refuses the method %s (%s) without its %s', async (method, file, key) => {
    expect(await messageOf(`indicators/${file}.json`, without(key))).toContain(
      `the method ${method} needs "${key}"`,
    );
  });

  it('refuses a waiting percentile without its percentile, and one out of bounds', async () => {
    const change = (percentile: unknown) => (all: Json[]) =>
      all.map((one) => (one.method === 'waiting-percentile' ? { ...one, percentile } : one));
    expect(await messageOf('indicators/access-variation.json', change(undefined))).toContain(
      'the method waiting-percentile needs "percentile"',
    );
    expect(await messageOf('indicators/access-variation.json', change(92))).toContain('percentile');
  });

  it('refuses a numerator without a denominator, and the other way round', async () => {
    expect(await messageOf('indicators/access-variation.json', without('denominator'))).toContain(
      'numerator and denominator go together',
    );
    expect(await messageOf('indicators/access-variation.json', without('numerator'))).toContain(
      'numerator and denominator go together',
    );
  });

  it.each([
    ['aspiration', 'longer-lives', 'there is no aspiration "longer-lives"'],
    ['standard', 'esp1976', 'there is no standard "esp1976"'],
    ['ageBands', ['abridged-21'], 'there are no age bands "abridged-21"'],
    ['disclosure', 'hess', 'there is no disclosure rule "hess"'],
  ])('refuses a definition whose %s points at nothing', async (key, value, words) => {
    const message = await messageOf(
      'indicators/premature-deaths.json',
      firstOf((one) => ({ ...one, [key]: value })),
    );
    expect(message).toContain(words);
    expect(message).toContain('mortality-u75');
  });

  it('refuses an id that stands twice, or that is also an event', async () => {
    expect(
      await messageOf('indicators/premature-deaths.json', ([first, ...rest]: Json[]) => [
        first,
        first,
        ...rest,
      ]),
    ).toContain('mortality-u75: the id stands twice');
    expect(
      await messageOf(
        'indicators/premature-deaths.json',
        firstOf((one) => ({ ...one, id: 'deaths' })),
      ),
    ).toContain('deaths: the id is also that of an event');
  });

  it.each([
    ['method', 'dsrr'],
    ['id', 'Mortality U75'],
    ['ages', '74-0'],
    ['polarity', 'bad'],
    ['multiplier', 0],
    ['multiplier', '100000'],
    ['digits', 1.5],
    ['periods', []],
    ['periods', ['decade']],
    ['sexes', ['women']],
    ['gaps', ['differnce']],
    ['numerator', { event: 'deaths', ages: 'old' }],
    ['numerator', { event: 'deaths', causes: ['heart'] }],
    ['numerator', { event: 'deaths', causes: [] }],
    ['numerator', []],
  ])('refuses the %s %j and says where', async (key, value) => {
    const message = await messageOf(
      'indicators/premature-deaths.json',
      firstOf((one) => ({ ...one, [key]: value })),
    );
    expect(message).toMatch(new RegExp(`premature-deaths\\.json.*${key}`, 's'));
  });

  it('reports all that is wrong, not the first only', async () => {
    const message = await messageOf('indicators/premature-deaths.json', (all: Json[]) =>
      all.map((one) => ({ ...one, standard: 'esp1976', disclosure: 'hess' })),
    );
    expect(message.match(/esp1976/g)).toHaveLength(catalogueSize('premature-deaths'));
    expect(message.match(/hess/g)).toHaveLength(catalogueSize('premature-deaths'));
  });

  it('names the file where it is not JSON at all', async () => {
    await inTempFolder((folder) => {
      cpSync(dataDir, folder, { recursive: true });
      writeFileSync(join(folder, 'indicators/obesity.json'), '[{ "id": "obesity-year6", }]');
      expect(loadingMessage(folder)).toContain('indicators/obesity.json');
    });
  });

  it('names the file where a standard or a layout has a band that is none', async () => {
    await inTempFolder((folder) => {
      cpSync(dataDir, folder, { recursive: true });
      writeFileSync(join(folder, 'standards/mine.csv'), 'age_band,population\n0-4,5000\nold,1000\n');
      expect(loadingMessage(folder)).toContain('standards/mine.csv');
    });
    const layouts = (content: { layouts: Record<string, string[]> }): unknown => ({
      ...content,
      layouts: { ...content.layouts, mine: ['0-4', 'old'] },
    });
    expect(await messageOf('age-bands.json', layouts)).toContain('age-bands.json');
  });

  function catalogueSize(aspiration: string): number {
    return catalogue.indicators.filter((one) => one.aspiration === aspiration).length;
  }
});

describe('the bundled definitions', () => {
  it('say what is measured in words, with a source', () => {
    for (const { id, title, short, meaning, source, unit } of catalogue.indicators) {
      expect(title, id).toMatch(/^[A-Z0-9]/);
      expect(meaning, id).toMatch(/\.$/);
      expect(
        [short, source, unit].every((text) => text.length > 0),
        id,
      ).toBe(true);
    }
  });

  it('have layouts of age bands that follow each other without a hole from 0 to the open band', () => {
    for (const [name, bands] of catalogue.ageBands) {
      expect(bands[0]!.from, name).toBe(0);
      expect(bands.at(-1)!.to, name).toBe(Number.POSITIVE_INFINITY);
      for (const [at, { from }] of bands.slice(1).entries()) expect(from, name).toBe(bands[at]!.to + 1);
    }
  });

  it('have the European Standard Population 2013 of 19 bands and 100,000 people', () => {
    // Eurostat, Revision of the European Standard Population, 2013, table of the report.
    const published = [
      5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000, 7000, 6500, 6000, 5500, 5000, 4000, 2500,
      1500, 1000,
    ];
    expect(esp2013.map(({ weight }) => weight)).toEqual(published);
    expect(published.reduce((sum, weight) => sum + weight, 0)).toBe(100_000);
    expect(esp2013.map(({ from }) => from)).toEqual(Array.from({ length: 19 }, (_, at) => at * 5));
  });

  it('name waiting lists as services, and extracts in words', () => {
    expect([...servicesOf(catalogue.indicators)]).toEqual(['rtt']);
    const extracts = (id: string): string[] => extractsOf(catalogue.indicators.find((one) => one.id === id)!);
    expect(extracts('mortality-u75')).toEqual(['deaths', 'population']);
    expect(extracts('rtt-18-weeks')).toEqual(['waits']);
    expect(extracts('obesity-year6')).toEqual(['counts']);
    expect(extracts('smoking-adult')).toEqual(['values']);
    expect(extracts('areas-most-deprived-tenth')).toEqual(['deprivation']);
    expect(eventsOf(catalogue.indicators.find(({ id }) => id === 'suicide')!)).toEqual([
      'deaths',
      'population',
    ]);
  });
});

describe('standardForAges()', () => {
  const weights = (bands: readonly StandardBand[]): [number, number, number][] =>
    bands.map(({ from, to, weight }) => [from, to, weight]);
  const cut = (ages: string): readonly StandardBand[] => standardForAges(esp2013, parseAgeBand(ages)!);

  it('is the whole standard for all ages', () => {
    expect(standardForAges(esp2013, ALL_AGES)).toEqual(esp2013);
  });

  it('takes the bands of 0-74 as they are: 91,000 of 100,000', () => {
    const bands = cut('0-74');
    expect(bands).toHaveLength(15);
    expect(bands.reduce((sum, { weight }) => sum + weight, 0)).toBe(91_000);
  });

  it('takes 15-17 of 15-19 with three fifths of its weight: 3,300', () => {
    expect(weights(cut('15-17'))).toEqual([[15, 17, 3300]]);
  });

  it('takes the first year of 0-4 with a fifth of its weight: 1,000', () => {
    expect(weights(cut('0'))).toEqual([[0, 0, 1000]]);
  });

  it('cuts at both ends and keeps what lies between', () => {
    // 18 and 19 are two fifths of 5,500; 25-26 are two fifths of 6,000.
    expect(weights(cut('18-26'))).toEqual([
      [18, 19, 2200],
      [20, 24, 6000],
      [25, 26, 2400],
    ]);
  });

  it('keeps the open band whole', () => {
    expect(weights(cut('85+'))).toEqual([
      [85, 89, 1500],
      [90, Number.POSITIVE_INFINITY, 1000],
    ]);
  });

  it('refuses to cut the open band, which has no length', () => {
    expect(() => cut('0-94')).toThrow(UsageError);
    expect(() => cut('95+')).toThrow(/cuts the open band 90\+/);
  });
});
