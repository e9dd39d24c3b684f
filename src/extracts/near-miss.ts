import { distance } from 'fastest-levenshtein';
import { headerKey } from './header-key.ts';

/** Two names that differ by more than this share of their letters are not a misspelling of each other. */
const NEAR = 1 / 3;
/** No name of ours is as long; comparing longer ones takes time for nothing. */
const LONGEST = 100;

/** A column of a file and the name that it nearly has. */
export interface NearMiss {
  readonly name: string;
  readonly wanted: string;
}

/** The column and the wanted name that are nearest without being the same; null where none are near. */
export function nearestPair(header: readonly string[], wanted: readonly string[]): NearMiss | null {
  let nearest: NearMiss | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const name of header) {
    if (name.length > LONGEST) continue;
    const key = headerKey(name);
    for (const one of wanted) {
      const other = headerKey(one);
      if (key === other) continue;
      const away = distance(plain(key), plain(other)) / other.length;
      if (away <= NEAR && away < least) {
        least = away;
        nearest = { name, wanted: one };
      }
    }
  }
  return nearest;
}

/** Spaces, dashes and full stops stand for the underscores of our names. */
function plain(key: string): string {
  return key.replace(/[\s.-]+/g, '_');
}
