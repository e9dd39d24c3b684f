import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aspirationHeadline, wordsIn } from '../../src/summary/aspiration-headline.ts';
import type { Change, Standing } from '../../src/summary/standing.ts';
import { places } from '../results/fake-cells.ts';
import { type FakeArea, standing, times } from './fake-standing.ts';
import { POORER } from './verdicts.ts';

const say = (standings: readonly Standing[], late: Record<string, number> = {}, lacks = ''): string =>
  aspirationHeadline(standings, {
    places,
    // All of them in the first Place.
    late: new Map(
      Object.entries(late).map(([id, count]) => [id, new Map([[places.places[0]!.code, count]])]),
    ),
    lacks,
  });

const fell = (count: number): FakeArea[] => times(count, { change: 'fell' });
const rose = (count: number): FakeArea[] => times(count, { change: 'rose' });
const unclear = (count: number): FakeArea[] => times(count, { change: 'unclear' });
const untold = (count: number): FakeArea[] => times(count, { value: null });
const share = {
  short: 'people seen within 4 weeks',
  unit: '%',
  method: 'proportion',
  polarity: 'high',
} as const;

describe('the first clause of a headline: where the lead indicator clearly changed', () => {
  it.each<[string, Standing, string]>([
    [
      'all Places improve',
      standing(fell(9)),
      'The rate of stroke deaths fell in all 9 Places from 2012 to 2024.',
    ],
    [
      'some do, and of the others it cannot be said',
      standing([...fell(5), ...unclear(4)]),
      'The rate of stroke deaths fell in 5 of 9 Places from 2012 to 2024; 4 show no clear change.',
    ],
    [
      'mixed',
      standing([...fell(5), ...rose(2), ...unclear(1), ...untold(1)]),
      'The rate of stroke deaths fell in 5 of 9 Places from 2012 to 2024 and rose in 2; 1 shows no clear change; 1 cannot be told.',
    ],
    [
      'more rose than fell',
      standing([...fell(2), ...rose(7)]),
      'The rate of stroke deaths rose in 7 of 9 Places from 2012 to 2024 and fell in 2.',
    ],
    [
      'nothing clear anywhere',
      standing(unclear(9)),
      'There is no clear change in the rate of stroke deaths in any of the 9 Places from 2012 to 2024.',
    ],
    [
      'nothing clear where it can be told',
      standing([...unclear(6), ...untold(3)]),
      'There is no clear change in the rate of stroke deaths in 6 of 9 Places from 2012 to 2024; 3 cannot be told.',
    ],
    ['one Place', standing(fell(1)), 'The rate of stroke deaths fell in Cheshire East from 2012 to 2024.'],
    [
      'one Place, unclear',
      standing(unclear(1)),
      'There is no clear change in the rate of stroke deaths in Cheshire East from 2012 to 2024.',
    ],
    [
      'the system and all Places',
      standing(fell(9), { change: 'fell' }),
      'The rate of stroke deaths fell overall from 2012 to 2024, and clearly in all 9 Places.',
    ],
    [
      'the system and some Places, one the other way',
      standing([...fell(5), ...rose(1), ...unclear(3)], { change: 'fell' }),
      'The rate of stroke deaths fell overall from 2012 to 2024, and clearly in 5 of 9 Places; it rose in 1; 3 show no clear change.',
    ],
    [
      'the system alone is sure',
      standing(unclear(9), { change: 'rose' }),
      'The rate of stroke deaths rose overall from 2012 to 2024, though clearly in none of the 9 Places alone.',
    ],
    [
      'the system one way, the only sure Place the other',
      standing([...rose(1), ...unclear(8)], { change: 'fell' }),
      'The rate of stroke deaths fell overall from 2012 to 2024; it rose in 1 of 9 Places; 8 show no clear change.',
    ],
    [
      'the system is not sure, Places are',
      standing([...fell(2), ...rose(1), ...unclear(6)], { change: 'unclear' }),
      'There is no clear change in the rate of stroke deaths overall from 2012 to 2024; it fell in 2 and rose in 1 of 9 Places; 6 show no clear change.',
    ],
    [
      'neither is sure',
      standing(unclear(9), { change: 'unclear' }),
      'There is no clear change in the rate of stroke deaths from 2012 to 2024, overall or in any of the 9 Places.',
    ],
    [
      'an indicator of the system alone',
      standing([], { change: 'fell' }),
      'The rate of stroke deaths fell across Cheshire and Merseyside from 2012 to 2024.',
    ],
    [
      'Places without values of their own',
      standing(untold(9), { change: 'unclear' }),
      'There is no clear change in the rate of stroke deaths across Cheshire and Merseyside from 2012 to 2024.',
    ],
    [
      'series of different years',
      standing([
        { change: 'fell', span: ['2012', '2024'] },
        { change: 'fell', span: ['2015', '2023'] },
      ]),
      'The rate of stroke deaths fell in all 2 Places between 2012 and 2024.',
    ],
    [
      'a share, with a combined area',
      standing([...rose(5), ...unclear(3)], null, share, { areaNoun: 'areas' }),
      'The share of people seen within 4 weeks rose in 5 of 8 areas from 2012 to 2024; 3 show no clear change.',
    ],
    [
      'neither end is the good one',
      standing(rose(9), null, { polarity: 'none', short: 'life expectancy at birth', unit: 'years' }),
      'Life expectancy at birth rose in all 9 Places from 2012 to 2024.',
    ],
  ])('%s', (_, one, words) => {
    expect(say([one])).toBe(words);
  });

  it('tells monthly charts as such: the newest months turned, not the years', () => {
    const span = ['2022-01', '2024-12'] as const;
    const months = (change: Change, count: number): FakeArea[] =>
      times(count, { change, span, period: '2024-12' });
    const chart = (areas: FakeArea[], system: FakeArea | null = null, more = {}): string =>
      say([standing(areas, system, { ...share, ...more }, { byChart: true })]);
    expect(chart([...months('rose', 3), ...months('fell', 1), ...months('unclear', 5)])).toBe(
      'The share of people seen within 4 weeks got better in 3 of 9 Places in the months to December 2024 and got worse in 1; 5 show no clear change.',
    );
    expect(chart(months('unclear', 9), { change: 'unclear', span })).toBe(
      'There is no clear change in the share of people seen within 4 weeks in the months to December 2024, overall or in any of the 9 Places.',
    );
    expect(chart(months('rose', 1))).toMatch(
      / got better in Cheshire East in the months to December 2024\.$/,
    );
    expect(chart(months('rose', 9), null, { polarity: 'none' })).toContain(' went up in all 9 Places ');
  });

  it('gives the value where there is no trend, with its limits, and says that there is none', () => {
    const one: FakeArea = { value: 65.23, limits: [64.1, 66.3], period: '2023/24' };
    expect(say([standing(times(9, {}), one, share)])).toBe(
      'The share of people seen within 4 weeks stood at 65.2 % across Cheshire and Merseyside in 2023/24 (64.1 to 66.3); there are too few periods to tell a trend.',
    );
    expect(say([standing([one], null, share)])).toContain(
      '65.2 % in Cheshire East in 2023/24 (64.1 to 66.3)',
    );
    expect(say([standing([{ value: 70 }, { value: 60 }, { value: null }], null, share)])).toBe(
      'The share of people seen within 4 weeks stood between 60.0 in Cheshire West and Chester and 70.0 % in Cheshire East among 2 of 3 Places; there are too few periods to tell a trend.',
    );
    expect(say([standing([{ value: 70 }, { value: null }], null, share)])).toBe(
      'The share of people seen within 4 weeks stood at 70.0 % in Cheshire East in 2024, the only one of 2 Places with a value; there are too few periods to tell a trend.',
    );
  });

  it('and how the Places stand to England there', () => {
    const places9 = [
      ...times(2, { benchmark: 'worse' }),
      ...times(3, { benchmark: 'better' }),
      ...times(4, { benchmark: 'similar' }),
    ];
    expect(say([standing(places9, {}, share)])).toMatch(
      / 2 of 9 Places are worse than England and 3 better\.$/,
    );
    expect(say([standing(times(9, { benchmark: 'similar' }), {}, share)])).toMatch(
      / None of 9 Places clearly differs from England\.$/,
    );
    const changed = times(9, { benchmark: 'worse', change: 'rose' });
    expect(say([standing(changed, {}, share)])).not.toContain('England');
  });
});

