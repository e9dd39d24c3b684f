import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

/** An engine in this process, with nothing in it. */
export interface EmbeddedEngine {
  readonly connection: DuckDBConnection;
  close(): void;
}

/** Opens DuckDB without files, extensions or a way to load any. This module is imported when it is needed. */
export async function openEngine(): Promise<EmbeddedEngine> {
  const instance = await DuckDBInstance.create(':memory:', {
    preserve_insertion_order: 'false',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  return {
    connection,
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
