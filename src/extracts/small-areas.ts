import { UNKNOWN_LEVEL } from '../cells/cell.ts';
import { groupBy } from '../cells/group-by.ts';
import type { Period } from '../periods/period.ts';
import type { Figure } from './figure-fields.ts';

/** Children of a small area, and the share of them whose families are income-deprived. */
export interface ChildPoverty {
  /** The indicator that they feed. */
  readonly indicator: string;
  readonly children: Figure;
  /** From 0 to 1. */
  readonly share: Figure;
}

/** What a deprivation extract says of one LSOA. */
export interface SmallArea {
  readonly lsoa: string;
  /** Code of its Place; null where it lies elsewhere, undefined where the extract does not tell. */
  readonly place: string | null | undefined;
  /** National tenth, 1 = most deprived; null where the row did not tell. */
  readonly decile: number | null;
  /** National rank, 1 = most deprived; null where the extract has tenths only. */
  readonly rank: number | null;
  /** Whether something is wrong with its row, so that what it feeds cannot be used. */
  readonly refused: boolean;
  readonly population: Figure | null;
  readonly populationPeriod: Period;
  /** Its children, and the share of them in poverty; null where the extract does not tell both. */
  readonly children: ChildPoverty | null;
  /** The score as written, which is only compared. */
  readonly score: string | null;
  /** Path and line of its row. */
  readonly file: string;
  readonly line: number;
}

/** One edition of an index of deprivation: every area once. */
export interface Edition {
  readonly period: Period;
  /** The year whose LSOAs it is of, such as `2011`; null where that is not known. */
  readonly vintage: string | null;
  readonly areas: Map<string, SmallArea>;
  /** Areas that several rows place in different tenths, with the tenths. */
  readonly disputed: Map<string, Set<number>>;
}

/** Where the people of an LSOA are counted. */
export interface Located {
  /** Code of the Place; null where the area lies elsewhere. */
  readonly place: string | null;
  /** National tenth; null where nothing tells, -1 where its parts lie in several. */
  readonly decile: number | null;
  /** Fifth within its own Place, likewise. */
  readonly placeFifth: number | null;
  /** The areas of the edition that it was found by. */
  readonly through: readonly string[];
}

/** Why an LSOA cannot be placed. */
export type NotLocated = 'nothing-tells' | 'not-in-edition' | 'other-vintage' | 'no-place';

/** The codes that areas drawn anew in a year were given; null for the first year. */
export interface Vintage {
  readonly id: string;
  readonly newCodes: { readonly first: string; readonly last: string } | null;
}

/**
 * The small areas of a run: their deprivation by edition, their Places, and which areas of one year became
 * which of another. Areas of different years are never mixed without a lookup between them.
 */
export class SmallAreas {
  readonly #editions = new Map<string, Edition>();
  /** Places by lookup, for each vintage. */
  readonly #places = new Map<string, Map<string, string | null>>();
  /** Areas whose Place lookups do not agree on, by year and code. */
  readonly #disputedPlaces = new Set<string>();
  readonly #links = new Map<string, Set<string>>();
  readonly #fifths = new Map<Edition, Map<string, number>>();
  readonly #vintages: readonly Vintage[];

  constructor(vintages: readonly Vintage[] = []) {
    this.#vintages = vintages;
  }

  /** The edition of a period, made when it is first met. */
  edition(period: Period, vintage: string | null): Edition {
    const known = this.#editions.get(period.label);
    if (known) return known;
    const edition: Edition = { period, vintage, areas: new Map(), disputed: new Map() };
    this.#editions.set(period.label, edition);
    return edition;
  }

