import { describe, expect, it } from 'vitest';
import { cellsOf } from '../../src/results/cells-of.ts';
import { inputsOfMeasure } from '../../src/results/inputs-of.ts';
import { measureOf } from '../run-pipeline.ts';
import { ALL_PLACES, CODES, only, pick } from './fake-cells.ts';
import { define, runDefinitions } from './run-definitions.ts';

/** Two implementations of one formula, in the unit of the figures. */
const DIGITS = 9;

const money = define({ id: 'money', method: 'ratio', numeratorIs: 'amount', signed: true, polarity: 'high' });
const found = define({ id: 'found', method: 'ratio', numeratorIs: 'count', polarity: 'high' });
const activity = { event: 'elective-activity' };
const recovery = define({
  id: 'recovery',
  method: 'ratio',
  numeratorIs: 'count',
  numerator: activity,
  denominator: { ...activity, period: { base: '2019/20' } },
  periods: ['month', 'quarter', 'financial-year'],
  polarity: 'high',
});

const HEADER = 'indicator,place,period,numerator,denominator';
/** Surplus or deficit and allocation of the nine Places, in order. */
const SURPLUS = [-12.5, 3.1, -0.4, 0, -20.25, 5, 1.1, -3, 2.2];
const ALLOCATION = [900, 850, 300, 400, 1300, 650, 420, 480, 760];
const balance = (period: string, places = ALL_PLACES): string[] =>
  places.map((place) => {
    const at = ALL_PLACES.indexOf(place);
    return `money,${place},${period},${SURPLUS[at]},${ALLOCATION[at]}`;
  });

describe('a ratio of amounts', () => {
  it('may be below zero, and the system is the sum of all', async () => {
    const result = await runDefinitions([money], { 'money.csv': [HEADER, ...balance('2023/24')] });
    expect(result.problems.all()).toEqual([]);
    const of = (place: string) => measureOf(result, { indicator: 'money', place });
    // By Python: 100·x/d; the system from Σx = −24.75 and Σd = 6060.
    const wanted = [-1.3888888888888888, 0.36470588235294116, -0.13333333333333333, 0, -1.5576923076923077];
    for (const [at, value] of wanted.entries())
      expect(of(ALL_PLACES[at]!).estimate.value).toBeCloseTo(value, DIGITS);
    const system = of(CODES.system);
    expect([system.count, system.denominator]).toEqual([-24.75, 6060]);
    expect(system.estimate.value).toBeCloseTo(-0.4084158415841584, DIGITS);
    expect(system.estimate.limits).toEqual([{ confidence: 0.95, lower: null, upper: null }]);
    expect([system.status, system.method, system.note]).toEqual([
      'ok',
      'ratio',
      'no limits: an amount is no count of events',
    ]);
  });

  it('is withheld for the system where a Place is missing', async () => {
    const result = await runDefinitions([money], {
      'money.csv': [HEADER, ...balance('2023/24', ALL_PLACES.slice(1))],
    });
    const system = measureOf(result, { indicator: 'money', place: CODES.system });
    expect([system.status, system.note]).toEqual(['withheld', '8 of 9 Places']);
  });

  it('is not held for a wrong total where parts below zero take from it', async () => {
    const rows = ['1,-30', '2,10', '3,10', '4,10', '5,5'].map((row) => {
      const [level, surplus] = row.split(',');
      return `money,Halton,2023/24,${level},${surplus},100`;
    });
    const header = 'indicator,place,period,deprivation_quintile,numerator,denominator';
    const result = await runDefinitions([money], {
      'money.csv': [header, 'money,Halton,2023/24,,5,500', ...rows],
    });
    const everybody = measureOf(result, { indicator: 'money', place: CODES.halton });
    expect([everybody.status, everybody.estimate.value]).toEqual(['ok', 1]);
    // Without the row of the whole, the parts are summed.
    const summed = await runDefinitions([money], { 'money.csv': [header, ...rows] });
    expect(measureOf(summed, { indicator: 'money', place: CODES.halton })).toMatchObject({
      count: 5,
      denominator: 500,
    });
    // With one group below zero left out, the others are more than the whole, and that is right.
    const lacking = await runDefinitions([money], {
      'money.csv': [header, 'money,Halton,2023/24,,5,500', ...rows.slice(1)],
    });
    expect(measureOf(lacking, { indicator: 'money', place: CODES.halton }).status).toBe('ok');
  });

  it('has gaps in units; a ratio or a change in per cent is withheld with its reason, and nothing breaks', async () => {
    const header = 'indicator,place,period,deprivation_quintile,numerator,denominator';
    const years = ['2019/20', '2020/21', '2021/22', '2022/23', '2023/24'];
    const rows = years.flatMap((year, y) =>
      ALL_PLACES.flatMap((place, p) =>
        [1, 2, 3, 4, 5].map((level) => `money,${place},${year},${level},${(level - 3) * (p + 1) + y},100`),
      ),
    );
    const result = await runDefinitions([money], { 'money.csv': [header, ...rows] }, [0.95, 0.998]);
    const gaps = pick(result.gaps, { place: CODES.halton, period: '2023/24', scheme: 'national-fifths' });
    const gap = (id: string) => gaps.find((one) => one.gap === id)!;
    // High is good: least (2·3 + 4 %) less most (−2·3 + 4 %).
    expect(gap('difference').estimate.value).toBeCloseTo(12, DIGITS);
    expect([gap('ratio').status, gap('ratio').note]).toEqual([
      'withheld',
      expect.stringContaining('a ratio needs two figures above zero'),
    ]);
    const logs = result.trends.filter(
      ({ series, unit, place, level }) =>
        series === 'value' && unit === '% a year' && place === CODES.halton && level === 1,
    );
    expect(logs.map(({ status, note }) => [status, note])).toEqual([
      ['withheld', 'a value of zero or below has no logarithm'],
    ]);
    expect(
      result.poorest.filter(({ scale }) => scale === 'relative').every(({ verdict }) => verdict === ''),
    ).toBe(true);
    const without = [...result.gaps, ...result.measures].filter(({ estimate }) => estimate.value === null);
    expect(without.filter(({ note }) => note === '')).toEqual([]);
    const figures = [...result.gaps, ...result.measures].flatMap(({ estimate }) => [
      estimate.value,
      ...estimate.limits.flatMap(({ lower, upper }) => [lower, upper]),
    ]);
    expect(figures.filter((figure) => figure !== null && !Number.isFinite(figure))).toEqual([]);
    // Money is no count of events: nobody is ranked by chance, and no event is in excess.
    expect(gap('excess-events').note).toContain('it counts no events');
    expect(result.gaps.filter(({ gap: id }) => id === 'funnel')).toEqual([]);
  });
});

