import type { FileAccount } from '../cells/cell-source.ts';
import { buildCellTable } from '../cells/cell-table.ts';
import type { Catalogue } from '../indicators/catalogue.ts';
import type { Places } from '../places/places.ts';
import { ProblemLog } from '../problems/problem-log.ts';
import { type RunContext, runContext } from '../results/run-context.ts';
import { readConfig } from '../settings/config.ts';
import { dateToday, type Inputs, inputsFor, sourceFor } from './read-context.ts';

/** What extracts hold, for commands that compute nothing of it. */
export interface ReadCells {
  readonly inputs: Inputs;
  readonly run: RunContext;
  readonly files: readonly FileAccount[];
  readonly log: ProblemLog;
}

/** Reads files into the table of cells. @param paths none for the bundled fixtures */
export async function readCells(
  paths: readonly string[],
  catalogue: Catalogue,
  places: Places,
): Promise<ReadCells> {
  const inputs = inputsFor(paths);
  const delivery = await sourceFor(inputs, catalogue, places, 'national-fifths').deliver();
  const { cells, files, problems } = buildCellTable(delivery);
  const run = runContext({
    cells,
    catalogue,
    asked: null,
    places,
    confidence: [0.95],
    aims: readConfig(null, catalogue, places).aims,
    today: dateToday(),
  });
  const log = new ProblemLog();
  log.addAll([...inputs.problems, ...delivery.problems, ...problems]);
  return { inputs, run, files, log };
}
