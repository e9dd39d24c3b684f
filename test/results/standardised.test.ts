import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Definition } from '../../src/indicators/definition.ts';
import type { PipelineResult } from '../../src/pipeline.ts';
import { cellsOf } from '../../src/results/cells-of.ts';
import { inputsOfMeasure } from '../../src/results/inputs-of.ts';
import type { Measure } from '../../src/results/result.ts';
import { csv } from '../extracts/read-files.ts';
import { ALL_PLACES, CODES, only } from './fake-cells.ts';
import { definitionOf, runText } from './run-text.ts';

const ID = 'ratio-of-a-test';
const PLACE = ALL_PLACES[2]!;
const BANDS = ['18-34', '35-49', '50-64', '65-74'];
const HEADER =
  'indicator,place,period,sex,age_band,numerator,denominator,reference_numerator,reference_denominator';

const ratio = definitionOf(ID, {
  method: 'isr-ratio',
  ages: '18-74',
  multiplier: 100,
  sexes: ['persons', 'female', 'male'],
});
const rate = definitionOf(ID, {
  method: 'isr-rate',
  ages: '18-74',
  multiplier: 100_000,
  sexes: ['persons', 'female', 'male'],
});

const events = (place: number, sex: number, band: number): number =>
  3 + ((place * 7 + sex * 5 + band * 11) % 13) + 4 * band;
const people = (place: number, sex: number, band: number): number =>
  1200 + 90 * place + 40 * sex + 150 * band;
const referenceEvents = (sex: number, band: number): number => 900 + 2100 * band + 350 * sex;
const referencePeople = (sex: number, band: number): number => 1_200_000 - 90_000 * band + 10_000 * sex;

/** The rows of a Place: both sexes in four bands. */
function rowsOf(place: number, bands: readonly string[] = BANDS): string[] {
  return ['female', 'male'].flatMap((name, sex) =>
    bands.map((age, band) =>
      [
        ID,
        ALL_PLACES[place],
        2023,
        name,
        age,
        events(place, sex, band),
        people(place, sex, band),
        referenceEvents(sex, band),
        referencePeople(sex, band),
      ].join(','),
    ),
  );
}
const NINE = ALL_PLACES.flatMap((_, place) => rowsOf(place));

const run = (
  rows: readonly string[],
  definition: Definition = ratio,
  header = HEADER,
): Promise<PipelineResult> => runText({ 'counts.csv': csv(header, ...rows) }, { definitions: [definition] });
const valueAt = async (rows: readonly string[], key: object = {}, definition = ratio): Promise<Measure> =>
  only((await run(rows, definition)).measures, { place: PLACE, sex: 'persons', scheme: '', ...key });

/** The value and its limits; to 1e-9 of them. */
function expectFigures({ status, estimate }: Measure, [value, lower, upper]: readonly number[]): void {
  expect(status).toBe('ok');
  const [limits] = estimate.limits;
  for (const [found, wanted] of [
    [estimate.value, value],
    [limits!.lower, lower],
    [limits!.upper, upper],
  ])
    expect(Math.abs(found! / wanted! - 1)).toBeLessThan(1e-9);
}

/** One row of a Place without sexes; figures as in the tests of what is withheld. */
const row = (age: string, figures: string, more = ''): string =>
  `${ID},${PLACE},2023,,${age},${figures}${more}`;