describe('a ratio of a count', () => {
  it("has Byar's limits with its denominator taken as fixed, and may pass it", async () => {
    const rows = ['found,Halton,2023/24,8200,10600', 'found,Wirral,2023/24,130,100'];
    const result = await runDefinitions([found], { 'found.csv': [HEADER, ...rows] });
    const { estimate, method } = measureOf(result, { indicator: 'found', place: CODES.halton });
    expect(estimate.value).toBeCloseTo(77.35849056603773, DIGITS);
    expect(estimate.limits[0]!.lower).toBeCloseTo(75.69308097235619, DIGITS);
    expect(estimate.limits[0]!.upper).toBeCloseTo(79.05130678311697, DIGITS);
    expect(method).toBe("ratio: Byar's");
    expect(measureOf(result, { indicator: 'found', place: CODES.wirral }).estimate.value).toBe(130);
  });

  it('is withheld with its reason where the denominator is zero', async () => {
    const result = await runDefinitions([found], { 'found.csv': [HEADER, 'found,Halton,2023/24,3,0'] });
    const measure = measureOf(result, { indicator: 'found', place: CODES.halton });
    expect([measure.status, measure.estimate.value, measure.note]).toEqual([
      'withheld',
      null,
      'the denominator is zero',
    ]);
  });

  it('has a funnel round the average of the Places, and no largest value', async () => {
    const rows = ALL_PLACES.map((place, at) => `found,${place},2023/24,${at === 0 ? 2000 : 900},1000`);
    const { gaps } = await runDefinitions([found], { 'found.csv': [HEADER, ...rows] });
    const flags = pick(gaps, { gap: 'funnel' }).map(({ judgement }) => judgement);
    // 2,000 where 9,200 of 9,000 make 1,022 the average: far beyond; 900 is 3.8 standard errors below it.
    expect(flags).toEqual(['high-3sd', ...Array(8).fill('low-3sd')]);
  });
});

