import { Command, Option } from 'commander';
import type { CalcMethod, CalcOption, CalcSettings } from '../calc/calc-method.ts';
import { calcMethods } from '../calc/calc-methods.ts';
import { type AskedColumn, readColumns } from '../calc/read-columns.ts';
import { runCalc } from '../calc/run-calc.ts';
import { headerKey } from '../extracts/format.ts';
import { resolveInputs } from '../extracts/input.ts';
import { loadStandards } from '../indicators/standard.ts';
import { EXIT, UsageError } from '../problems/errors.ts';
import { nearestWord } from '../problems/nearest.ts';
import { resolveConfidence } from './confidence.ts';
import { printTable, resolveOutput } from './output.ts';
import { withOutput } from './with-output.ts';

/** `gapline calc METHOD [FILE|-]`: one method on any CSV. @returns the exit code */
export async function calc(args: readonly string[]): Promise<number> {
  let code: number = EXIT.done;
  const program = new Command('gapline calc')
    .description('one method on any CSV; each has its own options: gapline calc METHOD --help')
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'gapline: ')) });
  for (const method of calcMethods(loadStandards())) {
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
  const byNames = given.by === undefined ? [] : splitNames(given.by as string, '--by');
  const keepsRows = method.keepsRows || given.byRow === true;
  const columnOptions = new Map<string, string>();
  let by: string[] = [];
  let header: readonly string[] = [];
  const settings: CalcSettings = {
    confidence: method.hasLimits ? resolveConfidence(given.confidence as string) : [],
    multiplier: multiplierOf(given.multiplier as string),
    setting: (option) =>
      columnOptions.has(option) ? undefined : (given[camel(option)] as string | undefined),
  };
  const data = await readColumns({
    input,
    keepRecords: keepsRows,
    choose: (names) => {
      header = names;
      const asked = askedColumns(method.options, given, names);
      for (const { option, column } of asked) columnOptions.set(option, column);
      const problem = method.check?.((option) => columnOptions.has(option), settings);
      if (problem) throw new UsageError(problem);
      by = byNames.map((name) => names[columnAt(names, name, '--by')]!);
      return {
        asked,
        by: given.byRow === true ? 'row' : byNames.map((name) => columnAt(names, name, '--by')),
      };
    },
  });
  if (header.length > 0 && data.rows === 0)
    throw new UsageError(`${input.path}: there are no rows below the header`);
  const { table, badGroups } = runCalc(method, data, settings, by, keepsRows);
  await printTable(table, output);
  if (badGroups > 0 && !output.quiet) {
    const groups = data.groups.length;
    process.stderr.write(
      `${badGroups} of ${groups} group${groups === 1 ? '' : 's'} withheld for what is wrong with the data; the column note says what\n`,
    );
  }
  return badGroups > 0 ? EXIT.dataProblems : EXIT.done;
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
    const mayBeSetting = flags.includes('|');
    const index = mayBeSetting ? findColumn(header, column) : columnAt(header, column, `--${option}`);
    return index < 0 ? [] : [{ option, column: header[index]!, kind, index }];
  });
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
  if (index >= 0) return index;
  const guess = nearestWord(name, header.slice(0, 200));
  const hint = guess ? `; did you mean "${guess}"?` : '';
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

function multiplierOf(text: string): number {
  const number = Number(text);
  if (text.trim() !== '' && Number.isFinite(number) && number !== 0) return number;
  throw new UsageError(`--multiplier: "${text}" is not a number other than 0`);
}
