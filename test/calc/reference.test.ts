import { expect, it } from 'vitest';
import { gapline } from '../cli/run-gapline.ts';
import { describeWithShared } from '../shared.ts';
import { expectRefused } from './reference-compare.ts';
import { EXCEPTIONS, REFUSALS } from './reference-exceptions.ts';
import { allCases, readFolderCase, rowsOf } from './reference-folder.ts';
import { argumentsFor, MAPPINGS } from './reference-mappings.ts';

describeWithShared('`gapline calc` against PHEindicatormethods, as its README says: 1e-9 relative', () => {
  for (const name of allCases()) {
    const exception = EXCEPTIONS[name];
    it.concurrent(exception ? `${name}: ${exception.because}` : name, async () => {
      const told = readFolderCase(name);
      const mapping = MAPPINGS[name.split('/')[0]!];
      if (mapping === undefined) throw new Error(`${name}: no method of calc is said to do this`);
      const stdin = exception?.stdin ?? mapping.stdin;
      const args = [...argumentsFor(told, mapping), ...(exception?.more ?? [])].map((text) =>
        stdin && text === told.inputPath ? '-' : text,
      );
      const outcome = await gapline(args, stdin ? { stdin: stdin(told) } : {});
      if (exception?.check) return exception.check(outcome, told, args);
      if (told.error && !exception) return expectRefused(outcome, REFUSALS[name]);
      expect(outcome.exit, outcome.stderr).toBeLessThan(2);
      const rows = rowsOf(outcome.stdout);
      expect(outcome.exit === 1, 'exit 1 is for bad data').toBe(
        /withheld for what is wrong/.test(outcome.stderr),
      );
      mapping.compare(rows, exception?.expected ? { ...told, expected: exception.expected(told) } : told);
    });
  }

  it('finds the cases', () => {
    expect(allCases().length).toBeGreaterThan(0);
    const named = [...Object.keys(EXCEPTIONS), ...Object.keys(REFUSALS)];
    expect(named.filter((name) => !allCases().includes(name))).toEqual([]);
  });
});
