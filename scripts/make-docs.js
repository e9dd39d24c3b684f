// Runs the commands of the documentation's ```console blocks and writes what they print below them.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The pages whose commands are run. */
export function pages() {
  const docs = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'));
  return ['README.md', ...docs.map((name) => `docs/${name}`)];
}

/** A page with the output of each `$ ` line of its console blocks written below that line. */
export function withOutputs(markdown) {
  return markdown.replace(/```console\n([\s\S]*?)```/g, (_, block) => {
    const commands = block.split('\n').filter((line) => line.startsWith('$ '));
    const written = commands.map((line) => `${line}\n${run(line.slice(2))}`);
    return `\`\`\`console\n${written.join('')}\`\`\``;
  });
}

/** Runs a shell command in the project's root with `gapline` on the path, 100 columns wide and without colour. */
function run(command) {
  const bin = mkdtempSync(join(tmpdir(), 'gapline-docs-'));
  try {
    writeFileSync(join(bin, 'gapline'), `#!/bin/sh\nexec node "${join(root, 'bin/gapline.js')}" "$@"\n`);
    chmodSync(join(bin, 'gapline'), 0o755);
    const env = { ...process.env, PATH: `${bin}:${process.env.PATH}`, NO_COLOR: '1', COLUMNS: '100' };
    const { stdout, stderr, error } = spawnSync('sh', ['-c', command], { cwd: root, env, encoding: 'utf8' });
    if (error) throw error;
    return stdout + stderr;
  } finally {
    rmSync(bin, { recursive: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const page of pages()) {
    const path = join(root, page);
    writeFileSync(path, withOutputs(readFileSync(path, 'utf8')));
  }
}