describe('amounts below zero', () => {
  const problemsOf = async (rows: readonly string[], definitions = [money, found]) => {
    const result = await runDefinitions(definitions, { 'counts.csv': [HEADER, ...rows] });
    return result.problems
      .all()
      .map(({ code, line, column, message }) => `${line}:${column} ${code} ${message}`);
  };

  it('are refused, quoted and told where no definition allows them', async () => {
    expect(await problemsOf(['found,Halton,2023/24,"-1,250",90'])).toEqual([
      '2:numerator negative-value "-1,250" is below zero',
    ]);
    const share = define({ id: 'share', method: 'proportion' });
    expect(await problemsOf(['share,Halton,2023/24,-5,90'], [share])).toEqual([
      '2:numerator negative-value "-5" is below zero',
    ]);
    const plain = define({ id: 'plain', method: 'ratio', numeratorIs: 'amount' });
    expect(await problemsOf(['plain,Halton,2023/24,-5,90'], [plain])).toEqual([
      '2:numerator negative-value "-5" is below zero',
    ]);
  });

  it('are refused in a denominator always', async () => {
    expect(await problemsOf(['money,Halton,2023/24,-5,-90'])).toEqual([
      '2:denominator negative-value "-90" is below zero',
    ]);
  });

  it('leave their Place without a value, and no other', async () => {
    const rows = ['found,Halton,2023/24,-5,90', 'found,Wirral,2023/24,45,90'];
    const result = await runDefinitions([found], { 'counts.csv': [HEADER, ...rows] });
    const halton = measureOf(result, { indicator: 'found', place: CODES.halton });
    expect([halton.status, halton.note]).toEqual(['withheld', 'a row that it needs was refused']);
    expect(measureOf(result, { indicator: 'found', place: CODES.wirral }).estimate.value).toBe(50);
  });

  it('stand beside a published value, and in finished cells, of a signed indicator alone', async () => {
    const values = 'indicator,place,period,value,count,denominator';
    const published = await runDefinitions([money, found], {
      'values.csv': [values, 'money,Halton,2023/24,-2,-8,400', 'found,Halton,2023/24,50,-8,16'],
    });
    expect(measureOf(published, { indicator: 'money', place: CODES.halton })).toMatchObject({
      method: 'given',
      count: -8,
    });
    expect(published.problems.all().map(({ code, line, column }) => `${line}:${column} ${code}`)).toEqual([
      '3:count negative-value',
    ]);
    const header =
      'subject,place,period,sex,age_from,age_to,deprivation_scheme,deprivation,cause,cell_group,count,denominator';
    const cells = await runDefinitions([money, found], {
      'cells.csv': [
        header,
        'money,Halton,2023/24,persons,,,,all,,,-8,400',
        'found,Halton,2023/24,persons,,,,all,,,-8,400',
      ],
    });
    expect(measureOf(cells, { indicator: 'money', place: CODES.halton }).estimate.value).toBe(-2);
    expect(cells.problems.all().map(({ code, line, column }) => `${line}:${column} ${code}`)).toEqual([
      '3:count negative-value',
    ]);
  });

  it('are for amounts alone in a definition', () => {
    expect(() => define({ id: 'a', method: 'proportion', signed: true })).toThrow('is for ratio, not for');
    expect(() => define({ id: 'a', method: 'ratio', numeratorIs: 'count', signed: true })).toThrow(
      'there are no fewer than no events',
    );
  });
});

const EVENTS = 'event,place,period,count';
const BASE = { '2019-04': 900, '2019-05': 950, '2019-06': 1000 };
const NOW = { '2023-04': 810, '2023-05': 1045, '2023-06': 7 };
const months = (counts: Record<string, number>, place = 'Halton'): string[] =>
  Object.entries(counts).map(([month, count]) => `elective-activity,${place},${month},${count}`);

