// Makes a clone ready: installs what package-lock.json asks for and builds dist/, each only when something
// changed since the last time. Uses nothing but Node, so that it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stampFile = join(root, '.setup-stamp.json');

const wanted = {
  install: hash([join(root, 'package-lock.json')]),
  build: hash([
    ...['package.json', 'tsconfig.json', 'tsconfig.declarations.json', 'scripts/build.js'].map((name) =>
      join(root, name),
    ),
    ...filesUnder(join(root, 'src')),
  ]),
};
const done = existsSync(stampFile) ? JSON.parse(readFileSync(stampFile, 'utf8')) : {};

if (done.install !== wanted.install || !existsSync(join(root, 'node_modules/.package-lock.json'))) {
  // npm gives its own path to the scripts it runs; `npm` alone is not found on every Windows machine.
  const npm = process.env.npm_execpath;
  const args = ['ci', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
  if (npm) run(process.execPath, [npm, ...args]);
  else run('npm', args);
}
if (
  done.build !== wanted.build ||
  !['main.js', 'library.js', 'library.d.ts'].every((name) => existsSync(join(root, 'dist', name)))
) {
  run(process.execPath, [join(root, 'scripts/build.js')]);
}
if (done.install !== wanted.install || done.build !== wanted.build) {
  writeFileSync(stampFile, `${JSON.stringify(wanted)}\n`);
}

/** Runs a command in the project's root; its standard output goes to stderr, so that a pipe stays clean. */
function run(command, args) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2] });
  if (error) console.error(`setup: cannot run ${command}: ${error.message}`);
  if (status !== 0) {
    console.error(`setup: "${[command, ...args].join(' ')}" failed; gapline is not ready.`);
    process.exit(1);
  }
}

function hash(files) {
  const sum = createHash('sha256');
  for (const file of files) sum.update(file.slice(root.length)).update(readFileSync(file));
  return sum.digest('hex');
}

function filesUnder(directory) {
  return readdirSync(directory)
    .sort()
    .flatMap((name) => {
      const path = join(directory, name);
      return statSync(path).isDirectory() ? filesUnder(path) : [path];
    });
}
