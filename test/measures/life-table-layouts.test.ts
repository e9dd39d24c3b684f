import { describe, expect, it } from 'vitest';
import { lifeExpectancy } from '../../src/measures/life-expectancy.ts';
import { expectClose } from '../statistics/reference-case.ts';

/** A made-up place by single year, 0 to 90 and over. */
const AGES = Array.from({ length: 91 }, (_, age) => age);
const deathsAt = (age: number) => (age === 0 ? 40 : 1 + Math.floor(age ** 3 / 9000));
const populationAt = (age: number) => 2000 - 15 * age;
const everyFive = (from: number, to: number) => AGES.filter((age) => age >= from && age <= to && age % 5 === 0);

function atBirthAnd65(starts: readonly number[], a0?: readonly number[]) {
  const total = (each: (age: number) => number) =>
    starts.map((start, band) =>
      AGES.filter((age) => age >= start && age < (starts[band + 1] ?? 999)).reduce(
        (sum, age) => sum + each(age),
        0,
      ),
    );
  return lifeExpectancy({
    starts,
    deaths: total(deathsAt),
    populations: total(populationAt),
    at: [0, 65],
    confidence: [0.95],
    ...(a0 && { a0 }),
  });
}

/**
 * Expected: mpmath with 40 digits from one expression for the years lived; the standard errors from its numerical
 * derivatives in each q and the last M, squared, times q²(1 − q)/D and M²/D. At birth, then at 65.
 */
describe('lifeExpectancy() takes any layout of age bands, to 1e-9 of an independent computation', () => {
  it.each([
    {
      layout: '19 bands, 0-4 to 90+',
      starts: everyFive(0, 90),
      expected: [69.260600597665987, 0.5041069667260944, 16.174749076467288, 0.32676790886385057],
    },
    {
      layout: '20 bands, 0, 1-4 to 90+',
      starts: [0, 1, ...everyFive(5, 90)],
      expected: [69.275476091321592, 0.50322212363442397, 16.174749076467288, 0.32676790886385057],
    },
    {
      layout: '0, 1-4 to 85+',
      starts: [0, 1, ...everyFive(5, 85)],
      expected: [69.401037507919316, 0.5019885922097887, 16.370258319695442, 0.31495676743766439],
    },
    {
      layout: 'single years to 90+',
      starts: AGES,
      expected: [69.329456033527591, 0.50440711903904019, 16.219030842301039, 0.33075034009767],
    },
    {
      layout: 'single years with a given for each',
      starts: AGES,
      a0: AGES.map((age) => (age === 0 ? 0.12 : 0.3 + age / 200)),
      expected: [69.36903126097672, 0.50381365015184217, 16.266009566376769, 0.32722878103422027],
    },
    {
      layout: '19 bands with a given for each',
      starts: everyFive(0, 90),
      a0: everyFive(0, 90).map((_, band) => (band + 1) / 20),
      expected: [69.525553333670864, 0.50204906437269528, 16.56628445097695, 0.29784126586922485],
    },
  ])('$layout', ({ starts, a0, expected }) => {
    const [atBirth, at65] = atBirthAnd65(starts, a0);
    const found = [atBirth!.value, atBirth!.standardError, at65!.value, at65!.standardError];
    found.forEach((figure, index) => {
      expectClose(figure, expected[index]!);
    });
  });

  it('refuses an a for fewer bands than there are', () => {
    expect(() => atBirthAnd65(AGES, [0.1, 0.5])).toThrow('2 entries for 91 age bands');
  });
});
