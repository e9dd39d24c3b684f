import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENGINE_FROM_BYTES } from '../../src/calc/read-by-engine.ts';
import { gapline, type Outcome } from '../cli/run-gapline.ts';

const AREAS = 3000;
const STARTS = [0, 1, ...Array.from({ length: 18 }, (_, index) => 5 * (index + 1))];
const HEADER = 'area,age,deaths,people,score,remark';

const METHODS: readonly (readonly [title: string, options: string])[] = [
  ['rate', 'rate --events deaths --population people'],
  ['dsr', 'dsr --events deaths --population people --standard esp2013 --age age'],
  ['life-expectancy', 'life-expectancy --deaths deaths --population people --age age --at 0,65'],
  ['mean', 'mean --values score'],
];

/** The bands of all areas, the areas in no order; the last has a text for an age that no other has. */
function bigRows(): string[] {
  const rows: string[] = [];
  for (let at = 0; at < AREAS; at++) {
    const area = (at * 1709) % AREAS;
    const name = area % 3 === 0 ? `"Area ${area},""old"""` : `Area ${area}`.replace('Area', 'Ärea');
    for (const [band, from] of STARTS.entries()) {
      const next = STARTS[band + 1];
      const label =
        next === undefined ? `${from}+` : next === from + 1 ? String(from) : `${from}-${next - 1}`;
      const age = at === AREAS - 1 && band === 0 ? 'under 1' : label;
      const people = 400 + ((at * 37 + band * 101) % 977);
      const deaths = 1 + 4 * band + ((at * 13 + band * 7) % (2 + band));
      const score = (((at * 31 + band * 17) % 2003) - 1000) / 8;
      rows.push(
        `${name},${age},${deaths},${people},${score},${'one more column that nobody asks for '.repeat(4)}`,
      );
    }
  }
  return rows;
}

describe('a big file gives what the same content on standard input gives', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gapline-big-'));
  const good = join(folder, 'good.csv');
  const spoilt = join(folder, 'spoilt.csv');
  const contents = { [good]: '', [spoilt]: '' };
  let badLine = 0;
  let badArea = '';
  let hasEngine = false;

  beforeAll(async () => {
    const rows = bigRows();
    const spoiltAt = rows.length / 2;
    badLine = spoiltAt + 2;
    const [name, age] = /^((?:"(?:[^"]|"")*"|[^,]*)),([^,]*)/.exec(rows[spoiltAt]!)!.slice(1);
    badArea = name!;
    contents[good] = `${[HEADER, ...rows].join('\n')}\n`;
    contents[spoilt] = `${[HEADER, ...rows.with(spoiltAt, `${name},${age},many,500,some,`)].join('\n')}\n`;
    for (const [path, content] of Object.entries(contents)) {
      expect(Buffer.byteLength(content)).toBeGreaterThan(ENGINE_FROM_BYTES);
      writeFileSync(path, content);
    }
    hasEngine = await import('../../src/calc/embedded-engine.ts').then(
      () => true,
      () => false,
    );
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function both(options: string, path: string): Promise<{ file: Outcome; pipe: Outcome }> {
    const [method, ...more] = `${options} --by area`.split(' ');
    const file = await gapline(['calc', method!, path, ...more]);
    const pipe = await gapline(['calc', method!, '-', ...more], { stdin: contents[path]! });
    return { file, pipe };
  }

  const sorted = (text: string): string[] => text.split('\n').sort();

  it.each(METHODS)('%s', async (_, options) => {
    const { file, pipe } = await both(options, good);
    expect([file.exit, file.stderr]).toEqual([pipe.exit, pipe.stderr]);
    expect(sorted(file.stdout)).toEqual(sorted(pipe.stdout));
    expect(file.exit).toBe(0);
    expect(file.stdout.match(/,ok,/g)?.length).toBeGreaterThanOrEqual(AREAS);
    // The engine's groups come in the order of their names: were they not, nothing would have been compared.
    if (hasEngine) expect(file.stdout).not.toBe(pipe.stdout);
  });

  it.each(METHODS)(
    '%s, with one bad cell in the middle: its group is withheld with the line, no other',
    async (_, options) => {
      const { file, pipe } = await both(options, spoilt);
      expect(file).toEqual(pipe);
      expect([file.exit, file.stderr]).toEqual([
        1,
        `1 of ${AREAS} groups withheld for what is wrong with the data; the column note says what\n`,
      ]);
      const withheld = file.stdout.split('\n').filter((line) => line.includes(',withheld,'));
      expect(withheld.length).toBe(options.includes('--at 0,65') ? 2 : 1);
      for (const line of withheld) {
        expect(line.startsWith(`${badArea},`)).toBe(true);
        expect(line).toContain(`(line ${badLine})`);
        expect(line).toContain('is not a number');
      }
    },
  );

  it('the whole file as one group, to the last digit', async () => {
    for (const options of ['rate --events deaths --population people', 'mean --values score']) {
      const [method, ...more] = options.split(' ');
      const file = await gapline(['calc', method!, good, ...more]);
      const pipe = await gapline(['calc', method!, '-', ...more], { stdin: contents[good]! });
      expect(file).toEqual(pipe);
      expect(file.exit).toBe(0);
    }
  });
});
