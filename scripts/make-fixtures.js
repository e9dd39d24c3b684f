// Makes fixtures/system: year by year, nine Places that never were, for demonstrations and tests.
// Everything is SYNTHETIC. The shapes below are invented to be plausible (people age, death rates climb with
// age, poverty costs years); no number is copied from an official file, and none describes a real place.
//
// Every file has its own named stream of random numbers, so that a change to one leaves the noise in the
// others alone, and the same seed always gives the same bytes. (The deaths, admissions, areas and children do
// follow the population's sizes, as they must.)
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SEED = 20240229;
const FOLDER = fileURLToPath(new URL('../fixtures/system/', import.meta.url));

// ---------------------------------------------------------------------------------------------------------
// The Places
// ---------------------------------------------------------------------------------------------------------

/**
 * One Place, or England. Codes and names are real, so that the tool's matching has something to match; all
 * the rest is invented, with only the broad order of things (who is big, who is poor) taken from life.
 *
 * @typedef {object} Place
 * @property {string} code local authority (or country) code
 * @property {string} name
 * @property {number} people residents in the middle year, 2019
 * @property {number} growth yearly growth of the population
 * @property {number} older how much older than England: log share gained per year of age
 * @property {number} students how many times the usual number of people in their early twenties
 * @property {(number | '')[]} fifths the national fifths of deprivation shown, 1 = most deprived; '' = all
 * @property {number[]} shares the share of the people living in each of those fifths
 * @property {number} mortality death rates against the average, beyond what its deprivation explains
 * @property {number} catchUp the pace at which its poorest catch up, against the pace of each cause; below 0
 *   they fall behind where others catch up, and the other way round
 * @property {number} alcohol admissions against the average, beyond what its deprivation explains
 * @property {number} obesity children's obesity, as a shift of the log odds
 * @property {number} smoking adult smokers in 2011, per cent
 * @property {number} earlyCancer share of cancers found at stage 1 or 2 in 2013
 */

const FIFTHS = [1, 2, 3, 4, 5];

/** @type {Place[]} */
const PLACES = [
  {
    code: 'E06000049',
    name: 'Cheshire East',
    people: 392_000,
    growth: 0.006,
    older: 0.0055,
    students: 0.85,
    fifths: FIFTHS,
    shares: [0.07, 0.11, 0.18, 0.26, 0.38],
    mortality: 0.98,
    catchUp: 1.1,
    alcohol: 0.92,
    obesity: -0.06,
    smoking: 15.8,
    earlyCancer: 0.53,
  },
  {
    code: 'E06000050',
    name: 'Cheshire West and Chester',
    people: 349_000,
    growth: 0.006,
    older: 0.004,
    students: 1,
    fifths: FIFTHS,
    shares: [0.15, 0.14, 0.17, 0.24, 0.3],
    mortality: 1,
    catchUp: 1.5,
    alcohol: 0.9,
    obesity: -0.03,
    smoking: 16.4,
    earlyCancer: 0.525,
  },
  {
    code: 'E06000006',
    name: 'Halton',
    people: 128_000,
    growth: 0.002,
    older: 0,
    students: 0.9,
    fifths: FIFTHS,
    shares: [0.46, 0.18, 0.12, 0.135, 0.105],
    mortality: 1.03,
    catchUp: 0,
    alcohol: 1,
    obesity: 0.08,
    smoking: 20.6,
    earlyCancer: 0.505,
  },
  {
    code: 'E08000011',
    name: 'Knowsley',
    people: 151_000,
    growth: 0.005,
    older: -0.001,
    students: 0.95,
    fifths: FIFTHS,
    shares: [0.61, 0.13, 0.09, 0.085, 0.085],
    mortality: 1.04,
    catchUp: -0.8,
    alcohol: 0.94,
    obesity: 0.1,
    smoking: 23.2,
    earlyCancer: 0.495,
  },
  {
    code: 'E08000012',
    name: 'Liverpool',
    people: 482_000,
    growth: 0.005,
    older: -0.006,
    students: 1.7,
    fifths: FIFTHS,
    shares: [0.62, 0.15, 0.1, 0.08, 0.05],
    mortality: 1.05,
    catchUp: 1.4,
    alcohol: 1.15,
    obesity: 0.04,
    smoking: 23.6,
    earlyCancer: 0.5,
  },
  {
    code: 'E08000014',
    name: 'Sefton',
    people: 277_000,
    growth: 0.002,
    older: 0.006,
    students: 0.85,
    fifths: FIFTHS,
    shares: [0.28, 0.16, 0.18, 0.2, 0.18],
    mortality: 1.01,
    catchUp: -1,
    alcohol: 1.12,
    obesity: 0,
    smoking: 18.4,
    earlyCancer: 0.515,
  },
  {
    code: 'E08000013',
    name: 'St Helens',
    people: 181_000,
    growth: 0.003,
    older: 0.002,
    students: 0.85,
    fifths: FIFTHS,
    shares: [0.38, 0.2, 0.14, 0.16, 0.12],
    mortality: 1.03,
    catchUp: 0.5,
    alcohol: 1.13,
    obesity: 0.1,
    smoking: 20.9,
    earlyCancer: 0.51,
  },
  {
    code: 'E06000007',
    name: 'Warrington',
    people: 209_000,
    growth: 0.004,
    older: 0.001,
    students: 0.85,
    fifths: FIFTHS,
    shares: [0.15, 0.15, 0.18, 0.24, 0.28],
    mortality: 1,
    catchUp: 1,
    alcohol: 1.02,
    obesity: -0.02,
    smoking: 17.3,
    earlyCancer: 0.52,
  },
  {
    code: 'E08000015',
    name: 'Wirral',
    people: 320_000,
    growth: 0.001,
    older: 0.0045,
    students: 0.85,
    fifths: FIFTHS,
    shares: [0.34, 0.14, 0.15, 0.19, 0.18],
    mortality: 1.02,
    catchUp: 1.7,
    alcohol: 1.28,
    obesity: 0,
    smoking: 19.2,
    earlyCancer: 0.515,
  },
];

