import { type Aspiration, type Catalogue, extractsOf, loadCatalogue } from '../indicators/catalogue.ts';
import { loadPlaces } from '../places/places.ts';
import { EXIT } from '../problems/errors.ts';
import { type AspirationNeeds, aspirationNeeds } from '../results/needs.ts';
import { type Table, tableOf } from '../summary/table.ts';
import { aspirationsScreen } from './aspirations-screen.ts';
import { column, printListed, rowsOf } from './catalogue.ts';
import { printTable, resolveOutput } from './output.ts';
import { printProblems } from './print-problems.ts';
import { readCells } from './read-cells.ts';
import { stopIfUnusable } from './read-context.ts';

/** Columns that hold several entries. */
const LISTS = ['sources', 'indicators', 'needs', 'missing'];

/**
 * `gapline aspirations [ID]`: what the system set itself, the indicators that measure it, what data they need and
 * whether the data at hand serves them. @returns the exit code
 */
export async function aspirations(id: string | undefined, given: Record<string, unknown>): Promise<number> {
  const options = resolveOutput(given);
  const catalogue = loadCatalogue();
  // An id that is wrong is told before any file is read.
  if (id !== undefined) rowsOf(aspirationsTable(catalogue, []), id, 'aspirations');
  const paths = (given.data as string[] | undefined) ?? [];
  if (paths.length === 0 && !options.quiet)
    process.stderr.write(
      'No --data given: what is served is told of the bundled fixtures, SYNTHETIC data.\n',
    );
  const { inputs, run, files, log } = await readCells(paths, catalogue, loadPlaces());
  stopIfUnusable(inputs, log.all(), files);

  const needs = aspirationNeeds(run);
  const table = aspirationsTable(catalogue, needs);
  const rows = id === undefined ? table.rows : rowsOf(table, id, 'aspirations');
  const shown = new Set(rows.map(([cell]) => cell));
  const own = needs.filter(({ aspiration }) => shown.has(aspiration.id));
  if (options.format === 'table') {
    const screen = aspirationsScreen(own, catalogue, inputs.data, id !== undefined);
    await printTable({ ...table, rows, screen }, options);
  } else await printListed({ ...table, rows }, LISTS, options);
  printProblems(log, files, options);
  return log.count('error') > 0 ? EXIT.dataProblems : EXIT.done;
}

function aspirationsTable(
  { aspirations: all, indicators, objectives, letters }: Catalogue,
  needs: readonly AspirationNeeds[],
): Table {
  const objective = new Map(objectives.map(({ id, title }) => [id, `${id} ${title}`]));
  const at = new Map(needs.map((one) => [one.aspiration.id, one]));
  const ofAspiration = (id: string) => indicators.filter(({ aspiration }) => aspiration === id);
  return tableOf<Aspiration>(
    {
      id: 'aspirations',
      title: 'Aspirations',
      description: 'What the system set itself, and the indicators that measure it',
    },
    [
      column('id', 'Id of the aspiration', ({ id }) => id),
      column('objective', 'Strategic objective', (one) => objective.get(one.objective)!),
      column('title', 'The aspiration in its own words', ({ title }) => title),
      column('sources', sourcesInWords(letters), ({ sources }) => sources.join(';')),
      column('indicators', 'Indicators that measure it', ({ id }) =>
        ofAspiration(id)
          .map((indicator) => indicator.id)
          .join(';'),
      ),
      column('needs', 'Extracts that its indicators are computed from', ({ id }) =>
        [...new Set(ofAspiration(id).flatMap(extractsOf))].join(';'),
      ),
      column('served', 'How many of its indicators the data serves, of how many', ({ id }) => {
        const own = at.get(id);
        return own ? `${own.served} of ${own.indicators}` : '';
      }),
      column('missing', 'What the data lacks for the others', ({ id }) =>
        [...(at.get(id)?.lacks.keys() ?? [])].join(';'),
      ),
    ],
    all,
  );
}

/** `Where it stands: S the strategy`, for each letter that an aspiration may name. */
function sourcesInWords(letters: Readonly<Record<string, string>>): string {
  const meanings = Object.entries(letters).map(([letter, meaning]) => `${letter} ${meaning}`);
  return meanings.length === 0 ? 'Where it stands' : `Where it stands: ${meanings.join('; ')}`;
}
