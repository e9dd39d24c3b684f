import type { ProblemLog } from '../problems/problem-log.ts';
import { footerLine, groupLine, problemLine } from '../problems/render.ts';
import type { OutputOptions } from './output.ts';

/**
 * Says what was found on standard error: repeats together, a counted footer. Accounts of rows set aside are
 * for `--verbose`, which also lists every problem by itself.
 */
export function printProblems(
  log: ProblemLog,
  files: readonly { readonly rows: number; readonly refused: number }[],
  { verbose }: Pick<OutputOptions, 'verbose'>,
): void {
  const lines = verbose
    ? log.all().map(problemLine)
    : log
        .groups()
        .filter(({ first }) => first.severity !== 'info')
        .map(groupLine);
  for (const line of lines) process.stderr.write(`${line}\n`);
  if (log.count('error') + log.count('warning') === 0) return;
  const sum = (key: 'rows' | 'refused'): number => files.reduce((total, file) => total + file[key], 0);
  process.stderr.write(`${footerLine(log, sum('rows'), sum('refused'))}\n`);
}