/** England has no split by deprivation here, as in many an extract. @type {Place} */
const ENGLAND = {
  code: 'E92000001',
  name: 'England',
  people: 56_100_000,
  growth: 0.006,
  older: 0,
  students: 1,
  fifths: [''],
  shares: [1],
  mortality: 0.96,
  catchUp: 0,
  alcohol: 0.75,
  obesity: -0.04,
  smoking: 18.9,
  earlyCancer: 0.52,
};

const EVERYWHERE = [...PLACES, ENGLAND];

/** Sub-ICB locations: the people waiting at the end of 2024, and how long, against the average. */
const SUB_ICBS = [
  { code: '27D', waiting: 96_000, slowness: 1.02, therapies: 1350, promptness: 0.905 },
  { code: '01F', waiting: 17_500, slowness: 1, therapies: 290, promptness: 0.89 },
  { code: '01J', waiting: 23_000, slowness: 0.98, therapies: 350, promptness: 0.915 },
  { code: '99A', waiting: 69_000, slowness: 1.03, therapies: 1180, promptness: 0.885 },
  { code: '01T', waiting: 21_500, slowness: 0.97, therapies: 370, promptness: 0.9 },
  { code: '01V', waiting: 18_000, slowness: 0.96, therapies: 260, promptness: 0.92 },
  { code: '01X', waiting: 26_000, slowness: 0.98, therapies: 430, promptness: 0.91 },
  { code: '02E', waiting: 30_000, slowness: 1.01, therapies: 480, promptness: 0.9 },
  { code: '12F', waiting: 45_000, slowness: 1.01, therapies: 760, promptness: 0.895 },
];

// ---------------------------------------------------------------------------------------------------------
// Time, age and sex
// ---------------------------------------------------------------------------------------------------------

const MIDDLE_YEAR = 2019;
const YEARS = range(2010, 2024);
const SEXES = ['female', 'male'];

/**
 * A band of ages; `middle` is where its rates are read off the curves.
 * @typedef {{ label: string, start: number, width: number, middle: number }} Band
 */

/** Life-table bands: 0, 1-4, 5-9 … 85-89, 90+ (taken as ten years wide, with its people near the start). */
const BANDS = [
  { label: '0', start: 0, width: 1, middle: 0.5 },
  { label: '1-4', start: 1, width: 4, middle: 3 },
  ...range(1, 17).map((n) => ({
    label: `${5 * n}-${5 * n + 4}`,
    start: 5 * n,
    width: 5,
    middle: 5 * n + 2.5,
  })),
  { label: '90+', start: 90, width: 10, middle: 93 },
];

/** The same with one band under five, as hospital extracts have them. */
const HOSPITAL_BANDS = [{ label: '0-4', start: 0, width: 5, middle: 2.5 }, ...BANDS.slice(2)];