describe('the gap by deprivation in a headline', () => {
  const gap = (absolute: string, relative: string): string =>
    say([standing(unclear(9), { change: 'fell', poorest: [absolute, relative] })]).split('alone. ')[1] ?? '';
  it.each<[string, string, string]>([
    ['poorest-fastest', 'poorest-fastest', 'narrowed.'],
    ['levelled-down', 'levelled-down', 'narrowed, but the most deprived did not improve.'],
    ['widening-all-improve', 'widening-all-improve', 'widened, though the most deprived improved.'],
    ['poorest-left-behind', 'poorest-left-behind', 'widened.'],
    ['no-clear-difference', 'no-clear-difference', 'shows no clear change.'],
    ['poorest-fastest', 'widening-all-improve', 'narrowed in absolute terms but widened in relative terms.'],
    [
      'poorest-fastest',
      'no-clear-difference',
      'narrowed in absolute terms; in relative terms that is not clear.',
    ],
    [
      'no-clear-difference',
      'widening-all-improve',
      'widened in relative terms, though the most deprived improved; in absolute terms that is not clear.',
    ],
    ['poorest-left-behind', '', 'widened.'],
    [
      'levelled-down',
      'poorest-left-behind',
      'narrowed in absolute terms but widened in relative terms; the most deprived did not improve.',
    ],
  ])('%s and %s', (absolute, relative, words) => {
    expect(gap(absolute, relative)).toBe(`The gap between the most and least deprived fifths ${words}`);
  });

  it('has words for every pair of verdicts, and tells a narrowing from a widening', () => {
    for (const absolute of POORER)
      for (const relative of POORER) {
        const words = gap(absolute, relative);
        expect(words, `${absolute}, ${relative}`).toMatch(/^The (gap|deprivation gap) .*\.$/);
        const either = [absolute, relative];
        expect(words.includes('widened')).toBe(either.some((one) => /widening|behind/.test(one)));
        expect(words.includes('narrowed')).toBe(either.some((one) => /fastest|levelled/.test(one)));
      }
  });

  it('is said shorter where there is little room, and not left out', () => {
    expect(gap('levelled-down', 'no-clear-difference')).toBe(
      'The deprivation gap narrowed in absolute terms, but the most deprived did not improve; in relative terms that is not clear.',
    );
  });

  it('says who is worse off where there is no verdict, and only where the limits do', () => {
    const itself = (limits: readonly [number, number]): string =>
      say([standing([{ change: 'fell', gap: limits }])]).split('2024. ')[1]!;
    expect(itself([0.1, 3])).toBe('The most deprived fifth is clearly worse off than the least deprived.');
    expect(itself([-3, -0.1])).toBe('The most deprived fifth is clearly better off than the least deprived.');
    expect(itself([-1, 3])).toBe('There is no clear gap between the most and least deprived fifths.');
  });
});

