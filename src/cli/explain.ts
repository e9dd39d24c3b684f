import { problemKinds } from '../problems/catalogue.ts';
import { EXIT, UsageError } from '../problems/errors.ts';
import { nearestWord } from '../problems/nearest.ts';
import type { ProblemKind, Severity } from '../problems/problem-kind.ts';
import { type Screen, tableOf } from '../summary/table.ts';
import { printTable, resolveOutput } from './output.ts';

/** What each severity does to the data and to the exit code. */
const MEANS: Record<Severity, string> = {
  error: 'A row or a file is refused, and the exit code is 1 (2 where nothing can be used).',
  warning: 'Nothing is refused, and the exit code stays 0.',
  info: 'An account of what was understood; the exit code stays 0. Shown with --verbose.',
};

/** `gapline explain CODE`: a kind of problem, in full. @returns the exit code */
export async function explain(code: string, given: Record<string, unknown>): Promise<number> {
  const kinds: Record<string, ProblemKind> = problemKinds;
  const known = code.trim().toLowerCase();
  const kind = Object.hasOwn(kinds, known) ? kinds[known] : undefined;
  if (!kind) {
    const guess = nearestWord(known, Object.keys(kinds));
    const hint = guess ? `did you mean "${guess}"?` : 'see `gapline problems`';
    throw new UsageError(`there is no problem "${code}"; ${hint}`);
  }
  const options = resolveOutput(given);
  const column = (name: string, description: string, text: string) =>
    ({ name, type: 'string', description, read: () => text }) as const;
  const table = tableOf(
    { id: 'explain', title: kind.title, description: 'A kind of problem' },
    [
      column('code', 'Code of the problem', known),
      column('severity', 'error, warning or info', kind.severity),
      column('title', 'What it is called', kind.title),
      column('wrong', 'What is wrong', kind.wrong),
      column('fix', 'How to mend it', kind.fix),
      column('means', 'What it does to the data and the exit code', MEANS[kind.severity]),
    ],
    [kind],
  );
  await printTable(options.format === 'table' ? { ...table, screen: screenOf(known, kind) } : table, options);
  return EXIT.done;
}

function screenOf(code: string, { severity, title, wrong, fix }: ProblemKind): Screen {
  const lines = [`What is wrong: ${wrong}`, `How to mend it: ${fix}`, `What it does: ${MEANS[severity]}`];
  return {
    scope: `${severity} · ${code}`,
    blocks: [{ heading: [{ text: title, role: 'strong' }], columns: [], rows: [], notes: lines }],
    footer: [],
  };
}
