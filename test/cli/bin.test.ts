import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bin, root } from './run-gapline.ts';

/** Starts a copy of the bin that has no dist beside it, or the one given. */
async function startCopy(dist?: string): Promise<{ exit: unknown; stdout: string; stderr: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'gapline-bin-'));
  try {
    mkdirSync(join(folder, 'bin'));
    copyFileSync(bin, join(folder, 'bin/gapline.js'));
    copyFileSync(join(root, 'package.json'), join(folder, 'package.json'));
    if (dist !== undefined) {
      mkdirSync(join(folder, 'dist'));
      writeFileSync(join(folder, 'dist/main.js'), dist);
    }
    return await new Promise((resolve) => {
      execFile(process.execPath, [join(folder, 'bin/gapline.js'), 'run'], (error, stdout, stderr) =>
        resolve({ exit: error?.code ?? 0, stdout, stderr }),
      );
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

it('without dist the bin says in one line to run `npm start` first, and ends with 2', async () => {
  const { exit, stdout, stderr } = await startCopy();
  expect([exit, stdout]).toEqual([2, '']);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(stderr).toContain('npm start');
});

it('an error inside dist is not taken for a dist that is not there', async () => {
  const { exit, stderr } = await startCopy("throw new Error('something else');");
  expect(exit).not.toBe(0);
  expect(stderr).toContain('something else');
  expect(stderr).not.toContain('npm start');
});
