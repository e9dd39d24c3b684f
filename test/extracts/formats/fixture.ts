/** What must come of reading one file of fixtures/formats, worked out by hand from the file. */
export interface ExpectedFile {
  /** Files of the folder that are read with it, such as a lookup. */
  readonly with?: readonly string[];
  /** Rows, those used (set aside ones among them) and those refused. */
  readonly rows: readonly [rows: number, used: number, refused: number];
  /** How many rows were set aside, by the reason. */
  readonly setAside?: Readonly<Record<string, number>>;
  /** Codes of the places, with spaces between them. */
  readonly places?: string;
  readonly periods?: readonly string[];
  /** `line:column code` of every problem but the note that rows were set aside. */
  readonly problems?: readonly string[];
  /** All cells that the file feeds, in any order. */
  readonly cells?: readonly string[];
  /** All milestones that it gives, in any order. */
  readonly milestones?: readonly string[];
}

/** The fixtures of one format: `<id>.csv`, its bad twin `<id>.bad.csv`, and other vintages of it. */
export interface FormatFixtures {
  readonly id: string;
  readonly good: ExpectedFile;
  /** Canonical formats have theirs in fixtures/bad. */
  readonly bad?: ExpectedFile;
  readonly more?: Readonly<Record<string, ExpectedFile>>;
}

type Shown = number | string;

/** Cells that differ in one word: `cellsOf('deaths E06000006 2023', { 'female 0-4': 3 })`. */
export function cellsOf(of: string, figures: Readonly<Record<string, Shown>>): string[] {
  return Object.entries(figures).map(([what, figure]) => `${of} ${what} = ${figure}`);
}

/** One cell a year from `first` on. */
export function yearly(of: string, first: number, who: string, figures: readonly Shown[]): string[] {
  return figures.map((figure, index) => `${of} ${first + index} ${who} = ${figure}`);
}

/** `steps(700, 2, 3)` is 700, 702, 704. */
export function steps(from: number, step: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => from + index * step);
}

/** One cell a single year of age from 0 to `last`, and an open one from `open` on where that is given. */
export function byAge(
  of: string,
  { last, open, group }: { readonly last: number; readonly open?: number; readonly group?: string },
  figure: (age: number) => Shown,
): string[] {
  const closed = Array.from({ length: last + 1 }, (_, age) => [age, `${age}-${age}`] as const);
  const all = open === undefined ? closed : [...closed, [open, `${open}+`] as const];
  return all.map(([age, ages]) => [of, ages, group, `= ${figure(age)}`].filter(Boolean).join(' '));
}

/** The cells of a Place's waiting list in bands of one week and an open one from `last` on; nobody elsewhere. */
export function byWeek(
  of: string,
  last: number,
  waiting: Readonly<Record<number, number>> | 'refused',
): string[] {
  return Array.from({ length: last + 1 }, (_, from) => {
    const band = from === last ? `${from}+` : `${from}-${from + 1}`;
    return `rtt ${of} persons 0+ weeks ${band} = ${waiting === 'refused' ? waiting : (waiting[from] ?? 0)}`;
  });
}
