import type { Problem } from './problem.ts';
import type { Severity } from './problem-kind.ts';

/** How many problems of one code, file and column are kept in full; the rest are counted. */
const KEPT_OF_A_KIND = 10_000;

export interface ProblemGroup {
  readonly first: Problem;
  /** How many there are in all, the first included. */
  readonly count: number;
}

/** Collects the problems of a run in the order met, and groups repeats of one code, file and column. */
export class ProblemLog {
  readonly #groups = new Map<string, { first: Problem; count: number; kept: Problem[] }>();

  add(problem: Problem): void {
    const key = JSON.stringify([problem.code, problem.file, problem.column]);
    const group = this.#groups.get(key);
    if (!group) this.#groups.set(key, { first: problem, count: 1, kept: [problem] });
    else {
      group.count += 1;
      if (group.count <= KEPT_OF_A_KIND) group.kept.push(problem);
    }
  }

  addAll(problems: Iterable<Problem>): void {
    for (const problem of problems) this.add(problem);
  }

  /** One entry a code, file and column, in the order first met. */
  groups(): ProblemGroup[] {
    return [...this.#groups.values()].map(({ first, count }) => ({ first, count }));
  }

  /** The problems themselves, file by file and in line order; at most 10,000 of one code, file and column. */
  all(file?: string): Problem[] {
    return [...this.#groups.values()]
      .flatMap((group) => group.kept)
      .filter((problem) => file === undefined || problem.file === file)
      .sort((a, b) => (a.file === b.file ? (a.line ?? 0) - (b.line ?? 0) : a.file < b.file ? -1 : 1));
  }

  count(severity: Severity): number {
    let total = 0;
    for (const { first, count } of this.#groups.values()) if (first.severity === severity) total += count;
    return total;
  }
}
