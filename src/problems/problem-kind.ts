/**
 * Every kind of problem that gapline can report: what it is called, how grave it is, what is wrong and how to
 * mend it. An `error` refuses a row or a file, a `warning` changes nothing that counts, an `info` accounts
 * for what was understood and set aside.
 */
export type Severity = 'error' | 'warning' | 'info';

export interface ProblemKind {
  readonly severity: Severity;
  readonly title: string;
  /** What is wrong, in general; the message of each problem says it of the case at hand. */
  readonly wrong: string;
  /** How to mend it, in general; used where the case at hand has nothing better to say. */
  readonly fix: string;
}
