import type { Definition } from '../indicators/definition.ts';
import { areasOf, type Places } from '../places/places.ts';
import type { Poorest } from '../results/result.ts';
import { milestonesBlock } from './milestones-block.ts';
import type { Scoreboard } from './scoreboard.ts';
import type { SummaryRow } from './summarise.ts';
import { gapWords, trendWord } from './summary-table.ts';
import type { Role, Screen, ScreenBlock, ScreenCell, ScreenColumn } from './table.ts';
import { withheldNotes } from './withheld-notes.ts';
import { figure, signed, TREND_WORDS } from './words.ts';

const POLARITY_WORDS = { low: 'lower is better', high: 'higher is better', none: '' };

const MARKERS: Record<string, { mark: string; role: Role }> = {
  better: { mark: 'better ▲', role: 'good' },
  worse: { mark: 'worse ▼', role: 'bad' },
  similar: { mark: 'similar =', role: 'plain' },
  higher: { mark: 'higher', role: 'plain' },
  lower: { mark: 'lower', role: 'plain' },
};

const TREND_ROLES: Record<string, Role> = { 'getting-better': 'good', 'getting-worse': 'bad' };
const GOAL_ROLES: Record<string, Role> = {
  met: 'good',
  'on-track': 'good',
  'off-track': 'bad',
  missed: 'bad',
};
const VERDICT_ROLES: Record<string, Role> = {
  'poorest-fastest': 'good',
  'levelled-down': 'bad',
  'widening-all-improve': 'bad',
  'poorest-left-behind': 'bad',
};

/** How many of the newest periods are drawn. */
const SPARK_POINTS = 12;

const NOT_DRAWN: ReadonlySet<string> = new Set(['missing', 'not-applicable']);

/** The summary as a person reads it on a terminal: a block an indicator, a line a Place. */
export function summaryScreen(
  rows: readonly SummaryRow[],
  scores: readonly Scoreboard[],
  places: Places,
  data: string,
): Screen {
  const blocks = new Map<string, SummaryRow[]>();
  for (const row of rows) {
    const block = blocks.get(row.definition.id);
    if (block) block.push(row);
    else blocks.set(row.definition.id, [row]);
  }
  const computed = [...blocks.values()].filter((block) =>
    block.some(({ measure }) => measure.status !== 'missing'),
  );
  const missing = [...blocks.values()].filter((block) => !computed.includes(block));
  const footer = ['Limits are at 95 %.'];
  if (rows.some(({ gap }) => gap?.estimate.value != null)) {
    footer.push('A gap above 0 is worse for the most deprived, or for the Place.');
  }
  if (rows.some(({ poorest }) => poorest)) {
    footer.push(
      'Poorest fastest: did the most deprived fifth improve faster than the least deprived? Absolute scale; * where the relative scale says otherwise.',
    );
  }
  if (missing.length > 0) {
    const ids = missing.map(([row]) => row!.definition.id).join(', ');
    footer.push(`No data for ${missing.length} more: ${ids}.`);
  }
  return {
    head: scoreLines(scores, places),
    scope: [data, `${computed.length} of ${blocks.size} indicators`, placesShown(rows, places)].join(' · '),
    blocks: computed.map((block) =>
      block[0]!.definition.method === 'milestones'
        ? milestonesBlock(block, places)
        : indicatorBlock(block, places),
    ),
    footer,
  };
}

/** The answer to the system's own question, before anything else. */
function scoreLines(scores: readonly Scoreboard[], places: Places): string[] {
  const question = `Are the poorest improving fastest in ${places.system.name}?`;
  const judged = scores.filter((score) => score.judged > 0);
  if (judged.length === 0) return [`${question} No indicator has both ends of deprivation over time for it.`];
  const answers = judged.map(({ scale, judged: all, byVerdict }) => {
    const count = (verdict: string): number => byVerdict.get(verdict)?.length ?? 0;
    const others = SCORE_WORDS.flatMap(([verdict, words]) =>
      count(verdict) > 0 ? [`${count(verdict)} ${words}`] : [],
    );
    const of = `${count('poorest-fastest')} of ${all} indicator${all === 1 ? '' : 's'}`;
    return `In ${scale} terms for ${of}${others.length > 0 ? `; ${others.join(', ')}` : ''}.`;
  });
  return [question, ...answers.map((answer) => `  ${answer}`)];
}

