import { describe, expect, it } from 'vitest';
import { levelInWords } from '../../src/statistics/level-in-words.ts';

describe('levelInWords()', () => {
  it.each([
    [0.95, '95 %'],
    [0.998, '99.8 %'],
    [0.9, '90 %'],
  ])('writes %d as %s', (level, words) => {
    expect(levelInWords(level)).toBe(words);
  });
});
