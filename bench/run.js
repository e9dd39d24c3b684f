// Measures gapline side by side with plain queries; bench/README.md says what and how.
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, devNull, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const USAGE = `Usage: npm run bench -- [options]
  --repeats N   how many times each program runs, in turns (5)
  --share S     share of the files' rows, up to 1 (1)
  --only IDS    such as rate,dsr; all but spc unless told
  --spc         also the long one: 100,000 monthly series
  --folder DIR  where the files are made, and kept; a folder that is removed at the end unless told`;

const root = fileURLToPath(new URL('..', import.meta.url));
const at = (path) => join(root, path);
const BY = 'area,year,fifth,sex,cause';
const MB = 1e6;

/**
 * One line of the table: gapline on a file, and the query that it is measured against, null for none.
 * `mostTime` is the ratio of the times, `mostMemory` gapline's own peak in bytes; null where none was asked.
 */
const COMPARISONS = [
  {
    id: 'rate',
    file: 'counts',
    query: 'rate',
    args: ['rate', '--by', BY, '--events', 'deaths', '--population', 'population'],
    mostTime: 1.5,
    mostMemory: 500 * MB,
  },
  {
    id: 'dsr',
    file: 'counts',
    query: 'dsr',
    args: [
      'dsr',
      '--by',
      BY,
      '--events',
      'deaths',
      '--population',
      'population',
      '--standard',
      'esp2013',
      '--age',
      'age',
    ],
    mostTime: 1.5,
    mostMemory: 500 * MB,
  },
  {
    id: 'life-expectancy-at-0',
    file: 'life',
    query: 'rate',
    args: [
      'life-expectancy',
      '--by',
      BY,
      '--age',
      'age',
      '--deaths',
      'deaths',
      '--population',
      'population',
      '--at',
      '0',
    ],
    mostTime: 4,
    mostMemory: 500 * MB,
  },
  {
    id: 'life-expectancy-all-ages',
    file: 'life',
    query: 'rate',
    args: ['life-expectancy', '--by', BY, '--age', 'age', '--deaths', 'deaths', '--population', 'population'],
    mostTime: 4,
    mostMemory: 500 * MB,
  },
  {
    id: 'spc',
    file: 'months',
    query: null,
    args: ['spc', '--by', 'series', '--date', 'month', '--value', 'value'],
    mostTime: null,
    mostMemory: 1500 * MB,
  },
];

const options = readOptions();
const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'gapline-bench-'));
mkdirSync(folder, { recursive: true });
try {
  const lines = options.chosen.map((comparison) => measured(comparison));
  const machine = `${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown processor'}`;
  console.log(`${machine}, ${(totalmem() / 1e9).toFixed(0)} GB, Node ${process.version}`);
  console.log(`share ${options.share} of the rows, ${options.repeats} runs each in turns, medians\n`);
  print([['', 'query', 'gapline', 'ratio', 'asked', 'met', 'query', 'gapline', 'asked', 'met'], ...lines]);
} finally {
  if (!options.folder) rmSync(folder, { recursive: true, force: true });
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        repeats: { type: 'string', default: '5' },
        share: { type: 'string', default: '1' },
        only: { type: 'string' },
        spc: { type: 'boolean', default: false },
        folder: { type: 'string' },
      },
    });
    const only = values.only?.split(',');
    const chosen = COMPARISONS.filter(({ id }) => (only ? only.includes(id) : id !== 'spc' || values.spc));
    const [repeats, share] = [Number(values.repeats), Number(values.share)];
    if (!Number.isInteger(repeats) || repeats < 1) throw new Error('--repeats is a whole number from 1');
    if (!(share > 0 && share <= 1)) throw new Error('--share is above 0 and at most 1');
    if (chosen.length < (only?.length ?? 1))
      throw new Error(`--only takes ${COMPARISONS.map(({ id }) => id).join(', ')}`);
    if (!existsSync(at('dist/main.js'))) throw new Error('gapline is not built: npm run build');
    return { repeats, share, chosen, folder: values.folder };
  } catch (error) {
    console.error(`${error.message}\n${USAGE}`);
    process.exit(2);
  }
}

