/** Why figures of a place and period cannot be used, or are not there. */
export interface Obstacle {
  readonly reason: string;
  /** Whether what is there cannot be used either; else it only tells why something is not there. */
  readonly blocks: boolean;
}

/** Obstacles by `place|period label`; place `*` is every place. One that blocks is not replaced by one that does not. */
export class Obstacles {
  readonly #byKey = new Map<string, Obstacle>();

  add(key: string, obstacle: Obstacle): void {
    if (!this.#byKey.get(key)?.blocks) this.#byKey.set(key, obstacle);
  }

  addAll(others: Obstacles): void {
    for (const [key, obstacle] of others.#byKey) this.add(key, obstacle);
  }

  get(key: string): Obstacle | undefined {
    return this.#byKey.get(key);
  }

  get size(): number {
    return this.#byKey.size;
  }
}
