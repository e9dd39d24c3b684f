import { describe, expect, it } from 'vitest';
import { type AgeBand, ALL_AGES, parseAgeBand } from '../../src/cells/age-band.ts';
import { type Sex, STATE } from '../../src/cells/cell.ts';
import { Cube, fillParts } from '../../src/cells/cube.ts';
import { fillTotals } from '../../src/cells/cube-totals.ts';
import { fillCube } from '../../src/cells/fill-cube.ts';
import type { FillPlan } from '../../src/cells/fill-plan.ts';
import { groupAxis } from '../../src/cells/group-axis.ts';
import { type CauseRange, parseCauseRange } from '../../src/cells/icd10.ts';
import type { Obstacles } from '../../src/cells/obstacles.ts';
import { indexSubject, type SubjectIndex } from '../../src/cells/subject-index.ts';
import { areasOf } from '../../src/places/places.ts';
import { csv, places, type Reading, readText } from '../extracts/read-files.ts';

const SEXES: readonly Sex[] = ['persons', 'female', 'male', 'unknown'];
const DEATHS = 'place,period,sex,age_band,deaths';

interface Question {
  readonly subject?: string;
  readonly ages?: string;
  readonly causes?: readonly string[];
  /** Further group; everybody unless told. */
  readonly group?: string;
  readonly deprivation?: { readonly scheme: 'national-fifths' | 'national-tenths'; readonly level: number };
  readonly bands?: readonly string[];
  readonly weeks?: readonly string[];
  readonly figure?: 'count' | 'denominator';
  /** What kind of sum: of events, where no cell is zero, or of people, who are never assumed. */
  readonly of?: 'events' | 'people';
  /** Whether totals and parts are filled in afterwards. */
  readonly totals?: boolean;
}

interface Answer {
  readonly index: SubjectIndex;
  readonly obstacles: Obstacles;
  /** What the bands of a slice hold: counts, `null` for nothing at all, or why they cannot be used. */
  of(place: string, sex: Sex, group?: string, period?: string): (number | string | null)[];
}

const ages = (label: string): AgeBand => parseAgeBand(label)!;

/** Reads files and adds one subject of them up. */
function ask({ table }: Reading, question: Question = {}): Answer {
  const { subject = 'deaths', bands = ['0+'], of = 'events', figure = 'count' } = question;
  const index = indexSubject(table, subject);
  const periods = index.periods.map(({ label }) => label);
  const groups = groupAxis(new Set(index.splits.map(({ scheme }) => scheme)));
  const areas = areasOf(places).map(({ code }) => code);
  const size = question.weeks?.length ?? bands.length;
  const cube = new Cube({ places: areas, periods, sexes: SEXES, groups, bands: size });
  const causes = question.causes?.map((text) => parseCauseRange(text) as CauseRange);
  const plan: FillPlan = {
    clause: {
      ages: question.ages ? ages(question.ages) : ALL_AGES,
      causes,
      ...(question.group === undefined ? {} : { group: question.group }),
      deprivation: question.deprivation,
    },
    figure,
    ageBands: bands.map(ages),
    groupBands: question.weeks ? new Map(question.weeks.map((group, band) => [group, band])) : null,
    targets: index.periods.map((period) => ({
      period,
      sources: new Set([period.label]),
      incomplete: null,
    })),
    absentIsZero: of === 'events',
    tiled: of === 'people',
  };
  const obstacles = fillCube(cube, index, plan);
  if (question.totals) {
    fillTotals(cube);
    fillParts(cube, places);
  }
  return {
    index,
    obstacles,
    of(place, sex, group = ' 0', period = periods[0]!) {
      const [scheme, level] = group.split(' ');
      const g = groups.findIndex((one) => one.scheme === scheme && one.level === Number(level));
      const start = cube.slice(areas.indexOf(place), periods.indexOf(period), SEXES.indexOf(sex), g);
      return Array.from({ length: size }, (_, band) => {
        const state = cube.states[start + band]!;
        if (state === STATE.absent) return null;
        if (state === STATE.ok) return cube.sums[start + band]!;
        return Object.keys(STATE).find((name) => STATE[name as keyof typeof STATE] === state)!;
      });
    },
  };
}

