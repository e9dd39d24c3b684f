/** What came of the rows of one file. */
export interface RowAccount {
  readonly rows: number;
  /** Rows that were understood: those that fed cells and those that were set aside. */
  readonly used: number;
  readonly refused: number;
  readonly setAside: readonly { readonly because: string; readonly rows: number }[];
}

/** Counts what comes of the rows of one file: each is used, set aside for a reason, or refused. */
export class RowTally {
  rows = 0;
  refused = 0;
  readonly #setAside = new Map<string, number>();

  putAside(because: string): void {
    this.#setAside.set(because, (this.#setAside.get(because) ?? 0) + 1);
  }

  /** None of the rows can be used after all, whatever came of them one by one. */
  spoil(): void {
    this.#setAside.clear();
    this.refused = this.rows;
  }

  account(): RowAccount {
    return {
      rows: this.rows,
      used: this.rows - this.refused,
      refused: this.refused,
      setAside: [...this.#setAside].map(([because, rows]) => ({ because, rows })),
    };
  }
}