/** How far a fifth stands from the middle: ½ for the most deprived, −½ for the least, 0 where all are one. */
function poverty(/** @type {number | ''} */ fifth) {
  return fifth === '' ? 0 : (3 - fifth) / 4;
}

/** `2010` as a financial year: `2010/11`. */
function financialYear(/** @type {number} */ year) {
  return `${year}/${String((year + 1) % 100).padStart(2, '0')}`;
}

/** Every month from April of `first` to December of `last`, as `2023-04`. */
function months(/** @type {number} */ first, /** @type {number} */ last) {
  return range(first * 12 + 3, last * 12 + 11).map(
    (n) => `${Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, '0')}`,
  );
}

// ---------------------------------------------------------------------------------------------------------
// Chance
// ---------------------------------------------------------------------------------------------------------

/**
 * A stream of random numbers of its own for each name: FNV-1a mixes the name into the seed, mulberry32 runs
 * from there. Good enough for fixtures, and short enough to read.
 */
function stream(/** @type {string} */ name) {
  let state = SEED ^ 0x811c9dc5;
  for (const letter of name) state = Math.imul(state ^ letter.charCodeAt(0), 0x01000193);

  /** Evenly spread over [0, 1). */
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  /** Box and Muller's standard normal. */
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  /** Knuth's Poisson where the mean is small, the rounded normal where it is not. */
  const poisson = (/** @type {number} */ mean) => {
    if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
    const limit = Math.exp(-mean);
    let count = 0;
    for (let product = uniform(); product > limit; product *= uniform()) count += 1;
    return count;
  };
  /** A binomial count, by the rounded normal: every n here is big enough. */
  const binomial = (/** @type {number} */ n, /** @type {number} */ p) =>
    Math.min(n, Math.max(0, Math.round(n * p + Math.sqrt(n * p * (1 - p)) * normal())));
  return { uniform, normal, poisson, binomial };
}

/** @typedef {ReturnType<typeof stream>} Chance */

// ---------------------------------------------------------------------------------------------------------
// People: population.csv
// ---------------------------------------------------------------------------------------------------------

const BOOM = 1964; // a baby boom's peak …
const GENERATION = 27; // … and its echo a generation later
const WAVE = 0.1; // a tenth more people at the crest, a tenth fewer in the trough
const HALF_GONE = { female: 81, male: 78 }; // the age by which half of a crowd of equal births has gone
const GONE_SPREAD = 6.5; // the years over which the crowd thins out around that age
const LONGER_LIVES = 0.2; // years by which that age rises, a year: slow ageing
const POOR_ARE_YOUNGER = 0.014; // log share lost per year of age, most against least deprived fifth
const BOYS_AND_MEN = 0.494; // share of the population

/**
 * How many people there would be at one age among equal births: an S-shaped survival, a wave of generations
 * that grows a year older every year, and the tilts of Place, fifth and students.
 */
function crowd(
  /** @type {Place} */ place,
  /** @type {number} */ year,
  /** @type {string} */ sex,
  /** @type {number | ''} */ fifth,
  /** @type {Band} */ band,
) {
  const halfGone = (sex === 'male' ? HALF_GONE.male : HALF_GONE.female) + LONGER_LIVES * (year - MIDDLE_YEAR);
  const alive = 1 / (1 + Math.exp((band.middle - halfGone) / GONE_SPREAD));
  const wave = 1 + WAVE * Math.cos((2 * Math.PI * (year - band.middle - BOOM)) / GENERATION);
  const tilt = Math.exp((place.older - POOR_ARE_YOUNGER * poverty(fifth)) * (band.middle - 40));
  const students = band.label === '20-24' ? place.students : 1;
  return band.width * alive * wave * tilt * students;
}

/**
 * Everyone, by slice (a Place's fifth, of one sex, in one year) and life-table band.
 * @typedef {{ place: Place, year: number, sex: string, fifth: number | '', people: number[] }} Slice
 * @returns {Slice[]}
 */