  /**
   * Adds what a row says of an area.
   *
   * @returns an earlier row that says something else; then neither counts
   */
  add(edition: Edition, area: SmallArea): SmallArea | null {
    const known = edition.areas.get(area.lsoa);
    if (area.refused && known) return null;
    if (!known || known.refused) {
      edition.areas.set(area.lsoa, area);
      return null;
    }
    if (agree(known, area)) {
      edition.areas.set(area.lsoa, {
        ...known,
        place: known.place ?? area.place,
        rank: known.rank ?? area.rank,
        children: known.children ?? area.children,
        ...(known.population ? {} : { population: area.population, populationPeriod: area.populationPeriod }),
      });
      return null;
    }
    const tenths = edition.disputed.get(area.lsoa) ?? new Set([known.decile ?? UNKNOWN_LEVEL]);
    edition.disputed.set(area.lsoa, tenths.add(area.decile ?? UNKNOWN_LEVEL));
    return known;
  }

  /** Adds what a lookup says of an area's Place; null where that is elsewhere. */
  addPlace(vintage: string, lsoa: string, place: string | null): 'agrees' | 'disputed' {
    const known = this.#places.get(vintage) ?? new Map<string, string | null>();
    this.#places.set(vintage, known);
    const disputed = known.has(lsoa) && known.get(lsoa) !== place;
    if (disputed) this.#disputedPlaces.add(`${vintage} ${lsoa}`);
    known.set(lsoa, place);
    return disputed ? 'disputed' : 'agrees';
  }

  /** Adds that an area of one year became, in whole or in part, an area of another. */
  addLink(older: string, newer: string): void {
    for (const [from, to] of [
      [older, newer],
      [newer, older],
    ] as const) {
      this.#links.set(from, (this.#links.get(from) ?? new Set()).add(to));
    }
  }

  editions(): Edition[] {
    return [...this.#editions.values()];
  }

  /** Whether any area has a rank: without ranks there are no fifths within Places. */
  haveRanks(): boolean {
    return this.editions().some(({ areas }) => [...areas.values()].some(({ rank }) => rank !== null));
  }

  /** Whether a lookup between areas of different years is there. */
  get linked(): boolean {
    return this.#links.size > 0;
  }

  /** Whether anything tells of small areas at all. */
  get known(): boolean {
    return this.#editions.size > 0 || this.#places.size > 0;
  }

  /** The Place of an area of an edition: its own, or by a lookup. */
  placeOf(edition: Edition, { lsoa, place }: SmallArea): string | null | undefined {
    return place ?? this.#placeByLookup(lsoa, edition.vintage) ?? place;
  }

  /** @param vintage the year whose LSOAs the extract's codes are; null where it does not tell */
  locate(lsoa: string, vintage: string | null): Located | NotLocated {
    const edition = this.#newest();
    const ownPlace = this.#placeByLookup(lsoa, vintage);
    if (!edition) {
      if (ownPlace !== undefined) return { place: ownPlace, decile: null, placeFifth: null, through: [] };
      if (this.#places.size === 0) return 'nothing-tells';
      return this.#isOfOtherVintage(lsoa, vintage) ? 'other-vintage' : 'not-in-edition';
    }
    const areas = this.#areasIn(edition, lsoa, vintage);
    if (areas.length === 0) {
      // The Place alone, by a lookup of the area's own year.
      if (typeof ownPlace === 'string')
        return { place: ownPlace, decile: UNKNOWN_LEVEL, placeFifth: UNKNOWN_LEVEL, through: [] };
      if (ownPlace === null) return { place: null, decile: null, placeFifth: null, through: [] };
      const mixed = isOther(edition.vintage, vintage) || this.#isNewerThan(lsoa, edition.vintage);
      return mixed ? 'other-vintage' : 'not-in-edition';
    }
    const places = areas.map((area) => this.placeOf(edition, area));
    const place = ownPlace ?? places.find((one) => typeof one === 'string') ?? places[0];
    if (place === undefined) return 'no-place';
    return {
      place,
      decile: theOne(
        areas.map((area) => (edition.disputed.has(area.lsoa) || area.refused ? null : area.decile)),
      ),
      placeFifth: theOne(areas.map((area) => this.#fifthsOf(edition).get(area.lsoa) ?? null)),
      through: areas.map((area) => area.lsoa),
    };
  }

  /** One edition groups every extract of a run: events by one and people by another would make no rate. */
  #newest(): Edition | null {
    const newestFirst = this.editions().sort((a, b) => (a.period.start < b.period.start ? 1 : -1));
    return newestFirst[0] ?? null;
  }

  /** The area itself where the years are the same, else those it is linked with. */
  #areasIn(edition: Edition, lsoa: string, vintage: string | null): SmallArea[] {
    const own = edition.areas.get(lsoa);
    if (own && !isOther(edition.vintage, vintage)) return [own];
    const linked = [...(this.#links.get(lsoa) ?? [])].map((code) => edition.areas.get(code));
    return linked.filter((area) => area !== undefined);
  }

  #placeByLookup(lsoa: string, vintage: string | null): string | null | undefined {
    const vintages = vintage === null ? this.#places.keys() : [vintage];
    for (const one of vintages) {
      const isDisputed = this.#disputedPlaces.has(`${one} ${lsoa}`);
      const place = isDisputed ? undefined : this.#places.get(one)?.get(lsoa);
      if (place !== undefined) return place;
    }
    return undefined;
  }

  #isOfOtherVintage(lsoa: string, vintage: string | null): boolean {
    if (vintage !== null) return !this.#places.has(vintage);
    return [...this.#places.keys()].every((known) => this.#isNewerThan(lsoa, known));
  }

  /** Whether a code was first given after a year, as the order of the codes tells. */
  #isNewerThan(lsoa: string, vintage: string | null): boolean {
    if (vintage === null) return false;
    return this.#vintages.some(
      ({ id, newCodes }) =>
        id > vintage && newCodes !== null && lsoa >= newCodes.first && lsoa <= newCodes.last,
    );
  }

  #fifthsOf(edition: Edition): Map<string, number> {
    const known = this.#fifths.get(edition);
    if (known) return known;
    const fifths = placeFifths(
      [...edition.areas.values()].map((area) => ({ ...area, place: this.placeOf(edition, area) ?? null })),
    );
    this.#fifths.set(edition, fifths);
    return fifths;
  }
}

