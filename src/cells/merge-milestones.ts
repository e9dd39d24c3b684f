import { type Problem, problem } from '../problems/problem.ts';
import type { FileSets } from './file-sets.ts';
import { groupBy } from './group-by.ts';
import type { FileMilestones, Milestone, MilestoneRow } from './milestone.ts';

interface NamedRow extends MilestoneRow {
  readonly file: number;
}

/**
 * The milestones of all files, each once. Rows of one name, set and area are one milestone where they agree, and where
 * they do not how far it is is not known. A date that only one of them gives is taken: a blank contradicts nothing.
 *
 * @param path the path of a file by its id
 * @returns the lines of rows that contradict each other, by file, for those to be counted as refused
 */
export function mergeMilestones(
  files: readonly FileMilestones[],
  fileSets: FileSets,
  path: (file: number) => string,
): { milestones: Milestone[]; problems: Problem[]; contradicting: Map<number, Set<number>> } {
  const named = files.flatMap(({ file, rows }) => rows.map((row): NamedRow => ({ ...row, file })));
  const groups = groupBy(named, keyOf);
  const problems: Problem[] = [];
  const contradicting = new Map<number, Set<number>>();
  const milestones = [...groups.values()].map((rows): Milestone => {
    const first = rows[0]!;
    const known = rows.filter(({ status }) => status !== null);
    const clash = isClash(known);
    for (const [at, row] of known.entries()) {
      if (clash) contradicting.set(row.file, (contradicting.get(row.file) ?? new Set()).add(row.line));
      if (at > 0) problems.push(repeatOf(row, known[at - 1]!, clash ? known : [], path));
    }
    return {
      ...first,
      status: clash || known.length < rows.length ? null : first.status,
      due: theOne(rows.map(({ due }) => due)),
      reachedOn: theOne(rows.map(({ reachedOn }) => reachedOn)),
      files: fileSets.of(rows.map(({ file }) => file)),
    };
  });
  return { milestones, problems, contradicting };
}

/** One text for each milestone, however its name is spelled; a row without a name is alone. */
function keyOf({ place, set, milestone, line, file }: NamedRow): string {
  const name = milestone.normalize('NFKC').toLowerCase();
  return JSON.stringify(name === '' ? [place, set, file, line] : [place, set, name]);
}

/** The text that all give who give one; '' where none does, or they differ. */
function theOne(texts: readonly string[]): string {
  const given = new Set(texts.filter((text) => text !== ''));
  return given.size === 1 ? [...given][0]! : '';
}

/** Whether rows of one milestone give it two statuses, or two days. */
function isClash(rows: readonly MilestoneRow[]): boolean {
  const several = (texts: readonly string[]): boolean =>
    new Set(texts.filter((text) => text !== '')).size > 1;
  return (
    new Set(rows.map(({ status }) => status)).size > 1 ||
    several(rows.map(({ due }) => due)) ||
    several(rows.map(({ reachedOn }) => reachedOn))
  );
}

/**
 * What a row is to the others of its milestone.
 *
 * @param rows all of them where they contradict each other; none where they agree
 */
function repeatOf(
  row: NamedRow,
  before: NamedRow,
  rows: readonly NamedRow[],
  path: (file: number) => string,
): Problem {
  const place = { file: path(row.file), line: row.line };
  const where = ({ file, line }: NamedRow): string =>
    file === row.file ? `line ${line}` : `${path(file)}:${line}`;
  if (rows.length === 0)
    return problem('duplicate-cell', place, `the row repeats ${where(before)}; it is counted once`);
  const other = rows.find((one) => isClash([row, one]));
  const message = other
    ? `the row says something else of the milestone of ${where(other)}, so neither is used`
    : `the row is of the milestone of ${where(before)}, of which rows contradict each other, so none is used`;
  return problem('conflicting-cell', place, message, 'keep the row that is true');
}
