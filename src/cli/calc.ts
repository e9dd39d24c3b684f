import { Command, Option } from 'commander';
import { BadGroup, type CalcMethod, type CalcOption, type CalcSettings } from '../calc/calc-method.ts';
import { CALC_METHODS } from '../calc/calc-methods.ts';
import { type GroupedColumns, keyOf } from '../calc/grouped-columns.ts';
import { readByEngine } from '../calc/read-by-engine.ts';
import type { AskedColumn, ReadColumnsOptions } from '../calc/read-columns.ts';
import { runCalc } from '../calc/run-calc.ts';
import { parseAgeBand } from '../cells/age-band.ts';
import { headerKey } from '../extracts/header-key.ts';
import { resolveInputs } from '../extracts/input.ts';
import { EXIT, UsageError } from '../problems/errors.ts';
import { nearestWord } from '../problems/nearest.ts';
import { resolveConfidence } from './confidence.ts';
import { printStreamed, resolveOutput } from './output.ts';
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
  const byNames = given.by === undefined ? [] : [...new Set(splitNames(given.by as string, '--by'))];
  const keepsRows = method.keepsRows || given.byRow === true;
  const columnOptions = new Map<string, string>();
  let by: string[] = [];
  let header: readonly string[] = [];
  let data: GroupedColumns | null = null;
  let totals: Map<string, number> | null = null;
  let targets: Map<string, number> | null = null;
  let starts: readonly number[] | null = null;
  const texts = new Map(
    method.options.map(({ flags }) => [nameOf(flags), textOf(given[camel(nameOf(flags))])]),
  );
  const settings: CalcSettings = {
    confidence: method.hasLimits ? resolveConfidence(given.confidence as string) : [],
    multiplier: multiplierOf(given.multiplier as string, method),
    setting: (option) => (columnOptions.has(option) ? undefined : texts.get(option)),
    column: (option) => columnOptions.get(option) ?? option,
    textsOfFile: (option) => data?.labels.get(option)?.texts ?? [],
    numbersOfFile: (option) => distinct(data?.numbers.get(option) ?? []),
    startsOfFile: () => {
      starts ??= distinct(
        (data?.labels.get('age')?.texts ?? []).flatMap((age) => parseAgeBand(age)?.from ?? []),
      );
      return starts;
    },
    observedTotal: ({ key }) => {
      if (totals === null) return null;
      const total = totals.get(JSON.stringify(key));
      if (total === undefined) throw new BadGroup('the group is not in the file of --observed-totals');
      return total;
    },
    target: ({ key }) => targets?.get(JSON.stringify(key)) ?? null,
  };
  if (method.id.startsWith('isr')) requireEvents(given);
  if (given.observedTotals !== undefined) {
    const events = { column: given.events as string, kind: 'count' } as const;
    totals = await readPerGroup('--observed-totals', given.observedTotals as string, events, byNames);
  }
  if (given.targets !== undefined) {
    const target = { column: 'target', kind: 'number' } as const;
    targets = await readPerGroup('--targets', given.targets as string, target, byNames);
  }
  const reading: ReadColumnsOptions = {
    input,
    keepRecords: keepsRows,
    takesGaps: method.takesGaps === true,
    inFileOrder: method.inFileOrder === true,
    choose: (names) => {
      header = names;
      const asked = askedColumns(method.options, given, names);
      for (const { option, column } of asked) columnOptions.set(option, column);
      const problem = method.check?.((option) => columnOptions.has(option), settings, names);
      if (problem) throw new UsageError(problem);
      const grouping = [...new Set(byNames.map((name) => columnAt(names, name, '--by')))];
      by = grouping.map((index) => names[index]!);
      return {
        asked,
        by: given.byRow === true ? 'row' : grouping,
      };
    },
  };
  data = (await readByEngine(reading, method.sumsOnly === true)) ?? (await (await recordReader())(reading));
  if (header.length > 0 && data.rows === 0)
    throw new UsageError(`${input.path}: there are no rows below the header`);
  const { table, badGroups } = runCalc(method, data, settings, by);
  await printStreamed(table, output);
  const bad = badGroups();
  if (bad > 0 && !output.quiet) {
    const { groups } = data;
    process.stderr.write(
      `${bad} of ${groups} group${groups === 1 ? '' : 's'} withheld for what is wrong with the data; the column note says what\n`,
    );
  }
  return bad > 0 ? EXIT.dataProblems : EXIT.done;
}

