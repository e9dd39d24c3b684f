import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { FileAccount, FileCells } from '../cells/cell-source.ts';
import type { MilestoneRow } from '../cells/milestone.ts';
import type { Period } from '../periods/period.ts';
import type { ProblemCode } from '../problems/catalogue.ts';
import { type Problem, problem } from '../problems/problem.ts';
import { decoderOf, type Encoding } from './encoding.ts';
import { ExtractReader } from './extract-reader.ts';
import type { Format } from './format.ts';
import { type Input, reasonOf } from './input.ts';
import { bandsKind } from './kinds/bands.ts';
import { cellsKind } from './kinds/cells.ts';
import { countsKind } from './kinds/counts.ts';
import { deprivationKind } from './kinds/deprivation.ts';
import { eventsKind } from './kinds/events.ts';
import type { MakeKind, ReadContext } from './kinds/kind.ts';
import { lookupKind } from './kinds/lookup.ts';
import { measuresKind } from './kinds/measures.ts';
import { milestonesKind } from './kinds/milestones.ts';
import { referenceKind } from './kinds/reference.ts';
import { valuesKind } from './kinds/values.ts';
import { nearestPair } from './near-miss.ts';
import { type ReadFailure, readRecords } from './read-records.ts';
import { type Recognised, unclosedQuote } from './recognise-input.ts';
import { type Header, planRows, type RowPlan } from './row-plan.ts';

const KINDS: Record<Format['kind'], MakeKind> = {
  events: eventsKind,
  deprivation: deprivationKind,
  lookup: lookupKind,
  bands: bandsKind,
  counts: countsKind,
  values: valuesKind,
  cells: cellsKind,
  measures: measuresKind,
  milestones: milestonesKind,
  reference: referenceKind,
};

/** What came of reading one input. */
export interface ReadExtract {
  readonly account: Omit<FileAccount, 'id' | 'places' | 'periods' | 'subjects'>;
  /** Codes of the places and periods that its rows are of. */
  readonly places: ReadonlySet<string>;
  readonly periods: ReadonlyMap<string, Period>;
  readonly cells: Omit<FileCells, 'file'> | null;
  readonly milestones: readonly MilestoneRow[];
  readonly problems: readonly Problem[];
}

/**
 * Reads a recognised input into cells, record by record.
 *
 * @param today as an ISO date, for periods in the future
 */
export async function readExtract(
  recognised: Recognised,
  context: ReadContext,
  today: string,
): Promise<ReadExtract> {
  const read = await readAs(recognised, recognised.encoding, context, today);
  // Bytes that are not UTF-8 may come late in a file. It is read again; standard input cannot be.
  const final = read.bytes.isUtf8 || recognised.encoding !== 'utf-8' || recognised.input.once;
  return final ? read : readAs(recognised, 'windows-1252', context, today);
}

async function readAs(
  { input, format, header }: Recognised,
  encoding: Encoding,
  context: ReadContext,
  today: string,
): Promise<ReadExtract & { readonly bytes: CountedBytes }> {
  const file = input.path;
  const problems: Problem[] = [];
  const report = (one: Problem): void => {
    problems.push(one);
  };
  const kind = KINDS[format.kind](context, format, file);
  const bytes = new CountedBytes();
  const note = ENCODING_PROBLEMS[encoding];
  if (note) report(problem(note.code, { file }, note.message));
  if (format.assumes) report(problem('period-assumed', { file }, format.assumes));

  const plan = planRows(file, header, format, kind);
  let reader: ExtractReader | null = null;
  if ('code' in plan) report(plan);
  else {
    for (const one of headerProblems(file, header, plan, format, context)) report(one);
    const holdsNul = (): boolean => bytes.holdsNul && !encoding.startsWith('utf-16');
    reader = new ExtractReader({ file, format, kind, plan, report, today, holdsNul });
  }
  const onRecord = (record: string[], line: number): void => {
    if (line > header.line) reader?.read(record, line);
  };
  const failure = await readAll(input, encoding, bytes, onRecord, report);
  if (failure) report(unclosedQuote(file, failure));

  const account = reader?.finish(bytes.endsInLine) ?? { rows: 0, used: 0, refused: 0, setAside: [] };
  const swallowed = failure ? 1 : 0;
  return {
    account: {
      path: file,
      format: format.id,
      kind: kindName(format),
      title: format.title,
      bytes: bytes.count,
      sha256: bytes.sha256(),
      ...account,
      rows: account.rows + swallowed,
      refused: account.refused + swallowed,
    },
    places: reader?.places ?? new Set(),
    periods: reader?.periods.byLabel ?? new Map(),
    cells: reader
      ? {
          // A published file is the whole account of its period; only extracts of one's own come in parts.
          additive: reader.cells.additive && format.columns === 'canonical',
          mayRepeat: reader.mayRepeat,
          published: publishedSubjects(format),
          ...(format.roundedTo === undefined ? {} : { roundedTo: format.roundedTo }),
          columns: reader.cells.columns,
        }
      : null,
    milestones: (reader && kind.milestones?.()) ?? [],
    problems,
    bytes,
  };
}

