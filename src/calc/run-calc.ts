import { levelSuffix } from '../statistics/level-suffix.ts';
import type { Cell, Column, StreamedTable } from '../summary/table.ts';
import { BadGroup, type CalcMethod, type CalcRow, type CalcSettings, type GroupRows } from './calc-method.ts';
import {
  type GroupedColumns,
  type GroupFault,
  type KeptRows,
  keyOf,
  type Labels,
} from './grouped-columns.ts';

/** What a method makes of a file, computed group by group as its rows are asked for. */
export interface CalcResult {
  readonly table: StreamedTable;
  /** How many groups were withheld for what is wrong with their data; known once all rows were asked for. */
  badGroups(): number;
}

/** Groups by their numbers, the last one not among them. */
export interface Share {
  readonly from: number;
  readonly to: number;
}

/**
 * Computes a method group by group.
 *
 * @param by the grouping columns; where rows are kept, all columns of the input stand in their place
 * @param share the groups whose rows are asked for, all unless told; where rows are kept they come whole
 */
export function runCalc(
  method: CalcMethod,
  data: GroupedColumns,
  settings: CalcSettings,
  by: readonly string[],
  share: Share = { from: 0, to: data.groups },
): CalcResult {
  const own = ownColumns(method, settings);
  const kept = data.kept ? data.header : by;
  const taken = new Set(own.map(({ name }) => name));
  const columns: Column[] = [...kept.map((name) => keptColumn(name, taken)), ...own];
  let badGroups = 0;
  const ofGroup = (group: number): readonly CalcRow[] => {
    const computed = computeGroup(
      method,
      new GroupView(data, group),
      settings,
      data.faults.get(group) ?? null,
    );
    let isBad = false;
    let isBeyond = false;
    for (const row of computed) {
      isBad ||= row.badInput;
      isBeyond ||= hasInfinite(row);
    }
    if (isBad) badGroups += 1;
    return isBeyond ? computed.map((row) => (hasInfinite(row) ? withinRange(row) : row)) : computed;
  };
  function* groupedRows(): Generator<readonly Cell[]> {
    for (let group = share.from; group < share.to; group++) {
      const key = keyOf(data, group);
      for (const row of ofGroup(group)) yield cellsOf(key, row, method);
    }
  }
  function* keptRows({ records, groupOf, faults }: KeptRows): Generator<readonly Cell[]> {
    const computed: (readonly CalcRow[])[] = [];
    const next = new Int32Array(data.groups);
    for (let at = 0; at < data.rows; at++) {
      const group = groupOf[at]!;
      computed[group] ??= ofGroup(group);
      const row = computed[group][next[group]!++]!;
      const fault = faults.get(at);
      if (fault && !fault.isGap) badGroups += 1;
      yield cellsOf(records[at]!, fault ? { ...row, status: fault.status, note: fault.note } : row, method);
    }
  }
  const about = { id: `calc-${method.id}`, title: method.title, description: method.title };
  return {
    table: { ...about, columns, rows: data.kept ? keptRows(data.kept) : groupedRows() },
    badGroups: () => badGroups,
  };
}

function isInfinite(cell: Cell): boolean {
  return cell === Number.POSITIVE_INFINITY || cell === Number.NEGATIVE_INFINITY;
}

/** Quick, for there are millions: what is finite is 0 when taken 0 times, and what is infinite is not. */
function hasInfinite({ value, limits, extras }: CalcRow): boolean {
  let nothing = value === null ? 0 : value * 0;
  for (let at = 0; at < limits.length; at++) {
    const { lower, upper } = limits[at]!;
    if (lower !== null) nothing += lower * 0;
    if (upper !== null) nothing += upper * 0;
  }
  for (let at = 0; at < extras.length; at++) {
    const cell = extras[at]!;
    if (typeof cell === 'number') nothing += cell * 0;
  }
  return nothing !== 0;
}

/** A row without the figures that no double can hold, as huge events over next to nobody come to. */
function withinRange(row: CalcRow): CalcRow {
  const finite = <T extends Cell>(cell: T): T | null => (isInfinite(cell) ? null : cell);
  const isWithheld = isInfinite(row.value);
  const reason = `${isWithheld ? 'the value' : 'a figure'} is beyond the range of numbers`;
  return {
    ...row,
    value: finite(row.value),
    limits: row.limits.map(({ lower, upper }) =>
      isWithheld ? { lower: null, upper: null } : { lower: finite(lower), upper: finite(upper) },
    ),
    extras: row.extras.map(finite),
    status: isWithheld ? 'withheld' : row.status,
    note: [row.note, reason].filter(Boolean).join('; '),
  };
}

