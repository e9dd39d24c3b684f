// Bundles src/ into dist/: one ESM bundle, split so that each command loads only what it uses.
import { readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

rmSync(`${root}/dist`, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: ['src/cli/main.ts'],
  outdir: 'dist',
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  sourcemap: 'linked',
  minifySyntax: true,
  minifyWhitespace: true,
  keepNames: true,
  legalComments: 'linked',
  define: { GAPLINE_VERSION: JSON.stringify(version) },
  // Bundled CommonJS (commander, @stdlib) asks for `require`, which ESM does not have.
  banner: { js: "import { createRequire as $cr } from 'node:module'; const require = $cr(import.meta.url);" },
  logLevel: 'warning',
});
