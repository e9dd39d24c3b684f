import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** How many lines are looked at, and how much of the file for each. */
const LINES = 1000;
const BYTES_A_LINE = 512;

const [NEW_LINE, CARRIAGE_RETURN] = [0x0a, 0x0d];

/** A column of which every text was met so often is taken to have no other. */
const OFTEN = 8;

/**
 * The texts of some columns, from lines here and there in a file.
 *
 * @returns for each column every text met; null where some were met so seldom that there may be others, or where
 *   lines were not plain
 */
export function sampledTexts(
  path: string,
  width: number,
  columns: readonly number[],
): (readonly string[] | null)[] {
  const counts = columns.map(() => new Map<string, number>());
  for (const fields of linesOf(path)) {
    if (fields.length !== width) return columns.map(() => null);
    for (const [at, column] of columns.entries()) {
      const text = unquoted(fields[column]!);
      counts[at]!.set(text, (counts[at]!.get(text) ?? 0) + 1);
    }
  }
  return counts.map((own) => {
    const texts = [...own.keys()];
    const isWhole =
      texts.length > 0 && texts.every((text) => own.get(text)! >= OFTEN && text === text.trim());
    return isWhole ? texts : null;
  });
}

/** Fields of lines all over a file, as far as they are plain: a comma within quotes makes too many. */
function* linesOf(path: string): Generator<string[]> {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const bytes = Buffer.allocUnsafe(BYTES_A_LINE);
    for (const share of shares()) {
      const read = readSync(file, bytes, 0, BYTES_A_LINE, Math.floor(share * size));
      const start = bytes.indexOf(NEW_LINE) + 1;
      let end = bytes.indexOf(NEW_LINE, start);
      if (start === 0 || end < start || end >= read) continue;
      if (bytes[end - 1] === CARRIAGE_RETURN) end -= 1;
      yield bytes.toString('utf8', start, end).split(',');
    }
  } finally {
    closeSync(file);
  }
}

function unquoted(field: string): string {
  return field.startsWith('"') ? field.replace(/^"([^"]*)"$/, '$1') : field;
}

/** Numbers from 0 to 1 in no order, the same each time: no pattern of a file has their step. */
function* shares(): Generator<number> {
  let state = 1;
  for (let line = 0; line < LINES; line++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state / 2 ** 32;
  }
}
