import type { Problem } from './problem.ts';

/** Exit codes, as the command line contract gives them. */
export const EXIT = { done: 0, dataProblems: 1, wrongUse: 2, bug: 70 } as const;

/** Wrong use, an unreadable file or a bad definition: the user can mend it. Nothing has been written. */
export class UsageError extends Error {
  override name = 'UsageError';
  readonly problems: readonly Problem[];

  constructor(message: string, problems: readonly Problem[] = []) {
    super(message);
    this.problems = problems;
  }
}
