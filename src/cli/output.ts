import type { Table } from '../summary/table.ts';
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