/** The cells of one row of the output; empty text is an empty cell. */
function cellsOf(before: readonly string[], row: CalcRow, { hasLimits }: CalcMethod): Cell[] {
  const cells: Cell[] = [];
  for (const text of before) cells.push(text || null);
  if (hasLimits) {
    cells.push(row.value);
    for (const { lower, upper } of row.limits) cells.push(lower, upper);
  }
  for (const cell of row.extras) cells.push(cell === '' ? null : cell);
  cells.push(row.method || null, row.status, row.note || null);
  return cells;
}

/** A column of the input under its own name, or where that is taken with `input_` before it. */
function keptColumn(name: string, taken: Set<string>): Column {
  let free = name;
  while (taken.has(free)) free = `input_${free}`;
  taken.add(free);
  return { name: free, type: 'string', description: 'As in the input' };
}

function ownColumns(method: CalcMethod, settings: CalcSettings): Column[] {
  const { confidence } = settings;
  const number = (name: string, description: string): Column => ({ name, type: 'number', description });
  const text = (name: string, description: string): Column => ({ name, type: 'string', description });
  const limits = confidence.flatMap((level) => [
    number(`lower_${levelSuffix(level)}`, `Lower limit at ${100 * level} %`),
    number(`upper_${levelSuffix(level)}`, `Upper limit at ${100 * level} %`),
  ]);
  return [
    ...(method.hasLimits ? [number('value', 'The figure'), ...limits] : []),
    ...(method.extrasFor?.(settings) ?? method.extras),
    text('method', 'How it was computed'),
    text('status', 'ok, withheld or suppressed'),
    text('note', 'Why there is no figure, or what must be known of it'),
  ];
}

function computeGroup(
  method: CalcMethod,
  rows: GroupRows,
  settings: CalcSettings,
  fault: GroupFault | null,
): readonly CalcRow[] {
  if (fault) return rowsWithout(method, rows, settings, fault);
  try {
    return method.compute(rows, settings);
  } catch (error) {
    if (error instanceof BadGroup || error instanceof RangeError)
      return rowsWithout(method, rows, settings, { status: 'withheld', note: error.message });
    throw error;
  }
}

/** The rows of a group that has no figures. */
function rowsWithout(
  method: CalcMethod,
  rows: GroupRows,
  settings: CalcSettings,
  { status, note }: GroupFault,
): readonly CalcRow[] {
  const extras = method.withheldRows?.(rows, settings) ?? [method.extras.map(() => null)];
  const repeated = method.keepsRows ? Array.from({ length: rows.size }, () => extras[0]!) : extras;
  return repeated.map((cells) => ({
    value: null,
    limits: settings.confidence.map(() => ({ lower: null, upper: null })),
    extras: cells,
    method: '',
    status,
    note,
    badInput: status === 'withheld',
  }));
}

/** The rows of a group as views of the columns: nothing is copied. */
class GroupView implements GroupRows {
  readonly #data: GroupedColumns;
  readonly #group: number;

  constructor(data: GroupedColumns, group: number) {
    this.#data = data;
    this.#group = group;
  }

  get key(): readonly string[] {
    return keyOf(this.#data, this.#group);
  }

  get size(): number {
    return this.#data.ends[this.#group]! - this.#data.starts[this.#group]!;
  }

  number(option: string): Float64Array {
    const column = this.#data.numbers.get(option);
    return column ? this.#own(column) : new Float64Array(this.size).fill(Number.NaN);
  }

  labels(option: string): Labels {
    const column = this.#data.labels.get(option);
    return column
      ? { texts: column.texts, codes: this.#own(column.codes) }
      : { texts: [''], codes: new Int32Array(this.size) };
  }

  text(option: string): readonly string[] {
    const { texts, codes } = this.labels(option);
    return Array.from(codes, (code) => texts[code]!);
  }

  has(option: string): boolean {
    return this.#data.numbers.has(option) || this.#data.labels.has(option);
  }

  #own<T extends Float64Array | Int32Array>(column: T): T {
    return column.subarray(this.#data.starts[this.#group], this.#data.ends[this.#group]) as T;
  }
}
