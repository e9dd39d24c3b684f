import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
// @ts-expect-error a script without types
import { pages, withOutputs } from '../../scripts/make-docs.js';
import { loadFormats } from '../../src/extracts/format.ts';
import { loadCatalogue } from '../../src/indicators/catalogue.ts';
import { loadPlaces } from '../../src/places/places.ts';
import { coverageTable } from '../../src/summary/coverage-table.ts';
import { gapsTable } from '../../src/summary/gaps-table.ts';
import { measuresTable } from '../../src/summary/measures-table.ts';
import { milestonesTable } from '../../src/summary/milestones-table.ts';
import { poorestTable } from '../../src/summary/poorest-table.ts';
import { summaryTable } from '../../src/summary/summary-table.ts';
import { trendsTable } from '../../src/summary/trends-table.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (name: string): string => readFileSync(join(root, name), 'utf8');

describe('the documentation', () => {
  it.each(pages() as string[])(
    '%s shows what its commands print (npm run docs writes it again)',
    (page) => {
      const markdown = read(page);
      expect(withOutputs(markdown)).toBe(markdown);
    },
    120_000,
  );

  it('has no command outside the blocks that are run, but for npm', () => {
    for (const page of pages() as string[]) {
      for (const [, block] of read(page).matchAll(/```sh\n([\s\S]*?)```/g))
        expect(block).toMatch(/^(npm .*\n)+$/);
    }
  });

  it('names every column of every result table, and every column that canonical extracts need', () => {
    const context = { catalogue: loadCatalogue(), places: loadPlaces(), confidence: [0.95, 0.998] };
    const tables = [measuresTable, gapsTable, trendsTable, poorestTable, milestonesTable, coverageTable].map(
      (make) => make([], context),
    );
    const written = [...tables, summaryTable([], context)].flatMap(({ columns }) =>
      columns.map(({ name }) => name),
    );
    const needed = loadFormats()
      .filter(({ columns }) => columns === 'canonical')
      .flatMap(({ header }) => [...header.all, ...header.oneOf.flat()]);
    const dictionary = read('docs/data-dictionary.md');
    for (const name of new Set([...written, ...needed])) expect(dictionary).toContain(`\`${name}\``);
  });
});

describe('CONTRIBUTING.md', () => {
  it('adds an indicator by data alone, when its five steps are followed', () => {
    const page = read('CONTRIBUTING.md');
    const block = (language: string): string =>
      new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(page)![1]!.replace(/^ {3}/gm, '');
    const [, , ...args] = /\$ (gapline run .*)/.exec(page)![1]!.split(' ');
    const copy = mkdtempSync(join(tmpdir(), 'gapline-contributing-'));
    try {
      for (const folder of ['bin', 'dist', 'data', 'package.json'])
        cpSync(join(root, folder), join(copy, folder), { recursive: true });
      const file = join(copy, 'data/indicators/obesity.json');
      writeFileSync(
        file,
        JSON.stringify([...JSON.parse(readFileSync(file, 'utf8')), JSON.parse(block('json'))]),
      );
      writeFileSync(join(copy, 'severe.csv'), block('csv'));
      const output = execFileSync('node', ['bin/gapline.js', 'run', ...args], {
        cwd: copy,
        encoding: 'utf8',
        env: { ...process.env, COLUMNS: '120' },
      });
      // 173 of 1,610 children is 10.7 %; 88/610 − 9/150 is 8.4 percentage points.
      expect(output).toContain('Severe obesity in Year 6');
      expect(output).toMatch(/Halton +10\.7 .*\+8\.4/);
    } finally {
      rmSync(copy, { recursive: true });
    }
  });
});