// Python with scipy 1.x: O and E by the sums of their definition over the functions above, limits of O by Byar's formula
// with norm.ppf(0.975), both times 100/E; the rate times Σ reference events/Σ reference people too.
describe('indirectly standardised figures from counts with a reference population', () => {
  it('the ratio: events of those expected, by sex and added up over the sexes', async () => {
    const { measures } = await run(NINE);
    const at = (sex: string): Measure => only(measures, { place: PLACE, sex, scheme: '' });
    expectFigures(at('female'), [241.54696420862322, 187.18694257724798, 306.76076400151493]);
    expectFigures(at('male'), [158.50175677369933, 116.85698776554102, 210.15496509483702]);
    expectFigures(at('persons'), [198.20255074858588, 163.63353969498854, 237.91402551576246]);
    expect(at('persons').count).toBe(115);
    expect(at('persons').denominator).toBeCloseTo(58.02145308708672, 9);
    expect([at('persons').method, at('persons').note]).toEqual([
      "isr-ratio: Byar's",
      'denominator: events expected at the rates of the reference population',
    ]);
  });

  it('of the system: the events of all Places of all events expected there', async () => {
    const { measures } = await run(NINE);
    const system = only(measures, { place: CODES.system, sex: 'persons', scheme: '' });
    expectFigures(system, [185.2458841549198, 174.30106083114404, 196.69789459260795]);
    expect([system.count, system.denominator]).toEqual([1068, expect.closeTo(576.5310278671775, 8)]);
    const eight = await run(ALL_PLACES.slice(1).flatMap((_, place) => rowsOf(place + 1)));
    expect(only(eight.measures, { place: CODES.system, sex: 'persons', scheme: '' }).note).toBe(
      '8 of 9 Places',
    );
  });

  it('the rate: the ratio times the crude rate of the reference population', async () => {
    const { measures } = await run(NINE, rate);
    const at = (place: string, sex: string): Measure => only(measures, { place, sex, scheme: '' });
    expectFigures(at(PLACE, 'female'), [918.5588779764545, 711.8376689557318, 1166.55501803393]);
    expectFigures(at(PLACE, 'persons'), [782.6222214138086, 646.1230889825481, 939.4268764524263]);
    expectFigures(at(CODES.system, 'persons'), [731.4615519201271, 688.2448430014799, 776.6809389287556]);
  });

  it('takes exact limits below ten events', async () => {
    // 4 events of 20 expected; chi2.ppf of scipy.
    const four = await valueAt([row('18-34', '1,1000,10,1000'), row('35-74', '3,1000,10,1000')]);
    expectFigures(four, [20, 5 * 1.0898653736263249, 5 * 10.241588675403694]);
    expect(four.method).toBe('isr-ratio: exact Poisson');
  });

  it('takes persons as they stand, though their own rates expect fewer than those of each sex', async () => {
    const found = await valueAt([
      row('18-74', '30,2000,10,1000'),
      `${ID},${PLACE},2023,female,18-74,12,1000,15,1000`,
      `${ID},${PLACE},2023,male,18-74,18,1000,15,1000`,
    ]);
    expect([found.count, found.denominator]).toEqual([30, 20]);
  });

  it('leaves out the total of the bands that it has', async () => {
    const bands = [row('18-34', '10,1000,10,1000'), row('35-74', '30,1000,30,1000')];
    const withTotal = [...bands, row('18-74', '40,2000,9999,10000'), row('', '99,9999,9999,10000')];
    const found = await valueAt(withTotal);
    expect([found.count, found.denominator, found.estimate.value]).toEqual([40, 40, 100]);
  });

  it('gives each deprivation group its own', async () => {
    const rows = [1, 2, 3, 4, 5].flatMap((level) => [
      row('18-34', `${10 * level},1000,10,1000`, `,${level}`),
      row('35-74', `${20 * level},1000,30,1000`, `,${level}`),
    ]);
    const { measures } = await run(rows, ratio, `${HEADER},deprivation_quintile`);
    const at = (level: number): Measure => only(measures, { place: PLACE, level, sex: 'persons' });
    expect([1, 2, 3, 4, 5].map((level) => at(level).estimate.value)).toEqual([75, 150, 225, 300, 375]);
    expect([at(0).count, at(0).denominator]).toEqual([450, 200]);
  });

  it('says where there is one age band only, so that nothing is standardised for age', async () => {
    const one = await valueAt([row('18-74', '30,2000,10,1000')]);
    expect([one.estimate.value, one.note]).toEqual([
      150,
      'one age band, so age is not allowed for; denominator: events expected at the rates of the reference population',
    ]);
  });

  it('does not depend on the order of the rows, and scales with the events', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(rowsOf(2), { minLength: 8, maxLength: 8 }),
        fc.integer({ min: 2, max: 9 }),
        async (rows, times) => {
          const more = rows.map((one) => {
            const fields = one.split(',');
            fields[5] = String(times * Number(fields[5]));
            return fields.join(',');
          });
          const [once, scaled] = [await valueAt(rows), await valueAt(more)];
          expect(once.estimate.value).toBeCloseTo(198.20255074858588, 9);
          expect(scaled.estimate.value! / once.estimate.value!).toBeCloseTo(times, 9);
          expect(scaled.denominator).toBeCloseTo(once.denominator!, 9);
        },
      ),
      { numRuns: 8 },
    );
  });

  it('twice the people in the reference population halves what is expected', async () => {
    const halved = await valueAt([row('18-34', '10,1000,10,2000'), row('35-74', '30,1000,30,2000')]);
    expect([halved.denominator, halved.estimate.value]).toEqual([20, 200]);
  });
});

