import { BadGroup, type CalcMethod, type CalcOption, type CalcSettings } from '../calc/calc-method.ts';
import type { GroupedColumns } from '../calc/grouped-columns.ts';
import type { AskedColumn } from '../calc/read-columns.ts';
import { parseAgeBand } from '../cells/age-band.ts';
import { headerKey } from '../extracts/header-key.ts';
import { UsageError } from '../problems/errors.ts';
import { nearestWord } from '../problems/nearest.ts';
import { resolveConfidence } from './confidence.ts';

/** A figure of each group by the text of its key. */
export type FiguresOfGroups = ReadonlyMap<string, number>;

/** The text under which a figure of a group is kept. */
export function keyText(key: readonly string[]): string {
  return JSON.stringify(key);
}

/** Figures of groups from second files; null where there is none. */
export interface OfGroups {
  readonly totals: FiguresOfGroups | null;
  readonly targets: FiguresOfGroups | null;
}

/** What the options of a calc command mean for one file: which columns are read, and what the method works from. */
export class CalcPlan {
  /** Columns to group by, as they were asked. */
  readonly byNames: readonly string[];
  readonly #method: CalcMethod;
  readonly #given: Readonly<Record<string, unknown>>;
  readonly #confidence: readonly number[];
  readonly #multiplier: number;
  readonly #texts: ReadonlyMap<string, string | undefined>;
  readonly #columnOptions = new Map<string, string>();
  #by: readonly string[] = [];

  /**
   * @param given the options by the names that commander keeps them under
   * @throws UsageError for an option that means nothing
   */
  constructor(method: CalcMethod, given: Readonly<Record<string, unknown>>) {
    this.byNames = given.by === undefined ? [] : [...new Set(splitNames(given.by as string, '--by'))];
    this.#method = method;
    this.#given = given;
    this.#confidence = method.hasLimits ? resolveConfidence(given.confidence as string) : [];
    this.#multiplier = multiplierOf(given.multiplier as string, method);
    this.#texts = new Map(
      method.options.map(({ flags }) => [nameOf(flags), textOf(given[camel(nameOf(flags))])]),
    );
  }

  /** Names of the grouping columns, known once the columns are chosen. */
  get by(): readonly string[] {
    return this.#by;
  }

  /** @throws UsageError for a column that is not there, and for options that the method does not take */
  choose(header: readonly string[]): {
    readonly asked: readonly (AskedColumn & { readonly index: number })[];
    readonly by: readonly number[] | 'row';
  } {
    const asked = askedColumns(this.#method.options, this.#given, header);
    for (const { option, column } of asked) this.#columnOptions.set(option, column);
    const has = (option: string): boolean => this.#columnOptions.has(option);
    const problem = this.#method.check?.(has, this.settingsFor(null), header);
    if (problem) throw new UsageError(problem);
    const grouping = [...new Set(this.byNames.map((name) => columnAt(header, name, '--by')))];
    this.#by = grouping.map((index) => header[index]!);
    return { asked, by: this.#given.byRow === true ? 'row' : grouping };
  }

  /** @param data null as long as the file is not read */
  settingsFor(
    data: GroupedColumns | null,
    { totals, targets }: OfGroups = { totals: null, targets: null },
  ): CalcSettings {
    let starts: readonly number[] | null = null;
    const numbers = new Map<string, readonly number[]>();
    return {
      confidence: this.#confidence,
      multiplier: this.#multiplier,
      setting: (option) => (this.#columnOptions.has(option) ? undefined : this.#texts.get(option)),
      column: (option) => this.#columnOptions.get(option) ?? option,
      textsOfFile: (option) => data?.labels.get(option)?.texts ?? [],
      numbersOfFile: (option) => {
        const known = numbers.get(option) ?? distinct(data?.numbers.get(option) ?? []);
        numbers.set(option, known);
        return known;
      },
      startsOfFile: () => {
        starts ??= distinct(
          (data?.labels.get('age')?.texts ?? []).flatMap((age) => parseAgeBand(age)?.from ?? []),
        );
        return starts;
      },
      observedTotal: ({ key }) => {
        if (totals === null) return null;
        const total = totals.get(keyText(key));
        if (total === undefined) throw new BadGroup('the group is not in the file of --observed-totals');
        return total;
      },
      target: ({ key }) => targets?.get(keyText(key)) ?? null,
    };
  }
}

/** Numbers each once, ascending. */
function distinct(numbers: Iterable<number>): number[] {
  return [...new Set(numbers)].filter((number) => !Number.isNaN(number)).sort((a, b) => a - b);
}

/** The columns that the options name; an option that may be a setting is one where no column has its name. */
function askedColumns(
  options: readonly CalcOption[],
  given: Record<string, unknown>,
  header: readonly string[],
): (AskedColumn & { readonly index: number })[] {
  return options.flatMap(({ flags, kind }) => {
    const option = nameOf(flags);
    const column = given[camel(option)] as string | undefined;
    if (column === undefined || kind === 'setting') return [];
    if (option === 'events' && given.observedTotals !== undefined) return [];
    const mayBeSetting = flags.includes('|');
    const index = mayBeSetting ? findColumn(header, column) : columnAt(header, column, `--${option}`);
    return index < 0 ? [] : [{ option, column: header[index]!, kind, index }];
  });
}

function textOf(given: unknown): string | undefined {
  return given === undefined ? undefined : String(given);
}

/** `--event-frequency <column>` → `event-frequency`. */
function nameOf(flags: string): string {
  return /^--([a-z0-9-]+)/.exec(flags)![1]!;
}

/** The key under which commander keeps an option's value. */
function camel(option: string): string {
  return option.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function findColumn(header: readonly string[], name: string): number {
  const exact = header.indexOf(name);
  return exact >= 0 ? exact : header.findIndex((one) => headerKey(one) === headerKey(name));
}

/** @throws UsageError that lists the columns of the file */
export function columnAt(header: readonly string[], name: string, option: string): number {
  const index = findColumn(header, name);
  if (index >= 0) {
    if (header.lastIndexOf(header[index]!) === index) return index;
    throw new UsageError(`${option}: the file has the column "${name}" twice`);
  }
  const guess = nearestWord(name, header.slice(0, 200));
  const hint = guess ? `; did you mean "${guess}"?` : '.';
  throw new UsageError(
    `${option}: the file has no column "${name}"${hint} Its columns: ${header.join(', ')}`,
  );
}

function multiplierOf(
  text: string,
  { id, hasOwnUnit = false, takesNegativeMultiplier = false }: CalcMethod,
): number {
  const number = Number(text);
  if (hasOwnUnit && number !== 1) throw new UsageError(`--multiplier: ${id} has a unit of its own`);
  const fits = number > 0 || (takesNegativeMultiplier && number < 0);
  if (text.trim() !== '' && Number.isFinite(number) && fits) return number;
  const what = takesNegativeMultiplier ? 'other than 0' : 'above 0';
  throw new UsageError(`--multiplier: "${text}" is not a number ${what}`);
}

function splitNames(text: string, option: string): string[] {
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  if (names.length === 0) throw new UsageError(`${option} is empty`);
  return names;
}