describe('a ratio to a base year', () => {
  it('sets each month against the same month of it', async () => {
    const result = await runDefinitions([recovery], {
      'events.csv': [EVENTS, ...months(BASE), ...months(NOW)],
    });
    const at = (period: string) => measureOf(result, { indicator: 'recovery', place: CODES.halton, period });
    // By scipy: 100·x/d with the limits of x, Byar's, for seven exact.
    const wanted = {
      '2023-04': [90, 83.90788606938409, 96.41749971021679],
      '2023-05': [110, 103.43086334814026, 116.87696978796315],
      '2023-06': [0.7, 0.28143630515198675, 1.4422675361702377],
    };
    for (const [month, [value, lower, upper]] of Object.entries(wanted)) {
      const { estimate } = at(month);
      expect(estimate.value).toBeCloseTo(value!, DIGITS);
      expect(estimate.limits[0]!.lower).toBeCloseTo(lower!, DIGITS);
      expect(estimate.limits[0]!.upper).toBeCloseTo(upper!, DIGITS);
    }
    expect(at('2019-05').estimate.value).toBe(100);
    expect([at('2023-04').count, at('2023-04').denominator]).toEqual([810, 900]);
  });

  it('gives every year the same base, and a hidden month of it hides its like in every year', async () => {
    const years = [2019, 2020, 2021, 2022, 2023];
    const rows = years.flatMap((first, y) => [
      `elective-activity,Halton,${first}-04,${1000 + y}`,
      `elective-activity,Halton,${first}-05,${y === 0 ? '*' : 2000 + y}`,
    ]);
    const result = await runDefinitions([recovery], { 'events.csv': [EVENTS, ...rows] });
    const of = (month: string) =>
      years.map((first) =>
        measureOf(result, { indicator: 'recovery', place: CODES.halton, period: `${first}-${month}` }),
      );
    expect(of('04').map(({ denominator }) => denominator)).toEqual([1000, 1000, 1000, 1000, 1000]);
    expect(of('04').map(({ count }) => count)).toEqual([1000, 1001, 1002, 1003, 1004]);
    expect(of('05').map(({ status }) => status)).toEqual(Array(5).fill('suppressed'));
  });

  it('sets a quarter against the same quarter, its months added up', async () => {
    const result = await runDefinitions([recovery], {
      'events.csv': [EVENTS, ...months(BASE), ...months(NOW)],
    });
    const { estimate, count, denominator } = measureOf(result, {
      indicator: 'recovery',
      place: CODES.halton,
      period: '2023 Q2',
    });
    expect([count, denominator]).toEqual([1862, 2850]);
    expect(estimate.value).toBeCloseTo(65.33333333333333, DIGITS);
    expect(estimate.limits[0]!.lower).toBeCloseTo(62.399176187258675, DIGITS);
    expect(estimate.limits[0]!.upper).toBeCloseTo(68.36983789620811, DIGITS);
  });

  const year = (first: number, count: number, place = 'Halton'): string[] =>
    Array.from({ length: 12 }, (_, at) => {
      const month = ((at + 3) % 12) + 1;
      const label = `${month < 4 ? first + 1 : first}-${String(month).padStart(2, '0')}`;
      return `elective-activity,${place},${label},${count + at}`;
    });

  it('takes January to March from the end of a financial base year', async () => {
    const result = await runDefinitions([recovery], {
      'events.csv': [EVENTS, ...year(2019, 1000), ...year(2023, 500)],
    });
    // January is the tenth month: 509 of 1009.
    const january = measureOf(result, { indicator: 'recovery', place: CODES.halton, period: '2024-01' });
    expect([january.count, january.denominator]).toEqual([509, 1009]);
    const whole = measureOf(result, { indicator: 'recovery', place: CODES.halton, period: '2023/24' });
    expect([whole.count, whole.denominator]).toEqual([6066, 12_066]);
    expect(whole.estimate.value).toBeCloseTo((100 * 6066) / 12_066, DIGITS);
  });

  it('takes a calendar base year too, and sets a calendar year against it', async () => {
    const calendar = define({
      ...{ id: 'recovery', method: 'ratio', numeratorIs: 'count', periods: ['month', 'year'] },
      numerator: activity,
      denominator: { ...activity, period: { base: '2019' } },
    });
    const result = await runDefinitions([calendar], {
      'events.csv': [
        EVENTS,
        'elective-activity,Halton,2019,12000',
        'elective-activity,Halton,2021,9000',
        'elective-activity,Halton,2021-03,700',
      ],
    });
    expect(measureOf(result, { indicator: 'recovery', place: CODES.halton, period: '2021' })).toMatchObject({
      count: 9000,
      denominator: 12_000,
    });
    // A year is not cut into months.
    const month = measureOf(result, { indicator: 'recovery', place: CODES.halton, period: '2021-03' });
    expect([month.status, month.note]).toEqual([
      'missing',
      'no elective-activity of this place in 2019, with which it is compared',
    ]);
  });

  it('withholds a year where the base year lacks months, everywhere or in one Place', async () => {
    const short = await runDefinitions([recovery], {
      'events.csv': [EVENTS, ...year(2019, 1000).slice(1), ...year(2023, 500)],
    });
    const of = (result: typeof short, place: string, period: string) => {
      const { status, note } = measureOf(result, { indicator: 'recovery', place, period });
      return [status, note];
    };
    expect(of(short, CODES.halton, '2023/24')).toEqual([
      'withheld',
      'the extract of elective-activity in 2019/20 has 11 of 12 months',
    ]);
    expect(of(short, CODES.halton, '2023-05')[0]).toBe('ok');
    expect(of(short, CODES.halton, '2023-04')).toEqual([
      'missing',
      'no elective-activity of this place in 2019/20, with which it is compared',
    ]);
    const one = await runDefinitions([recovery], {
      'events.csv': [
        EVENTS,
        ...year(2019, 1000).slice(2),
        ...year(2023, 500),
        ...year(2019, 1000, 'Wirral'),
        ...year(2023, 500, 'Wirral'),
      ],
    });
    expect(of(one, CODES.halton, '2023/24')).toEqual([
      'withheld',
      'the extract of elective-activity in 2019/20 has 10 of 12 periods of it here',
    ]);
    expect(of(one, CODES.wirral, '2023/24')[0]).toBe('ok');
  });

  it('sums the Places to the system, numerators and base alike', async () => {
    const rows = ALL_PLACES.flatMap((place, at) => [
      `elective-activity,${place},2019-04,${100 + at}`,
      `elective-activity,${place},2023-04,${80 + at}`,
    ]);
    const result = await runDefinitions([recovery], { 'events.csv': [EVENTS, ...rows] });
    const system = measureOf(result, { indicator: 'recovery', place: CODES.system, period: '2023-04' });
    expect([system.count, system.denominator]).toEqual([756, 936]);
  });

  it('names the cells of the base year as those of its denominator', async () => {
    const result = await runDefinitions([recovery], {
      'events.csv': [EVENTS, ...months(BASE), ...months(NOW)],
    });
    for (const [period, base] of [
      ['2023-05', ['2019-05']],
      ['2023 Q2', ['2019-04', '2019-05', '2019-06']],
    ] as const) {
      const measure = measureOf(result, { indicator: 'recovery', place: CODES.halton, period });
      const inputs = inputsOfMeasure(measure, recovery, result.run);
      const below = inputs.filter(({ role }) => role === 'denominator');
      expect(below.map((input) => input.period)).toEqual(base);
      const sum = below
        .flatMap((input) => cellsOf(input, result.run))
        .reduce((all, { count }) => all + count, 0);
      expect(sum).toBe(measure.denominator);
    }
  });
});

