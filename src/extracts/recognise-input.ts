import type { ProblemCode } from '../problems/catalogue.ts';
import { type Problem, problem } from '../problems/problem.ts';
import { contentOf, decoderOf, type Encoding } from './encoding.ts';
import type { Format } from './format.ts';
import { type Input, reasonOf } from './input.ts';
import { nearestPair } from './near-miss.ts';
import { type ReadFailure, readRecords } from './read-records.ts';
import { type NearlyFormat, type Recognition, recognise } from './recognise.ts';
import type { Header } from './row-plan.ts';

/** An input whose format is known. */
export interface Recognised {
  readonly input: Input;
  readonly format: Format;
  readonly encoding: Encoding;
  readonly header: Header;
}

interface Line {
  readonly record: readonly string[];
  readonly line: number;
}

/** Rows of a file that are looked at to tell what it is. */
const SAMPLE_ROWS = 400;
/** How many bytes are looked at; more where the header is longer than that. */
const HEAD_SIZES = [256 * 1024, 4 * 1024 * 1024, 64 * 1024 * 1024];
/** How many lines of titles and notes may stand above a header. */
const LONGEST_PREAMBLE = 30;

/** Looks at the first rows of an input: its encoding, its header and its format. */
export async function recogniseInput(
  input: Input,
  formats: readonly Format[],
): Promise<Recognised | Problem> {
  const refuse = (code: ProblemCode, message: string, line?: number): Problem =>
    problem(code, { file: input.path, ...(line === undefined ? {} : { line }) }, message);
  for (const size of HEAD_SIZES) {
    let head: { bytes: Buffer; whole: boolean };
    try {
      head = await input.head(size);
    } catch (error) {
      return refuse('unreadable-file', reasonOf(error));
    }
    const { bytes, whole } = head;
    if (bytes.length === 0) return refuse('empty-file', 'the file is empty');
    const content = contentOf(bytes);
    if (content === 'packed') return refuse('compressed-file', 'the content is packed, not CSV');
    if (content === 'binary') return refuse('not-text', 'the content is binary, not CSV');
    const { lines, failure } = await firstLines(bytes, content.encoding);
    if (lines.length < 2 && !whole) continue;
    if (failure && whole && lines.length < 2) return unclosedQuote(input.path, failure);
    if (lines.length === 0) return refuse('empty-file', 'the file has only blank lines');
    if (lines.length === 1) return refuse('header-only', 'the file has a header row and nothing below it');
    return recogniseLines(input, content.encoding, lines, formats);
  }
  return refuse('unrecognised-file', 'the first row does not end within 64 MB', 1);
}

/** The first lines that are not blank. */
async function firstLines(
  bytes: Buffer,
  encoding: Encoding,
): Promise<{ lines: Line[]; failure: ReadFailure | null }> {
  const lines: Line[] = [];
  const text = decoderOf(encoding)?.decode(bytes) ?? bytes;
  const failure = await readRecords(oneChunk(text), (record, line) => {
    if (lines.length <= SAMPLE_ROWS && record.some((text) => text.trim() !== ''))
      lines.push({ record, line });
  });
  return { lines, failure };
}

/** Finds the header, which titles and notes may stand above, and the format that has it. */
function recogniseLines(
  input: Input,
  encoding: Encoding,
  lines: readonly Line[],
  formats: readonly Format[],
): Recognised | Problem {
  const below = formats.filter(({ preamble }) => preamble);
  let best: { recognition: Exclude<Recognition, { kind: 'format' }>; at: number } | null = null;
  for (const [at, { record, line }] of lines.slice(0, LONGEST_PREAMBLE).entries()) {
    const sample = lines.slice(at + 1).map((one) => one.record);
    const recognition = recognise(record, sample, at === 0 ? formats : below);
    if (recognition.kind === 'format') {
      const { format } = recognition;
      if (sample.length === 0)
        return problem(
          'header-only',
          { file: input.path, line },
          'the file has a header row and nothing below it',
        );
      const above = fieldsAbove(lines.slice(0, at), format);
      if (typeof above === 'string') {
        const message = `the file looks like "${format.title}" but no line above the header tells its ${above}`;
        return problem('missing-column', { file: input.path, line }, message);
      }
      return { input, format, encoding, header: { names: record, line, above } };
    }
    if (best === null || (best.recognition.kind === 'unknown' && recognition.kind !== 'unknown'))
      best = { recognition, at };
  }
  const { record, line } = lines[best!.at]!;
  return notRecognised(input.path, record, line, best!.recognition);
}

