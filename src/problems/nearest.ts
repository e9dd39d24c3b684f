import { closest, distance } from 'fastest-levenshtein';

/** The known word that a misspelt one was most likely meant to be; null where none is near. */
export function nearestWord(text: string, known: Iterable<string>): string | null {
  const words = [...known];
  if (words.length === 0) return null;
  const best = closest(text, words);
  return distance(text, best) <= Math.max(2, Math.floor(text.length / 3)) ? best : null;
}
