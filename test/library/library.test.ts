import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import * as library from '../../src/library.ts';
import { declarations, node, root, withInstalled } from './package.ts';

const exported = new Set(declarations().map(({ name }) => name));
const functions = declarations().filter(({ kind }) => kind === 'function');

it('is built from these sources', () => {
  const values = declarations().filter(({ kind }) => kind === 'function' || kind === 'const');
  expect(values.map(({ name }) => name).sort()).toEqual(Object.keys(library).sort());
});

it('exports every method of src/measures', () => {
  const methods = readdirSync(join(root, 'src/measures')).flatMap((name) =>
    [...readFileSync(join(root, 'src/measures', name), 'utf8').matchAll(/^export function (\w+)/gm)].map(
      ([, method]) => method!,
    ),
  );
  expect(methods.length).toBeGreaterThan(10);
  expect(methods.filter((method) => !(method in library))).toEqual([]);
});

it.each(declarations().filter(({ kind }) => kind === 'function' || kind === 'const'))(
  '$name has a docstring in the declarations',
  ({ doc }) => {
    expect(doc.replace(/[\s*]/g, '').length).toBeGreaterThan(20);
  },
);

it.each(declarations().filter(({ kind }) => kind === 'interface'))(
  '$name is documented: as a whole, field by field, or by the types of its fields',
  ({ doc, text }) => {
    const types = [...text.matchAll(/^ {4}readonly \w+\??: ([^;]+);$/gm)].map(([, type]) => type!);
    const ofOwnTypes = types.length > 0 && types.every((type) => exported.has(type));
    expect(doc !== '' || text.includes('/**') || ofOwnTypes).toBe(true);
  },
);

it('names no type in a function that it does not export', () => {
  const builtIn = ['Array', 'ArrayLike', 'Float64Array', 'Uint8Array', 'Readonly', 'Record', 'Omit', 'Pick'];
  const unknown = declarations().flatMap(({ name, text }) =>
    [...text.replace(/\/\*\*[\s\S]*?\*\//g, '').matchAll(/(?<![.\w'])[A-Z][A-Za-z]*[a-z]\w*\b(?!['?:])/g)]
      .map(([type]) => type)
      .filter((type) => !exported.has(type) && !builtIn.includes(type))
      .map((type) => `${name}: ${type}`),
  );
  expect(unknown).toEqual([]);
});

/**
 * By numpy and scipy, from the formulas: Σ(w·x/n)/Σw·k; √(Σw²x/n²)/Σw·k; value + √(Var/O)·(Byar(O) − O)·k, with
 * O = 47 and z = norm.ppf(0.975).
 */
const EXAMPLE = {
  call: 'dsr({ events: [5, 12, 30], populations: [10000, 8000, 5000], weights: [5000, 3000, 2000], multiplier: 100000, confidence: [0.95] })',
  value: 190,
  standardError: 27.816362091402244,
  lower: 139.4072855064201,
  upper: 252.89608100831862,
};

it.each([
  ['module', "import { dsr } from 'gapline';"],
  ['commonjs', "const { dsr } = require('gapline');"],
])("a %s computes a rate by the package's own name, to 1e-12", async (type, load) => {
  const program = `${load} console.log(JSON.stringify(${EXAMPLE.call}))`;
  const { output, exit } = await node(
    ['--disable-warning=ExperimentalWarning', `--input-type=${type}`, '--eval', program],
    root,
  );
  expect({ output, exit }).toMatchObject({ exit: 0 });
  const rate = JSON.parse(output);
  const close = (actual: number, expected: number) =>
    expect(Math.abs(actual / expected - 1)).toBeLessThan(1e-12);
  close(rate.value, EXAMPLE.value);
  close(rate.standardError, EXAMPLE.standardError);
  close(rate.limits[0].lower, EXAMPLE.lower);
  close(rate.limits[0].upper, EXAMPLE.upper);
});

it('keeps the rest of the package to itself', async () => {
  const { output, exit } = await node(
    ['--input-type=module', '--eval', "await import('gapline/dist/main.js')"],
    root,
  );
  expect(exit).toBe(1);
  expect(output).toContain('ERR_PACKAGE_PATH_NOT_EXPORTED');
});

/** Type-checks a program of somebody who installed the package, their libraries' declarations included. */
function typeCheck(source: string) {
  return withInstalled((folder) => {
    writeFileSync(join(folder, 'program.ts'), source);
    const compilerOptions = {
      module: 'nodenext',
      moduleResolution: 'nodenext',
      target: 'es2022',
      lib: ['es2023'],
      types: [],
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
      noEmit: true,
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['program.ts'] }));
    return node([join(root, 'node_modules/typescript/bin/tsc'), '--pretty', 'false'], folder);
  });
}

const RIGHT = `
import { dsr, lifeTable, POINT_TYPES, spcChart, type DsrInput, type Estimate } from 'gapline';
const input: DsrInput = {
  events: new Float64Array(2), populations: [1, 2], weights: [1, 1], multiplier: 1, confidence: [0.95],
};
const estimate: Estimate = dsr(input);
export const value: number | null = estimate.value;
const table = lifeTable({ starts: [0, 1], deaths: [1, 2], populations: [9000, 9000], a0: 'keyfitz' });
export const reason: string = table.withheld === null ? 'at ' + table.e[0]! : table.withheld;
const chart = spcChart({ values: [1, 2, 3], direction: 'increase' });
export const type: 'common-cause' | 'improvement' | 'concern' | 'neutral-high' | 'neutral-low' =
  POINT_TYPES[chart.pointTypes[0]!]!;
`;

it('type-checks in a program that uses it rightly, with the declarations of all libraries checked', async () => {
  expect(await typeCheck(RIGHT)).toEqual({ output: '', exit: 0 });
});

it.each([
  ['a field left out', 'multiplier: 1, ', '', /TS2741: Property 'multiplier' is missing/],
  ['a text for numbers', '[1, 2], weights', "['1', '2'], weights", /TS2322: Type 'string'/],
  ['a value taken for certain', 'value: number | null', 'value: number', /TS2322: Type 'number \| null'/],
  [
    'a reason not asked for',
    "table.withheld === null ? 'at ' + table.e[0]! : ",
    '',
    /TS2322: Type 'string \| null'/,
  ],
  ['a word that is none', "direction: 'increase'", "direction: 'up'", /TS2322: Type '"up"'/],
  [
    'a name that it does not have',
    'import { dsr,',
    'import { asr, dsr,',
    /TS2305: .* has no exported member 'asr'/,
  ],
])('does not type-check with %s', async (_, right, wrong, message) => {
  expect(RIGHT).toContain(right);
  const { output, exit } = await typeCheck(RIGHT.replace(right, wrong));
  expect(output).toMatch(message);
  expect(exit).not.toBe(0);
});

const page = readFileSync(join(root, 'docs/library.md'), 'utf8');

it('docs/library.md prints what it says', async () => {
  const block = (language: string): string =>
    new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(page)![1]!;
  const { output } = await node(['--input-type=module', '--eval', block('js')], root);
  expect(output).toBe(block('text'));
  expect(output).toContain(
    `${EXAMPLE.value.toFixed(1)} (${EXAMPLE.lower.toFixed(1)} to ${EXAMPLE.upper.toFixed(1)})`,
  );
});

it('docs/library.md lists every function, once, and nothing else', () => {
  const listed = [...page.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name!);
  expect(listed.sort()).toEqual(functions.map(({ name }) => name).sort());
});
