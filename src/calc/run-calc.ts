import { levelSuffix } from '../statistics/level-suffix.ts';
import type { Cell, Column, Table } from '../summary/table.ts';
import { BadGroup, type CalcMethod, type CalcRow, type CalcSettings, type GroupRows } from './calc-method.ts';
import type { ReadColumns } from './read-columns.ts';

/** The table of a method, and how many groups were withheld for what is wrong with their data. */
export interface CalcResult {
  readonly table: Table;
  readonly badGroups: number;
}

/**
 * Computes a method group by group.
 *
 * @param by the grouping columns; with `keepRows` all columns of the input are kept instead
 */
export function runCalc(
  method: CalcMethod,
  data: ReadColumns,
  settings: CalcSettings,
  by: readonly string[],
  keepRows: boolean,
): CalcResult {
  const order = rowsByGroup(data);
  const own = ownColumns(method, settings);
  const kept = keepRows ? data.header : by;
  const taken = new Set(own.map(({ name }) => name));
  const columns: Column[] = [...kept.map((name) => keptColumn(name, taken)), ...own];
  let badGroups = 0;
  const ofGroup: (readonly CalcRow[])[] = data.groups.map((_, group) => {
    const rows = groupRows(data, order, group);
    const computed = computeGroup(method, rows, settings, data.faults.get(group) ?? null);
    if (computed.some(({ badInput }) => badInput)) badGroups += 1;
    return computed;
  });
  const cells = (row: CalcRow): Cell[] => [
    ...(method.hasLimits ? [row.value, ...row.limits.flatMap(({ lower, upper }) => [lower, upper])] : []),
    ...row.extras,
    row.method,
    row.status,
    row.note,
  ];
  const rows: Cell[][] = [];
  if (keepRows) {
    const next = new Int32Array(data.groups.length);
    for (let at = 0; at < data.rows; at++) {
      const group = data.groupOf[at]!;
      const computed = ofGroup[group]![next[group]!++]!;
      const fault = data.rowFaults.get(at);
      if (fault && !fault.isGap) badGroups += 1;
      const row = fault ? { ...computed, status: fault.status, note: fault.note } : computed;
      rows.push([...data.records[at]!, ...cells(row)]);
    }
  } else {
    for (const [group, computed] of ofGroup.entries())
      for (const row of computed) rows.push([...data.groups[group]!, ...cells(row)]);
  }
  const about = { id: `calc-${method.id}`, title: method.title, description: method.title };
  return { table: { ...about, columns, rows: rows.map((row) => row.map(emptyAsNull)) }, badGroups };
}

/** A column of the input under its own name, or where that is taken with `input_` before it. */
function keptColumn(name: string, taken: Set<string>): Column {
  let free = name;
  while (taken.has(free)) free = `input_${free}`;
  taken.add(free);
  return { name: free, type: 'string', description: 'As in the input' };
}

function emptyAsNull(cell: Cell): Cell {
  return cell === '' ? null : cell;
}

function ownColumns(method: CalcMethod, { confidence }: CalcSettings): Column[] {
  const number = (name: string, description: string): Column => ({ name, type: 'number', description });
  const text = (name: string, description: string): Column => ({ name, type: 'string', description });
  const limits = confidence.flatMap((level) => [
    number(`lower_${levelSuffix(level)}`, `Lower limit at ${100 * level} %`),
    number(`upper_${levelSuffix(level)}`, `Upper limit at ${100 * level} %`),
  ]);
  return [
    ...(method.hasLimits ? [number('value', 'The figure'), ...limits] : []),
    ...method.extras,
    text('method', 'How it was computed'),
    text('status', 'ok, withheld or suppressed'),
    text('note', 'Why there is no figure, or what must be known of it'),
  ];
}

function computeGroup(
  method: CalcMethod,
  rows: GroupRows,
  settings: CalcSettings,
  fault: { readonly status: 'withheld' | 'suppressed'; readonly note: string } | null,
): readonly CalcRow[] {
  const none = (status: 'withheld' | 'suppressed', note: string): CalcRow[] => {
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
  };
  if (fault) return none(fault.status, fault.note);
  try {
    return method.compute(rows, settings);
  } catch (error) {
    if (error instanceof BadGroup || error instanceof RangeError) return none('withheld', error.message);
    throw error;
  }
}

/** The positions of all rows, those of a group together and in the order of the file. */
function rowsByGroup({ groupOf, groups, rows }: ReadColumns): { order: Int32Array; start: Int32Array } {
  const start = new Int32Array(groups.length + 1);
  for (let row = 0; row < rows; row++) start[groupOf[row]! + 1]! += 1;
  for (let group = 0; group < groups.length; group++) start[group + 1]! += start[group]!;
  const next = start.slice();
  const order = new Int32Array(rows);
  for (let row = 0; row < rows; row++) order[next[groupOf[row]!]!++] = row;
  return { order, start };
}

function groupRows(
  data: ReadColumns,
  { order, start }: { order: Int32Array; start: Int32Array },
  group: number,
): GroupRows {
  const own = order.subarray(start[group], start[group + 1]);
  return {
    key: data.groups[group]!,
    size: own.length,
    number: (option) => {
      const values = data.numbers.get(option);
      return Float64Array.from(own, (row) => values?.[row] ?? Number.NaN);
    },
    text: (option) => {
      const texts = data.texts.get(option);
      return Array.from(own, (row) => texts?.[row] ?? '');
    },
    has: (option) => data.numbers.has(option) || data.texts.has(option),
  };
}
