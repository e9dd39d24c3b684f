import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CauseRange,
  causeLabel,
  causesOverlap,
  causeWithin,
  parseCauseRange,
} from '../../src/cells/icd10.ts';

function range(text: string): CauseRange {
  const parsed = parseCauseRange(text);
  if (!parsed) throw new Error(`"${text}" is no code`);
  return parsed;
}

const within = (inner: string, outer: string): boolean => causeWithin(range(inner), range(outer));

describe('parseCauseRange()', () => {
  it.each([
    ['I25', 'I25'],
    ['i21.9', 'I219'],
    ['K292', 'K292'],
    ['X60-X84', 'X60-X84'],
    ['x60–x84', 'X60-X84'],
    ['C00 - C97', 'C00-C97'],
    ['I21.X', 'I21'],
    ['G20*', 'G20'],
    ['A17.0†', 'A170'],
    [' F10 ', 'F10'],
    ['U07.1', 'U071'],
    ['I21-I21', 'I21'],
    ['I10X', 'I10'],
    ['i10x', 'I10'],
    ['A17.0+', 'A170'],
    ['A170D', 'A170'],
    ['G01XA', 'G01'],
    ['G01A', 'G01'],
    ['I21.-', 'I21'],
    ['M45.06', 'M450'],
    ['M4506A', 'M450'],
    ['S7200', 'S720'],
    ['x70.09', 'X700'],
    ['Y34.9', 'Y349'],
    ['I10X-I15X', 'I10-I15'],
    ['A15†-A19†', 'A15-A19'],
  ])('reads "%s" as %s', (text, label) => {
    expect(causeLabel(range(text))).toBe(label);
  });

  it.each([
    '',
    'I',
    'I2',
    '25',
    'heart',
    'I25.99',
    'X84-X60',
    'C00-',
    '-C97',
    'I21.9-I21.0',
    'C00-97',
    'I21;I22',
    'I21X9',
    'I2199',
    'I21.9B',
    'I21-*',
    'I†',
    'K29.2.',
    'X600-99',
  ])('does not take "%s" for a code', (text) => {
    expect(parseCauseRange(text)).toBeNull();
  });
});

describe('causesOverlap()', () => {
  const overlap = (a: string, b: string): boolean => causesOverlap(range(a), range(b));

  it('is so where a code is in both', () => {
    expect(overlap('X60-X84', 'X84-Y09')).toBe(true);
    expect(overlap('X60-X84', 'X85-Y09')).toBe(false);
    expect(overlap('I21', 'I21.9')).toBe(true);
    expect(overlap('I21.0-I21.4', 'I21.5-I21.9')).toBe(false);
    expect(overlap('C00-D48', 'D50')).toBe(false);
  });

  it('does not mind which of the two is named first', () => {
    const pairs = ['I00-I99', 'I21', 'I21.9', 'I60-I69', 'J00', 'H95-I05'];
    for (const a of pairs) for (const b of pairs) expect(overlap(a, b), `${a} ${b}`).toBe(overlap(b, a));
  });
});

describe('causeWithin()', () => {
  it('holds the codes of a category in it', () => {
    expect(within('I21.9', 'I21')).toBe(true);
    expect(within('I21', 'I21')).toBe(true);
    expect(within('I21', 'I21.9')).toBe(false);
    expect(within('I21.9', 'I21.0')).toBe(false);
  });

  it('has both ends of a range inside', () => {
    expect(within('X60', 'X60-X84')).toBe(true);
    expect(within('X84.9', 'X60-X84')).toBe(true);
    expect(within('X85', 'X60-X84')).toBe(false);
    expect(within('X59.9', 'X60-X84')).toBe(false);
    expect(within('I20-I25', 'I00-I99')).toBe(true);
    expect(within('I20-J01', 'I00-I99')).toBe(false);
    expect(within('K29.2', 'K29.2')).toBe(true);
    expect(within('K29', 'K29.2')).toBe(false);
  });

  it('is a partial order', () => {
    const code = fc
      .tuple(fc.constantFrom('C', 'I', 'X'), fc.integer({ min: 0, max: 99 }), fc.integer({ min: -1, max: 9 }))
      .map(
        ([letter, number, digit]) =>
          `${letter}${String(number).padStart(2, '0')}${digit < 0 ? '' : `.${digit}`}`,
      );
    const any = fc
      .oneof(
        code,
        fc.tuple(code, code).map(([a, b]) => `${a}-${b}`),
      )
      .filter((text) => parseCauseRange(text) !== null);
    fc.assert(
      fc.property(any, any, any, (a, b, c) => {
        expect(within(a, a)).toBe(true);
        if (within(a, b) && within(b, c)) expect(within(a, c)).toBe(true);
        if (within(a, b) && within(b, a)) expect(range(a).from.slice(0, 3)).toBe(range(b).from.slice(0, 3));
      }),
    );
  });
});
