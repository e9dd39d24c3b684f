/** Why a group cannot be used: the first thing that is wrong with its rows. */
export interface GroupFault {
  readonly status: 'withheld' | 'suppressed';
  readonly note: string;
}

/** A column of text: each entry is the number of a text, so that a text is looked at once and not a million times. */
export interface Labels {
  readonly texts: readonly string[];
  readonly codes: Int32Array;
}

/** The rows of a file by group: columns in which the rows of a group stand together. */
export interface GroupedColumns {
  readonly header: readonly string[];
  readonly rows: number;
  /** How many groups. They stand in the order met, or where the file was read in no order, in that of their names. */
  readonly groups: number;
  /** Texts of the grouping columns, an entry a group in each. */
  readonly keys: readonly Labels[];
  /** Where the rows of each group start in the columns, and where they end. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly numbers: ReadonlyMap<string, Float64Array>;
  readonly labels: ReadonlyMap<string, Labels>;
  /** Faults by the number of the group. */
  readonly faults: ReadonlyMap<number, GroupFault>;
  /** The rows as the file has them, where they are kept. */
  readonly kept: KeptRows | null;
}

/** Rows in the order of the file; in the columns, the rows of a group then stand in that order too. */
export interface KeptRows {
  readonly records: readonly (readonly string[])[];
  readonly groupOf: Int32Array;
  /** Faults by the number of the row, where rows without a figure are left out; a gap is no bad data. */
  readonly faults: ReadonlyMap<number, GroupFault & { readonly isGap: boolean }>;
}

/** The texts of a group. */
export function keyOf({ keys }: Pick<GroupedColumns, 'keys'>, group: number): string[] {
  const key: string[] = [];
  for (const { texts, codes } of keys) key.push(texts[codes[group]!]!);
  return key;
}

/** The groups in the natural order of their texts, the first column first: which group stands at each place. */
export function naturalOrder(keys: readonly Labels[], groups: number): Int32Array {
  // Sorted by the last column first, each time keeping the order so far among equals.
  return keys.reduceRight(sortedBy, upTo(groups));
}

/** Groups in the order of one of their columns, in time that grows with them alone. */
function sortedBy(groups: Int32Array, column: Labels): Int32Array {
  const rank = ranks(column);
  const next = new Int32Array(column.texts.length + 1);
  for (let at = 0; at < groups.length; at++) next[rank[at]! + 1]! += 1;
  for (let place = 1; place < next.length; place++) next[place]! += next[place - 1]!;
  const sorted = new Int32Array(groups.length);
  for (let at = 0; at < groups.length; at++) {
    const group = groups[at]!;
    sorted[next[rank[group]!]!++] = group;
  }
  return sorted;
}

/** Texts as people sort them: `k9` before `k10`. */
export function inNaturalOrder(texts: readonly string[]): string[] {
  return [...texts].sort(naturally);
}

/**
 * Sorts the rows of each group by their texts and then their numbers, in place, so that sums come out the same to
 * the last digit whatever the order of the file.
 */
export function sortWithinGroups({
  starts,
  ends,
  numbers,
  labels,
}: Pick<GroupedColumns, 'starts' | 'ends' | 'numbers' | 'labels'>): void {
  const codes = [...labels.values()].map((column) => column.codes);
  const keys = [...[...labels.values()].map(ranks), ...numbers.values()];
  const first = keys[0];
  if (!first) return;
  const compare = (a: number, b: number): number => {
    for (const key of keys) {
      const difference = key[a]! - key[b]!;
      if (difference !== 0 && !Number.isNaN(difference)) return difference;
    }
    return 0;
  };
  for (let group = 0; group < starts.length; group++) {
    const [start, end] = [starts[group]!, ends[group]!];
    let row = start + 1;
    // As a rule rows stand in the order of their first column.
    while (row < end && (first[row - 1]! < first[row]! || compare(row - 1, row) <= 0)) row += 1;
    if (row >= end) continue;
    const order = upTo(end - start)
      .map((at) => start + at)
      .sort(compare);
    for (const column of new Set([...codes, ...keys]))
      column.set(
        Float64Array.from(order, (at) => column[at]!),
        start,
      );
  }
}

export function isInNaturalOrder(texts: readonly string[]): boolean {
  return texts.every((text, code) => code === 0 || naturally(texts[code - 1]!, text) < 0);
}

/** The place of each entry's text in their natural order. */
function ranks({ texts, codes }: Labels): Int32Array {
  if (isInNaturalOrder(texts)) return codes;
  const sorted = [...texts.keys()].sort((a, b) => naturally(texts[a]!, texts[b]!));
  const rank = new Int32Array(texts.length);
  for (const [place, text] of sorted.entries()) rank[text] = place;
  return codes.map((code) => rank[code]!);
}

/** Made when it is first needed: that takes as long as reading a small file. */
let collator: Intl.Collator | null = null;

function naturally(first: string, second: string): number {
  collator ??= new Intl.Collator('en', { numeric: true });
  return collator.compare(first, second) || (first < second ? -1 : 1);
}

/** 0, 1, 2 … */
function upTo(length: number): Int32Array {
  const numbers = new Int32Array(length);
  for (let at = 0; at < length; at++) numbers[at] = at;
  return numbers;
}
