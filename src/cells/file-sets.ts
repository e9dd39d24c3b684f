/** Sets of files, each kept once and named by a number, so that a cell or result can name its files cheaply. */
export class FileSets {
  readonly #sets: (readonly number[])[] = [[]];
  readonly #ids = new Map<string, number>([['', 0]]);

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
    return this.of([...this.get(a), ...this.get(b)]);
  }
}
