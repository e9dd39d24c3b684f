import { ALL_LEVELS, type DeprivationScheme, LEVELS, UNKNOWN_LEVEL } from './cell.ts';

/** One deprivation group of a cube: everybody, a level of a scheme, or a scheme's people of unknown level. */
export interface DeprivationGroup {
  readonly scheme: DeprivationScheme;
  readonly level: number;
}

const SCHEMES = ['national-fifths', 'place-fifths', 'national-tenths'] as const;

/** All groups that a cube of the given schemes has: everybody first, then each scheme's levels and unknowns. */
export function groupAxis(schemes: ReadonlySet<DeprivationScheme>): DeprivationGroup[] {
  // Tenths are summed to fifths, so a cube with tenths has both.
  const wanted = SCHEMES.filter(
    (scheme) => schemes.has(scheme) || (scheme === 'national-fifths' && schemes.has('national-tenths')),
  );
  return [
    { scheme: '', level: ALL_LEVELS },
    ...wanted.flatMap((scheme) => [
      ...Array.from({ length: LEVELS[scheme] }, (_, index) => ({ scheme, level: index + 1 })),
      { scheme, level: UNKNOWN_LEVEL },
    ]),
  ];
}