describe('a ratio of events', () => {
  it('withholds a year whose denominator lacks months, instead of a rate that is too high', async () => {
    const births = define({
      id: 'deaths-of-births',
      method: 'ratio',
      numeratorIs: 'count',
      numerator: { event: 'losses' },
      denominator: { event: 'arrivals' },
      periods: ['year'],
    });
    const arrivals = Array.from(
      { length: 10 },
      (_, at) => `arrivals,Halton,2023-${String(at + 1).padStart(2, '0')},100`,
    );
    const result = await runDefinitions([births], {
      'events.csv': [EVENTS, 'losses,Halton,2023,12', ...arrivals],
    });
    const measure = measureOf(result, { indicator: 'deaths-of-births', place: CODES.halton });
    expect([measure.status, measure.note]).toEqual([
      'withheld',
      'the extract of arrivals has 10 of 12 months',
    ]);
  });

  it('says what is lacking where there is nothing to set the events against', async () => {
    const of = define({
      id: 'of-arrivals',
      method: 'ratio',
      numeratorIs: 'count',
      numerator: { event: 'losses' },
      denominator: { event: 'arrivals' },
      periods: ['year'],
    });
    const result = await runDefinitions([of], { 'events.csv': [EVENTS, 'losses,Halton,2023,12'] });
    const measure = measureOf(result, { indicator: 'of-arrivals', place: CODES.halton });
    expect([measure.status, measure.note]).toEqual(['missing', 'no arrivals for this place and period']);
    // What nobody gave is no problem of what was given: the coverage of the run says what to add.
    expect(result.problems.all()).toEqual([]);
    expect(only(result.coverage, { place: CODES.halton }).note).toBe('add events of arrivals');
  });
});
