import { Command, Option } from 'commander';
import type { CalcMethod } from '../calc/calc-method.ts';
import { CALC_METHODS } from '../calc/calc-methods.ts';
import { type GroupedColumns, keyOf } from '../calc/grouped-columns.ts';
import { readByEngine } from '../calc/read-by-engine.ts';
import type { AskedColumn, ReadColumnsOptions } from '../calc/read-columns.ts';
import { type CalcResult, runCalc } from '../calc/run-calc.ts';
import { resolveInputs } from '../extracts/input.ts';
import { EXIT, UsageError } from '../problems/errors.ts';
import type { Helper } from './calc-in-turns.ts';
import { CalcPlan, columnAt, type FiguresOfGroups, keyText } from './calc-plan.ts';
import { type OutputOptions, printChunk, printStreamed, resolveOutput } from './output.ts';
import { withOutput } from './with-output.ts';

/** `gapline calc METHOD [FILE|-]`: one method on any CSV. @returns the exit code */
export async function calc(args: readonly string[]): Promise<number> {
  let code: number = EXIT.done;
  const program = new Command('gapline calc')
    .description('one method on any CSV; each has its own options: gapline calc METHOD --help')
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'gapline: ')) });
  const asked = CALC_METHODS[args[0] ?? ''];
  // For the help, or to guess what was meant, all are needed.
  for (const load of asked ? [asked] : Object.values(CALC_METHODS)) {
    const method = await load();
    const command = program
      .command(method.id)
      .description(method.title)
      .argument('[file]', 'a CSV file, or - for standard input', '-');
    for (const { flags, about, needed } of method.options) {
      const option = new Option(flags, about);
      command.addOption(needed ? option.makeOptionMandatory() : option);
    }
    command
      .option(
        '--by <columns>',
        'columns to group by, separated by commas; without it the whole file is one group',
      )
      .option('--by-row', 'each row is a group of its own, and keeps its columns')
      .option('--multiplier <number>', 'what values are given per', String(method.defaultMultiplier));
    if (method.hasLimits)
      command.option('--confidence <levels>', 'levels of the limits, such as 0.95,0.998', '0.95');
    withOutput(command).action(async (file: string, given: Record<string, unknown>) => {
      code = await runMethod(method, file, given);
    });
  }
  await program.parseAsync([...args], { from: 'user' });
  return code;
}

async function runMethod(method: CalcMethod, file: string, given: Record<string, unknown>): Promise<number> {
  const output = resolveOutput(given);
  const { inputs, problems } = resolveInputs([file]);
  const [input] = inputs;
  if (input === undefined || inputs.length > 1)
    throw new UsageError(`calc takes one file, or - for standard input`, problems);
  if (given.byRow && given.by !== undefined) throw new UsageError('--by and --by-row exclude each other');
  const plan = new CalcPlan(method, given);
  if (method.id.startsWith('isr')) requireEvents(given);
  const totals = await totalsOf(given, plan.byNames);
  const targets = await targetsOf(given, plan.byNames);
  const reading: ReadColumnsOptions = {
    input,
    keepRecords: method.keepsRows || given.byRow === true,
    takesGaps: method.takesGaps === true,
    inFileOrder: method.inFileOrder === true,
    choose: (header) => plan.choose(header),
  };
  const byEngine = await readByEngine(reading, method.sumsOnly === true);
  const data = byEngine ?? (await (await recordReader())(reading));
  if (data.rows === 0) throw new UsageError(`${input.path}: there are no rows below the header`);
  // A second thread knows nothing of second files.
  const bad =
    byEngine && output.format === 'csv' && !totals && !targets
      ? await printInTurns(method, plan, byEngine, given, output)
      : await printAlone(runCalc(method, data, plan.settingsFor(data, { totals, targets }), plan.by), output);
  if (bad > 0 && !output.quiet) {
    const { groups } = data;
    process.stderr.write(
      `${bad} of ${groups} group${groups === 1 ? '' : 's'} withheld for what is wrong with the data; the column note says what\n`,
    );
  }
  return bad > 0 ? EXIT.dataProblems : EXIT.done;
}

/** @returns how many groups were withheld for what is wrong with their data */
async function printAlone({ table, badGroups }: CalcResult, output: OutputOptions): Promise<number> {
  await printStreamed(table, output);
  return badGroups();
}

/** The same on two threads, where there is enough to do for them. */
async function printInTurns(
  method: CalcMethod,
  plan: CalcPlan,
  data: GroupedColumns,
  given: Readonly<Record<string, unknown>>,
  output: OutputOptions,
): Promise<number> {
  const [{ inTurns, ThreadHelper }, { shareMaker }] = await Promise.all([
    import('./calc-in-turns.ts'),
    import('./calc-share.ts'),
  ]);
  await printStreamed(
    runCalc(method, data, plan.settingsFor(data), plan.by, { from: 0, to: 0 }).table,
    output,
  );
  const helpers: Helper[] = [];
  const startHelper = (): Helper | null => {
    const helper = ThreadHelper.start({ method: method.id, given, data });
    if (helper) helpers.push(helper);
    return helper;
  };
  try {
    let bad = 0;
    for await (const { csv, badGroups } of inTurns(
      data.groups,
      startHelper,
      shareMaker(method, plan, data),
    )) {
      await printChunk(csv);
      bad += badGroups;
    }
    return bad;
  } finally {
    for (const helper of helpers) helper.stop();
  }
}

/** The reader that takes any file, loaded when the engine has not read it. */
async function recordReader(): Promise<(options: ReadColumnsOptions) => Promise<GroupedColumns>> {
  return (await import('../calc/read-columns.ts')).readColumns;
}

function requireEvents(given: Record<string, unknown>): void {
  if (given.events === undefined) throw new UsageError('--events is needed, or --observed-totals with it');
}

/** Events of each group in all, from the file of --observed-totals; null where there is none. */
async function totalsOf(
  { observedTotals, events }: Record<string, unknown>,
  by: readonly string[],
): Promise<FiguresOfGroups | null> {
  if (observedTotals === undefined) return null;
  const column = { column: events as string, kind: 'count' } as const;
  return readPerGroup('--observed-totals', observedTotals as string, column, by);
}

/** The target of each group, from the file of --targets; null where there is none. */
async function targetsOf(
  { targets }: Record<string, unknown>,
  by: readonly string[],
): Promise<FiguresOfGroups | null> {
  if (targets === undefined) return null;
  return readPerGroup('--targets', targets as string, { column: 'target', kind: 'number' }, by);
}

/** A figure of each group, from a second file with the grouping columns. @param option names the file */
async function readPerGroup(
  option: '--observed-totals' | '--targets',
  path: string,
  { column, kind }: Pick<AskedColumn, 'column' | 'kind'>,
  by: readonly string[],
): Promise<FiguresOfGroups> {
  const { inputs, problems } = resolveInputs([path]);
  if (inputs.length !== 1) throw new UsageError(`${option} takes one file`, problems);
  const file = await (await recordReader())({
    input: inputs[0]!,
    keepRecords: false,
    choose: (header) => ({
      by: by.map((name) => columnAt(header, name, option)),
      asked: [{ option: 'figure', column, kind, index: columnAt(header, column, option) }],
    }),
  });
  const figures = new Map<string, number>();
  for (let group = 0; group < file.groups; group++) {
    const key = keyOf(file, group);
    const start = file.starts[group]!;
    if (file.ends[group]! - start > 1) throw new UsageError(`${option}: ${key.join(', ')} stands twice`);
    if (!file.faults.has(group)) figures.set(keyText(key), file.numbers.get('figure')![start]!);
  }
  return figures;
}
