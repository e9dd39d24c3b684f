// Bundles src/ into dist/: the program and the library as ESM, split so that each command loads only what it uses,
// and the library's declarations.
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

// Built beside dist/ and then put in its place, so that a program that is running never finds half a bundle.
const fresh = `${root}/.dist-${process.pid}`;
const declared = declareLibrary(fresh);
await build({
  absWorkingDir: root,
  entryPoints: {
    main: 'src/cli/main.ts',
    'calc-helper': 'src/cli/calc-helper.ts',
    library: 'src/library.ts',
  },
  outdir: fresh,
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  sourcemap: 'linked',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'linked',
  // They bring a binary of their own for each machine.
  external: ['@duckdb/node-bindings'],
  alias: { 'node:child_process': './scripts/no-child-process.js' },
  define: { GAPLINE_VERSION: JSON.stringify(version) },
  // Bundled CommonJS (commander, @stdlib) asks for `require`, which ESM does not have.
  banner: { js: "import { createRequire as $cr } from 'node:module'; const require = $cr(import.meta.url);" },
  logLevel: 'warning',
});
await declared;
rmSync(`${root}/dist`, { recursive: true, force: true });
renameSync(fresh, `${root}/dist`);

/** Writes library.d.ts and the declarations that it names; whether types are right is for `npm run types` to say. */
async function declareLibrary(folder) {
  const tsc = join(dirname(fileURLToPath(import.meta.resolve('typescript/package.json'))), 'bin/tsc');
  await promisify(execFile)(process.execPath, [tsc, '-p', 'tsconfig.declarations.json', '--outDir', folder], {
    cwd: root,
  });
  for (const name of readdirSync(folder, { recursive: true }).filter((path) => path.endsWith('.d.ts'))) {
    const path = join(folder, name);
    // tsc leaves the endings of the sources, which are not in the package.
    const text = readFileSync(path, 'utf8').replace(/(\bfrom '\.{1,2}\/[^']+)\.ts';/g, "$1.js';");
    writeFileSync(path, text);
  }
}
