// Bundles src/ into dist/: one ESM bundle, split so that each command loads only what it uses.
import { readFileSync, renameSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

// Built beside dist/ and then put in its place, so that a program that is running never finds half a bundle.
const fresh = `${root}/.dist-${process.pid}`;
await build({
  absWorkingDir: root,
  entryPoints: ['src/cli/main.ts'],
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
rmSync(`${root}/dist`, { recursive: true, force: true });
renameSync(fresh, `${root}/dist`);