function makePopulation() {
  const chance = stream('population.csv');
  const slices = [];
  for (const place of EVERYWHERE) {
    for (const sex of SEXES) {
      for (const [at, fifth] of place.fifths.entries()) {
        // Every corner has its own character, which lasts; and a year's estimate wobbles a little around it.
        const character = BANDS.map(() => 1 + 0.03 * chance.normal());
        for (const year of YEARS) {
          const total = place.people * (1 + place.growth) ** (year - MIDDLE_YEAR) * place.shares[at];
          const ofSex = total * (sex === 'male' ? BOYS_AND_MEN : 1 - BOYS_AND_MEN);
          const weights = BANDS.map((band, b) => crowd(place, year, sex, fifth, band) * character[b]);
          const scale = ofSex / sum(weights);
          const people = weights.map((weight) => Math.round(weight * scale * (1 + 0.004 * chance.normal())));
          slices.push({ place, year, sex, fifth, people });
        }
      }
    }
  }
  return slices;
}

const population = makePopulation();

/** The people of a Place's fifth in one year, both sexes, in the life-table bands picked (or all). */
function peopleIn(
  /** @type {Place} */ place,
  /** @type {number} */ year,
  /** @type {number | ''} */ fifth,
  /** @type {(band: Band) => boolean} */ wanted = () => true,
) {
  const slices = population.filter((s) => s.place === place && s.year === year && s.fifth === fifth);
  return sum(slices.flatMap((slice) => slice.people.filter((_, b) => wanted(BANDS[b]))));
}

function populationRows() {
  return population.flatMap(({ place, year, sex, fifth, people }) =>
    people.map((count, b) => [place.code, year, sex, BANDS[b].label, fifth, count]),
  );
}

// ---------------------------------------------------------------------------------------------------------
// Deaths: deaths.csv
// ---------------------------------------------------------------------------------------------------------

/**
 * One cause of death, standing for its whole group.
 *
 * @typedef {object} Cause
 * @property {string} code a representative three-character ICD-10 code
 * @property {number} from the youngest age shown; below it the few there are count among all other causes
 * @property {(age: number) => number} curve men's deaths a year per 100,000 at an age, in 2014
 * @property {number} women women's rate against men's
 * @property {number} gap rate ratio, most against least deprived fifth, in the middle year
 * @property {number} falling yearly log fall up to 2014 (afterwards a fifth of it)
 * @property {number} closing yearly log fall of that ratio: the poorest improve faster where above 0
 */

const TURN = 2014; // long improvement stops about here
const AFTER_TURN = 0.2; // and the share of it that is left
const GAP_FADES_FROM = 65; // the gap between fifths narrows from this age …
const GAP_LEFT_AT_90 = 0.35; // … to this share of its logarithm at 90

/** Gompertz-like: so many per 100,000 at 60, more by a steady proportion for each year of age. */
function gompertz(/** @type {number} */ at60, /** @type {number} */ slope) {
  return (/** @type {number} */ age) => at60 * Math.exp(slope * (age - 60));
}

/** A cause of middle life: rises to a peak and falls away. */
function hump(/** @type {number} */ peak, /** @type {number} */ centre, /** @type {number} */ spread) {
  return (/** @type {number} */ age) => peak * Math.exp(-(((age - centre) / spread) ** 2) / 2);
}

/** Suicide: rare before 15, then level through adult life, a little lower in old age. */
function suicideCurve(/** @type {number} */ age) {
  if (age < 15) return 2;
  if (age < 20) return 10;
  return age < 65 ? 17 : 13;
}

/** All the rest: the first year of life, accidents of youth, and the frailty of age. */
function otherCurve(/** @type {number} */ age) {
  const infancy = age < 1 ? 400 : 8 * Math.exp(-age / 3);
  const youth = age < 15 ? 3 : 22;
  return infancy + youth + gompertz(258, 0.118)(age);
}

/**
 * All cancers go under one code, and the rest begin at the age where they are no longer rare: it keeps the
 * file small. Heart disease is where the poorest catch up, cancer where they fall behind.
 * @type {Cause[]}
 */
const CAUSES = [
  {
    code: 'I25',
    from: 45,
    curve: gompertz(150, 0.088),
    women: 0.38,
    gap: 2.3,
    falling: 0.045,
    closing: 0.03,
  },
  { code: 'I64', from: 60, curve: gompertz(42, 0.118), women: 0.85, gap: 1.8, falling: 0.04, closing: 0.006 },
  {
    code: 'C80',
    from: 35,
    curve: gompertz(330, 0.074),
    women: 0.85,
    gap: 1.7,
    falling: 0.013,
    closing: -0.02,
  },
  { code: 'J44', from: 60, curve: gompertz(55, 0.104), women: 0.85, gap: 3.2, falling: 0.01, closing: 0 },
  { code: 'K70', from: 35, curve: hump(44, 56, 12), women: 0.5, gap: 3, falling: -0.005, closing: -0.01 },
  { code: 'X70', from: 10, curve: suicideCurve, women: 0.32, gap: 1.5, falling: 0, closing: 0.012 },
  { code: 'R54', from: 0, curve: otherCurve, women: 0.74, gap: 1.9, falling: 0.015, closing: 0.004 },
];

