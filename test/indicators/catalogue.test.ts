import { cpSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
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

/** Changes the definition of a file that has an id. */
const change =
  (id: string, to: (definition: Json) => Json) =>
  (all: Json[]): Json[] =>
    all.map((one) => (one.id === id ? to(one) : one));

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
    const withPercentile = (percentile: unknown) => (all: Json[]) =>
      all.map((one) => (one.method === 'waiting-percentile' ? { ...one, percentile } : one));
    expect(await messageOf('indicators/access-variation.json', withPercentile(undefined))).toContain(
      'the method waiting-percentile needs "percentile"',
    );
    expect(await messageOf('indicators/access-variation.json', withPercentile(92))).toContain('percentile');
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
    ['disclosure', 'hess', 'there is no disclosure rule "hess"'],
  ])('refuses a definition whose %s points at nothing', async (key, value, words) => {
    const message = await messageOf(
      'indicators/premature-deaths.json',
      firstOf((one) => ({ ...one, [key]: value })),
    );
    expect(message).toContain(words);
    expect(message).toContain(`data/indicators/premature-deaths.json: cvd-mortality-u75: ${key}: `);
  });

  it('refuses an id that stands twice, or that is also an event', async () => {
    expect(
      await messageOf('indicators/premature-deaths.json', ([first, ...rest]: Json[]) => [
        first,
        first,
        ...rest,
      ]),
    ).toContain('data/indicators/premature-deaths.json: cvd-mortality-u75: the id stands twice');
    expect(
      await messageOf(
        'indicators/premature-deaths.json',
        firstOf((one) => ({ ...one, id: 'deaths' })),
      ),
    ).toContain('deaths: the id is also that of an event, which');
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
      all.map((one) => ({
        ...one,
        ...(one.standard === undefined ? {} : { standard: 'esp1976' }),
        disclosure: 'hess',
      })),
    );
    expect(message.match(/esp1976/g)).toHaveLength(6);
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

  it.each([
    ['dsr', { numerator: { event: 'deaths', ages: '0-94' }, ages: '0-94' }, 'ages: the age range cuts'],
    ['dsr', { ageBands: ['abridged-20'] }, '"ageBands" is for life-expectancy'],
    ['crude-rate', { breakdown: 'main' }, 'breakdown: only a life expectancy and'],
    ['dsr', { breakdown: 'chapters' }, 'breakdown: there is no set of causes "chapters"'],
    ['dsr', { official: { id: '41001', title: 'Suicide rate' } }, 'official: the number 41001 stands twice'],
  ])('refuses a %s with %j', async (method, more, words) => {
    const own = { ages: undefined, standard: undefined, numerator: undefined, denominator: undefined };
    const message = await messageOf(
      'indicators/premature-deaths.json',
      firstOf((one) => ({ ...one, ...(method === 'dsr' ? {} : own), method, ...more })),
    );
    expect(message).toMatch(
      /^bad definitions:\ndata\/indicators\/premature-deaths\.json: cvd-mortality-u75: /,
    );
    expect(message).toContain(words);
  });

  it.each([
    ['ageBands', ['abridged-21'], 'ageBands: there are no age bands "abridged-21"'],
    ['atAge', 66, 'atAge: none of its age bands begins at 66'],
  ])('refuses a life expectancy whose %s is %j', async (key, value, words) => {
    const message = await messageOf(
      'indicators/life-expectancy-gap.json',
      firstOf((one) => ({ ...one, [key]: value })),
    );
    expect(message).toContain(`data/indicators/life-expectancy-gap.json: life-expectancy-birth: ${words}`);
  });

  it.each([
    ['a gap', 'life-expectancy-gap', 'life-expectancy-gap-breakdown', 'of', 'the method gap needs "of"'],
    ['a difference', 'education', 'school-readiness-gap-free-school-meals', 'of', 'difference needs "of"'],
    ['a difference', 'education', 'attainment-gap-free-school-meals', 'groups', 'difference needs "groups"'],
    ['a ratio', 'financial-balance', 'financial-position', 'numeratorIs', 'ratio needs "numeratorIs"'],
  ])('refuses %s (%s, %s) without its %s', async (_, file, id, key, words) => {
    const message = await messageOf(
      `indicators/${file}.json`,
      change(id, ({ [key]: _dropped, ...rest }) => rest),
    );
    expect(message).toContain(`data/indicators/${file}.json: ${id}: `);
    expect(message).toContain(words);
  });

  it.each([
    ['school-readyness', 'of: there is no indicator "school-readyness"'],
    ['school-readiness-gap-free-school-meals', 'of: it is made of itself'],
    ['attainment-gap-free-school-meals', 'of: "attainment-gap-free-school-meals" is itself made of another'],
  ])('refuses what is made of %s', async (of, words) => {
    const message = await messageOf(
      'indicators/education.json',
      change('school-readiness-gap-free-school-meals', (one) => ({ ...one, of })),
    );
    expect(message).toContain(words);
  });

  it.each(['given', 'milestones', 'mean'])(
    'refuses events for the method %s, which is not computed from them',
    async (method) => {
      const clauses = { numerator: { event: 'deaths' }, denominator: { event: 'population' } };
      const message = await messageOf(
        'indicators/obesity.json',
        firstOf((one) => ({ ...one, method, ...clauses })),
      );
      expect(message).toContain(`the method ${method} takes no numerator and no denominator`);
    },
  );

  it('refuses an indirectly standardised ratio of events that does not say by whose rates', async () => {
    const clauses = { numerator: { event: 'deaths' }, denominator: { event: 'population' } };
    const message = await messageOf(
      'indicators/life-expectancy-gap.json',
      change('smi-excess-mortality', (one) => ({ ...one, ...clauses })),
    );
    expect(message).toContain('the method isr-ratio on events needs "reference"');
  });

  it('refuses settings that name an indicator that is none', async () => {
    const message = await messageOf('settings.json', (all: Json) => ({ ...all, placesByDeprivation: 'imd' }));
    expect(message).toContain('data/settings.json: placesByDeprivation: there is no indicator "imd"');
  });

  describe('the aspirations', () => {
    it('none may be without an indicator', async () => {
      await inTempFolder((folder) => {
        cpSync(dataDir, folder, { recursive: true });
        rmSync(join(folder, 'indicators/digital.json'));
        const words = 'digital: no indicator measures it; put one into data/indicators/digital.json';
        expect(loadingMessage(folder)).toBe(`bad definitions:\ndata/aspirations.json: ${words}`);
      });
      expect(await messageOf('indicators/research.json', () => [])).toContain('research: no indicator');
    });

    it('a file holds the indicators of the aspiration that it is named after', async () => {
      await inTempFolder((folder) => {
        cpSync(dataDir, folder, { recursive: true });
        renameSync(join(folder, 'indicators/digital.json'), join(folder, 'indicators/shared-record.json'));
        expect(loadingMessage(folder)).toContain(
          'data/indicators/shared-record.json: shared-record-practices: aspiration: it belongs into digital.json',
        );
      });
      const moved = firstOf((one) => ({ ...one, aspiration: 'cancer' }));
      expect(await messageOf('indicators/obesity.json', moved)).toContain(
        'data/indicators/obesity.json: obesity-reception: aspiration: it belongs into cancer.json',
      );
    });

    type Strategy = { objectives: Json[]; aspirations: Json[] } & Json;

    it('have an objective that is there, and each objective has one', async () => {
      const message = await messageOf('aspirations.json', (all: Strategy) => ({
        ...all,
        objectives: [...all.objectives.slice(1), { id: 5, title: 'Something else' }],
      }));
      expect(message).toContain('data/aspirations.json: objective 5: no aspiration has it');
      expect(message).toContain('data/aspirations.json: obesity: objective: there is no objective 1');
      expect(message).not.toContain('objective 2');
    });

    it('stand once, and name only sources that are explained', async () => {
      const message = await messageOf('aspirations.json', (all: Strategy) => ({
        ...all,
        objectives: [...all.objectives, all.objectives[0]],
        aspirations: [...all.aspirations, { ...all.aspirations[0], sources: ['S', 'X'] }],
      }));
      expect(message.split('\n').slice(1)).toEqual([
        'data/aspirations.json: objective 1: stands twice',
        'data/aspirations.json: premature-deaths: stands twice',
        'data/aspirations.json: premature-deaths: sources: "X" is not one of the letters',
      ]);
    });

    it('refuse an unknown key, named with its aspiration or by its path', async () => {
      const inList = await messageOf('aspirations.json', (all: Strategy) => ({ ...all, aim: 1 }));
      expect(inList).toMatch(/^bad definitions:\ndata\/aspirations\.json: .*"aim"/);
    });
  });

  describe('age bands and causes', () => {
    type Layouts = { layouts: Record<string, string[]> };
    const withLayout =
      (...mine: string[]) =>
      (all: Layouts): unknown => ({ ...all, layouts: { ...all.layouts, mine } });

    it.each([
      [['1-4', '5+'], 'mine: does not begin at age 0'],
      [['0-4', '10+'], 'mine: "10+" does not follow the band before it'],
      [['0-4', '4-9', '10+'], 'mine: "4-9" does not follow the band before it'],
      [['0-4', '5-9'], 'mine: has no open band at its end'],
    ])('refuses the layout %j', async (bands, words) => {
      expect(await messageOf('age-bands.json', withLayout(...bands))).toContain(
        `data/age-bands.json: ${words}`,
      );
    });

    it('refuses a cause of death that is in two groups', async () => {
      type Causes = { sets: { main: { causes: Json[] } } };
      const message = await messageOf('causes.json', (all: Causes) => {
        const causes = [...all.sets.main.causes, { cause: 'stroke', codes: ['I60-I69'] }];
        return { ...all, sets: { main: { ...all.sets.main, causes } } };
      });
      expect(message).toContain(
        'data/causes.json: main: I00-I99 is in "circulatory diseases" and in "stroke"',
      );
    });
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
    expect([...servicesOf(catalogue.indicators)].sort()).toEqual(['cyp-mental-health', 'rtt']);
    expect(eventsOf(catalogue.indicators.find(({ id }) => id === 'suicide')!)).toEqual([
      'deaths',
      'population',
    ]);
  });
});

