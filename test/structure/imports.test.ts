import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { areasOf, loadPlaces } from '../../src/places/places.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const files = (readdirSync(join(root, 'src'), { recursive: true }) as string[])
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.ts'))
  .sort();
const sourceOf = (path: string): string => readFileSync(join(root, 'src', path), 'utf8');

interface Import {
  readonly from: string;
  /** A file below src, or the name of a package. */
  readonly to: string;
}

const imports: Import[] = files.flatMap((from) =>
  [...sourceOf(from).matchAll(/^(?:import|export)\b[^'";]*?\bfrom\s+'([^']+)'|\bimport\(\s*'([^']+)'/gm)]
    .map(([, plain, dynamic]) => (plain ?? dynamic)!)
    .map((to) => ({
      from,
      to: to.startsWith('.') ? normalize(join(dirname(from), to)).replaceAll('\\', '/') : to,
    })),
);
const isOwn = ({ to }: Import): boolean => files.includes(to);
const part = (path: string): string => path.split('/')[0]!;

/**
 * What each part of src may import besides itself: the way through the house goes down this list. `cells` and
 * `indicators` share the words for ages and causes; no file imports itself through others (see below).
 */
const MAY_IMPORT: Record<string, readonly string[]> = {
  cli: [
    'calc',
    'writers',
    'summary',
    'pipeline.ts',
    'results',
    'extracts',
    'cells',
    'indicators',
    'settings',
    'places',
    'periods',
    'problems',
    'paths.ts',
  ],
  settings: ['indicators', 'places', 'problems'],
  calc: [
    'extracts',
    'measures',
    'gaps',
    'trends',
    'statistics',
    'summary',
    'cells',
    'indicators',
    'periods',
    'problems',
  ],
  writers: ['summary', 'problems'],
  summary: ['pipeline.ts', 'results', 'cells', 'indicators', 'places', 'periods', 'statistics'],
  'pipeline.ts': ['results', 'cells', 'indicators', 'places', 'problems'],
  results: [
    'cells',
    'gaps',
    'measures',
    'trends',
    'indicators',
    'places',
    'periods',
    'problems',
    'statistics',
  ],
  extracts: ['cells', 'places', 'periods', 'problems', 'text', 'paths.ts'],
  cells: ['indicators', 'places', 'periods', 'problems', 'text'],
  indicators: ['cells', 'problems', 'paths.ts', 'periods'],
  measures: ['statistics'],
  gaps: ['statistics'],
  trends: ['statistics'],
  places: ['problems', 'paths.ts'],
  periods: ['text'],
  text: [],
  problems: [],
  statistics: [],
  'paths.ts': [],
  'library.ts': ['gaps', 'measures', 'trends', 'statistics'],
};

describe('imports point one way', () => {
  it('every part of src has its place in the list', () => {
    expect([...new Set(files.map(part))].filter((name) => !(name in MAY_IMPORT))).toEqual([]);
  });

  it('from the command line down to plain functions', () => {
    const wrong = imports
      .filter(isOwn)
      .filter(({ from, to }) => part(from) !== part(to) && !MAY_IMPORT[part(from)]?.includes(part(to)));
    expect(wrong).toEqual([]);
  });

  it('and no file imports itself through others', () => {
    const targets = new Map(
      files.map((file) => [file, imports.filter((one) => one.from === file && isOwn(one))]),
    );
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(' → '));
      else if (!done.has(file)) {
        for (const { to } of targets.get(file)!) visit(to, [...path, file]);
        done.add(file);
      }
    };
    for (const file of files) visit(file, []);
    expect(cycles).toEqual([]);
  });

  it('every import names a file that is there', () => {
    const missing = imports.filter(({ to }) => to.endsWith('.ts') && !files.includes(to));
    expect(missing).toEqual([]);
  });
});

describe('plain functions', () => {
  const plain = (names: readonly string[]) => imports.filter(({ from }) => names.includes(part(from)));

  it('measures, gaps, trends and statistics take numbers: no cells, no Arquero, no files', () => {
    const outside = plain(['measures', 'gaps', 'trends', 'statistics'])
      .map(({ to }) => to)
      .filter((to) => !/^(measures|gaps|trends|statistics)\//.test(to) && !to.startsWith('@stdlib/'));
    expect(outside).toEqual([]);
  });

  it('statistics do no input or output, and ask neither the clock nor chance', () => {
    for (const file of files.filter((path) => /^(measures|gaps|trends|statistics)\//.test(path))) {
      expect(codeOf(file), file).not.toMatch(
        /\bnode:|\bprocess\.|\bconsole\.|\bDate\b|Math\.random|\bfetch\(/,
      );
    }
  });

  it('Arquero stays with the cells and the results', () => {
    const users = imports.filter(({ to }) => to === 'arquero').map(({ from }) => part(from));
    expect(users.filter((name) => name !== 'cells' && name !== 'results')).toEqual([]);
  });

  it('only the command line writes to the streams or ends the process', () => {
    for (const file of files.filter((path) => part(path) !== 'cli')) {
      expect(codeOf(file), file).not.toMatch(/process\.(stdout|stderr|exit|argv)|console\./);
    }
  });
});

describe('names', () => {
  it('no file is a drawer for everything', () => {
    expect(
      files.filter((path) => /(^|\/)(utils?|helpers?|common|misc|shared|index)\.ts$/.test(path)),
    ).toEqual([]);
  });

  it('files are kebab-case', () => {
    expect(files.filter((path) => !/^([a-z0-9-]+\/)*[a-z0-9]+(-[a-z0-9]+)*\.ts$/.test(path))).toEqual([]);
  });

  it('nothing is exported as default', () => {
    expect(files.filter((path) => /\bexport default\b|\bas default\b/.test(codeOf(path)))).toEqual([]);
  });

  it('code holds no name and no code of a Place', () => {
    // The system and England are no Places: the help names the one, and the contract's gaps the other.
    const { system, country } = loadPlaces();
    const areas = areasOf(loadPlaces()).filter(({ code }) => code !== system.code && code !== country.code);
    const codes = areas.flatMap(({ code, aliases }) => [
      code,
      ...aliases.filter((alias) => /^[A-Z]?\d/.test(alias)),
    ]);
    const names = areas.flatMap(({ name, aliases }) => [
      name,
      ...aliases.filter((alias) => alias.includes(' ')),
    ]);
    const word = (text: string): RegExp =>
      new RegExp(`(?<![\\w-])${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w-])`);
    const found = files.flatMap((path) => {
      const code = codeOf(path).replaceAll(system.name, '');
      return [...codes, ...names].filter((text) => word(text).test(code)).map((text) => `${path}: ${text}`);
    });
    expect(found).toEqual([]);
  });
});

/** The code of a file without its comments. */
function codeOf(path: string): string {
  return transformSync(sourceOf(path), { loader: 'ts', legalComments: 'none', charset: 'utf8' }).code;
}