/** The pandemic, among all other causes: more deaths past 40, worst in 2020 and where people are poorest. */
function pandemic(
  /** @type {Cause} */ cause,
  /** @type {number} */ year,
  /** @type {number} */ age,
  /** @type {number | ''} */ fifth,
) {
  if (cause.code !== 'R54' || age < 40) return 1;
  const extra = year === 2020 ? 0.3 : year === 2021 ? 0.12 : 0;
  return 1 + extra * (1 + 0.5 * poverty(fifth));
}

/** Expected deaths a year per person. */
function deathRate(
  /** @type {Cause} */ cause,
  /** @type {Slice} */ { place, year, sex, fifth },
  /** @type {number} */ age,
) {
  if (age < cause.from) return 0;
  const level = cause.curve(age) * (sex === 'female' ? cause.women : 1) * place.mortality;
  const yearsFallen = Math.min(year, TURN) - TURN + AFTER_TURN * (Math.max(year, TURN) - TURN);
  const logGap = Math.log(cause.gap) - cause.closing * place.catchUp * (year - MIDDLE_YEAR);
  const fading =
    1 - (1 - GAP_LEFT_AT_90) * Math.min(1, Math.max(0, (age - GAP_FADES_FROM) / (90 - GAP_FADES_FROM)));
  const between = Math.exp(logGap * fading * poverty(fifth) - cause.falling * yearsFallen);
  return (level * between * pandemic(cause, year, age, fifth)) / 100_000;
}

/** Only what happened: no rows of zero deaths. Never more deaths than people; always some at 90 and over. */
function* deathRows() {
  const chance = stream('deaths.csv');
  for (const slice of population) {
    for (const [b, band] of BANDS.entries()) {
      let alive = slice.people[b];
      for (const cause of CAUSES) {
        const drawn = chance.poisson(slice.people[b] * deathRate(cause, slice, band.middle));
        const least = band.label === '90+' && cause.code === 'R54' ? 1 : 0;
        const deaths = Math.min(alive, Math.max(least, drawn));
        alive -= deaths;
        if (deaths > 0) {
          yield [slice.place.code, slice.year, slice.sex, band.label, slice.fifth, cause.code, deaths];
        }
      }
    }
  }
}

// ---------------------------------------------------------------------------------------------------------
// Alcohol-specific admissions: admissions.csv
// ---------------------------------------------------------------------------------------------------------

/** Admissions a year per 100,000 men: drinkers in middle life, their livers later, the young by poisoning. */
const ADMISSIONS = [
  { code: 'F10', from: 20, to: 84, curve: hump(1950, 50, 15) },
  { code: 'K70', from: 50, to: 64, curve: hump(560, 57, 8) },
  { code: 'T51', from: 15, to: 19, curve: hump(240, 17, 4) },
];
const WOMEN_ADMITTED = 0.52; // against men
const ADMISSION_GAP = 3.2; // most against least deprived fifth
const ADMISSION_GROWTH = 0.012; // a year
const LOCKDOWN = 0.86; // hospitals saw fewer in 2020/21

/** The life-table bands' people, with 0 and 1-4 put together. */
function hospitalPeople(/** @type {Slice} */ { people }) {
  return [people[0] + people[1], ...people.slice(2)];
}

function* admissionRows() {
  const chance = stream('admissions.csv');
  for (const slice of population.filter(({ year }) => year <= 2023)) {
    const { place, year, sex, fifth } = slice;
    const people = hospitalPeople(slice);
    const factor =
      place.alcohol *
      (sex === 'female' ? WOMEN_ADMITTED : 1) *
      ADMISSION_GAP ** poverty(fifth) *
      Math.exp(ADMISSION_GROWTH * (year - MIDDLE_YEAR)) *
      (year === 2020 ? LOCKDOWN : 1);
    for (const [b, band] of HOSPITAL_BANDS.entries()) {
      for (const { code, from, to, curve } of ADMISSIONS) {
        if (band.start < from || band.start > to) continue;
        const admissions = chance.poisson((people[b] * factor * curve(band.middle)) / 100_000);
        if (admissions > 0) yield [place.code, financialYear(year), sex, band.label, fifth, code, admissions];
      }
    }
  }
}

