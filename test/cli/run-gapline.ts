import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const bin = fileURLToPath(new URL('../../bin/gapline.js', import.meta.url));

export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number;
}

/** Runs the built program as a shell would: piped, and with nothing of this process's environment but the paths. */
export function gapline(
  args: readonly string[],
  {
    env = {},
    stdin = '',
    cwd = root,
  }: { env?: Record<string, string>; stdin?: string | Buffer; cwd?: string } = {},
): Promise<Outcome> {
  const { PATH = '', SYSTEMROOT = '', TMPDIR = '' } = process.env;
  return new Promise((resolve, reject) => {
    const child = execFile(
      process.execPath,
      [bin, ...args],
      { cwd, env: { PATH, SYSTEMROOT, TMPDIR, ...env }, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        const exit = error === null ? 0 : error.code;
        if (typeof exit === 'number') resolve({ stdout, stderr, exit });
        else reject(error);
      },
    );
    child.stdin!.on('error', () => {});
    child.stdin!.end(stdin);
  });
}