const HALTON = 'E06000006';
const SEFTON = 'E08000014';

describe('fillCube()', () => {
  it('adds the cells of an age range up by band', async () => {
    const reading = await readText({
      'a.csv': csv(
        DEATHS,
        'Halton,2023,F,0-4,1',
        'Halton,2023,F,65-69,2',
        'Halton,2023,F,70-74,4',
        'Halton,2023,F,75+,8',
      ),
    });
    expect(ask(reading, { bands: ['0-64', '65-74'], ages: '0-74' }).of(HALTON, 'female')).toEqual([1, 6]);
    expect(ask(reading, { bands: ['0+'] }).of(HALTON, 'female')).toEqual([15]);
    expect(ask(reading, { bands: ['0+'], ages: '65+' }).of(HALTON, 'female')).toEqual([14]);
  });

  it('takes no event for zero where the extract covers the place and period, and nowhere else', async () => {
    const reading = await readText({
      'a.csv': csv(DEATHS, 'Halton,2023,F,0-4,1', 'Sefton,2022,F,0-4,1'),
    });
    const answer = ask(reading, { bands: ['0-4', '5-9'] });
    expect(answer.of(HALTON, 'female', ' 0', '2023')).toEqual([1, 0]);
    expect(answer.of(HALTON, 'female', ' 0', '2022')).toEqual([null, null]);
    expect(answer.of('E08000015', 'female', ' 0', '2023')).toEqual([null, null]);
    // The extract does not tell males of Halton apart, so nothing is known of them.
    expect(answer.of(HALTON, 'male', ' 0', '2023')).toEqual([null, null]);
  });

  it('never takes a missing population for nobody', async () => {
    const reading = await readText({
      'p.csv': csv('place,period,sex,age,population', 'Halton,2023,F,0-4,100', 'Halton,2023,F,10-14,120'),
    });
    const answer = ask(reading, { subject: 'population', of: 'people', bands: ['0-4', '5-9', '10-14'] });
    expect(answer.of(HALTON, 'female')).toEqual([100, null, 120]);
    expect(answer.obstacles.size).toBe(1);
    expect(answer.obstacles.get(`${HALTON}|2023`)).toEqual({
      reason: 'the extract does not have all ages of 5-9',
      blocks: false,
    });
  });

  it('needs the population of every age of a band', async () => {
    const reading = await readText({
      'p.csv': csv('place,period,sex,age,population', 'Halton,2023,F,0,20', 'Halton,2023,F,2-4,60'),
    });
    const answer = ask(reading, { subject: 'population', of: 'people', bands: ['0-4'] });
    expect(answer.of(HALTON, 'female')).toEqual([null]);
    expect(answer.obstacles.get(`${HALTON}|2023`)?.reason).toBe('the extract does not have all ages of 0-4');
  });

  it('says where bands of the extract lie across an edge, and uses none of them', async () => {
    const reading = await readText({
      'a.csv': csv(DEATHS, 'Halton,2023,F,70-79,5', 'Sefton,2023,F,70-74,3'),
    });
    const answer = ask(reading, { bands: ['0-74'] });
    expect(answer.obstacles.get(`${HALTON}|2023`)?.reason).toMatch(/^ages 70-79 of the extract lie across/);
    expect(answer.obstacles.get(`${SEFTON}|2023`)).toBeUndefined();
    expect(answer.of(SEFTON, 'female')).toEqual([3]);
  });

  it('does not count a total of ages beside its parts', async () => {
    const reading = await readText({
      'a.csv': csv(
        DEATHS,
        'Halton,2023,F,0-4,1',
        'Halton,2023,F,5-9,2',
        'Halton,2023,F,0-9,3',
        'Halton,2023,F,10-14,4',
      ),
    });
    expect(ask(reading, { bands: ['0-14'] }).of(HALTON, 'female')).toEqual([7]);
  });

  it('chooses causes, and takes all causes where the extract has them, not their parts as well', async () => {
    const reading = await readText({
      'a.csv': csv(
        'place,period,sex,age_band,icd10,deaths',
        'Halton,2023,F,0-74,I21,1',
        'Halton,2023,F,0-74,I63.9,2',
        'Halton,2023,F,0-74,C50,4',
        'Halton,2023,F,0-74,,100',
        'Sefton,2023,F,0-74,I21,1',
        'Sefton,2023,F,0-74,C50,4',
      ),
    });
    const whole = ask(reading, { bands: ['0-74'] });
    expect(whole.of(HALTON, 'female')).toEqual([100]);
    expect(whole.of(SEFTON, 'female')).toEqual([5]);
    const heart = ask(reading, { bands: ['0-74'], causes: ['I00-I99'] });
    expect(heart.of(HALTON, 'female')).toEqual([3]);
    expect(ask(reading, { bands: ['0-74'], causes: ['I21', 'C50'] }).of(HALTON, 'female')).toEqual([5]);
  });

  it('does not take an extract without causes for one without deaths of a cause', async () => {
    const reading = await readText({ 'a.csv': csv(DEATHS, 'Halton,2023,F,0-74,9') });
    expect(ask(reading, { bands: ['0-74'], causes: ['I00-I99'] }).of(HALTON, 'female')).toEqual([null]);
    const coded = await readText({
      'a.csv': csv('place,period,sex,age_band,icd10,deaths', 'Halton,2023,F,0-74,C50,9'),
    });
    expect(ask(coded, { bands: ['0-74'], causes: ['I00-I99'] }).of(HALTON, 'female')).toEqual([0]);
  });

  it('looks for all causes and for totals of ages in each sex and group alone', async () => {
    const causes = await readText({
      'a.csv': csv(
        'place,period,sex,age_band,icd10,deaths',
        'Halton,2023,F,60-64,,50',
        'Halton,2023,M,60-64,I21,20',
        'Halton,2023,M,60-64,C50,25',
      ),
    });
    const byCause = ask(causes, { totals: true });
    expect([byCause.of(HALTON, 'female'), byCause.of(HALTON, 'male')]).toEqual([[50], [45]]);
    expect(byCause.of(HALTON, 'persons')).toEqual([95]);
    const totals = await readText({
      'a.csv': csv(DEATHS, 'Halton,2023,M,all ages,40', 'Halton,2023,F,0-64,10', 'Halton,2023,F,65+,20'),
    });
    const byAge = ask(totals, { totals: true });
    expect([byAge.of(HALTON, 'male'), byAge.of(HALTON, 'female')]).toEqual([[40], [30]]);
  });

  it('needs the population of every age of a band in each sex and group alone', async () => {
    const reading = await readText({
      'p.csv': csv(
        'place,period,sex,age,population',
        'Halton,2023,F,85-89,100',
        'Halton,2023,F,90+,50',
        'Halton,2023,M,90+,30',
      ),
    });
    const answer = ask(reading, { subject: 'population', of: 'people', bands: ['85+'], totals: true });
    expect(answer.of(HALTON, 'female')).toEqual([150]);
    expect(answer.of(HALTON, 'male')).toEqual([null]);
    expect(answer.of(HALTON, 'persons')).toEqual([null]);
  });

  it('counts one deprivation group for the whole Place, from fifths and from tenths', async () => {
    const people = 'place,period,sex,age,population';
    const fifths = await readText({
      'p.csv': csv(
        `${people},deprivation_quintile`,
        'Halton,2023,,,10,1',
        'Halton,2023,,,20,2',
        'Sefton,2023,,,5,3',
      ),
    });
    const question = { subject: 'population', deprivation: { scheme: 'national-fifths', level: 1 } } as const;
    expect(ask(fifths, question).of(HALTON, 'persons')).toEqual([10]);
    // Sefton's people are told apart by fifth, and none of them is in the first.
    expect(ask(fifths, question).of(SEFTON, 'persons')).toEqual([0]);
    const tenths = await readText({
      'p.csv': csv(
        `${people},deprivation_decile`,
        'Halton,2023,,,10,1',
        'Halton,2023,,,20,2',
        'Halton,2023,,,40,3',
      ),
    });
    expect(ask(tenths, question).of(HALTON, 'persons')).toEqual([30]);
    const plain = await readText({ 'p.csv': csv(people, 'Halton,2023,,,100') });
    expect(ask(plain, question).of(HALTON, 'persons')).toEqual([null]);
  });

  it('a cell of a further group is no part of everybody', async () => {
    const reading = await readText({
      'c.csv': csv(
        'indicator,place,period,group,numerator,denominator',
        'obesity-year6,Halton,2022/23,,30,100',
        'obesity-year6,Halton,2022/23,free school meals,20,40',
      ),
    });
    const top = ask(reading, { subject: 'obesity-year6' });
    const bottom = ask(reading, { subject: 'obesity-year6', figure: 'denominator', of: 'people' });
    expect([top.of(HALTON, 'persons'), bottom.of(HALTON, 'persons')]).toEqual([[30], [100]]);
  });

  it('a further group has its own cells, and a bad row of it spoils nothing else', async () => {
    const reading = await readText({
      'c.csv': csv(
        'indicator,place,period,group,numerator,denominator',
        'obesity-year6,Halton,2022/23,,30,100',
        'obesity-year6,Halton,2022/23,free school meals,20,40',
        'obesity-year6,Halton,2022/23,in care,many,5',
      ),
    });
    const of = (group?: string) =>
      ask(reading, { subject: 'obesity-year6', ...(group ? { group } : {}) }).of(HALTON, 'persons');
    expect([of(), of('free school meals'), of('in care')]).toEqual([[30], [20], ['refused']]);
  });

  it('carries a hidden figure into the sum, and no figure as no figure', async () => {
    const reading = await readText({
      'a.csv': csv(
        DEATHS,
        'Halton,2023,F,0-4,*',
        'Halton,2023,F,5-9,2',
        'Sefton,2023,F,0-4,:',
        'Sefton,2023,F,5-9,2',
      ),
    });
    const answer = ask(reading, { bands: ['0-4', '5-9'] });
    expect(answer.of(HALTON, 'female')).toEqual(['suppressed', 2]);
    expect(answer.of(SEFTON, 'female')).toEqual(['notAvailable', 2]);
    expect(ask(reading, { bands: ['0-9'] }).of(HALTON, 'female')).toEqual(['suppressed']);
  });

  it('makes unusable what a refused row might have been part of, and nothing else', async () => {
    const reading = await readText({
      'a.csv': csv(
        DEATHS,
        'Halton,2023,F,0-4,1',
        'Halton,2023,F,5-9,2',
        'Halton,2023,M,0-4,3',
        'Halton,2023,F,0-4,1x',
        'Sefton,2023,F,0-4,4',
      ),
    });
    const answer = ask(reading, { bands: ['0-4', '5-9'], totals: true });
    expect(answer.of(HALTON, 'female')).toEqual(['refused', 2]);
    expect(answer.of(HALTON, 'male')).toEqual([3, 0]);
    expect(answer.of(HALTON, 'persons')).toEqual(['refused', 2]);
    expect(answer.of(SEFTON, 'female')).toEqual([4, 0]);
  });

  it('a refused row of unknown sex spoils both sexes, of unknown age all ages', async () => {
    const reading = await readText({
      'a.csv': csv(
        DEATHS,
        'Halton,2023,F,0-4,1',
        'Halton,2023,M,5-9,2',
        'Halton,2023,?,0-4,3',
        'Sefton,2023,F,0-4,1',
        'Sefton,2023,F,?,3',
      ),
    });
    const answer = ask(reading, { bands: ['0-4', '5-9'] });
    expect(answer.of(HALTON, 'female')).toEqual(['refused', 0]);
    expect(answer.of(HALTON, 'male')).toEqual(['refused', 2]);
    expect(answer.of(SEFTON, 'female')).toEqual(['refused', 'refused']);
  });

  it('a refused row of unknown deprivation spoils every group and everybody', async () => {
    const fifths = [1, 2, 3, 4, 5].map((fifth) => `Halton,2023,F,0-4,${fifth},${fifth}`);
    const reading = await readText({
      'a.csv': csv(
        'place,period,sex,age_band,deprivation_quintile,deaths',
        ...fifths,
        'Halton,2023,F,0-4,worst,3',
      ),
    });
    const answer = ask(reading, { totals: true });
    expect(answer.of(HALTON, 'female', 'national-fifths 1')).toEqual(['refused']);
    expect(answer.of(HALTON, 'female', 'national-fifths 5')).toEqual(['refused']);
    expect(answer.of(HALTON, 'female')).toEqual(['refused']);
  });

  it('a refused row of another cause spoils a cause only where its own is not known', async () => {
    const header = 'place,period,sex,age_band,icd10,deaths';
    const reading = await readText({
      'a.csv': csv(
        header,
        'Halton,2023,F,0-4,I21,1',
        'Halton,2023,F,0-4,C50,1x',
        'Sefton,2023,F,0-4,I21,1',
        'Sefton,2023,F,0-4,heart,2',
      ),
    });
    const heart = ask(reading, { causes: ['I00-I99'] });
    expect(heart.of(HALTON, 'female')).toEqual([1]);
    expect(heart.of(SEFTON, 'female')).toEqual(['refused']);
    expect(ask(reading).of(HALTON, 'female')).toEqual(['refused']);
  });

  const WAITS = 'place,month,service,weeks_from,weeks_to,waiting';
  const WEEKS = ['weeks 0-18', 'weeks 18-52', 'weeks 52+'];

  it('puts waiting bands into the bands of the cube', async () => {
    const reading = await readText({
      'w.csv': csv(
        WAITS,
        'Halton,2024-01,rtt,0,18,50',
        'Halton,2024-01,rtt,18,52,40',
        'Halton,2024-01,rtt,52,,3',
      ),
    });
    expect(ask(reading, { subject: 'rtt', weeks: WEEKS }).of(HALTON, 'persons')).toEqual([50, 40, 3]);
  });

  it('a refused waiting band spoils its band, also where no other row has that band', async () => {
    const reading = await readText({
      'w.csv': csv(
        WAITS,
        'Halton,2024-01,rtt,0,18,50',
        'Halton,2024-01,rtt,18,52,40',
        'Halton,2024-01,rtt,52,,3x',
      ),
    });
    const answer = ask(reading, { subject: 'rtt', weeks: WEEKS });
    expect(answer.of(HALTON, 'persons')).toEqual([50, 40, 'refused']);
    expect(answer.index.groups).toContain('weeks 52+');
  });

  it.each(['18,abc', 'abc,52', '52,18', ',52'])(
    'a refused waiting band of which the weeks "%s" are not known spoils all bands of its month',
    async (band) => {
      const reading = await readText({
        'w.csv': csv(
          WAITS,
          'Halton,2024-01,rtt,0,18,50',
          `Halton,2024-01,rtt,${band},40`,
          'Sefton,2024-01,rtt,0,18,9',
        ),
      });
      const answer = ask(reading, { subject: 'rtt', weeks: ['weeks 0-18'] });
      expect(answer.of(HALTON, 'persons')).toEqual(['refused']);
      expect(answer.of(SEFTON, 'persons')).toEqual([9]);
    },
  );
});

