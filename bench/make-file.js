// Writes the files that bench/run.js measures. Everything is SYNTHETIC; the same kind and share always give the same
// bytes, and memory stays small whatever the size.
//
//   node bench/make-file.js counts|life|months FILE [SHARE]
//
// counts  9 areas × 20 years × 5 fifths × 2 sexes × 50 causes × 19 age bands, 1.71 million rows
// life    the same with the 20 bands of a life table, 1.8 million rows
// months  100,000 monthly series of 60 points, 6 million rows
//
// SHARE, up to 1, takes that share of the years or series.
import { closeSync, openSync, renameSync, writeSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const SEED = 20240229;
const FIVE_YEARS = Array.from({ length: 17 }, (_, n) => `${5 * n + 5}-${5 * n + 9}`);
const CHUNK = 1 << 20;

/** How each kind is made: a function that yields its lines. */
const KINDS = {
  counts: (share) =>
    countLines(['0-4', ...FIVE_YEARS, '90+'], share, (uniform, band) =>
      Math.floor(uniform() * uniform() * (2 + 2 * band)),
    ),
  // Every band has deaths, and fewer than people, so that no table is withheld.
  life: (share) =>
    countLines(
      ['0', '1-4', ...FIVE_YEARS, '90+'],
      share,
      (uniform, band) => 1 + Math.floor(uniform() * (2 + 2 * band * band)),
    ),
  months: monthLines,
};

/**
 * Writes one file.
 *
 * @param {'counts' | 'life' | 'months'} kind
 * @param {string} path
 * @param {number} share above 0, up to 1
 */
export function makeFile(kind, path, share) {
  // Whole or not at all, so that a run that was stopped leaves no short file for the next one.
  const fresh = `${path}.part`;
  const file = openSync(fresh, 'w');
  let waiting = '';
  for (const line of KINDS[kind](share)) {
    waiting += line;
    if (waiting.length < CHUNK) continue;
    writeSync(file, waiting);
    waiting = '';
  }
  writeSync(file, waiting);
  closeSync(file);
  renameSync(fresh, path);
}

function* countLines(bands, share, deathsOf) {
  const uniform = randomNumbers(SEED);
  const years = Math.max(1, Math.round(20 * share));
  yield 'area,year,fifth,sex,cause,age,deaths,population\n';
  for (let area = 1; area <= 9; area++)
    for (let year = 2001; year < 2001 + years; year++)
      for (let fifth = 1; fifth <= 5; fifth++)
        for (const sex of ['female', 'male'])
          for (let cause = 1; cause <= 50; cause++)
            for (const [band, age] of bands.entries()) {
              const people = 1000 + Math.floor(uniform() * 9000);
              yield `area ${area},${year},${fifth},${sex},cause ${cause},${age},${deathsOf(uniform, band)},${people}\n`;
            }
}

function* monthLines(share) {
  const uniform = randomNumbers(SEED);
  const months = Array.from(
    { length: 60 },
    (_, n) => `${2019 + Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, '0')}`,
  );
  yield 'series,month,value\n';
  for (let series = 1; series <= Math.max(1, Math.round(100_000 * share)); series++) {
    const level = 50 + Math.floor(uniform() * 950);
    for (const month of months)
      yield `series ${series},${month},${Math.round(level * (0.8 + 0.2 * (uniform() + uniform())))}\n`;
  }
}

/** Evenly spread over [0, 1), the same for the same seed: mulberry32. */
function randomNumbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [kind, path, share = '1'] = process.argv.slice(2);
  if (!(kind in KINDS) || !path || !(Number(share) > 0 && Number(share) <= 1)) {
    console.error(`Usage: node bench/make-file.js ${Object.keys(KINDS).join('|')} FILE [SHARE]`);
    process.exit(2);
  }
  makeFile(kind, path, Number(share));
}
