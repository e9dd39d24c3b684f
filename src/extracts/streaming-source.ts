import { createHash } from 'node:crypto';
import type { CellDelivery, CellSource, FileAccount, FileCells } from '../cells/cell-source.ts';
import type { Period } from '../periods/period.ts';
import { type Problem, problem } from '../problems/problem.ts';
import { ExtractReader } from './extract-reader.ts';
import type { Format } from './format.ts';
import { type Input, reasonOf } from './input.ts';
import { bandsKind } from './kinds/bands.ts';
import { cellsKind } from './kinds/cells.ts';
import { countsKind } from './kinds/counts.ts';
import { deprivationKind } from './kinds/deprivation.ts';
import { eventsKind } from './kinds/events.ts';
import type { ExtractKind, ReadContext } from './kinds/kind.ts';
import { valuesKind } from './kinds/values.ts';
import { type ReadFailure, readRecords } from './read-records.ts';
import { type NearlyFormat, recognise } from './recognise.ts';
import { planRows, type RowPlan } from './row-plan.ts';

const KINDS: Record<
  Format['kind'],
  (context: ReadContext, othersAllowed: boolean, records: boolean) => ExtractKind<never>
> = {
  events: eventsKind,
  deprivation: deprivationKind,
  bands: bandsKind,
  counts: countsKind,
  values: valuesKind,
  cells: cellsKind,
};

/** Rows of a file that are looked at to tell what it is. */
const SAMPLE_ROWS = 400;

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