describe('what cannot be standardised', () => {
  const good = row('18-34', '10,1000,10,1000');
  const cases: readonly (readonly [what: string, rows: readonly string[], status: string, note: string])[] = [
    [
      'an age is missing',
      [good, row('50-74', '5,900,8,900')],
      'withheld',
      'the extract does not have all ages of 18-74',
    ],
    [
      'ages overlap',
      [good, row('30-74', '5,900,8,900')],
      'withheld',
      'ages 30-74 of the extract lie across the edge of a band that is needed',
    ],
    [
      'ages lie across the edge',
      [row('15-34', '1,900,8,900'), row('35-74', '5,900,8,900')],
      'withheld',
      'ages 15-34 of the extract lie across the edge of a band that is needed',
    ],
    [
      'a band has no reference',
      [good, row('35-74', '5,900,,')],
      'withheld',
      'ages 35-74 have no reference population',
    ],
    [
      'no band has one',
      [row('18-34', '5,900,,'), row('35-74', '5,900,,')],
      'withheld',
      'ages 18-34 have no reference population',
    ],
    ['the reference has no events', [row('18-74', '5,900,0,900')], 'withheld', 'no events are expected'],
    ['nobody lives there', [row('18-74', '0,0,7,900')], 'withheld', 'no events are expected'],
    [
      'the reference is hidden',
      [good, row('35-74', '5,900,*,900')],
      'suppressed',
      'a figure that it needs is suppressed at its source',
    ],
    [
      'an own figure is hidden',
      [good, row('35-74', '*,900,5,900')],
      'suppressed',
      'a figure that it needs is suppressed at its source',
    ],
    ['half a reference', [good, row('35-74', '5,900,7,')], 'withheld', 'a row that it needs was refused'],
    [
      'a reference of nobody',
      [good, row('35-74', '5,900,0,0')],
      'withheld',
      'a row that it needs was refused',
    ],
  ];
  it.each(cases)('%s', async (_, rows, status, note) => {
    const found = await valueAt(rows);
    expect([found.status, found.estimate.value, found.note]).toEqual([status, null, note]);
  });

  it('a reference that one sex lacks withholds persons and not the other sex, and is told of the system', async () => {
    const rows = NINE.map((one) =>
      one.startsWith(`${ID},${PLACE},2023,male,35-49,`) ? `${one.split(',').slice(0, 7).join(',')},,` : one,
    );
    const { measures } = await run(rows);
    const at = (place: string, sex: string): Measure => only(measures, { place, sex, scheme: '' });
    expect(at(PLACE, 'female').status).toBe('ok');
    expect([at(PLACE, 'male').note, at(PLACE, 'persons').note]).toEqual([
      'ages 35-49 have no reference population',
      'ages 35-49 have no reference population',
    ]);
    expect(at(CODES.system, 'persons').note).toMatch(/^[A-Z].*: ages 35-49 have no reference population$/);
    expect(at(CODES.system, 'persons').status).toBe('withheld');
  });

  it('one fifth without its reference withholds everybody too, never a ratio to fewer expected', async () => {
    const rows = [1, 2, 3, 4, 5].map((level) =>
      row('18-74', level === 3 ? `0,1000,,,${level}` : `10,1000,10,1000,${level}`),
    );
    const { measures } = await run(rows, ratio, `${HEADER},deprivation_quintile`);
    const at = (level: number): Measure => only(measures, { place: PLACE, level, sex: 'persons' });
    expect([at(3).status, at(0).status, at(1).status]).toEqual(['withheld', 'withheld', 'ok']);
  });

  it('published ratios stand where there are no counts', async () => {
    const values = csv('indicator,place,period,value,lower,upper', `${ID},${PLACE},2022,310,290,330`);
    const result = await runText(
      { 'counts.csv': csv(HEADER, ...rowsOf(2)), 'values.csv': values },
      { definitions: [ratio] },
    );
    const at = (period: string): Measure =>
      only(result.measures, { place: PLACE, period, sex: 'persons', scheme: '' });
    expect([at('2022').estimate.value, at('2022').method]).toEqual([310, 'given']);
    expect(at('2023').count).toBe(115);
  });
});

