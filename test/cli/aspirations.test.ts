import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gapline } from './run-gapline.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gapline-aspirations-'));
  const header = 'indicator,place,period,numerator,denominator';
  writeFileSync(join(folder, 'counts.csv'), `${header}\nobesity-year6,Halton,2023/24,200,1000\n`);
  writeFileSync(join(folder, 'more.csv'), `${header}\nobesity-reception,Halton,2023/24,100,1000\n`);
  writeFileSync(
    join(folder, 'bad.csv'),
    `${header}\nobesity-year6,Hatlon,2023/24,200,1000\nobesity-year6,Halton,2023/24,1,2\n`,
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string): string => join(folder, name);
const records = (stdout: string): Record<string, unknown>[] => JSON.parse(stdout);

describe('gapline aspirations', () => {
  it('has the columns of the contract first, and after them what is needed, served and missing', async () => {
    const { stdout, stderr, exit } = await gapline(['aspirations', '--data', file('counts.csv')]);
    expect(exit).toBe(0);
    const [header, ...rows] = stdout.trim().split('\n');
    expect(header).toBe('id,objective,title,sources,indicators,needs,served,missing');
    expect(rows.length).toBeGreaterThan(20);
    expect(stderr).not.toContain('SYNTHETIC');
  });

  it('tells of the data that is named, files and folders, one after the other or each by itself', async () => {
    const served = async (...data: string[]) => {
      const { stdout } = await gapline(['aspirations', 'obesity', ...data, '--format', 'json']);
      const [one] = records(stdout);
      return [String(one!.served).split(' ')[0], one!.missing];
    };
    const [count, missing] = await served('--data', file('counts.csv'));
    expect(count).toBe('1');
    expect(missing).toContain('counts of obesity-reception');
    const both = await served('--data', file('counts.csv'), file('more.csv'));
    expect(both[0]).toBe('2');
    expect(both[1]).not.toContain('counts of obesity-reception');
    expect(await served('--data', file('counts.csv'), '--data', file('more.csv'))).toEqual(both);
  });

  it('shows one in full: what each indicator means, its goal, official number and source', async () => {
    const { stdout } = await gapline([
      'aspirations',
      'obesity',
      '--data',
      file('counts.csv'),
      '--format',
      'table',
    ]);
    expect(stdout).toMatch(/obesity-year6 +share .* yes\n/);
    expect(stdout).toMatch(/obesity-reception +share .* no counts\n/);
    expect(stdout).toContain('Children in school Year 6 (age 10 to 11)');
    expect(stdout).toContain('Official number 90323');
    expect(stdout).toContain('No goal is set.');
    expect(stdout).toContain('Source: National Child Measurement Programme');
  });

  it('refused rows are told and exit with 1; a wrong id or file with 2, and nothing is written', async () => {
    const bad = await gapline(['aspirations', '--data', file('bad.csv')]);
    expect([bad.exit, bad.stdout === '']).toEqual([1, false]);
    expect(bad.stderr).toContain('unknown-place');
    for (const args of [['obseity'], ['--data', file('no-such.csv')], ['--data']]) {
      const wrong = await gapline(['aspirations', ...args]);
      expect([args, wrong.exit, wrong.stdout]).toEqual([args, 2, '']);
    }
  });
});
