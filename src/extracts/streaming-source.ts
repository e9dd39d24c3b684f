import type { CellDelivery, CellSource, FileAccount, FileCells } from '../cells/cell-source.ts';
import type { Period } from '../periods/period.ts';
import { type Problem, problem } from '../problems/problem.ts';
import type { Format } from './format.ts';
import type { Input } from './input.ts';
import type { ReadContext } from './kinds/kind.ts';
import { readExtract } from './read-extract.ts';
import { type Recognised, recogniseInput } from './recognise-input.ts';

export interface StreamingSourceOptions {
  readonly inputs: readonly Input[];
  readonly formats: readonly Format[];
  readonly context: ReadContext;
  /** Today as an ISO date, for periods in the future. */
  readonly today: string;
  /** Told before each file is read, for a progress line. */
  readonly onFile?: (path: string) => void;
}

/** The source of cells that reads CSV extracts record by record, in memory that grows with the cells alone. */
export function streamingSource(options: StreamingSourceOptions): CellSource {
  return { deliver: () => deliver(options) };
}

async function deliver({
  inputs,
  formats,
  context,
  today,
  onFile,
}: StreamingSourceOptions): Promise<CellDelivery> {
  const problems: Problem[] = [];
  const report = (one: Problem): void => {
    problems.push(one);
  };
  const files: FileAccount[] = [];
  const cells: FileCells[] = [];
  const periods = new Map<string, Period>();
  const hashes = new Map<string, string>();

  const recognised: Recognised[] = [];
  for (const input of inputs) {
    const found = await recogniseInput(input, formats);
    if ('format' in found) recognised.push(found);
    else {
      report(found);
      files.push(unreadFile(files.length, input.path));
    }
  }
  // Extracts by small area need their Places and deprivation, so those come first.
  const ordered = [
    ...recognised.filter(({ format }) => format.kind === 'deprivation'),
    ...recognised.filter(({ format }) => format.kind !== 'deprivation'),
  ];
  for (const one of ordered) {
    onFile?.(one.input.path);
    const id = files.length;
    const read = await readExtract(one, context, today);
    read.problems.forEach(report);
    const twin = hashes.get(read.account.sha256);
    if (twin !== undefined && read.account.rows > 0) {
      report(
        problem(
          'duplicate-file',
          { file: one.input.path },
          `the content is that of ${twin}; it is counted once`,
        ),
      );
      files.push({ id, ...read.account });
      continue;
    }
    hashes.set(read.account.sha256, one.input.path);
    files.push({ id, ...read.account });
    if (read.cells) cells.push({ file: id, ...read.cells });
    for (const [label, period] of read.periods) periods.set(label, period);
  }
  return { files, cells, periods, problems };
}

function unreadFile(id: number, path: string): FileAccount {
  return {
    id,
    path,
    format: null,
    kind: '',
    title: '',
    bytes: 0,
    sha256: '',
    rows: 0,
    used: 0,
    refused: 0,
    setAside: [],
    places: [],
    periods: [],
    subjects: [],
  };
}