/** Eleven bands of five years, 20-24 to 70-74. */
const FIVES = Array.from({ length: 11 }, (_, band) => `${5 * band + 20}-${5 * band + 24}`);
const ofEvents = (reference: string, method = 'isr-ratio', multiplier = 1): Definition =>
  definitionOf(ID, {
    method,
    multiplier,
    ages: '20-74',
    reference,
    numerator: { event: 'falls', ages: '20-74' },
    denominator: { event: 'population', ages: '20-74' },
  });
const happened = (place: number, band: number): number => 2 + ((place * 5 + band * 3) % 7) + band;
const living = (place: number, band: number): number => 3000 + 100 * place - 60 * band;
const inEngland = {
  events: (band: number): number => 150 + 40 * band * band,
  people: (band: number): number => 300_000 - 4000 * band,
};

interface Figures {
  readonly events: string[];
  readonly people: string[];
}

function eventFiles({ events: counted, people: counts }: Figures): Record<string, string> {
  return {
    'events.csv': csv('event,place,period,sex,age_band,deprivation_quintile,count', ...counted),
    'population.csv': csv('place,period,sex,age_band,deprivation_quintile,population', ...counts),
  };
}

function figuresOf(
  place: string,
  eventsAt: (band: number) => number,
  peopleAt: (band: number) => number,
  level: number | '' = '',
): Figures {
  return {
    events: FIVES.map((age, band) => `falls,${place},2023,,${age},${level},${eventsAt(band)}`),
    people: FIVES.map((age, band) => `${place},2023,,${age},${level},${peopleAt(band)}`),
  };
}
const together = (all: readonly Figures[]): Figures => ({
  events: all.flatMap((one) => one.events),
  people: all.flatMap((one) => one.people),
});
const ALL = ALL_PLACES.map((place, at) =>
  figuresOf(
    place,
    (band) => happened(at, band),
    (band) => living(at, band),
  ),
);
const ENGLAND = figuresOf(CODES.england, inEngland.events, inEngland.people);
const runEvents = (figures: readonly Figures[], definition: Definition): Promise<PipelineResult> =>
  runText(eventFiles(together(figures)), { definitions: [definition] });

