import { parse } from 'csv-parse';

/** One record of a CSV file with the line on which it starts. */
export type OnRecord = (record: string[], line: number) => void;

/** Where reading stopped before the end of the file, and why. */
export interface ReadFailure {
  readonly line: number;
  readonly reason: 'unclosed-quote';
}

/**
 * Reads CSV record by record with csv-parse, so that a file of any size needs little memory.
 *
 * Fields stay text: what blank, `01` or `*` means is for the schemas to say. Lines end in LF, CRLF or CR.
 * A quote in the middle of a field is text; a field whose opening quote is never closed ends the reading.
 *
 * @param chunks UTF-8 bytes
 * @param onRecord called for every record, the header included; empty lines are passed over
 */
export function readRecords(
  chunks: AsyncIterable<Buffer | string>,
  onRecord: OnRecord,
): Promise<ReadFailure | null> {
  const lines = new LineCounter();
  let emptyLines = 0;
  const parser = parse({
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    // Taken here and not from the stream: a quote that is never closed would drop the records waiting there.
    on_record: (record: string[], context) => {
      emptyLines = context.empty_lines;
      onRecord(record, lines.startOf(record, context.lines));
      return null;
    },
  });
  return new Promise((resolve, reject) => {
    parser.on('error', (error: Error & { code?: string; empty_lines?: number }) => {
      if (error.code !== 'CSV_QUOTE_NOT_CLOSED') reject(error);
      else
        resolve({
          line: lines.next + (error.empty_lines ?? emptyLines) - emptyLines,
          reason: 'unclosed-quote',
        });
    });
    parser.on('end', () => resolve(null));
    parser.resume();
    feed(chunks, parser).catch(reject);
  });
}

async function feed(chunks: AsyncIterable<Buffer | string>, parser: ReturnType<typeof parse>): Promise<void> {
  for await (const chunk of chunks) {
    if (parser.destroyed) return;
    if (!parser.write(chunk)) {
      await new Promise<void>((resolve) => {
        parser.once('drain', resolve);
        parser.once('close', resolve);
      });
    }
  }
  parser.end();
}

/**
 * Works out the line on which each record starts from the lines on which they end.
 *
 * csv-parse counts a CRLF inside quotes twice, so what it says drifts; the surplus is known from the record.
 */
class LineCounter {
  /** The line after the last record. */
  next = 1;
  #surplus = 0;

  startOf(record: readonly string[], parserLine: number): number {
    let breaks = 0;
    // Only a record that spans lines, or follows empty ones, can hold a line break.
    if (parserLine - this.#surplus > this.next) {
      for (const field of record) {
        for (const found of field.matchAll(/\r\n|\n|\r/g)) {
          breaks += 1;
          if (found[0] === '\r\n') this.#surplus += 1;
        }
      }
    }
    const end = parserLine - this.#surplus;
    this.next = end + 1;
    return end - breaks;
  }
}
