import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sparkline } from '../../src/writers/sparkline.ts';
import { themeFor } from '../../src/writers/theme.ts';
import { gapline } from '../cli/run-gapline.ts';

describe('sparkline()', () => {
  it.each([
    [[0, 1, 2, 3, 4, 5, 6, 7], '▁▂▃▄▅▆▇█', '_.-=+*#@'],
    [[7, 0], '█▁', '@_'],
    [[10, 10.5, 11], '▁▅█', '_+@'],
    [[-3, -2, -1], '▁▅█', '_+@'],
    // Neither high nor low: in the middle.
    [[5, 5, 5], '▄▄▄', '==='],
    [[0], '▄', '='],
    [[], '', ''],
  ])('%j', (values, blocks, ascii) => {
    expect(sparkline(values, true)).toBe(blocks);
    expect(sparkline(values, false)).toBe(ascii);
  });

  const values = fc.array(fc.double({ noNaN: true, min: -1e150, max: 1e150 }), {
    minLength: 1,
    maxLength: 20,
  });

  it('has one mark a value, the lowest at the bottom and the highest on top', () => {
    fc.assert(
      fc.property(values, fc.boolean(), (own, unicode) => {
        const marks = [...sparkline(own, unicode)];
        expect(marks).toHaveLength(own.length);
        const [low, high] = [Math.min(...own), Math.max(...own)];
        if (low === high) return;
        expect(marks[own.indexOf(low)]).toBe(unicode ? '▁' : '_');
        expect(marks[own.indexOf(high)]).toBe(unicode ? '█' : '@');
      }),
    );
  });

  it('never draws a higher value lower', () => {
    const heights = '_.-=+*#@';
    fc.assert(
      fc.property(values, (own) => {
        const marks = [...sparkline(own, false)].map((mark) => heights.indexOf(mark));
        for (const [at, value] of own.entries())
          for (const [other, second] of own.entries())
            if (value < second) expect(marks[at]).toBeLessThanOrEqual(marks[other]!);
      }),
    );
  });

  it('is the same whatever the unit and the zero of the scale', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 20 }),
        fc.constantFrom(0.5, 2, 1024),
        fc.integer({ min: -1000, max: 1000 }),
        (own, unit, zero) => {
          expect(
            sparkline(
              own.map((value) => value * unit + zero),
              true,
            ),
          ).toBe(sparkline(own, true));
        },
      ),
    );
  });

  it('is plain ASCII where the terminal shows no more', () => {
    fc.assert(
      fc.property(values, (own) => {
        expect(sparkline(own, false)).toMatch(/^[\x21-\x7e]+$/);
      }),
    );
  });
});

describe('whether a terminal shows more than ASCII', () => {
  it.each<[NodeJS.ProcessEnv, boolean]>([
    [{}, true],
    [{ LANG: 'en_GB.UTF-8' }, true],
    [{ LANG: 'en_GB.utf8' }, true],
    [{ LANG: 'C' }, false],
    [{ LANG: 'POSIX' }, false],
    [{ LANG: 'en_GB.ISO-8859-1' }, false],
    [{ LANG: 'C.UTF-8' }, true],
    [{ LC_ALL: 'C', LANG: 'en_GB.UTF-8' }, false],
    [{ LC_ALL: '', LC_CTYPE: 'C', LANG: 'en_GB.UTF-8' }, false],
    [{ LC_ALL: 'en_GB.UTF-8', LANG: 'C' }, true],
    [{ LANG: 'en_GB.UTF-8', TERM: 'dumb' }, false],
    [{ LANG: 'en_GB.UTF-8', TERM: 'linux' }, false],
    [{ LANG: 'en_GB.UTF-8', TERM: 'xterm-256color' }, true],
  ])('%j: %s', (env, unicode) => {
    expect(themeFor({}, 'never', env).unicode).toBe(unicode);
  });

  const summary = (env: Record<string, string>) =>
    gapline(['run', 'fixtures/cases/obesity', '--indicator', 'obesity-year6', '--format', 'table'], {
      env: { NO_COLOR: '1', ...env },
    });

  it('is heeded by the summary: blocks, or ASCII for LANG=C and for a dumb terminal', async () => {
    const { stdout } = await summary({ LANG: 'en_GB.UTF-8' });
    expect(stdout).toMatch(/Halton .*█▆▅▃▁/);
    for (const env of [{ LANG: 'C' }, { TERM: 'dumb' }]) {
      const plain = (await summary(env as unknown as Record<string, string>)).stdout;
      expect(plain).toMatch(/Halton .*@\*\+-_/);
      expect(plain).not.toMatch(/[▁▂▃▄▅▆▇█]/);
    }
  });

  it('leaves a machine’s table alone', async () => {
    const args = ['run', 'fixtures/cases/obesity', '--indicator', 'obesity-year6'];
    const rich = await gapline(args, { env: { LANG: 'en_GB.UTF-8' } });
    const plain = await gapline(args, { env: { LANG: 'C' } });
    expect(plain.stdout).toBe(rich.stdout);
    expect(plain.stdout).not.toMatch(/[▁▂▃▄▅▆▇█]/);
  });
});
