import { describe, expect, it } from 'vitest';
import { lifeExpectancy } from '../../src/measures/life-expectancy.ts';
import { expectClose } from '../statistics/reference-case.ts';

/** A made-up place by single year, 0 to 90 and over. */
const AGES = Array.from({ length: 91 }, (_, age) => age);
const deathsAt = (age: number) => (age === 0 ? 40 : 1 + Math.floor(age ** 3 / 9000));
const populationAt = (age: number) => 2000 - 15 * age;
const everyFive = (from: number, to: number) =>
  AGES.filter((age) => age >= from && age <= to && age % 5 === 0);

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
      expected: [69.26060059766598, 0.5041069667260945, 16.17474907646729, 0.32676790886385054],
    },
    {
      layout: '20 bands, 0, 1-4 to 90+',
      starts: [0, 1, ...everyFive(5, 90)],
      expected: [69.2754760913216, 0.503222123634424, 16.17474907646729, 0.32676790886385054],
    },
    {
      layout: '0, 1-4 to 85+',
      starts: [0, 1, ...everyFive(5, 85)],
      expected: [69.40103750791931, 0.5019885922097888, 16.37025831969544, 0.3149567674376644],
    },
    {
      layout: 'single years to 90+',
      starts: AGES,
      expected: [69.32945603352759, 0.5044071190390402, 16.219030842301038, 0.33075034009767],
    },
    {
      layout: 'single years with a given for each',
      starts: AGES,
      a0: AGES.map((age) => (age === 0 ? 0.12 : 0.3 + age / 200)),
      expected: [69.36903126097673, 0.5038136501518422, 16.26600956637677, 0.32722878103422026],
    },
    {
      layout: '19 bands with a given for each',
      starts: everyFive(0, 90),
      a0: everyFive(0, 90).map((_, band) => (band + 1) / 20),
      expected: [69.52555333367087, 0.5020490643726953, 16.56628445097695, 0.2978412658692248],
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
