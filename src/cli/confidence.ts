import { UsageError } from '../problems/errors.ts';

/** @throws UsageError for a list without an entry, which would choose nothing */
export function listed(text: string | undefined, option: string): string[] | null {
  if (text === undefined) return null;
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
  if (parts.length === 0) throw new UsageError(`${option} is empty`);
  return parts;
}

/** Beyond this a level's tail is lost in rounding. */
const HIGHEST_LEVEL = 0.9999;

/** Levels as 0.95 or 95, each once. @throws UsageError for what is no level */
export function resolveConfidence(text: string): number[] {
  const levels = listed(text, '--confidence')!.map((part) => {
    const given = Number(part);
    // 99.9 is the double that 0.999 is, which 99.9 / 100 is not.
    const level = given > 1 ? Number((given / 100).toPrecision(12)) : given;
    if (/^\d*\.?\d+$/.test(part) && level > 0.5 && level <= HIGHEST_LEVEL) return level;
    throw new UsageError(`--confidence: "${part}" is not a level between 0.5 and 1 (or 50 and 100)`);
  });
  return [...new Set(levels)];
}
