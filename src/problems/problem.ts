import { type ProblemCode, problemKinds } from './catalogue.ts';
import type { Severity } from './problem-kind.ts';

/** One problem, located. The message on the screen and the JSON record are this one object. */
export interface Problem {
  readonly code: ProblemCode;
  readonly severity: Severity;
  /** The path as the user gave it; `-` for standard input. */
  readonly file: string;
  /** The line where the record starts, from 1; null where the problem is the file's own. */
  readonly line: number | null;
  /** The column's name in the file; null where no one column is at fault. */
  readonly column: string | null;
  /** What is wrong, quoting the value. */
  readonly message: string;
  readonly fix: string;
}

export interface ProblemPlace {
  readonly file: string;
  readonly line?: number | null;
  readonly column?: string | null;
}

/** Builds a problem of a catalogued kind; `fix` falls back on the catalogue's. */
export function problem(code: ProblemCode, at: ProblemPlace, message: string, fix?: string): Problem {
  const kind = problemKinds[code];
  return {
    code,
    severity: kind.severity,
    file: at.file,
    line: at.line ?? null,
    column: at.column ?? null,
    message,
    fix: sentence(fix ?? kind.fix),
  };
}

function sentence(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`;
}