describe('what else a headline tells', () => {
  it('how many Places have met the goal, and how many have not', () => {
    const areas = [
      ...times(2, { goal: 'met' }),
      ...times(4, { goal: 'on-track' }),
      ...times(3, { goal: 'missed' }),
    ];
    const all = areas.map((one): FakeArea => ({ ...one, change: 'fell' }));
    expect(say([standing(all)])).toMatch(
      / The goal of 40\.0 per 100,000 by March 2025 is met in 2 of 9 Places, on track in 4, missed in 3\.$/,
    );
    expect(say([standing(times(9, { change: 'fell', goal: 'met' }))])).toMatch(/ is met in all 9 Places\.$/);
    expect(say([standing(times(1, { change: 'fell', goal: 'cannot-tell' }))])).toMatch(
      / is not to be judged\.$/,
    );
  });

  it('where the goals of the other indicators stand, where the first has none', () => {
    const lead = standing(unclear(9), { change: 'fell' });
    const other = (goal: string): Standing => standing(unclear(9), { change: 'fell', goal });
    expect(say([lead, other('met'), other('off-track'), other('missed'), other('off-track')])).toMatch(
      / Of 4 goals of other indicators 1 is met, 2 are off track, 1 is missed\.$/,
    );
    expect(say([lead, other('met')])).toMatch(/ The goal of another indicator is met\.$/);
    const missed = other('missed');
    expect(say([lead, missed, missed])).toMatch(/ Both goals of other indicators are missed\.$/);
    expect(say([lead, missed, missed, missed])).toMatch(/ All 3 goals of other indicators are missed\.$/);
  });

  it('that the newest years say something else than all of them', () => {
    const lately = (change: Change, newest: [Change, string]): string =>
      say([standing(unclear(9), { change, newest })]);
    expect(lately('fell', ['unclear', '2019'])).toMatch(/ Since 2019 there is no clear change overall\.$/);
    expect(lately('fell', ['rose', '2019'])).toMatch(/ Since 2019 it rose overall\.$/);
    expect(lately('fell', ['fell', '2019'])).not.toContain('2019');
    expect(say([standing([{ change: 'fell', newest: ['rose', '2019'] }])])).toMatch(/ Since 2019 it rose\.$/);
  });

  it('what the other indicators say where it is otherwise', () => {
    const lead = standing(fell(9), { change: 'fell' });
    const other = (change: Change, more = {}): Standing => standing(unclear(9), { change }, more);
    expect(say([lead, other('fell'), other('unclear')])).not.toContain('other');
    expect(say([lead, other('rose', { short: 'suicides' }), other('fell')])).toMatch(
      / The rate of suicides got worse\.$/,
    );
    expect(say([lead, other('rose'), other('rose'), other('fell')])).toMatch(
      / Of 3 other indicators, 2 got worse\.$/,
    );
    const worse = standing(rose(9), { change: 'rose' });
    expect(say([worse, other('fell'), other('fell'), other('rose')])).toMatch(
      / Of 3 other indicators, 2 got better\.$/,
    );
    const unsure = standing(unclear(9), { change: 'unclear' });
    expect(say([unsure, other('fell'), other('rose'), other('unclear')])).toMatch(
      / Of 3 other indicators, 1 got worse and 1 got better\.$/,
    );
    expect(say([lead, other('rose', { polarity: 'none' })])).not.toContain('got');
  });

  it('leads with the first indicator that has a value', () => {
    const without = standing(untold(9), null, { short: 'never seen' });
    expect(say([without, standing(fell(9))])).toBe(
      'The rate of stroke deaths fell in all 9 Places from 2012 to 2024.',
    );
  });

  it('is about 40 words at most, and keeps the bad news before the good', () => {
    const lead = standing(
      [
        ...times(5, { change: 'fell', goal: 'on-track' }),
        ...times(3, { change: 'unclear', goal: 'met' }),
        { change: 'rose', goal: 'met' },
      ],
      { change: 'fell', poorest: ['poorest-left-behind', 'poorest-left-behind'] },
    );
    const others = [standing([], { change: 'rose', newest: ['rose', '2019'] }, { short: 'suicides' })];
    const words = say([lead, ...others]);
    expect(wordsIn(words)).toBeLessThanOrEqual(45);
    expect(words).toContain('widened.');
    expect(words).toContain('got worse.');
    expect(words).not.toContain('goal');
  });
});

