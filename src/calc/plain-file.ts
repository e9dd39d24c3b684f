import { closeSync, openSync, readSync } from 'node:fs';
import { contentOf, decoderOf } from '../extracts/encoding.ts';
import type { Input } from '../extracts/input.ts';

/** Enough to see the header and, as a rule, every text of a column of ages or dates. */
const HEAD_BYTES = 16 * 1024;

/** How much of a file is looked through at once: what a processor keeps near for the next look. */
const CHUNK_BYTES = 256 * 1024;

const [NEW_LINE, QUOTE, PLUS, UNDERSCORE] = [0x0a, 0x22, 0x2b, 0x5f];

/** U+FEFF: at the beginning of a file a mark, anywhere else text, which the engine's texts begin without. */
const MARK = [0xef, 0xbb, 0xbf] as const;

/** The records of a file's beginning, the last of which may be cut and is left out; null where it is not plain. */
export async function recordsOfHead(input: Input): Promise<string[][] | null> {
  const { bytes } = await input.head();
  const content = contentOf(bytes);
  if (content === 'packed' || content === 'binary' || decoderOf(content.encoding)) return null;
  const head = bytes.subarray(0, HEAD_BYTES);
  if (!head.includes(QUOTE)) return plainRecords(head.toString());
  const { readRecords } = await import('../extracts/read-records.ts');
  const records: string[][] = [];
  let headerLines = 0;
  await readRecords(oneChunk(head), (record, line) => {
    headerLines = records.length === 1 ? line : headerLines;
    records.push(record);
  });
  records.pop();
  // A header that spans lines, or blank lines about it, would be counted otherwise by the engine.
  return headerLines === 2 ? records : null;
}

/** Records of a text without quotes; null where a blank line stands about the header, or lines end in other ways. */
function plainRecords(text: string): string[][] | null {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  lines.pop();
  if (!lines[0] || !lines[1] || lines.some((line) => line.includes('\r'))) return null;
  return lines.filter((line) => line !== '').map((line) => line.split(','));
}

async function* oneChunk(bytes: Buffer): AsyncIterable<Buffer> {
  yield bytes;
}

/**
 * Whether a file has what the two readers take differently: a quote beside a space, a figure that begins with a plus
 * or has an underscore between digits, which are no figures to us, or a byte order mark within its text.
 */
export function isReadOtherwise(path: string): boolean {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.allocUnsafe(CHUNK_BYTES + 1);
    // The last byte of each piece is looked at again with the first of the next.
    bytes[0] = NEW_LINE;
    let isStart = true;
    for (;;) {
      const read = readSync(file, bytes, 1, CHUNK_BYTES, null);
      if (read === 0) return false;
      const piece = bytes.subarray(0, read + 1);
      if (piece.includes(QUOTE) && (piece.includes(' "') || piece.includes('" '))) return true;
      if (stands(piece, PLUS, (before) => !isDigit(before))) return true;
      if (stands(piece, UNDERSCORE, isDigit)) return true;
      if (holdsMark(piece, isStart ? 1 + MARK.length : 0)) return true;
      isStart = false;
      bytes[0] = piece[read]!;
    }
  } finally {
    closeSync(file);
  }
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

/** Whether a mark stands in a piece, or may begin where it ends. */
function holdsMark(piece: Buffer, from: number): boolean {
  for (let at = piece.indexOf(MARK[0], from); at >= 0; at = piece.indexOf(MARK[0], at + 1))
    if (MARK.every((byte, place) => at + place >= piece.length || piece[at + place] === byte)) return true;
  return false;
}

/** Whether a byte stands anywhere behind one that is asked for. */
function stands(piece: Buffer, byte: number, behind: (before: number) => boolean): boolean {
  for (let at = piece.indexOf(byte, 1); at > 0; at = piece.indexOf(byte, at + 1))
    if (behind(piece[at - 1]!)) return true;
  return false;
}