const SCORE_WORDS: readonly (readonly [string, string])[] = [
  ['levelled-down', 'with a gap that narrowed only because the others got worse'],
  ['widening-all-improve', 'where they improve, but more slowly'],
  ['poorest-left-behind', 'where they are left behind'],
  ['no-clear-difference', 'without a clear difference'],
];

/** "9 Places of Cheshire and Merseyside", or how many of them are shown. */
function placesShown(rows: readonly SummaryRow[], { places, system }: Places): string {
  const shown = new Set(rows.map(({ measure }) => measure.place));
  const count = places.filter(({ code }) => shown.has(code)).length;
  const all = count === places.length ? '' : ` of ${places.length}`;
  return `${count}${all} Places of ${system.name}`;
}

function indicatorBlock(rows: readonly SummaryRow[], places: Places): ScreenBlock {
  const shown = rows.find(({ measure }) => measure.estimate.value !== null) ?? rows[0]!;
  const { definition } = shown;
  const period = shown.measure.period.label;
  const kind = rows.find(({ gapKind }) => gapKind !== 'none');
  const against = rows.find(({ benchmark }) => benchmark)?.benchmark?.name;
  const columns: ScreenColumn[] = [
    { title: 'Place', align: 'left', dropFirst: 0 },
    { title: definition.unit, align: 'right', dropFirst: 0 },
    { title: '95 % limits', align: 'right', dropFirst: 4 },
    ...(against
      ? [
          {
            title: against === places.system.name ? 'v system' : `v ${against}`,
            align: 'left' as const,
            dropFirst: 1,
          },
        ]
      : []),
    ...(kind ? [{ title: 'gap', align: 'right' as const, dropFirst: 0 }] : []),
    { title: 'recent trend', align: 'left', dropFirst: 3 },
    ...(rows.some(({ poorest }) => poorest)
      ? [{ title: 'poorest fastest?', align: 'left' as const, dropFirst: 2 }]
      : []),
    ...(rows.some(({ goal }) => goal) ? [{ title: 'goal', align: 'left' as const, dropFirst: 2 }] : []),
  ];
  const nameOf = new Map(areasOf(places).map(({ code, name }) => [code, name]));
  const line = (row: SummaryRow): ScreenCell[] => {
    const { measure } = row;
    const name = {
      text: nameOf.get(measure.place)!,
      role: measure.place === places.system.code ? ('strong' as const) : ('plain' as const),
    };
    const { value, limits } = measure.estimate;
    if (value === null) {
      return [
        name,
        { text: measure.status, role: 'quiet' },
        ...columns.slice(2).map((): ScreenCell => ({ text: '' })),
      ];
    }
    const { lower, upper } = limits[0]!;
    const cells: ScreenCell[] = [
      name,
      {
        text:
          figure(value, definition.digits) +
          (measure.period.label === period ? '' : ` (${measure.period.label})`),
      },
      {
        text:
          lower === null || upper === null
            ? '–'
            : `${figure(lower, definition.digits)} to ${figure(upper, definition.digits)}`,
        role: 'quiet',
      },
    ];
    if (against) cells.push(judgementCell(row));
    if (kind)
      cells.push({
        text: row.gap?.estimate.value == null ? '–' : signed(row.gap.estimate.value, definition.digits),
      });
    cells.push(trendCell(row));
    if (rows.some(({ poorest }) => poorest)) cells.push(verdictCell(row));
    if (rows.some(({ goal }) => goal)) cells.push(goalCell(row));
    return cells;
  };
  const way = POLARITY_WORDS[definition.polarity];
  const gap = kind
    ? `gap: ${gapWords(rows.find((row) => row.gap?.estimate.value != null) ?? kind, places)}`
    : '';
  const heading = [period, way, gap].filter(Boolean).join(' · ');
  return {
    heading: [
      { text: definition.title, role: 'strong' },
      { text: heading, role: 'quiet' },
    ],
    columns,
    // A Place that is missing here is named below the block, with the reason.
    rows: rows.filter(({ measure }) => !NOT_DRAWN.has(measure.status)).map(line),
    notes: [
      ...withheldNotes(
        rows.map(({ measure }) => measure),
        nameOf,
      ),
      ...bothScales(rows, nameOf, places),
    ],
  };
}

