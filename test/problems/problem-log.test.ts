import { describe, expect, it } from 'vitest';
import { nearestWord } from '../../src/problems/nearest.ts';
import { problem } from '../../src/problems/problem.ts';
import { ProblemLog } from '../../src/problems/problem-log.ts';
import { footerLine, groupLine, problemLine } from '../../src/problems/render.ts';

const unknownPlace = (line: number, column = 'place', file = 'births.csv') =>
  problem(
    'unknown-place',
    { file, line, column },
    '"Knowlsey" is not one of the known Places',
    'did you mean "Knowsley"?',
  );

describe('problem()', () => {
  it('takes severity and fix from the catalogue where none is given', () => {
    expect(problem('unknown-sex', { file: 'a.csv', line: 3, column: 'sex' }, '"q" is not a sex')).toEqual({
      code: 'unknown-sex',
      severity: 'error',
      file: 'a.csv',
      line: 3,
      column: 'sex',
      message: '"q" is not a sex',
      fix: 'write female, male, persons or unknown; blank means persons.',
    });
    expect(problem('empty-file', { file: 'a.csv' }, 'empty')).toMatchObject({ line: null, column: null });
  });
});

describe('problemLine()', () => {
  it('is file, line, column, severity, code, what is wrong and the fix', () => {
    expect(problemLine(unknownPlace(14))).toBe(
      'births.csv:14:place: error[unknown-place] "Knowlsey" is not one of the known Places. Fix: did you mean "Knowsley"?',
    );
  });

  it('leaves out the line and column of a problem of the whole file', () => {
    expect(problemLine(problem('empty-file', { file: 'a.csv' }, 'the file is empty'))).toMatch(
      /^a\.csv: error\[empty-file\] the file is empty\. Fix: /,
    );
  });

  it('shows control characters, so that a file cannot steer the terminal', () => {
    const line = problemLine(
      problem('unknown-sex', { file: 'a\u001b[2J.csv', line: 1, column: 's\r\nex' }, '\u009bx'),
    );
    expect(line).not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
    expect(line).toContain('a\\x1b[2J.csv:1:s\\x0d\\x0aex');
  });
});

describe('ProblemLog', () => {
  it('groups repeats of one code, file and column, and counts them', () => {
    const log = new ProblemLog();
    log.addAll([
      unknownPlace(3),
      unknownPlace(9),
      unknownPlace(4, 'area'),
      unknownPlace(5, 'place', 'b.csv'),
    ]);
    const groups = log.groups();
    expect(groups.map(({ first, count }) => [first.file, first.column, first.line, count])).toEqual([
      ['births.csv', 'place', 3, 2],
      ['births.csv', 'area', 4, 1],
      ['b.csv', 'place', 5, 1],
    ]);
    expect(groupLine(groups[0]!)).toMatch(/^births\.csv:3:place: .*\n {2}… and 1 more like this$/);
    expect(groupLine(groups[1]!)).not.toContain('more like this');
  });

  it('counts by severity, thousands too, and keeps ten thousand of a kind', () => {
    const log = new ProblemLog();
    for (let line = 2; line < 12_002; line++) log.add(unknownPlace(line));
    log.add(problem('duplicate-cell', { file: 'a.csv', line: 2 }, 'twice'));
    expect([log.count('error'), log.count('warning'), log.count('info')]).toEqual([12_000, 1, 0]);
    expect(log.all('births.csv')).toHaveLength(10_000);
    expect(log.groups()[0]!.count).toBe(12_000);
  });

  it('lists problems file by file in line order', () => {
    const log = new ProblemLog();
    log.addAll([
      unknownPlace(9),
      unknownPlace(2, 'area'),
      unknownPlace(5),
      unknownPlace(1, 'place', 'a.csv'),
    ]);
    expect(log.all().map(({ file, line }) => `${file}:${line}`)).toEqual([
      'a.csv:1',
      'births.csv:2',
      'births.csv:5',
      'births.csv:9',
    ]);
    expect(log.all('a.csv')).toHaveLength(1);
  });
});

describe('footerLine()', () => {
  it('counts errors, warnings and refused rows, with one of each in the singular', () => {
    const log = new ProblemLog();
    expect(footerLine(log, 0, 0)).toBe('0 errors, 0 warnings; 0 of 0 rows refused');
    log.add(unknownPlace(2));
    log.add(problem('duplicate-cell', { file: 'a.csv', line: 2 }, 'twice'));
    expect(footerLine(log, 1200, 1)).toBe('1 error, 1 warning; 1 of 1,200 rows refused');
  });
});

describe('nearestWord()', () => {
  const words = ['obesity-year6', 'smoking-adult', 'rtt'];

  it('finds the word that a misspelt one was meant to be', () => {
    expect(nearestWord('obesity-yr6', words)).toBe('obesity-year6');
    expect(nearestWord('rrt', words)).toBe('rtt');
  });

  it('finds none where none is near, or there is none', () => {
    expect(nearestWord('happiness', words)).toBeNull();
    expect(nearestWord('rtt', [])).toBeNull();
  });
});