describe('fillCube(), fillTotals() and fillParts() together', () => {
  it('give persons, fifths, everybody and Sefton from what the extract has', async () => {
    const rows = ['01T', '01V'].flatMap((place, p) =>
      ['F', 'M'].flatMap((sex, s) =>
        Array.from({ length: 10 }, (_, t) => `${place},2023,${sex},0-4,${t + 1},${10 ** s + p}`),
      ),
    );
    const reading = await readText({
      'a.csv': csv('place,period,sex,age_band,deprivation_decile,deaths', ...rows),
    });
    const answer = ask(reading, { totals: true });
    // Tenths of 1 (01T) and 2 (01V) females, 10 and 11 males.
    expect(answer.of('01T', 'female', 'national-fifths 3')).toEqual([2]);
    expect(answer.of('01V', 'male', 'national-fifths 3')).toEqual([22]);
    expect(answer.of('01T', 'persons')).toEqual([110]);
    expect(answer.of(SEFTON, 'persons', 'national-tenths 7')).toEqual([24]);
    expect(answer.of(SEFTON, 'persons')).toEqual([240]);
  });

  it("count a death of unknown sex, deprivation or cause in the total and in no group, as an analyst's SQL gives them", async () => {
    const header = 'place,period,sex,age,deprivation_quintile,icd10';
    const good = [1, 2, 3, 4, 5].flatMap((fifth) =>
      ['female', 'male'].map((sex) => `Halton,2023,${sex},60,${fifth},I21`),
    );
    const total = async (...more: readonly string[]): Promise<unknown[]> => {
      const answer = ask(await readText({ 'r.csv': csv(header, ...good, ...more) }), { totals: true });
      return [...answer.of(HALTON, 'persons'), ...answer.of(HALTON, 'female', 'national-fifths 1')];
    };
    expect(await total()).toEqual([10, 1]);
    expect(await total('Halton,2023,,60,1,I21')).toEqual([11, 1]);
    expect(await total('Halton,2023,female,60,,I21')).toEqual([11, 1]);
    expect(await total('Halton,2023,female,60,1,')).toEqual([11, 2]);
    // The age says in which band it counts, so a row without one is refused and the sums with it.
    expect(await total('Halton,2023,female,,1,I21')).toEqual(['refused', 'refused']);
  });
});

