import { Command, CommanderError, Option } from 'commander';
import { EXIT, UsageError } from '../problems/errors.ts';
import { version } from './version.ts';
import { withOutput } from './with-output.ts';

/** Starts the program: reads the command line, runs one command, sets the exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  // A reader that has seen enough (`| head`) closes the pipe; that is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? EXIT.done);
    // What has been printed is cut off, so that nothing else would be true to say than that it failed.
    process.stderr.write(`gapline: standard output cannot be written: ${error.message}\n`);
    process.exit(EXIT.wrongUse);
  });
  try {
    await program().parseAsync([...argv]);
  } catch (error) {
    process.exitCode = await report(error);
  }
}

function program(): Command {
  const gapline = new Command('gapline')
    .description(
      'Population-health indicators, gaps and trends from CSV extracts, for every aspiration of a health and care system.',
    )
    .version(version)
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'gapline: ')) })
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('Run `gapline --help` for the commands and options.');

  withOutput(
    gapline
      .command('run')
      .description('the main job: files, folders or - → indicators, gaps, trends and verdicts')
      .argument(
        '[path...]',
        'CSV files, folders, or - for standard input; without any, the bundled fixtures',
      ),
  )
    .addOption(
      new Option('--view <view>', 'which table to show')
        .choices([
          'summary',
          'measures',
          'gaps',
          'trends',
          'goals',
          'poorest',
          'breakdown',
          'milestones',
          'coverage',
          'all',
        ])
        .default('summary'),
    )
    .option('--out <dir|file>', 'write all tables and a manifest to a folder, or the view to one file')
    .option('--place <names>', 'only these Places, by name or code, separated by commas')
    .option('--aspiration <ids>', 'only these aspirations')
    .option('--indicator <ids>', 'only these indicators')
    .option('--period <periods>', 'only these periods')
    .option('--confidence <levels>', 'levels of the limits, such as 0.95,0.998', '0.95')
    .option(
      '--config <file>',
      'goals, targets and baselines by indicator and Place, and the day taken for now',
    )
    .addOption(
      new Option('--deprivation <scheme>', 'how rows by LSOA are grouped')
        .choices(['national-fifths', 'place-fifths', 'national-tenths'])
        .default('national-fifths'),
    )
    .option('--disclosure <rule>', 'disclosure rule', 'none')
    .addOption(new Option('--fail-on <rule>', 'exit 1 when a rule fires').choices(['any-problem']))
    .action(async (paths: string[], options: Record<string, unknown>) => {
      const { run } = await import('./run.ts');
      process.exitCode = await run(paths, options);
    });

  withOutput(
    gapline
      .command('check')
      .description('recognises and validates only: which file is what, rows, periods, Places, problems')
      .argument(
        '[path...]',
        'CSV files, folders, or - for standard input; without any, the bundled fixtures',
      ),
  ).action(async (paths: string[], options: Record<string, unknown>) => {
    const { check } = await import('./check.ts');
    process.exitCode = await check(paths, options);
  });

  gapline
    .command('calc')
    .description(
      'one method on any CSV, such as: gapline calc rate --by area --events deaths --population people',
    )
    .argument('<method...>', 'a method and its options; gapline calc --help lists them')
    .allowUnknownOption()
    .helpOption(false)
    .action(async (args: string[]) => {
      const { calc } = await import('./calc.ts');
      process.exitCode = await calc(args);
    });

  withOutput(
    gapline
      .command('aspirations')
      .description('what the system set itself, its indicators, what data they need and what is there')
      .argument('[id]', 'only this one, in full')
      .option(
        '--data <path...>',
        'files or folders that are to serve them; without it, the bundled fixtures',
      ),
  ).action(async (id: string | undefined, options: Record<string, unknown>) => {
    const { aspirations } = await import('./aspirations.ts');
    process.exitCode = await aspirations(id, options);
  });

  const catalogues = {
    indicators: 'every indicator: method, unit, polarity, the extracts it needs',
    places: 'the Places and the codes and names they are known by',
    formats: 'every format that is recognised, with its columns',
    problems: 'every kind of problem that is reported, and how to mend it',
  };
  for (const [name, description] of Object.entries(catalogues)) {
    withOutput(gapline.command(name).description(description).argument('[id]', 'only this one')).action(
      async (id: string | undefined, options: Record<string, unknown>) => {
        const { catalogue } = await import('./catalogue.ts');
        process.exitCode = await catalogue(name as keyof typeof catalogues, id, options);
      },
    );
  }

  withOutput(
    gapline
      .command('explain')
      .description('what a problem means and how to mend it')
      .argument('<code>', 'the code of a problem, such as unknown-place'),
  ).action(async (code: string, options: Record<string, unknown>) => {
    const { explain } = await import('./explain.ts');
    process.exitCode = await explain(code, options);
  });
  return gapline;
}

/** Says what went wrong on standard error. @returns the exit code */
async function report(error: unknown): Promise<number> {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.wrongUse;
  if (error instanceof UsageError) {
    if (error.problems.length > 0) {
      const { printGrouped } = await import('./print-problems.ts');
      printGrouped(error.problems);
    }
    process.stderr.write(`gapline: ${error.message}\n`);
    return EXIT.wrongUse;
  }
  const stack = error instanceof Error ? error.stack : String(error);
  process.stderr.write(`gapline: this is a bug, please report it with the command you ran.\n${stack}\n`);
  return EXIT.bug;
}
