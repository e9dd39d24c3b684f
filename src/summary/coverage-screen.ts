import { groupBy } from '../cells/group-by.ts';
import type { Catalogue } from '../indicators/catalogue.ts';
import { type Area, areasOf, type Places } from '../places/places.ts';
import { COVERAGES, type Coverage, type CoverageResult } from '../results/result.ts';
import { countCoverage } from './count-coverage.ts';
import { shortNames } from './short-names.ts';
import type { Role, Screen, ScreenBlock, ScreenCell } from './table.ts';

/** One character for each coverage, and what it means in the legend. */
const MARKS: Readonly<
  Record<Coverage, { readonly mark: string; readonly role: Role; readonly means: string }>
> = {
  computed: { mark: '+', role: 'good', means: 'computed' },
  stale: { mark: 'o', role: 'bad', means: 'stale (old)' },
  suppressed: { mark: 's', role: 'strong', means: 'suppressed' },
  withheld: { mark: 'w', role: 'strong', means: 'withheld' },
  'no-place': { mark: 'p', role: 'bad', means: 'no-place' },
  'no-extract': { mark: 'x', role: 'bad', means: 'no-extract' },
  'not-applicable': { mark: '-', role: 'quiet', means: 'not-applicable' },
};

/** Where an area that stands for Places is not in the data. */
const NO_ROW = '\u00a0';

/** Coverage as a person reads it: a line an indicator, a mark an area, and on a wide screen what would fill the rest. */
export function coverageScreen(
  coverage: readonly CoverageResult[],
  { indicators, aspirations, objectives }: Catalogue,
  places: Places,
  { data, asOf }: { readonly data: string; readonly asOf: string },
): Screen {
  const shown = new Set(coverage.map(({ place }) => place));
  const areas = areasOf(places).filter(({ code }) => shown.has(code));
  const codes = shortNames(areas.map(({ name }) => name));
  const byIndicator = groupBy(coverage, ({ indicator }) => indicator);
  const objectiveOf = new Map(aspirations.map(({ id, objective }) => [id, objective]));
  const blocks = objectives.flatMap(({ id, title }): ScreenBlock[] => {
    const own = indicators.filter((one) => byIndicator.has(one.id) && objectiveOf.get(one.aspiration) === id);
    if (own.length === 0) return [];
    return [
      {
        heading: [{ text: title, role: 'strong' }],
        columns: [
          { title: 'indicator', align: 'left', dropFirst: 0, shrinkTo: 20, cutAt: 'middle' },
          { title: marksLine(codes, codes), align: 'left', dropFirst: 0, cutAt: 'never' },
          { title: 'newest', align: 'left', dropFirst: 2 },
          { title: 'what would fill it', align: 'left', dropFirst: 1, wraps: true, shrinkTo: 36 },
        ],
        rows: own.map((one) => lineOf(one.id, byIndicator.get(one.id)!, areas, codes)),
        notes: [],
      },
    ];
  });
  const legend = areas.map(({ name }, at) => `${codes[at]} ${name}`).join(' · ');
  const marks = COVERAGES.map((one) => `${MARKS[one].mark} ${MARKS[one].means}`).join(' · ');
  return {
    scope: [data, ...(asOf === '' ? [] : [`newest day in the data ${asOf}`])].join(' · '),
    head: totals(coverage, places),
    blocks: [{ heading: [], columns: [], rows: [], notes: [legend, marks] }, ...blocks],
    footer: ['Why, and what would fill it, for each indicator and Place: --format csv.'],
  };
}

/** "412 of 684 computed", of the Places; then the rest by what they lack, and the system. */
function totals(coverage: readonly CoverageResult[], { places, system }: Places): string[] {
  const codes = new Set(places.map(({ code }) => code));
  const ofPlaces = coverage.filter(({ place }) => codes.has(place));
  const line = (rows: readonly CoverageResult[], who: string, of: string): string[] => {
    if (rows.length === 0) return [];
    const { computed, ...others } = countCoverage(rows);
    const rest = COVERAGES.flatMap((one) =>
      one !== 'computed' && others[one] > 0 ? [`${others[one]} ${one}`] : [],
    );
    return [`${who}: ${[`${computed} of ${rows.length} computed${of}`, ...rest].join(', ')}.`];
  };
  const indicators = new Set(coverage.map(({ indicator }) => indicator)).size;
  const shown = new Set(ofPlaces.map(({ place }) => place)).size;
  const ofSystem = coverage.filter(({ place }) => place === system.code);
  return [
    ...line(ofPlaces, 'Places', ` (${indicators} indicator${indicators === 1 ? '' : 's'} × ${shown})`),
    ...line(ofSystem, system.name, ''),
  ];
}

function lineOf(
  id: string,
  rows: readonly CoverageResult[],
  areas: readonly Area[],
  codes: readonly string[],
): ScreenCell[] {
  const byPlace = new Map(rows.map((row) => [row.place, row]));
  const marks = areas.map(({ code }) => {
    const row = byPlace.get(code);
    return row ? MARKS[row.coverage] : { mark: NO_ROW, role: 'plain' as const };
  });
  const newest = rows.flatMap(({ latest }) => latest ?? []).sort((a, b) => (a.end < b.end ? 1 : -1))[0];
  return [
    { text: id },
    {
      text: marksLine(
        marks.map(({ mark }) => mark),
        codes,
      ),
      roles: marks.flatMap(({ role }, at) => new Array<Role>(codes[at]!.length + 1).fill(role)),
    },
    { text: newest ? newest.label || 'undated' : '–', role: 'quiet' },
    { text: reasons(rows, areas), role: 'quiet' },
  ];
}

/** Keeps a mark as wide as its column where a narrow screen breaks lines at spaces. */
const HARD_SPACE = '\u00a0';

/** Marks or codes, each as wide as the code of its column. */
function marksLine(texts: readonly string[], codes: readonly string[]): string {
  return texts
    .map((text, at) => text.padEnd(codes[at]!.length, HARD_SPACE))
    .join(' ')
    .trimEnd();
}

/** What is said of the areas without a value, each reason once with the areas that it is of. */
function reasons(rows: readonly CoverageResult[], areas: readonly Area[]): string {
  const nameOf = new Map(areas.map(({ code, name }) => [code, name]));
  const lacking = rows.filter(({ coverage }) => coverage !== 'computed' && coverage !== 'not-applicable');
  const groups = [...groupBy(lacking, ({ note }) => note)];
  return groups
    .map(([note, of]) =>
      of.length === rows.length ||
      (groups.length === 1 && of.length > 1) ||
      of.some(({ place }) => note.startsWith(nameOf.get(place)!))
        ? note
        : `${of.map(({ place }) => nameOf.get(place)!).join(', ')}: ${note}`,
    )
    .join('; ');
}
