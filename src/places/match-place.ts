import { distance } from 'fastest-levenshtein';
import { type Area, areasOf, type Places } from './places.ts';

export type PlaceMatch =
  | { readonly kind: 'area'; readonly area: Area }
  /** A valid code of an area elsewhere. */
  | { readonly kind: 'elsewhere' }
  /** `nearest` is a name it may be a misspelling of; `slip` says that one letter is all that differs. */
  | { readonly kind: 'unknown'; readonly nearest: string | null; readonly slip: boolean };

/** Codes of the Office for National Statistics (E08000003) and of NHS commissioners (QOP, 14L). */
const AREA_CODE = /^(?:[EWSN]\d{8}|Q[A-Z0-9]{2}|\d{2}[A-Z]|[A-Z]\d[A-Z]\d[A-Z])$/;

/** Two names that differ by more than this share of their letters are not a misspelling of each other. */
const NEAR = 0.3;

/**
 * Makes the one matcher of places: by code first, then by name, whatever its case, full stops and spaces
 * ("ST HELENS", "St. Helens"), with or without "NHS … ICB - 02E" or "NHS … CCG" around it.
 */
export function placeMatcher(places: Places): (text: string) => PlaceMatch {
  const areas = areasOf(places);
  const byKey = new Map<string, Area>();
  for (const area of areas) {
    for (const name of [area.code, area.name, ...area.aliases]) byKey.set(nameKey(name), area);
  }
  return (text) => {
    const name = withoutWrapping(text.normalize('NFKC').trim());
    const area = byKey.get(nameKey(name));
    if (area) return { kind: 'area', area };
    if (AREA_CODE.test(name.toUpperCase())) return { kind: 'elsewhere' };
    return { kind: 'unknown', ...nearestName(name, areas) };
  };
}

/** `NHS Cheshire and Merseyside ICB - 02E` is 02E; `NHS Halton CCG` is Halton. */
function withoutWrapping(text: string): string {
  const location = /^NHS .* (?:ICB|Integrated Care Board) - (\w{3})$/i.exec(text);
  if (location) return location[1]!;
  const group = /^NHS (.*) (?:CCG|sub-ICB location)$/i.exec(text);
  return group ? group[1]! : text;
}

function nameKey(name: string): string {
  return name
    .toLowerCase()
    .replace(/&/g, 'and')
    .replace(/[^a-z0-9]/g, '');
}

function nearestName(text: string, areas: readonly Area[]): { nearest: string | null; slip: boolean } {
  const key = nameKey(text);
  let nearest: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  let letters = Number.POSITIVE_INFINITY;
  for (const area of areas) {
    // A region is compared with nothing: "North East" is no misspelling of "North West".
    if (area.kind === 'region') continue;
    for (const name of [area.name, ...area.aliases]) {
      const other = nameKey(name);
      const differing = distance(key, other);
      const away = differing / Math.max(key.length, other.length);
      if (away < least) {
        least = away;
        letters = differing;
        nearest = area.name;
      }
    }
  }
  return least <= NEAR ? { nearest, slip: letters === 1 } : { nearest: null, slip: false };
}