function agree(a: SmallArea, b: SmallArea): boolean {
  const sameFigure = (one: Figure | undefined, other: Figure | undefined): boolean =>
    one === undefined || other === undefined || Object.is(one.number, other.number);
  const same = <T>(one: T | null | undefined, other: T | null | undefined): boolean =>
    one === null || one === undefined || other === null || other === undefined || one === other;
  return (
    same(a.decile, b.decile) &&
    same(a.rank, b.rank) &&
    same(a.place, b.place) &&
    (a.file !== b.file || a.score === b.score) &&
    (a.population?.number === b.population?.number || a.population === null || b.population === null) &&
    sameFigure(a.children?.children, b.children?.children) &&
    sameFigure(a.children?.share, b.children?.share)
  );
}

function isOther(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && a !== b;
}

/** What all say; -1 where they differ, null where one does not tell. */
function theOne(values: readonly (number | null)[]): number | null {
  if (values.includes(null)) return UNKNOWN_LEVEL;
  return new Set(values).size === 1 ? values[0]! : UNKNOWN_LEVEL;
}

/**
 * The fifth of each LSOA among those of its own Place by rank: floor(5 (rank_min − 1)/N) + 1, where rank_min
 * is its place in the order, ties sharing the first. A Place of which an area has no rank has none.
 */
export function placeFifths(
  areas: readonly { readonly lsoa: string; readonly place: string | null; readonly rank: number | null }[],
): Map<string, number> {
  const placed = areas.filter(({ place }) => place !== null);
  const fifths = new Map<string, number>();
  for (const group of groupBy(placed, ({ place }) => place).values()) {
    const ranked = group.flatMap(({ lsoa, rank }) => (rank === null ? [] : [{ lsoa, rank }]));
    if (ranked.length !== group.length) continue;
    ranked.sort((a, b) => a.rank - b.rank);
    let rankMin = 1;
    for (const [index, area] of ranked.entries()) {
      if (index > 0 && area.rank !== ranked[index - 1]!.rank) rankMin = index + 1;
      fifths.set(area.lsoa, Math.floor((5 * (rankMin - 1)) / ranked.length) + 1);
    }
  }
  return fifths;
}