// Python as above, with the rates of England or of the nine Places together by band.
describe('indirectly standardised figures from events and people', () => {
  it('expects the rates of England', async () => {
    const { measures } = await runEvents([...ALL, ENGLAND], ofEvents('country'));
    const found = only(measures, { place: PLACE });
    expectFigures(found, [0.657191412098683, 0.5420918100780765, 0.7894939470956829]);
    expect([found.count, found.denominator]).toEqual([114, expect.closeTo(173.465443858968, 9)]);
    const system = only(measures, { place: CODES.system });
    expect([system.count, system.denominator]).toEqual([987, expect.closeTo(1675.1214570798331, 8)]);
    expect(system.estimate.value).toBeCloseTo(0.5892110066577467, 12);
    expect(only(measures, { place: CODES.england }).estimate.value).toBeCloseTo(1, 12);
  });

  it('or those of the system', async () => {
    const { measures } = await runEvents(ALL, ofEvents('system'));
    expectFigures(
      only(measures, { place: PLACE }),
      [1.112984452469144, 0.9180578828640543, 1.337044995201563],
    );
    expect(only(measures, { place: CODES.system }).estimate.value).toBeCloseTo(1, 12);
  });

  it('as a rate', async () => {
    const { measures } = await runEvents([...ALL, ENGLAND], ofEvents('country', 'isr-rate', 100_000));
    expectFigures(
      only(measures, { place: PLACE }),
      [363.80238884034236, 300.08653772179235, 437.04129214225304],
    );
  });

  it('sets each deprivation group against everybody in England', async () => {
    const fifths = [1, 2, 3, 4, 5].map((level) =>
      figuresOf(
        PLACE,
        (band) => 1 + ((level * 3 + band * 5) % 6) + Math.floor(band / 2),
        (band) => 500 + 10 * level + 20 * band,
        level,
      ),
    );
    const { measures } = await runEvents([...fifths, ENGLAND], ofEvents('country'));
    expect(only(measures, { place: PLACE, level: 1 }).estimate.value).toBeCloseTo(1.4770843599381445, 12);
    expect(only(measures, { place: PLACE, level: 0 }).estimate.value).toBeCloseTo(1.4615927466656662, 12);
  });

  it('says where England is not there, and crashes on no zero', async () => {
    const without = await runEvents(ALL, ofEvents('country'));
    const found = only(without.measures, { place: PLACE });
    expect([found.status, found.note]).toEqual(['withheld', 'no rates of England for this period and sex']);
    const nobody = figuresOf(CODES.england, inEngland.events, (band) => (band === 4 ? 0 : 1000));
    const empty = only((await runEvents([...ALL, nobody], ofEvents('country'))).measures, { place: PLACE });
    expect([empty.status, empty.note]).toEqual(['withheld', 'England has nobody of some of the ages']);
    const none = figuresOf(CODES.england, () => 0, inEngland.people);
    const zero = only((await runEvents([...ALL, none], ofEvents('country'))).measures, { place: PLACE });
    expect([zero.status, zero.note]).toEqual(['withheld', 'no events are expected']);
  });
});

describe('the cells behind a standardised figure', () => {
  const sum = (
    result: PipelineResult,
    measure: Measure,
    role: string,
    figure: 'count' | 'denominator',
  ): number =>
    inputsOfMeasure(measure, result.run.catalogue.indicators[0]!, result.run)
      .filter((input) => input.role === role)
      .flatMap((input) => cellsOf(input, result.run))
      .reduce((total, cell) => total + cell[figure], 0);

  it('are its own bands and those of the reference, without totals', async () => {
    const rows = [
      row('18-34', '10,1000,11,1100'),
      row('35-74', '30,2000,31,1200'),
      row('18-74', '40,3000,42,2300'),
      row('75+', '7,7,7,7'),
    ];
    const result = await run(rows);
    const measure = only(result.measures, { place: PLACE, sex: 'persons', scheme: '' });
    expect(sum(result, measure, 'numerator', 'count')).toBe(40);
    expect(sum(result, measure, 'denominator', 'denominator')).toBe(3000);
    expect(sum(result, measure, 'reference', 'count')).toBe(42);
    expect(sum(result, measure, 'reference', 'denominator')).toBe(2300);
  });

  it('are events and people, and those of England', async () => {
    const result = await runEvents([...ALL, ENGLAND], ofEvents('country'));
    const measure = only(result.measures, { place: PLACE });
    expect(sum(result, measure, 'numerator', 'count')).toBe(114);
    const england = FIVES.reduce((all, _, band) => all + inEngland.events(band) + inEngland.people(band), 0);
    expect(sum(result, measure, 'reference', 'count')).toBe(england);
  });
});