// ---------------------------------------------------------------------------------------------------------
// Waiting: waits.csv, waits-within.csv
// ---------------------------------------------------------------------------------------------------------

/** Single weeks for a year, then wider, then open: the bands of a referral-to-treatment return. */
const WEEK_BANDS = [
  ...range(0, 51).map((week) => [week, week + 1]),
  [52, 65],
  [65, 78],
  [78, 104],
  [104, ''],
];
const LONGEST = 130; // weeks; what the open band is summed to
const WAIT_SCALE = 31; // weeks, at the start
const WAIT_FALL = 0.004; // a month
const WAIT_SHAPE = 1.75; // above 1: the longer somebody has waited, the sooner the turn comes
const FORGOTTEN = 0.006; // a thin, long tail beside it
const LIST_GROWTH = 0.0015; // a month

/**
 * People join at a steady pace, so those who have waited w weeks are in proportion to those whose turn takes
 * longer than that: a stretched exponential.
 */
function stillWaiting(/** @type {number} */ week, /** @type {number} */ scale) {
  return Math.exp(-((week / scale) ** WAIT_SHAPE)) + FORGOTTEN * Math.exp(-week / 40);
}

function* waitRows() {
  const chance = stream('waits.csv');
  const calendar = months(2023, 2024);
  for (const { code, waiting, slowness } of SUB_ICBS) {
    for (const [m, month] of calendar.entries()) {
      const scale = WAIT_SCALE * slowness * Math.exp(-WAIT_FALL * m);
      const weeks = range(0, LONGEST).map((week) => stillWaiting(week + 0.5, scale));
      const list = waiting * Math.exp(LIST_GROWTH * (m - calendar.length + 1));
      for (const [from, to] of WEEK_BANDS) {
        const inBand = sum(weeks.slice(Number(from), to === '' ? undefined : Number(to)));
        yield [code, month, 'rtt', from, to, chance.poisson((list * inBand) / sum(weeks))];
      }
    }
  }
}

const SEASON = 0.08; // fewer finish treatment in the depth of winter
const PROMPTER = 0.0004; // a month more of them within target

function* waitWithinRows() {
  const chance = stream('waits-within.csv');
  for (const { code, therapies, promptness } of SUB_ICBS) {
    for (const [m, month] of months(2022, 2024).entries()) {
      const season = 1 + SEASON * Math.cos((2 * Math.PI * (m - 3)) / 12);
      const total = chance.poisson(therapies * season);
      const within = chance.binomial(total, promptness + PROMPTER * (m - 16));
      yield [code, month, 'talking-therapies-6-weeks', within, total];
    }
  }
}

// ---------------------------------------------------------------------------------------------------------
// Proportions: counts.csv
// ---------------------------------------------------------------------------------------------------------

const OBESITY_MIDDLE = -1.27; // log odds of obesity at 10 or 11 in the middle fifth, 2010: about 22 %
const OBESITY_GROWTH = 0.008; // yearly
const OBESITY_GAP = 0.36; // log odds, most against least deprived fifth, 2010 …
const OBESITY_WIDENING = 0.014; // … and what is added to it each year
const MEASURED = 0.18; // one school year of the five in 10-14, less those not measured

/** Year 6 children, measured each school year except 2020/21, when measuring was interrupted. */
function* obesityRows(/** @type {Chance} */ chance) {
  for (const place of EVERYWHERE) {
    for (const year of YEARS.filter((y) => y <= 2023 && y !== 2020)) {
      for (const fifth of place.fifths) {
        const gap = OBESITY_GAP + OBESITY_WIDENING * (year - 2010);
        const share = proportion(
          OBESITY_MIDDLE + OBESITY_GROWTH * (year - 2010) + gap * poverty(fifth) + place.obesity,
        );
        const children = Math.round(
          MEASURED * peopleIn(place, year, fifth, ({ label }) => label === '10-14'),
        );
        const obese = chance.binomial(children, share);
        yield ['obesity-year6', place.name, financialYear(year), '', fifth, obese, children];
      }
    }
  }
}

const CANCERS = 0.0046; // new cancers with a known stage, a year, per person
const EARLIER = 0.004; // yearly gain in the share found early
const SCREENING_PAUSED = 0.02; // lost in 2020

