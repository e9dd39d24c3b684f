import type { CalcSettings } from './calc-method.ts';

/** Ranks that the file has somewhere and a group has not, ascending: its ends may then not be those of other groups. */
export function lackedRanks(
  own: Iterable<number>,
  option: string,
  settings: CalcSettings,
): readonly number[] {
  const ranks = new Set(own);
  return settings.numbersOfFile(option).filter((rank) => !ranks.has(rank));
}

/** Lacked ranks in words, the first of them. */
export function lackInWords(ranks: readonly number[]): string {
  const shown = ranks.slice(0, 5).join(', ') + (ranks.length > 5 ? ' …' : '');
  return `rank ${shown} missing, which other groups have`;
}