describe('where all of it is too long', () => {
  const areas = [...fell(5), ...rose(1), ...unclear(3)];
  const good = { change: 'fell', poorest: ['poorest-fastest', 'no-clear-difference'] } as const;

  it('an indicator that got worse is told, and not a gap that narrowed', () => {
    const words = say([standing(areas, good), standing([], { change: 'rose' }, { short: 'suicides' })]);
    expect(words).toContain('The rate of suicides got worse.');
    expect(words).not.toContain('narrowed');
    expect(say([standing(areas, good)])).toContain('narrowed');
  });

  it('that some indicator got worse is told in few words, rather than left out for a gap that is not clear', () => {
    const lead = standing([...fell(4), ...rose(1), ...unclear(4)], {
      change: 'fell',
      poorest: ['no-clear-difference', 'no-clear-difference'],
    });
    const short = 'gap in English and maths at the end of school by free school meals of the children there';
    const worse = standing([], { change: 'rose' }, { short });
    const words = say([lead, worse, standing([], { change: 'fell' })]);
    expect(words).toMatch(/ 1 of 2 other indicators got worse\.$/);
    expect(words).not.toContain('deprived');
    const both = [worse, worse, standing([], { change: 'fell' })];
    expect(say([standing(unclear(9), { change: 'unclear' }), ...both])).toContain(
      'Of 3 other indicators, 2 got worse and 1 got better.',
    );
  });

  it('an improvement that is no longer clear is told, and not a gap that narrowed', () => {
    const words = say([standing(areas, { ...good, newest: ['unclear', '2019'] })]);
    expect(words).toContain('Since 2019 there is no clear change overall.');
    expect(words).not.toContain('narrowed');
  });
});

