import { type Problem, problem } from '../problems/problem.ts';
import type { Format } from './format.ts';
import { type Input, reasonOf } from './input.ts';
import { type ReadFailure, readRecords } from './read-records.ts';
import { type NearlyFormat, recognise } from './recognise.ts';

export type Encoding = 'utf-8' | 'windows-1252';

/** An input whose format is known. */
export interface Recognised {
  readonly input: Input;
  readonly format: Format;
  readonly encoding: Encoding;
}

/** Rows of a file that are looked at to tell what it is. */
const SAMPLE_ROWS = 400;

/** Looks at the first rows of an input: its encoding and its format. */
export async function recogniseInput(
  input: Input,
  formats: readonly Format[],
): Promise<Recognised | Problem> {
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

/** A quote that swallows the rest of a file. */
export function unclosedQuote(file: string, { line }: ReadFailure): Problem {
  return problem('unclosed-quote', { file, line }, 'a quote that starts here is never closed');
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