function judgementCell({ benchmark }: SummaryRow): ScreenCell {
  const marker = MARKERS[benchmark?.gap.judgement ?? ''];
  return marker ? { text: marker.mark, role: marker.role } : { text: '–' };
}

function trendCell(row: SummaryRow): ScreenCell {
  const word = trendWord(row);
  const spark = row.history.length > 1 ? { spark: row.history.slice(-SPARK_POINTS) } : {};
  return word
    ? { text: TREND_WORDS[word]!, role: TREND_ROLES[word] ?? 'plain', ...spark }
    : { text: '–', ...spark };
}

function goalCell({ goal }: SummaryRow): ScreenCell {
  if (!goal) return { text: '–' };
  return { text: goal.goalStatus.replaceAll('-', ' '), role: GOAL_ROLES[goal.goalStatus] ?? 'plain' };
}

function verdictCell({ poorest }: SummaryRow): ScreenCell {
  if (!poorest?.absolute.verdict) return { text: '–' };
  const { absolute, relative } = poorest;
  const otherwise = relative.verdict && relative.verdict !== absolute.verdict ? ' *' : '';
  const text = absolute.verdict.replaceAll('-', ' ') + otherwise;
  return { text, role: VERDICT_ROLES[absolute.verdict] ?? 'plain' };
}

/** What the two scales say where they disagree, and what each means for people: of the system, else of each area. */
function bothScales(
  rows: readonly SummaryRow[],
  nameOf: ReadonlyMap<string, string>,
  { system }: Places,
): string[] {
  const split = rows.filter(
    ({ poorest }) => poorest?.relative.verdict && poorest.relative.verdict !== poorest.absolute.verdict,
  );
  const ofSystem = split.filter(({ measure }) => measure.place === system.code);
  return (ofSystem.length > 0 ? ofSystem : split).map(
    ({ measure, definition, poorest }) =>
      `${nameOf.get(measure.place)}: * ${scaleSentence(poorest!.absolute, definition)}; ${scaleSentence(poorest!.relative, definition)}.`,
  );
}

function scaleSentence(
  { scale, difference, lower, upper, verdict, unit }: Poorest,
  { digits }: Pick<Definition, 'digits'>,
): string {
  const absolute = scale === 'absolute';
  // Logarithms of ratios are near to shares: in per cent they can be read.
  const size = (value: number): string => (absolute ? figure(value, digits) : figure(100 * value, 1));
  const what = absolute ? `in ${unit.replace(/ a year$/, '')}` : 'in per cent';
  const a = unit.endsWith(' a year') ? ' a year' : '';
  if (verdict === 'no-clear-difference') return `${what} there is no clear difference`;
  const most = difference! > 0;
  const [who, low, high] = most ? ['most', lower!, upper!] : ['least', -upper!, -lower!];
  const limits = `${size(Math.abs(difference!))}${absolute ? '' : ' %'}${a} more (${size(low)} to ${size(high)})`;
  const means = absolute
    ? `the distance between the two ends ${most ? 'shrinks' : 'grows'}`
    : `the most deprived are a ${most ? 'shrinking' : 'growing'} multiple of the least deprived`;
  return `${what} the ${who} deprived improved by ${limits}, so ${means}`;
}
