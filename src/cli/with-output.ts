import { type Command, Option } from 'commander';

/** Options that every command has. */
export function withOutput(command: Command): Command {
  return command
    .addOption(
      new Option('--format <format>', 'how to write (default: table on a terminal, csv in a pipe)').choices([
        'table',
        'csv',
        'json',
      ]),
    )
    .addOption(new Option('--color <when>', 'colour').choices(['auto', 'always', 'never']).default('auto'))
    .option('--excel-bom', 'begin CSV with a byte order mark, which Excel needs')
    .option('--quiet', 'no notes on standard error, only problems')
    .option('--verbose', 'also what was set aside and every problem');
}