const UTF_16 = { code: 'utf-16', message: 'the text is UTF-16, and read so' } as const;
const ENCODING_PROBLEMS: Record<Encoding, { readonly code: ProblemCode; readonly message: string } | null> = {
  'utf-8': null,
  'windows-1252': { code: 'not-utf8', message: 'the text is not UTF-8; read as Windows-1252' },
  'utf-16le': UTF_16,
  'utf-16be': UTF_16,
};

/** Reads all records; a file that breaks off is reported, a bug of ours is thrown. */
async function readAll(
  input: Input,
  encoding: Encoding,
  bytes: CountedBytes,
  onRecord: (record: string[], line: number) => void,
  report: (problem: Problem) => void,
): Promise<ReadFailure | null> {
  const text = async function* (): AsyncIterable<Buffer | string> {
    const decoder = decoderOf(encoding);
    for await (const chunk of input.chunks()) {
      bytes.add(chunk);
      yield decoder ? decoder.decode(chunk, { stream: true }) : chunk;
    }
  };
  try {
    return await readRecords(text(), onRecord);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    report(problem('unreadable-file', { file: input.path }, reasonOf(error)));
    return null;
  }
}

/** Which of a format's cells are values as published: those of values, and measures that give no counts. */
function publishedSubjects({ kind, measures }: Format): 'all' | ReadonlySet<string> {
  if (kind === 'values') return 'all';
  const feeds = measures?.feeds.filter(({ value }) => value !== undefined) ?? [];
  return new Set(feeds.map(({ indicator, event }) => (indicator ?? event)!));
}

/** The name of what a format's rows are, as the canonical extracts are called. */
function kindName({ kind, constants }: Format): string {
  if (kind === 'events') return constants.event ?? 'events';
  return kind === 'bands' ? 'waits' : kind;
}

function headerProblems(
  file: string,
  { line }: Header,
  plan: RowPlan,
  format: Format,
  context: ReadContext,
): Problem[] {
  const unused = plan.unused.map((column) => {
    const meant = nearestPair([column], plan.absent)?.wanted;
    if (meant === undefined)
      return problem('unused-column', { file, line, column }, `the column "${column}" is not used`);
    const message = `the column "${column}" is not used, but nearly has the name of ${meant}`;
    return problem(
      'near-miss-column',
      { file, line, column },
      message,
      `rename it to ${meant} if it is that`,
    );
  });
  const impossible = format.kind === 'deprivation' ? null : schemeProblem(file, line, plan, context);
  return impossible ? [...unused, impossible] : unused;
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
  if (!plan.fields.some(({ name }) => name.startsWith('lsoa')) || !smallAreas.known || smallAreas.haveRanks())
    return null;
  return problem(
    'scheme-not-possible',
    { file, line: 1 },
    'the deprivation extract has no ranks to make fifths of',
  );
}

const LINE_ENDS = new Set([10, 13]);

/** The bytes of an input as they pass: how many, their checksum, and whether all of them are UTF-8. */
class CountedBytes {
  count = 0;
  isUtf8 = true;
  holdsNul = false;
  readonly #sum = createHash('sha256');
  #cut = Buffer.alloc(0);
  /** The last two bytes: an end of a line is one byte wide or two. */
  #last = Buffer.alloc(0);

  add(chunk: Buffer): void {
    this.count += chunk.length;
    this.#sum.update(chunk);
    this.holdsNul ||= chunk.includes(0);
    this.#last = Buffer.concat([this.#last, chunk.subarray(-2)]).subarray(-2);
    if (!this.isUtf8) return;
    // A character may lie across two chunks: its first bytes wait for the next one.
    const whole = this.#cut.length > 0 ? Buffer.concat([this.#cut, chunk]) : chunk;
    const end = whole.length - cutBytes(whole);
    this.isUtf8 = isUtf8(whole.subarray(0, end));
    this.#cut = Buffer.from(whole.subarray(end));
  }

  /** Whether what has passed ends as a line does. */
  get endsInLine(): boolean {
    const [last = 0, before = 0] = [...this.#last].reverse();
    return LINE_ENDS.has(last) || (last === 0 && LINE_ENDS.has(before));
  }

  /** @returns the checksum in hex; to be asked for once */
  sha256(): string {
    return this.#sum.digest('hex');
  }
}

/** How many bytes at the end are the start of a character that is not whole: 0 to 3. */
function cutBytes(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? back : 0;
    if (byte < 0x80) return 0;
  }
  return 0;
}
