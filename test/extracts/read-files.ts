import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type CellState, type DeprivationScheme, type Sex, STATE } from '../../src/cells/cell.ts';
import type { CellDelivery, CellSource, FileAccount } from '../../src/cells/cell-source.ts';
import { buildCellTable, type CellRow, type CellTable } from '../../src/cells/cell-table.ts';
import type { Milestone } from '../../src/cells/milestone.ts';
import { inputsFor, sourceFor } from '../../src/cli/read-context.ts';
import { loadCatalogue } from '../../src/indicators/catalogue.ts';
import { loadPlaces } from '../../src/places/places.ts';
import type { Problem } from '../../src/problems/problem.ts';

export const catalogue = loadCatalogue();
export const places = loadPlaces();

/** What came of reading some files, as `gapline check` and `run` see it. */
export interface Reading {
  readonly delivery: CellDelivery;
  readonly files: readonly FileAccount[];
  readonly problems: readonly Problem[];
  readonly table: CellTable;
  readonly cells: readonly CellRow[];
}

type Scheme = Exclude<DeprivationScheme, ''>;

/** The streaming source of files and folders, through the same wiring as the commands. */
export function sourceOf(paths: readonly string[], scheme: Scheme = 'national-fifths'): CellSource {
  return sourceFor(inputsFor(paths), catalogue, places, scheme);
}

/** Reads files and folders as the commands do. */
export async function readFiles(paths: readonly string[], scheme?: Scheme): Promise<Reading> {
  const inputs = inputsFor(paths);
  const delivery = await sourceFor(inputs, catalogue, places, scheme ?? 'national-fifths').deliver();
  const { cells: table, files, problems } = buildCellTable(delivery);
  return {
    delivery,
    files,
    problems: [...inputs.problems, ...delivery.problems, ...problems],
    table,
    cells: table.table.objects() as CellRow[],
  };
}

/** A folder that lasts as long as `use` runs. */
export async function inTempFolder<T>(use: (folder: string) => T | Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'gapline-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes files and reads them in the order given; paths in what comes back are the names. */
export function readText(
  contents: Readonly<Record<string, string | Uint8Array>>,
  scheme?: Scheme,
): Promise<Reading> {
  return inTempFolder(async (folder) => {
    const paths = Object.entries(contents).map(([name, content]) => {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    });
    const reading = await readFiles(paths, scheme);
    const problems = reading.problems.map((one) => ({ ...one, file: basename(one.file) }));
    const files = reading.files.map((one) => ({ ...one, path: basename(one.path) }));
    return { ...reading, problems, files };
  });
}

/** Lines of a CSV file with LF ends. */
export function csv(...lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}

/** `name.csv:3:place error unknown-place`, the location and kind of a problem. */
export function located({ file, line, column, code }: Problem): string {
  return `${[basename(file), line, column].filter((part) => part !== null).join(':')} ${code}`;
}

export function codesOf(problems: readonly Problem[]): string[] {
  return problems.map(({ code }) => code);
}

const STATES = ['absent', 'ok', 'not-available', 'suppressed', 'refused'] as const;

/** A cell in one line: what it is of, then its figures, or why they cannot be used. */
export function cellText(cell: {
  readonly subject: string;
  readonly place: string;
  readonly period: string;
  readonly sex: Sex;
  readonly ageFrom: number;
  readonly ageTo: number;
  readonly scheme: DeprivationScheme;
  readonly level: number;
  readonly cause: string;
  readonly group: string;
  readonly count: number;
  readonly denominator: number;
  readonly value: number;
  readonly state: CellState;
}): string {
  const { subject, place, period, sex, ageFrom, ageTo, scheme, level, cause, group } = cell;
  const ages = ageTo === Number.POSITIVE_INFINITY ? `${ageFrom}+` : `${ageFrom}-${ageTo}`;
  const shown = (figure: number, words: string): string =>
    cell.state !== STATE.ok || Number.isNaN(figure) ? '' : words;
  const figures = [
    shown(cell.count, `${cell.count}`),
    shown(cell.denominator, `of ${cell.denominator}`),
    shown(cell.value, `value ${cell.value}`),
  ];
  const words = [subject, place, period, sex, ages, scheme && `${scheme} ${level}`, cause, group];
  const state = cell.state === STATE.ok ? '' : STATES[cell.state]!;
  return [...words, '=', ...figures, state].filter((word) => word !== '').join(' ');
}

/** A milestone in one line: what it is, how far, and its days. */
export function milestoneText({ place, set, milestone, status, due, reachedOn }: Milestone): string {
  const words = [place, set, `"${milestone}"`, status ?? 'refused'];
  return [...words, due && `due ${due}`, reachedOn && `on ${reachedOn}`].filter(Boolean).join(' ');
}

/** All cells of a reading, each in one line, in the order of their text. */
export function cellTexts({ cells }: Pick<Reading, 'cells'>): string[] {
  return cells.map(cellText).sort();
}
