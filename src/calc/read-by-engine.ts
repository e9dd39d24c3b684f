import { statSync } from 'node:fs';
import type { GroupedColumns } from './grouped-columns.ts';
import { GroupingQuery, type Guess } from './grouping-query.ts';
import { isReadOtherwise, recordsOfHead } from './plain-file.ts';
import type { AskedColumn, ReadColumnsOptions } from './read-columns.ts';
import { sampledTexts } from './sampled-texts.ts';

/** A file smaller than this is read sooner than the engine is loaded. */
export const ENGINE_FROM_BYTES = 8 * 1024 * 1024;

/**
 * Reads the columns that a method asks for through the embedded engine, several times as fast as record by record.
 *
 * It takes plain files alone: whatever the other reader might read in another way, refuse, trim or have a word
 * about, it leaves to that reader, whose answer is the one that counts. The engine reads in parallel and so in no
 * order: groups come in the natural order of their names, numbers by size.
 *
 * @param sums whether the sums of a group's columns are enough, which must be whole numbers
 * @returns null for such a file
 */
export async function readByEngine(
  reading: ReadColumnsOptions,
  sums: boolean,
  fromBytes = ENGINE_FROM_BYTES,
): Promise<GroupedColumns | null> {
  if (!isForEngine(reading, fromBytes)) return null;
  const { input, choose } = reading;
  // There is none for some machines; the other reader does without. It opens while the head is read.
  const openEngine = await import('./embedded-engine.ts')
    .then((module) => module.openEngine)
    .catch(() => null);
  const opening = openEngine?.().catch(() => null);
  try {
    const records = await recordsOfHead(input);
    const header = records?.[0];
    // To the engine a blank line of a single column is a figure of 0.
    if (!records || !header || header.length === 1) return null;
    const { by, asked } = choose(header);
    if (by === 'row') return null;
    const guess = guessFrom(records.slice(1), sampledTexts(input.path, header.length, by), asked);
    const engine = await opening;
    if (!engine) return null;
    const query = new GroupingQuery(engine.connection, input.path, header, by, asked, sums);
    return await columnsOf(query, guess, input.path, header);
  } finally {
    (await opening)?.close();
  }
}

/** Runs the query; null where the other reader has the say. */
async function columnsOf(
  query: GroupingQuery,
  guess: Guess,
  path: string,
  header: readonly string[],
): Promise<GroupedColumns | null> {
  try {
    const asking = query.run(guess);
    // Looked at below, unless the file cannot be looked through.
    asking.catch(() => null);
    // The engine's threads work while this one looks through the file.
    const otherwise = isReadOtherwise(path);
    // A guess is seldom wrong; where it is, the whole file is asked for its texts first.
    const columns = (await asking) ?? (otherwise ? null : await query.run(await query.guessFromFile()));
    if (otherwise || !columns) return null;
    return { header, ...columns, faults: new Map(), kept: null };
  } catch {
    // Whatever the engine has against a file, the words of the other reader are those the user knows.
    return null;
  }
}

/** Whether a file is large enough, and asked for what the engine can tell. */
function isForEngine(
  { input, keepRecords, takesGaps, inFileOrder }: ReadColumnsOptions,
  fromBytes = ENGINE_FROM_BYTES,
): boolean {
  return !(input.once || keepRecords || takesGaps || inFileOrder) && statSync(input.path).size >= fromBytes;
}

/** What the rows of a file's head, and the texts met here and there, let expect of all. */
function guessFrom(
  records: readonly (readonly string[])[],
  keys: Guess['keys'],
  asked: readonly (AskedColumn & { readonly index: number })[],
): Guess {
  const textsAt = (index: number) => new Set(records.map((record) => record[index] ?? ''));
  return {
    keys,
    texts: asked.flatMap(({ index, kind }) => (kind === 'text' ? [textsAt(index)] : [])),
    whole: asked.every(
      ({ index, kind }) =>
        kind === 'text' || records.every((record) => /^\d{1,9}$/.test(record[index] ?? '')),
    ),
  };
}
