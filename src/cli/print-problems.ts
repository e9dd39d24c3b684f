import type { Problem } from '../problems/problem.ts';
import { ProblemLog } from '../problems/problem-log.ts';
import { countLine, footerLine, groupLine, problemLine } from '../problems/render.ts';
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

/** The problems of a command that stopped: repeats together, and how many there are. */
export function printGrouped(problems: readonly Problem[]): void {
  const log = new ProblemLog();
  log.addAll(problems);
  for (const group of log.groups().filter(({ first }) => first.severity !== 'info'))
    process.stderr.write(`${groupLine(group)}\n`);
  if (problems.length > 1) process.stderr.write(`${countLine(log)}\n`);
}