describe('extractsOf()', () => {
  it.each([
    ['dsr', 'mortality-u75', ['deaths', 'population']],
    ['dsr by cause', 'suicide', ['deaths by cause', 'population']],
    [
      'dsr of events',
      'ambulatory-sensitive-admissions',
      ['events of emergency-admissions by cause', 'population'],
    ],
    [
      'dsr of events',
      'alcohol-related-admissions-narrow',
      ['events of alcohol-related-narrow', 'population'],
    ],
    ['crude-rate of events', 'infant-mortality', ['deaths', 'births']],
    ['crude-rate of counts', 'stillbirth', ['counts or values']],
    ['proportion of a waiting list', 'rtt-18-weeks', ['waits of rtt']],
    ['proportion of counts', 'obesity-year6', ['counts or values']],
    ['proportion by deprivation', 'population-most-deprived-fifth', ['population by deprivation']],
    ['proportion of small areas', 'areas-most-deprived-tenth', ['deprivation']],
    ['waiting-percentile', 'cyp-median-wait', ['waits of cyp-mental-health']],
    ['ratio of counts', 'financial-position', ['counts or values']],
    ['ratio to a base year', 'elective-recovery', ['events of elective-activity']],
    ['isr-ratio', 'smi-excess-mortality', ['counts by age_band, with reference columns']],
    ['life-expectancy', 'life-expectancy-birth', ['deaths', 'population']],
    [
      'healthy-life-expectancy',
      'healthy-life-expectancy-birth',
      ['deaths', 'population', 'counts of healthy-life-expectancy-birth by age_band'],
    ],
    ['count-to-zero of counts', 'inpatient-falls', ['counts or values']],
    ['count-to-zero of events', 'suicide-in-care', ['events of suicides-in-care']],
    ['given', 'cancer-survival-1y', ['values']],
    ['milestones', 'milestones-estates', ['milestones']],
    [
      'difference',
      'school-readiness-gap-free-school-meals',
      ['counts or values of school-readiness by group'],
    ],
    ['gap', 'life-expectancy-gap-breakdown', ['what life-expectancy-birth needs, by deprivation']],
    ['aspirations-measured', 'aspirations-measured', ['the run itself']],
  ])('of %s', (method, id, extracts) => {
    const definition = catalogue.indicators.find((one) => one.id === id)!;
    expect(method.startsWith(definition.method)).toBe(true);
    expect(extractsOf(definition)).toEqual(extracts);
  });

  it('of a mean is a value for each group', () => {
    const mean = {
      ...catalogue.indicators.find(({ id }) => id === 'obesity-adult')!,
      method: 'mean',
    } as const;
    expect(extractsOf(mean)).toEqual(['values by group']);
  });

  it('says something of every indicator', () => {
    for (const definition of catalogue.indicators) {
      expect(
        extractsOf(definition).every((text) => text.length > 0),
        definition.id,
      ).toBe(true);
      expect(extractsOf(definition).length, definition.id).toBeGreaterThan(0);
    }
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