/** The reader that takes any file, loaded when the engine has not read it. */
async function recordReader(): Promise<(options: ReadColumnsOptions) => Promise<GroupedColumns>> {
  return (await import('../calc/read-columns.ts')).readColumns;
}

/** Numbers each once, ascending. */
function distinct(numbers: Iterable<number>): number[] {
  return [...new Set(numbers)].filter((number) => !Number.isNaN(number)).sort((a, b) => a - b);
}

function requireEvents(given: Record<string, unknown>): void {
  if (given.events === undefined) throw new UsageError('--events is needed, or --observed-totals with it');
}

/** A figure of each group, from a second file with the grouping columns. @param option names the file */
async function readPerGroup(
  option: '--observed-totals' | '--targets',
  path: string,
  { column, kind }: Pick<AskedColumn, 'column' | 'kind'>,
  by: readonly string[],
): Promise<Map<string, number>> {
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
    if (!file.faults.has(group)) figures.set(JSON.stringify(key), file.numbers.get('figure')![start]!);
  }
  return figures;
}

/** The columns that the options name; an option that may be a setting is one where no column has its name. */
function askedColumns(
  options: readonly CalcOption[],
  given: Record<string, unknown>,
  header: readonly string[],
): (AskedColumn & { readonly index: number })[] {
  return options.flatMap(({ flags, kind }) => {
    const option = nameOf(flags);
    const column = given[camel(option)] as string | undefined;
    if (column === undefined || kind === 'setting') return [];
    if (option === 'events' && given.observedTotals !== undefined) return [];
    const mayBeSetting = flags.includes('|');
    const index = mayBeSetting ? findColumn(header, column) : columnAt(header, column, `--${option}`);
    return index < 0 ? [] : [{ option, column: header[index]!, kind, index }];
  });
}

function textOf(given: unknown): string | undefined {
  return given === undefined ? undefined : String(given);
}

/** `--event-frequency <column>` → `event-frequency`. */
function nameOf(flags: string): string {
  return /^--([a-z0-9-]+)/.exec(flags)![1]!;
}

/** The key under which commander keeps an option's value. */
function camel(option: string): string {
  return option.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function findColumn(header: readonly string[], name: string): number {
  const exact = header.indexOf(name);
  return exact >= 0 ? exact : header.findIndex((one) => headerKey(one) === headerKey(name));
}

/** @throws UsageError that lists the columns of the file */
function columnAt(header: readonly string[], name: string, option: string): number {
  const index = findColumn(header, name);
  if (index >= 0) {
    if (header.lastIndexOf(header[index]!) === index) return index;
    throw new UsageError(`${option}: the file has the column "${name}" twice`);
  }
  const guess = nearestWord(name, header.slice(0, 200));
  const hint = guess ? `; did you mean "${guess}"?` : '.';
  throw new UsageError(
    `${option}: the file has no column "${name}"${hint} Its columns: ${header.join(', ')}`,
  );
}

function splitNames(text: string, option: string): string[] {
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  if (names.length === 0) throw new UsageError(`${option} is empty`);
  return names;
}

function multiplierOf(
  text: string,
  { id, hasOwnUnit = false, takesNegativeMultiplier = false }: CalcMethod,
): number {
  const number = Number(text);
  if (hasOwnUnit && number !== 1) throw new UsageError(`--multiplier: ${id} has a unit of its own`);
  const fits = number > 0 || (takesNegativeMultiplier && number < 0);
  if (text.trim() !== '' && Number.isFinite(number) && fits) return number;
  const what = takesNegativeMultiplier ? 'other than 0' : 'above 0';
  throw new UsageError(`--multiplier: "${text}" is not a number ${what}`);
}
