import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeWholeFile } from '../../src/writers/write-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gapline-write-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('writeWholeFile()', () => {
  it('writes the content and leaves no temporary file', () => {
    writeWholeFile(join(folder, 'a.csv'), 'ä,b\n');
    expect(readFileSync(join(folder, 'a.csv'), 'utf8')).toBe('ä,b\n');
    expect(readdirSync(folder)).toEqual(['a.csv']);
  });

  it('replaces what was there', () => {
    writeFileSync(join(folder, 'a.csv'), 'a longer text than the new one');
    writeWholeFile(join(folder, 'a.csv'), 'new');
    expect(readFileSync(join(folder, 'a.csv'), 'utf8')).toBe('new');
  });

  it('keeps the old file and leaves nothing behind when the content cannot be written', () => {
    writeFileSync(join(folder, 'a.csv'), 'old');
    const unwritable = { toString: () => 'x' } as unknown as string;
    expect(() => writeWholeFile(join(folder, 'a.csv'), unwritable)).toThrow();
    expect(readFileSync(join(folder, 'a.csv'), 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['a.csv']);
  });

  it('leaves nothing behind when the name is that of a folder', () => {
    mkdirSync(join(folder, 'a.csv'));
    writeFileSync(join(folder, 'a.csv', 'inside'), '');
    expect(() => writeWholeFile(join(folder, 'a.csv'), 'new')).toThrow();
    expect(readdirSync(folder)).toEqual(['a.csv']);
    expect(existsSync(join(folder, 'a.csv', 'inside'))).toBe(true);
  });

  it('does not make folders: where there is none it throws and writes nothing', () => {
    expect(() => writeWholeFile(join(folder, 'none', 'a.csv'), 'new')).toThrow();
    expect(readdirSync(folder)).toEqual([]);
  });
});
