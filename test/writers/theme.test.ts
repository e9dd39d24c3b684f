import { describe, expect, it } from 'vitest';
import type { Role } from '../../src/summary/table.ts';
import { type ColorChoice, themeFor, wantsColor } from '../../src/writers/theme.ts';

const terminal = { isTTY: true };
const pipe = {};

describe('wantsColor()', () => {
  it.each<[string, ColorChoice, { isTTY?: boolean }, NodeJS.ProcessEnv, boolean]>([
    ['a terminal has colour', 'auto', terminal, {}, true],
    ['a pipe has none', 'auto', pipe, {}, false],
    ['NO_COLOR takes it from a terminal', 'auto', terminal, { NO_COLOR: '1' }, false],
    ['an empty NO_COLOR is none', 'auto', terminal, { NO_COLOR: '' }, true],
    ['FORCE_COLOR gives it to a pipe', 'auto', pipe, { FORCE_COLOR: '1' }, true],
    ['FORCE_COLOR=0 takes it from a terminal', 'auto', terminal, { FORCE_COLOR: '0' }, false],
    ['NO_COLOR is before FORCE_COLOR', 'auto', terminal, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
    ['--color always is before NO_COLOR', 'always', pipe, { NO_COLOR: '1' }, true],
    ['--color never is before FORCE_COLOR', 'never', terminal, { FORCE_COLOR: '1' }, false],
    ['a dumb terminal has none', 'auto', terminal, { TERM: 'dumb' }, false],
  ])('%s', (_, choice, stream, env, expected) => {
    expect(wantsColor(stream, choice, env)).toBe(expected);
  });
});

describe('themeFor()', () => {
  const roles: Role[] = ['good', 'bad', 'strong', 'quiet', 'plain'];

  it('paints nothing without colour', () => {
    const { paint, colored } = themeFor(pipe, 'never', {});
    expect(colored).toBe(false);
    for (const role of roles) expect(paint('text', role)).toBe('text');
  });

  it('gives each role a look of its own, and takes it off again', () => {
    const { paint } = themeFor(pipe, 'always', {});
    const painted = roles.map((role) => paint('text', role));
    expect(new Set(painted).size).toBe(roles.length);
    for (const [index, role] of roles.entries()) {
      if (role === 'plain') expect(painted[index]).toBe('text');
      else expect(painted[index]).toMatch(/^\u001b\[\d+mtext\u001b\[\d+m$/);
    }
  });
});
