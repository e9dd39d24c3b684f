import { closeSync, createReadStream, fstatSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { type Problem, problem } from '../problems/problem.ts';

/** Enough of a file to see its header and a few hundred rows. */
const HEAD_BYTES = 256 * 1024;

/** One input: a file or standard input. It can be looked at before it is read. */
export interface Input {
  /** The path as the user gave it, or as it was found in the folder they gave; `-` is standard input. */
  readonly path: string;
  /** Whether the user named it; a file found in a folder may be something else, a named one may not. */
  readonly named: boolean;
  /** Whether it can be read only once, as a pipe can. */
  readonly once: boolean;
  /** The first bytes, at most so many, and whether that is all. */
  head(most?: number): Promise<{ bytes: Buffer; whole: boolean }>;
  /** The whole content, chunk by chunk; may be asked for once. */
  chunks(): AsyncIterable<Buffer>;
}

/** Endings of files that look like data in a form that is not read. */
const OTHER_DATA = /\.(?:xlsx?|xlsm|ods|zip|gz|7z|tsv|tab|parquet|accdb|mdb)$/i;

/** Endings of the files of a folder that are tried as extracts; the others are named and passed over. */
const LOOKS_LIKE_DATA = /\.csv$/i;

/**
 * Resolves paths, folders and `-` to inputs, in the order given; a folder's files in the order of their
 * names, folders in it included, hidden files not.
 */
export function resolveInputs(paths: readonly string[]): { inputs: Input[]; problems: Problem[] } {
  const inputs: Input[] = [];
  const problems: Problem[] = [];
  for (const path of paths) {
    if (path === '-') {
      inputs.push(streamInput('-', process.stdin));
      continue;
    }
    try {
      const stat = statSync(path);
      if (stat.isFile()) inputs.push(fileInput(path, true));
      else if (!stat.isDirectory()) inputs.push(streamInput(path, createReadStream(path)));
      else {
        const { files, problems: inside } = walk(path);
        problems.push(...inside);
        if (!files.some((file) => LOOKS_LIKE_DATA.test(file)))
          problems.push(problem('empty-folder', { file: path }, 'there is no CSV file in the folder'));
        for (const file of files) {
          if (LOOKS_LIKE_DATA.test(file) && isRegular(file)) inputs.push(fileInput(file, false));
          else if (OTHER_DATA.test(file))
            problems.push(problem('data-not-read', { file }, 'it looks like data, but is not CSV'));
          else problems.push(problem('file-not-read', { file }, 'not a CSV file, so it was not read'));
        }
      }
    } catch (error) {
      problems.push(problem('unreadable-file', { file: path }, reasonOf(error)));
    }
  }
  return { inputs, problems };
}

/** Why a file cannot be read, in words. */
export function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return 'there is no such file or folder';
  if (code === 'EACCES' || code === 'EPERM') return 'you may not read it';
  if (code === 'EISDIR') return 'it is a folder';
  return error instanceof Error ? error.message : String(error);
}

/** What a folder holds: its files, and what could not be looked into, which does not stop the rest. */
function walk(folder: string): { files: string[]; problems: Problem[] } {
  const files: string[] = [];
  const problems: Problem[] = [];
  const visit = (path: string): void => {
    try {
      const entries = readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
      for (const entry of entries) {
        if (entry.name.startsWith('.')) continue;
        const inside = join(path, entry.name);
        if (entry.isDirectory()) visit(inside);
        else files.push(inside);
      }
    } catch (error) {
      problems.push(problem('unreadable-file', { file: path }, reasonOf(error)));
    }
  };
  visit(folder);
  return { files, problems };
}

/** Pipes and devices in a folder are left alone: they may never end. What cannot be looked at is told when read. */
function isRegular(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return true;
  }
}

function fileInput(path: string, named: boolean): Input {
  return {
    path,
    named,
    once: false,
    async head(most = HEAD_BYTES) {
      const file = openSync(path, 'r');
      try {
        const bytes = Buffer.alloc(Math.min(most, fstatSync(file).size));
        const read = readSync(file, bytes, 0, bytes.length, 0);
        return { bytes: bytes.subarray(0, read), whole: read === fstatSync(file).size };
      } finally {
        closeSync(file);
      }
    },
    chunks: () => createReadStream(path, { highWaterMark: HEAD_BYTES }),
  };
}

/** Standard input or a pipe, which can be read once: its first chunks are kept until it is. */
function streamInput(path: string, readable: Readable): Input {
  const stream = readable[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const kept: Buffer[] = [];
  let ended = false;
  return {
    path,
    named: true,
    once: true,
    async head(most = HEAD_BYTES) {
      let size = kept.reduce((sum, chunk) => sum + chunk.length, 0);
      while (size < most && !ended) {
        const { value, done } = await stream.next();
        if (done) ended = true;
        else {
          kept.push(Buffer.from(value));
          size += value.length;
        }
      }
      return { bytes: Buffer.concat(kept).subarray(0, most), whole: ended && size <= most };
    },
    async *chunks() {
      yield* kept;
      while (!ended) {
        const { value, done } = await stream.next();
        if (done) ended = true;
        else yield Buffer.from(value);
      }
    },
  };
}