/** Cancers found at stage 1 or 2. */
function* cancerStageRows(/** @type {Chance} */ chance) {
  for (const place of EVERYWHERE) {
    for (const year of range(2013, 2022)) {
      const everyone = sum(place.fifths.map((fifth) => peopleIn(place, year, fifth)));
      const found = chance.poisson(everyone * CANCERS);
      const share = place.earlyCancer + EARLIER * (year - 2013) - (year === 2020 ? SCREENING_PAUSED : 0);
      yield ['cancer-stage-1-2', place.name, year, '', '', chance.binomial(found, share), found];
    }
  }
}

function* countRows() {
  const chance = stream('counts.csv');
  yield* obesityRows(chance);
  yield* cancerStageRows(chance);
}

// ---------------------------------------------------------------------------------------------------------
// Published values: values.csv
// ---------------------------------------------------------------------------------------------------------

const SMOKERS_QUIT = 0.042; // yearly fall of the log of smoking
const ASKED = { place: 1400, england: 160_000 }; // people interviewed in a year

/** Adult smokers from a survey, per cent, as published: one decimal, 95 % limits, no counts. */
function* smokingRows() {
  const chance = stream('values.csv');
  for (const place of EVERYWHERE) {
    for (const year of range(2011, 2024)) {
      const truth = (place.smoking / 100) * Math.exp(-SMOKERS_QUIT * (year - 2011));
      const asked = place === ENGLAND ? ASKED.england : ASKED.place;
      const share = chance.binomial(asked, truth) / asked;
      const margin = 1.96 * Math.sqrt((share * (1 - share)) / asked);
      const shown = [share, share - margin, share + margin].map((x) => (100 * x).toFixed(1));
      yield ['smoking-adult', place.code, year, '', '', ...shown];
    }
  }
}

// ---------------------------------------------------------------------------------------------------------
// Small areas: deprivation.csv
// ---------------------------------------------------------------------------------------------------------

const AREAS_IN_ENGLAND = 32_844; // how far the ranks of 2019 go
const AREA_SIZE = 1_594; // people, which makes about 1,560 areas of the nine Places
const LEAN = 1.25; // every Place leans a little to the poorer end of each fifth

/** Splits a whole number of people into uneven parts that add up to it exactly. */
function split(/** @type {number} */ total, /** @type {number} */ parts, /** @type {Chance} */ chance) {
  const weights = range(1, parts).map(() => 0.75 + 0.5 * chance.uniform());
  const all = sum(weights);
  let reached = 0;
  let given = 0;
  return weights.map((weight) => {
    reached += weight;
    const part = Math.round((total * reached) / all) - given;
    given += part;
    return part;
  });
}

/** The areas of each Place's fifth hold just the people that population.csv has there in 2019. */
function* deprivationRows() {
  const chance = stream('deprivation.csv');
  /** @type {Set<number>} */
  const taken = new Set();
  const drawRank = (/** @type {number} */ fifth) => {
    for (;;) {
      const depth = (fifth - 1 + chance.uniform() ** LEAN) / 5;
      const rank = Math.floor(depth * AREAS_IN_ENGLAND) + 1;
      const inside = Math.floor(((rank - 1) * 5) / AREAS_IN_ENGLAND) + 1 === fifth;
      if (inside && !taken.has(rank)) {
        taken.add(rank);
        return rank;
      }
    }
  };
  let area = 0;
  for (const place of PLACES) {
    for (const fifth of FIFTHS) {
      const people = peopleIn(place, MIDDLE_YEAR, fifth);
      for (const residents of split(people, Math.round(people / AREA_SIZE), chance)) {
        const rank = drawRank(fifth);
        const decile = Math.floor(((rank - 1) * 10) / AREAS_IN_ENGLAND) + 1;
        area += 1;
        const lsoa = `E0199${String(area).padStart(4, '0')}`;
        yield [lsoa, place.code, rank, decile, residents, MIDDLE_YEAR];
      }
    }
  }
}

// ---------------------------------------------------------------------------------------------------------
// Writing
// ---------------------------------------------------------------------------------------------------------

