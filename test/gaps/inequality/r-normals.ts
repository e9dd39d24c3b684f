import { normalQuantile } from '../../../src/statistics/normal-distribution.ts';

const SIZE = 624;
const SHIFT = 397;

/**
 * R's default random numbers after set.seed: Mersenne Twister, from Matsumoto and Nishimura 1998
 * (doi:10.1145/272991.272995), started as R documents it (50 rounds of x → 69069·x + 1 scramble the seed).
 */
export function rUniforms(seed: number): () => number {
  let state = seed >>> 0;
  const scrambled = (): number => {
    state = (Math.imul(69069, state) + 1) >>> 0;
    return state;
  };
  for (let round = 0; round < 50; round++) scrambled();
  // The first number is the position, which R sets to the end.
  scrambled();
  const words = Uint32Array.from({ length: SIZE }, scrambled);
  let at = SIZE;
  const refill = (): void => {
    for (let word = 0; word < SIZE; word++) {
      const next = words[(word + 1) % SIZE]!;
      const mixed = (words[word]! & 0x80000000) | (next & 0x7fffffff);
      const twisted = (mixed >>> 1) ^ (mixed & 1 ? 0x9908b0df : 0);
      words[word] = words[(word + SHIFT) % SIZE]! ^ twisted;
    }
    at = 0;
  };
  return () => {
    if (at === SIZE) refill();
    let word = words[at++]!;
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    word ^= word >>> 18;
    return (word >>> 0) * 2.3283064365386963e-10;
  };
}

/** R's default normal numbers, "Inversion": the quantile of two uniform numbers' bits. */
export function rNormals(seed: number): () => number {
  const uniform = rUniforms(seed);
  const bits = 2 ** 27;
  return () => {
    const high = Math.floor(bits * uniform());
    return normalQuantile((high + uniform()) / bits);
  };
}
