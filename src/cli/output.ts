import { once } from 'node:events';
import type { StreamedTable, Table } from '../summary/table.ts';
import type { ColorChoice } from '../writers/theme.ts';

export type Format = 'table' | 'csv' | 'json';

/** Options that every command has, resolved once. */
export interface OutputOptions {
  readonly format: Format;
  readonly color: ColorChoice;
  readonly excelBom: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
}

/** A terminal that does not tell its width is taken for this wide. */
const DEFAULT_WIDTH = 100;

export function resolveOutput(options: Record<string, unknown>): OutputOptions {
  return {
    format: (options.format as Format | undefined) ?? (process.stdout.isTTY ? 'table' : 'csv'),
    color: options.color as ColorChoice,
    excelBom: options.excelBom === true,
    quiet: options.quiet === true,
    verbose: options.verbose === true,
  };
}

/** A table as text in the format asked. Writers are loaded when they are needed. */
export async function renderTable(table: Table, { format, color, excelBom }: OutputOptions): Promise<string> {
  switch (format) {
    case 'csv': {
      const { writeCsv } = await import('../writers/csv.ts');
      return (excelBom ? '\ufeff' : '') + writeCsv(table);
    }
    case 'json': {
      const { writeJson } = await import('../writers/json.ts');
      return writeJson(table);
    }
    case 'table': {
      const [{ drawTable }, { themeFor }] = await Promise.all([
        import('../writers/terminal.ts'),
        import('../writers/theme.ts'),
      ]);
      const width = process.stdout.columns ?? (Number(process.env.COLUMNS) || DEFAULT_WIDTH);
      return drawTable(table, themeFor(process.stdout, color, process.env), width);
    }
  }
}

export async function printTable(table: Table, options: OutputOptions): Promise<void> {
  process.stdout.write(await renderTable(table, options));
}

/** Prints a table whose rows are made as they are printed; a drawn one is made first, since its widths need all. */
export async function printStreamed(table: StreamedTable, options: OutputOptions): Promise<void> {
  if (options.format === 'table') return printTable({ ...table, rows: [...table.rows] }, options);
  if (options.format === 'csv' && options.excelBom) process.stdout.write('\ufeff');
  const chunks: Iterable<string | Uint8Array> =
    options.format === 'csv'
      ? (await import('../writers/csv.ts')).csvChunks(table)
      : (await import('../writers/json.ts')).jsonChunks(table);
  for (const chunk of chunks) await printChunk(chunk);
}

/** Prints a piece of the output; a reader that is slower than we are is waited for. */
export async function printChunk(chunk: string | Uint8Array): Promise<void> {
  if (!process.stdout.write(chunk)) await once(process.stdout, 'drain');
}
