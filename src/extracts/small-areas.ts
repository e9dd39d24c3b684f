/** What a deprivation extract says of one LSOA. */
export interface SmallArea {
  readonly lsoa: string;
  /** Code of its Place; null where it lies elsewhere. */
  readonly place: string | null;
  /** National tenth, 1 = most deprived. */
  readonly decile: number;
  /** National rank, 1 = most deprived; null where the extract has tenths only. */
  readonly rank: number | null;
  /** First day of the edition's period; '' where the extract does not tell. */
  readonly edition: string;
}

/** The small areas of the deprivation extracts of a run, with their fifth within their own Place. */
export class SmallAreas {
  readonly #areas = new Map<string, SmallArea>();
  #placeFifths: Map<string, number> | null = null;

  /** Of several editions the newest counts, whatever the order of the files; else the first row. */
  add(area: SmallArea): void {
    const known = this.#areas.get(area.lsoa);
    if (known && known.edition >= area.edition) return;
    this.#areas.set(area.lsoa, area);
    this.#placeFifths = null;
  }

  get size(): number {
    return this.#areas.size;
  }

  get(lsoa: string): SmallArea | undefined {
    return this.#areas.get(lsoa);
  }

  /** Whether any area has a rank: without ranks there are no fifths within Places. */
  haveRanks(): boolean {
    for (const { rank } of this.#areas.values()) if (rank !== null) return true;
    return false;
  }

  /**
   * The fifth of an LSOA among those of its own Place by rank: floor(5 (rank_min − 1)/N) + 1, where rank_min
   * is its place in the order, ties sharing the first.
   *
   * @returns null where the area has no Place or no rank
   */
  placeFifth(lsoa: string): number | null {
    this.#placeFifths ??= this.#rankWithinPlaces();
    return this.#placeFifths.get(lsoa) ?? null;
  }

  #rankWithinPlaces(): Map<string, number> {
    const byPlace = groupByPlace(this.#areas.values());
    const fifths = new Map<string, number>();
    for (const [place, areas] of byPlace) {
      const ranked = areas.filter((area) => area.rank !== null);
      if (place === null || ranked.length !== areas.length) continue;
      ranked.sort((a, b) => a.rank! - b.rank!);
      let rankMin = 1;
      for (const [index, area] of ranked.entries()) {
        if (index > 0 && area.rank !== ranked[index - 1]!.rank) rankMin = index + 1;
        fifths.set(area.lsoa, Math.floor((5 * (rankMin - 1)) / ranked.length) + 1);
      }
    }
    return fifths;
  }
}

function groupByPlace(areas: Iterable<SmallArea>): Map<string | null, SmallArea[]> {
  const groups = new Map<string | null, SmallArea[]>();
  for (const area of areas) {
    const group = groups.get(area.place);
    if (group) group.push(area);
    else groups.set(area.place, [area]);
  }
  return groups;
}
