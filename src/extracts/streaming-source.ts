import type { CellColumns } from '../cells/cell.ts';
import type { CellDelivery, CellSource, FileAccount, FileCells } from '../cells/cell-source.ts';
import type { FileMilestones } from '../cells/milestone.ts';
import { type Period, UNDATED } from '../periods/period.ts';
import { type Problem, problem } from '../problems/problem.ts';
import { ageBandProblems } from './age-band-problems.ts';
import type { Format } from './format.ts';
import type { Input } from './input.ts';
import type { ReadContext } from './kinds/kind.ts';
import { type ReadExtract, readExtract } from './read-extract.ts';
import { type Recognised, recogniseInput } from './recognise-input.ts';
import { areasWithoutPlace, smallAreaCells } from './small-area-cells.ts';

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

/** What must be read first: extracts by small area need to know their Places and their deprivation. */
const STAGES: readonly (readonly Format['kind'][])[] = [['lookup'], ['deprivation']];

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
  const recognised: Recognised[] = [];
  for (const input of inputs) {
    const found = await recogniseInput(input, formats);
    if ('format' in found) recognised.push(found);
    else {
      report(found);
      files.push(unreadFile(files.length, input.path));
    }
  }
  const stageOf = ({ format }: Recognised): number => {
    const stage = STAGES.findIndex((kinds) => kinds.includes(format.kind));
    return stage < 0 ? STAGES.length : stage;
  };
  const ordered = [...recognised].sort((a, b) => stageOf(a) - stageOf(b));

  const read: ReadExtract[] = [];
  const hashes = new Map<string, string>();
  for (const one of ordered) {
    onFile?.(one.input.path);
    const extract = await readExtract(one, context, today);
    extract.problems.forEach(report);
    const { sha256, rows } = extract.account;
    const twin = hashes.get(sha256);
    if (twin === undefined || rows === 0) {
      hashes.set(sha256, one.input.path);
      read.push(extract);
    } else {
      const message = `the content is that of ${twin}; it is counted once`;
      report(problem('duplicate-file', { file: one.input.path }, message));
      read.push({ ...extract, cells: null, milestones: [] });
    }
  }
  for (const { file, areas, of, lsoa, line } of areasWithoutPlace(context.smallAreas)) {
    const which = areas === of ? `its ${of} areas` : `${areas} of its ${of} areas, such as ${lsoa},`;
    const message = `nothing tells which Places ${which} are in, so they feed none`;
    report(problem('areas-without-place', { file, line }, message));
  }

  const nameOf = (code: string): string => {
    const found = context.matchPlace(code);
    return found.kind === 'area' ? found.area.name : code;
  };
  const cells: FileCells[] = [];
  const milestones: FileMilestones[] = [];
  const periods = new Map<string, Period>([[UNDATED.label, UNDATED]]);
  const ofAreas = smallAreaCells(context.smallAreas);
  for (const extract of read) {
    const id = files.length;
    for (const [label, period] of extract.periods) periods.set(label, period);
    const areas = ofAreas.get(extract.account.path);
    const own = areas && extract.cells ? { additive: false, columns: areas.columns } : extract.cells;
    if (own) {
      cells.push({ file: id, ...own });
      const { rows, refused } = extract.account;
      if (refused < rows) ageBandProblems(extract.account.path, own.columns, nameOf).forEach(report);
    }
    if (extract.milestones.length > 0) milestones.push({ file: id, rows: extract.milestones });
    files.push(accountOf(id, extract, own?.columns ?? null, periods));
  }
  return { files, cells, milestones, periods, problems };
}

function accountOf(
  id: number,
  { account, places, periods, milestones }: ReadExtract,
  columns: CellColumns | null,
  known: ReadonlyMap<string, Period>,
): FileAccount {
  return {
    id,
    ...account,
    places: [...new Set([...places, ...(columns?.place ?? [])])],
    periods: [...new Set([...periods.keys(), ...(columns?.period ?? [])])].map((label) => known.get(label)!),
    subjects: [...new Set([...(columns?.subject ?? []), ...milestones.map(({ set }) => set)])],
  };
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
