import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { UsageError } from './errors.ts';

/**
 * Reads a file of data/ and checks it. Whoever put it there can mend it, so what is wrong is told with the file, the
 * key and, in a list of things with ids, the id.
 *
 * @param directory the folder of all data, with its last slash
 * @param name the file inside it
 * @throws UsageError that names every mistake
 */
export function readDataFile<T>(directory: string, name: string, schema: z.ZodType<T>): T {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(directory + name, 'utf8'));
  } catch (error) {
    throw badData([`data/${name}: ${(error as Error).message}`]);
  }
  const result = schema.safeParse(content);
  if (result.success) return result.data;
  throw badData(
    result.error.issues.map(
      ({ path, message }) => `data/${name}: ${[...pathInWords(path, content), message].join(': ')}`,
    ),
  );
}

/** The error that tells of mistakes in data/. */
export function badData(mistakes: readonly string[]): UsageError {
  return new UsageError(`bad definitions:\n${mistakes.join('\n')}`);
}

/** `suicide: numerator.0.ages` for the second definition of a list, rather than its position. */
function pathInWords(path: readonly PropertyKey[], content: unknown): string[] {
  const [first, ...rest] = path;
  const item = typeof first === 'number' && Array.isArray(content) ? content[first] : null;
  const id = typeof item === 'object' && item !== null && 'id' in item ? String(item.id) : null;
  const keys = id === null ? [path] : [[id], rest];
  return keys.filter((part) => part.length > 0).map((part) => part.map(String).join('.'));
}
