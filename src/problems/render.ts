import { printable } from './printable.ts';
import type { Problem } from './problem.ts';
import type { ProblemGroup, ProblemLog } from './problem-log.ts';

/** `births.csv:14:place: error[unknown-place] "Knowlsey" is … Fix: …` */
export function problemLine({ file, line, column, severity, code, message, fix }: Problem): string {
  const at = [file, line, column].filter((part) => part !== null).join(':');
  return `${printable(at)}: ${severity}[${code}] ${printable(message)}. Fix: ${printable(fix)}`;
}

/** A group on the screen: its first problem, and how many more are like it. */
export function groupLine({ first, count }: ProblemGroup): string {
  return count === 1 ? problemLine(first) : `${problemLine(first)}\n  … and ${count - 1} more like this`;
}

/** "3 errors, 12 warnings; 4 of 1,200 rows refused" */
export function footerLine(log: ProblemLog, rows: number, refused: number): string {
  return `${countLine(log)}; ${refused.toLocaleString('en-GB')} of ${rows.toLocaleString('en-GB')} rows refused`;
}

/** "3 errors, 12 warnings" */
export function countLine(log: ProblemLog): string {
  const counted = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`;
  return `${counted(log.count('error'), 'error')}, ${counted(log.count('warning'), 'warning')}`;
}