describe('milestones in a headline', () => {
  const milestones = { method: 'milestones', id: 'at-scale', unit: '%' } as const;
  const set = (id: string): Standing =>
    standing(times(9, { value: 50, count: 3, denominator: 6 }), null, { ...milestones, id });

  it('are counted over all Places and sets, with those that are late', () => {
    expect(say([set('at-scale')], { 'at-scale': 6 })).toBe('27 of 54 milestones reached; 6 late.');
    expect(say([set('at-scale'), set('engagement')], { engagement: 1 })).toBe(
      '54 of 108 milestones reached; 1 late.',
    );
    expect(say([set('at-scale')])).toBe('27 of 54 milestones reached.');
  });

  it('are late only in areas whose milestones are counted', () => {
    const withheld = standing([{ value: null }, { count: 3, denominator: 6 }], null, milestones);
    expect(say([withheld], { 'at-scale': 2 })).toBe('3 of 6 milestones reached in 1 of 2 Places.');
  });

  it('are those of the system where it has a row, each once', () => {
    const whole = standing(
      times(9, { count: 3, denominator: 6 }),
      { count: 27, denominator: 54 },
      milestones,
    );
    expect(say([whole])).toBe('27 of 54 milestones reached.');
  });

  it('come after the figures of other indicators', () => {
    expect(say([set('at-scale'), standing(fell(9))], { 'at-scale': 2 })).toBe(
      'The rate of stroke deaths fell in all 9 Places from 2012 to 2024. 27 of 54 milestones reached; 2 late.',
    );
  });
});

describe('an aspiration without a value', () => {
  it('says what would fill it', () => {
    expect(say([standing(untold(9))], {}, 'counts of vacancy-rate, turnover')).toBe(
      'No value yet. Needed: counts of vacancy-rate, turnover.',
    );
  });

  it('or why what is there is not shown', () => {
    const withheld: FakeArea = { value: null, status: 'withheld', note: 'fewer than 10 events' };
    expect(say([standing(times(9, withheld))])).toBe('Not shown for any Place: fewer than 10 events.');
  });

  it('or that it has no indicator', () => {
    expect(say([])).toBe('No indicator is defined yet.');
  });
});

describe('every headline', () => {
  const change = fc.constantFrom<Change>('rose', 'fell', 'unclear', 'untold');
  const verdict = fc.constantFrom<string>(...POORER);
  const area = fc.record({
    change,
    value: fc.option(fc.double({ min: 0, max: 1000, noNaN: true })),
    poorest: fc.option(fc.tuple(verdict, verdict), { nil: undefined }),
    goal: fc.constantFrom(undefined, 'met', 'missed', 'off-track'),
    benchmark: fc.constantFrom(undefined, 'better', 'worse', 'similar'),
    newest: fc.option(fc.tuple(change, fc.constant('2019')), { nil: undefined }),
  });
  const told = (fake: FakeArea): FakeArea => (fake.value === null ? { ...fake, change: 'untold' } : fake);
  const anyStanding = fc
    .tuple(
      fc.array(area, { minLength: 1, maxLength: 9 }),
      fc.option(area),
      fc.constantFrom('low', 'high', 'none'),
      fc.boolean(),
    )
    .map(([areas, system, polarity, byChart]) => {
      const whole = system && system.value !== null ? system : null;
      return standing(
        (areas as FakeArea[]).map(told),
        whole as FakeArea | null,
        { polarity: polarity as 'low' },
        { byChart },
      );
    });

  it('is whole sentences, without holes, of at most 45 words, and the same every time', () => {
    fc.assert(
      fc.property(fc.array(anyStanding, { minLength: 1, maxLength: 5 }), (standings) => {
        const words = say(standings);
        expect(words).toMatch(/^[A-Z0-9].*\.$/);
        expect(words).not.toMatch(/undefined|null|NaN| {2}|;;|\.\.|\(\)|\b0 of\b/);
        expect(wordsIn(words)).toBeLessThanOrEqual(45);
        expect(say(standings)).toBe(words);
      }),
    );
  });

  it('never says "no change", and claims no cause', () => {
    fc.assert(
      fc.property(fc.array(anyStanding, { minLength: 1, maxLength: 5 }), (standings) => {
        expect(say(standings)).not.toMatch(/\bno change|unchanged|because|due to|thanks to|not un/i);
      }),
    );
  });
});