/** Runs both programs in turns, each first every other time, and makes the line of the table. */
function measured({ id, file, query, args, mostTime, mostMemory }) {
  const input = fileOf(file);
  const output = join(folder, 'output.csv');
  const programs = {
    gapline: [at('bin/gapline.js'), 'calc', ...args, '--format', 'csv', '--quiet', input],
    ...(query && { query: [at('bench/plain-query.js'), query, input, output] }),
  };
  const runs = { gapline: [], query: [] };
  for (let repeat = 0; repeat < options.repeats; repeat++) {
    const names = Object.keys(programs);
    for (const name of repeat % 2 ? names.reverse() : names) {
      process.stderr.write(`${id} ${repeat + 1}/${options.repeats} ${name}\n`);
      // What a query writes to a file itself, gapline writes to standard output; for spc that would be gigabytes.
      runs[name].push(run(programs[name], name === 'gapline' && query ? output : devNull));
    }
  }
  rmSync(output, { force: true });
  const failed = [...runs.gapline, ...runs.query].find(({ failure }) => failure);
  if (failed) return [id, failed.failure];
  const [seconds, peak] = [medianOf(runs.gapline, 'seconds'), medianOf(runs.gapline, 'bytes')];
  const [querySeconds, queryPeak] = [medianOf(runs.query, 'seconds'), medianOf(runs.query, 'bytes')];
  const ratio = querySeconds === null ? null : seconds / querySeconds;
  return [
    id,
    querySeconds === null ? '–' : `${querySeconds.toFixed(2)} s`,
    `${seconds.toFixed(2)} s`,
    ratio === null ? '–' : `${ratio.toFixed(2)}×`,
    mostTime === null ? '–' : `${mostTime}×`,
    mostTime === null ? '–' : ratio <= mostTime ? 'yes' : 'NO',
    queryPeak === null ? '–' : `${Math.round(queryPeak / MB)} MB`,
    `${Math.round(peak / MB)} MB`,
    `${mostMemory / MB} MB`,
    peak <= mostMemory ? 'yes' : 'NO',
  ];
}

/** The path of a file to measure with, made where it is not there yet. */
function fileOf(kind) {
  const path = join(folder, `${kind}-${options.share}.csv`);
  if (existsSync(path)) return path;
  process.stderr.write(`making ${path}\n`);
  // In a process of its own, whose memory is not counted to what is measured.
  const made = spawnSync(process.execPath, [at('bench/make-file.js'), kind, path, String(options.share)]);
  if (made.status !== 0) throw new Error(`${path} could not be made: ${made.stderr}`);
  return path;
}

/** One whole process from start to end: its wall time and its peak of memory, or why it failed. */
function run(args, output) {
  const memory = join(folder, 'memory.txt');
  const stdout = openSync(output, 'w');
  const start = performance.now();
  const { status, signal, stderr } = spawnSync(
    process.execPath,
    ['--import', new URL('report-memory.js', import.meta.url).href, ...args],
    { cwd: root, stdio: ['ignore', stdout, 'pipe'], env: { ...process.env, BENCH_MEMORY: memory } },
  );
  const seconds = (performance.now() - start) / 1000;
  closeSync(stdout);
  if (status !== 0)
    return { failure: `failed (${signal ?? `exit ${status}`}): ${String(stderr).split('\n')[0]}` };
  const bytes = Number(readFileSync(memory, 'utf8'));
  rmSync(memory);
  return { seconds, bytes };
}

/** The median of one figure of the runs; null where there are none. */
function medianOf(runs, figure) {
  if (runs.length === 0) return null;
  const sorted = runs.map((run) => run[figure]).sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

function print(lines) {
  const widths = lines[0].map((_, column) =>
    Math.max(...lines.filter((line) => line.length > 2).map((line) => line[column].length)),
  );
  widths[0] = Math.max(...lines.map(([id]) => id.length));
  for (const line of lines)
    console.log(
      line
        .map((cell, column) => (column ? cell.padStart(widths[column]) : cell.padEnd(widths[0])))
        .join('  '),
    );
}
