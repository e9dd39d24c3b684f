/** More than there are sets, so that two of their numbers make one. */
const PAIRS = 2 ** 26;

/** Sets of files, each kept once and named by a number, so that a cell or result can name its files cheaply. */
export class FileSets {
  readonly #sets: (readonly number[])[] = [[]];
  readonly #ids = new Map<string, number>([['', 0]]);
  /** Few files feed many results, so the same two sets are united again and again. */
  readonly #unions = new Map<number, number>();

  /** The number of a set of file ids; 0 is the empty set. */
  of(files: Iterable<number>): number {
    const sorted = [...new Set(files)].sort((a, b) => a - b);
    const key = sorted.join(',');
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    this.#sets.push(sorted);
    this.#ids.set(key, this.#sets.length - 1);
    return this.#sets.length - 1;
  }

  /** The file ids of a set, ascending. */
  get(set: number): readonly number[] {
    return this.#sets[set]!;
  }

  union(a: number, b: number): number {
    if (a === b || b === 0) return a;
    if (a === 0) return b;
    const pair = a * PAIRS + b;
    let set = this.#unions.get(pair);
    if (set === undefined) {
      set = this.of([...this.get(a), ...this.get(b)]);
      this.#unions.set(pair, set);
    }
    return set;
  }

  unionOf(sets: Iterable<number>): number {
    let files = 0;
    for (const set of sets) files = this.union(files, set);
    return files;
  }

  /** The files behind several things together. */
  behind(things: readonly { readonly files: number }[]): number {
    return this.unionOf(things.map(({ files }) => files));
  }
}
