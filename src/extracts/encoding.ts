export type Encoding = 'utf-8' | 'windows-1252' | 'utf-16le' | 'utf-16be';

/** What the first bytes of a file are. */
export type Content = { readonly encoding: Encoding } | 'packed' | 'binary';

/** First bytes of what is no text: zip (workbooks too), gzip, bzip2, 7z, xz, old workbooks, PDF, Parquet, PNG. */
const PACKED = ['504b0304', '504b0506', '1f8b', '425a68', '377abcaf', 'fd377a58', 'd0cf11e0'];
const BINARY = ['25504446', '50415231', '89504e47'];

/** A damaged text has a few control characters; what has more than this share, and more than a few, is none. */
const FEW = 4;
const SHARE = 0.02;

/** Tells text and its encoding from other content. */
export function contentOf(bytes: Buffer): Content {
  if (startsWith(bytes, 'fffe')) return { encoding: 'utf-16le' };
  if (startsWith(bytes, 'feff')) return { encoding: 'utf-16be' };
  if (PACKED.some((signature) => startsWith(bytes, signature))) return 'packed';
  if (BINARY.some((signature) => startsWith(bytes, signature))) return 'binary';
  const controls = countControls(bytes);
  if (controls > FEW && controls > SHARE * bytes.length) return 'binary';
  return { encoding: isUtf8Start(bytes) ? 'utf-8' : 'windows-1252' };
}

/** Makes the decoder of an encoding; null for UTF-8, which the CSV parser reads itself. */
export function decoderOf(encoding: Encoding): InstanceType<typeof TextDecoder> | null {
  return encoding === 'utf-8' ? null : new TextDecoder(encoding);
}

function startsWith(bytes: Buffer, hex: string): boolean {
  const signature = Buffer.from(hex, 'hex');
  return bytes.subarray(0, signature.length).equals(signature);
}

/** Control characters other than tab and the ends of lines. */
function countControls(bytes: Buffer): number {
  let count = 0;
  for (const byte of bytes) if (byte < 9 || (byte > 13 && byte < 32)) count += 1;
  return count;
}

function isUtf8Start(bytes: Buffer): boolean {
  try {
    // `stream` allows for a character that the end of the head cuts.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