const FILES = [
  {
    name: 'population.csv',
    columns: 'place,period,sex,age_band,deprivation_quintile,population',
    about: 'people by sex, age band and national fifth of deprivation (1 = most deprived), 2010-2024',
    rows: populationRows,
  },
  {
    name: 'deaths.csv',
    columns: 'place,period,sex,age_band,deprivation_quintile,icd10,deaths',
    about:
      'deaths by the same and cause, 2010-2024. Each code stands for its group (C80 for all cancers, R54 for ' +
      'all other causes), those of later life begin at 35, 45 or 60, and cells without deaths have no row',
    rows: deathRows,
  },
  {
    name: 'admissions.csv',
    columns: 'place,period,sex,age_band,deprivation_quintile,icd10,admissions',
    about: 'alcohol-specific hospital admissions, 2010/11-2023/24; cells without any have no row',
    rows: admissionRows,
  },
  {
    name: 'waits.csv',
    columns: 'place,month,service,weeks_from,weeks_to,waiting',
    about:
      'people on the waiting list (`rtt`) by weeks waited and sub-ICB location, April 2023-December 2024',
    rows: waitRows,
  },
  {
    name: 'waits-within.csv',
    columns: 'place,month,indicator,within_target,total',
    about: 'talking therapies begun within six weeks, by sub-ICB location, April 2022-December 2024',
    rows: waitWithinRows,
  },
  {
    name: 'counts.csv',
    columns: 'indicator,place,period,sex,deprivation_quintile,numerator,denominator',
    about:
      "children's obesity in Year 6 by fifth (2010/11-2023/24, without 2020/21) and cancers found at " +
      'stage 1 or 2 (2013-2022), by Place names',
    rows: countRows,
  },
  {
    name: 'values.csv',
    columns: 'indicator,place,period,sex,deprivation_quintile,value,lower,upper',
    about: 'adult smokers, per cent with 95 % limits, as a survey would publish them, 2011-2024',
    rows: smokingRows,
  },
  {
    name: 'deprivation.csv',
    columns: 'lsoa,place,imd_rank,imd_decile,population,period',
    about:
      'invented small areas with invented codes, their rank (1 = most deprived) and tenth; the people of ' +
      "each Place's fifth add up to population.csv in 2019",
    rows: deprivationRows,
  },
];

/** A table as CSV text: no cell here ever needs quotes. */
function csv(/** @type {string} */ columns, /** @type {(string | number)[][]} */ rows) {
  return `${[columns, ...rows.map((row) => row.join(','))].join('\n')}\n`;
}

function readme(/** @type {Map<string, number>} */ sizes) {
  const table = FILES.map(({ name, about }) => `| \`${name}\` | ${sizes.get(name)} | ${about} |`);
  return `# Synthetic fixtures

**Everything in this folder is SYNTHETIC.** The files are made by \`npm run fixtures\`
(\`scripts/make-fixtures.js\`) from the seed ${SEED}, and the same seed gives the same bytes. No figure here
describes a real person or a real place, none is copied from an official file, and none may be quoted as a
finding. The names and codes of the nine Places of Cheshire and Merseyside, of England and of the sub-ICB
locations are real only so that the tool's matching has something to match; the small areas and their codes
are invented.

| file | rows | what it is |
|---|---|---|
${table.join('\n')}

What was put in, so that there is something to find: death rates climb with age and with deprivation, fall
until about 2014 and then hardly, with more deaths in 2020 and 2021. From Place to Place the poorest catch up
or fall behind at different paces, in heart disease one way and in cancer the other. Children's obesity parts
rich and poor more every year, smoking falls everywhere, and the longest waits shorten.

Do not edit these files: change the script and run it again.
`;
}

function main() {
  mkdirSync(FOLDER, { recursive: true });
  /** @type {Map<string, number>} */
  const sizes = new Map();
  let bytes = 0;
  for (const { name, columns, rows } of FILES) {
    const table = [...rows()];
    const text = csv(columns, table);
    writeFileSync(join(FOLDER, name), text);
    sizes.set(name, table.length);
    bytes += Buffer.byteLength(text);
    console.log(`${name}: ${table.length} rows, ${Buffer.byteLength(text)} bytes`);
  }
  writeFileSync(join(FOLDER, 'README.md'), readme(sizes));
  console.log(`fixtures/system: ${(bytes / 1e6).toFixed(2)} MB, seed ${SEED}`);
}

/** The whole numbers from first to last, both included. */
function range(/** @type {number} */ first, /** @type {number} */ last) {
  return Array.from({ length: last - first + 1 }, (_, n) => first + n);
}

function sum(/** @type {number[]} */ numbers) {
  return numbers.reduce((total, n) => total + n, 0);
}

/** The proportion that has these log odds. */
function proportion(/** @type {number} */ logit) {
  return 1 / (1 + Math.exp(-logit));
}

main();