interface Recognised {
  readonly input: Input;
  readonly format: Format;
  readonly encoding: 'utf-8' | 'windows-1252';
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
    const read = await readExtract(one, context, report, today);
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

/** Looks at the first rows of an input: its encoding and its format. */
async function recogniseInput(input: Input, formats: readonly Format[]): Promise<Recognised | Problem> {
  const at = { file: input.path };
  let head: { bytes: Buffer; whole: boolean };
  try {
    head = await input.head();
  } catch (error) {
    return problem('unreadable-file', at, reasonOf(error));
  }
  const { bytes } = head;
  if (bytes.length === 0) return problem('empty-file', at, 'the file is empty');
  if (bytes.includes(0)) return problem('not-text', at, 'the content is binary or UTF-16, not CSV in UTF-8');
  const encoding = isUtf8(bytes) ? 'utf-8' : 'windows-1252';
  const rows: string[][] = [];
  let headerLine = 1;
  const failure = await readRecords(oneChunk(decode(bytes, encoding)), (record, line) => {
    if (rows.length === 0) headerLine = line;
    if (rows.length <= SAMPLE_ROWS) rows.push(record);
  });
  const [header, ...sample] = rows;
  if (failure && head.whole && sample.length === 0) return unclosedQuote(input.path, failure);
  if (!header) return problem('empty-file', at, 'the file has no header row');
  if (sample.length === 0) return problem('empty-file', at, 'the file has a header row and nothing below it');

  const recognition = recognise(header, sample, formats);
  switch (recognition.kind) {
    case 'format':
      return { input, format: recognition.format, encoding };
    case 'nearly':
      return missingColumns(input.path, headerLine, recognition.candidates);
    case 'ambiguous': {
      const names = recognition.formats.map(({ title }) => `"${title}"`).join(' or ');
      return problem('ambiguous-file', { file: input.path, line: headerLine }, `the file could be ${names}`);
    }
    case 'unknown': {
      const columns = header.slice(0, 6).join(', ') + (header.length > 6 ? ', …' : '');
      return problem(
        'unrecognised-file',
        { file: input.path, line: headerLine },
        `no format has the columns ${columns}`,
      );
    }
  }
}

/** What a file lacks to be a format; where it is as near to several, what each of them wants. */
function missingColumns(file: string, line: number, candidates: readonly NearlyFormat[]): Problem {
  const [{ format, missing }] = candidates as [NearlyFormat];
  if (candidates.length === 1) {
    const message = `the file looks like "${format.title}" but has no column ${missing.join(', and none of ')}`;
    const fix = `add ${missing.join(', ')}, or rename the column that holds it`;
    return problem('missing-column', { file, line }, message, fix);
  }
  const titles = candidates.map((one) => `"${one.format.title}" (no ${one.missing.join(', ')})`);
  const message = `the file is nearly any of ${titles.join(', ')}`;
  return problem('missing-column', { file, line }, message, 'name the column that says which it is');
}

async function readExtract(
  { input, format, encoding }: Recognised,
  context: ReadContext,
  report: (problem: Problem) => void,
  today: string,
): Promise<{
  account: Omit<FileAccount, 'id'>;
  cells: Omit<FileCells, 'file'> | null;
  periods: ReadonlyMap<string, Period>;
}> {
  const file = input.path;
  const kind = KINDS[format.kind](context, format.otherAreas === 'set-aside', format.rows === 'sum');
  if (encoding !== 'utf-8')
    report(problem('not-utf8', { file }, 'the text is not UTF-8; read as Windows-1252'));
  if (format.assumes) report(problem('period-assumed', { file }, format.assumes));

  const sum = createHash('sha256');
  let bytes = 0;
  const counted = async function* (): AsyncIterable<Buffer | string> {
    const decoder = encoding === 'utf-8' ? null : new TextDecoder(encoding);
    for await (const chunk of input.chunks()) {
      sum.update(chunk);
      bytes += chunk.length;
      yield decoder ? decoder.decode(chunk, { stream: true }) : chunk;
    }
  };

  let reader: ExtractReader | null = null;
  let unplanned: Problem | null = null;
  const onRecord = (record: string[], line: number): void => {
    if (reader) reader.read(record, line);
    else if (!unplanned) {
      const plan = planRows(file, record, line, format, kind);
      if ('code' in plan) unplanned = plan;
      else {
        for (const column of plan.unused) {
          report(problem('unused-column', { file, line, column }, `the column "${column}" is not used`));
        }
        const impossible = format.kind === 'deprivation' ? null : schemeProblem(file, line, plan, context);
        if (impossible) report(impossible);
        reader = new ExtractReader(file, format, kind, plan, report, today);
      }
    }
  };
  let failure: ReadFailure | null = null;
  try {
    failure = await readRecords(counted(), onRecord);
  } catch (error) {
    report(problem('unreadable-file', { file }, reasonOf(error)));
  }
  if (failure)
    report(
      problem('unclosed-quote', { file, line: failure.line }, 'a quote that starts here is never closed'),
    );
  if (unplanned) report(unplanned);

  const done = reader as ExtractReader | null;
  const account = done?.finish() ?? { rows: 0, used: 0, refused: 0, setAside: [] };
  const swallowed = failure ? 1 : 0;
  const columns = done?.cells.columns;
  const periods = done?.periods ?? new Map<string, Period>();
  return {
    account: {
      path: file,
      format: format.id,
      title: format.title,
      bytes,
      sha256: sum.digest('hex'),
      ...account,
      rows: account.rows + swallowed,
      refused: account.refused + swallowed,
      places: [...new Set(columns?.place)],
      periods: [...new Set(columns?.period)].map((label) => periods.get(label)!),
      subjects: [...new Set(columns?.subject)],
    },
    cells: columns ? { additive: done!.cells.additive, columns } : null,
    periods,
  };
}

function unclosedQuote(file: string, { line }: ReadFailure): Problem {
  return problem('unclosed-quote', { file, line }, 'a quote that starts here is never closed');
}

/** Fifths within each Place need small areas and their ranks: says where an extract cannot give them. */
function schemeProblem(
  file: string,
  line: number,
  plan: RowPlan,
  { scheme, smallAreas }: ReadContext,
): Problem | null {
  if (scheme !== 'place-fifths') return null;
  const grouped = plan.fields.find(
    ({ name }) => name === 'deprivation_decile' || name === 'deprivation_quintile',
  );
  if (grouped) {
    const message = 'the extract has national groups of deprivation, which are shown as they are';
    return problem('scheme-not-possible', { file, line, column: grouped.column }, message);
  }
  if (!plan.fields.some(({ name }) => name === 'lsoa') || smallAreas.size === 0 || smallAreas.haveRanks())
    return null;
  return problem(
    'scheme-not-possible',
    { file, line: 1 },
    'the deprivation extract has no ranks to make fifths of',
  );
}

function unreadFile(id: number, path: string): FileAccount {
  return {
    id,
    path,
    format: null,
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

function isUtf8(bytes: Buffer): boolean {
  try {
    // `stream` allows for a character that the end of the head cuts.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function decode(bytes: Buffer, encoding: 'utf-8' | 'windows-1252'): Buffer | string {
  return encoding === 'utf-8' ? bytes : new TextDecoder(encoding).decode(bytes);
}

async function* oneChunk(chunk: Buffer | string): AsyncIterable<Buffer | string> {
  yield chunk;
}