describe('indexSubject()', () => {
  it('knows what the cells of a subject cover, refused ones included', async () => {
    const reading = await readText({
      'a.csv': csv(
        DEATHS,
        'Halton,2023,F,0-4,1',
        'Halton,2023,M,5-9,2',
        'Sefton,2022,F,0-4,1x',
        'Wirral,2023,F,0-4,*',
      ),
      'b.csv': csv('place,period,births', 'Halton,2023,3'),
    });
    const index = indexSubject(reading.table, 'deaths');
    expect([...index.coverage.keys()].sort()).toEqual(['E06000006|2023', 'E08000014|2022', 'E08000015|2023']);
    const halton = index.coverage.get('E06000006|2023')!;
    const slices = [...halton.slices].map(([split, { bands }]) => [
      index.splits[split]!.sex,
      [...bands].map((at) => index.bands[at]),
    ]);
    expect(slices).toEqual([
      ['female', [{ from: 0, to: 4 }]],
      ['male', [{ from: 5, to: 9 }]],
    ]);
    expect(halton.line).toBe(2);
    expect(index.coverage.get('E08000014|2022')!.slices.size).toBe(0);
    expect(index.refused.map(({ place }) => place)).toEqual([SEFTON]);
    expect(index.usable.numRows()).toBe(3);
    expect(index.periods.map(({ label }) => label).sort()).toEqual(['2022', '2023']);
  });

  it('has nothing of a subject that no file has', async () => {
    const reading = await readText({ 'b.csv': csv('place,period,births', 'Halton,2023,3') });
    const index = indexSubject(reading.table, 'deaths');
    expect([index.coverage.size, index.usable.numRows(), index.periods]).toEqual([0, 0, []]);
  });
});
