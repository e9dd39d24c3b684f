import { describe, expect, it } from 'vitest';
import { seededNormals } from '../../src/statistics/seeded-normals.ts';

function draw(seed: number, size: number): number[] {
  const normal = seededNormals(seed);
  return Array.from({ length: size }, () => normal());
}

describe('seededNormals()', () => {
  it('gives the same numbers for the same seed, and others for another', () => {
    expect(draw(7, 100)).toEqual(draw(7, 100));
    expect(draw(7, 100)).not.toEqual(draw(8, 100));
  });

  // Of 200,000 standard normals the mean has a standard error of 0.0022, the variance one of 0.0032.
  it.each([1, 2, 12345])('are standard normal, with seed %i', (seed) => {
    const numbers = draw(seed, 200_000);
    const mean = numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
    const variance = numbers.reduce((sum, one) => sum + (one - mean) ** 2, 0) / numbers.length;
    const beyond = numbers.filter((one) => Math.abs(one) > 1.959963984540054).length / numbers.length;
    expect(Math.abs(mean)).toBeLessThan(0.011);
    expect(Math.abs(variance - 1)).toBeLessThan(0.016);
    expect(Math.abs(beyond - 0.05)).toBeLessThan(0.0025);
    expect(numbers.every(Number.isFinite)).toBe(true);
  });

  it('do not hang together from one to the next', () => {
    const numbers = draw(3, 200_000);
    const product = numbers.slice(1).reduce((sum, one, at) => sum + one * numbers[at]!, 0) / numbers.length;
    expect(Math.abs(product)).toBeLessThan(0.012);
  });
});