/** Fields that the lines above a header tell; the name of one that they do not. */
function fieldsAbove(lines: readonly Line[], { preamble }: Format): Record<string, string> | string {
  const found: Record<string, string> = {};
  const { fields = {}, mayTell = {} } = preamble ?? {};
  for (const [field, pattern] of Object.entries({ ...fields, ...mayTell })) {
    const label = new RegExp(pattern, 'i');
    const told = lines.map(({ record }) => labelled(record)).find(([name]) => label.test(name));
    if (told) found[field] = told[1];
    else if (field in fields) return field;
  }
  return found;
}

/** `"Date       :","2021"` or `Date: 2021`. */
function labelled(record: readonly string[]): [name: string, text: string] {
  const [first = '', second] = record;
  if (second !== undefined) return [first.replace(/\s*:\s*$/, '').trim(), second.trim()];
  const [name = '', ...rest] = first.split(':');
  return [name.trim(), rest.join(':').trim()];
}

function notRecognised(
  file: string,
  header: readonly string[],
  line: number,
  recognition: Exclude<Recognition, { kind: 'format' }>,
): Problem {
  switch (recognition.kind) {
    case 'nearly':
      return missingColumns(file, line, header, recognition.candidates);
    case 'ambiguous': {
      const names = recognition.formats.map(({ title }) => `"${title}"`).join(' or ');
      return problem('ambiguous-file', { file, line }, `the file could be ${names}`);
    }
    case 'unknown': {
      const separator = header.length === 1 ? /[;\t|]/.exec(header[0]!) : null;
      if (separator) {
        const message = `the fields are separated by ${JSON.stringify(separator[0])}, not by commas`;
        return problem('wrong-separator', { file, line }, message);
      }
      const columns = header.slice(0, 6).map(short).join(', ') + (header.length > 6 ? ', …' : '');
      return problem('unrecognised-file', { file, line }, `no format has the columns ${columns}`);
    }
  }
}

function short(name: string): string {
  return name.length > 40 ? `${name.slice(0, 40)}…` : name;
}

/** What a file lacks to be a format; where it is as near to several, what each of them wants. */
function missingColumns(
  file: string,
  line: number,
  header: readonly string[],
  candidates: readonly NearlyFormat[],
): Problem {
  const [{ format, missing }] = candidates as [NearlyFormat];
  if (candidates.length === 1) {
    const message = `the file looks like "${format.title}" but has no column ${missing.join(', and none of ')}`;
    const meant = missing.flatMap((choice) => {
      const near = nearestPair(header, choice.split(' or '));
      return near ? [`is "${near.name}" meant for ${near.wanted}?`] : [];
    });
    const fix = `add ${missing.join(', ')}, or rename the column that holds it`;
    return problem('missing-column', { file, line }, message, [...meant, fix].join(' If not, '));
  }
  const titles = candidates.map((one) => `"${one.format.title}" (no ${one.missing.join(', ')})`);
  const message = `the file is nearly any of ${titles.join(', ')}`;
  return problem('missing-column', { file, line }, message, 'name the column that says which it is');
}

/** A quote that swallows the rest of a file. */
export function unclosedQuote(file: string, { line }: ReadFailure): Problem {
  return problem('unclosed-quote', { file, line }, 'a quote that starts here is never closed');
}

async function* oneChunk(chunk: Buffer | string): AsyncIterable<Buffer | string> {
  yield chunk;
}
