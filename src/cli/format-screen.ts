import type { Format, Translation } from '../extracts/format.ts';
import type { Screen, ScreenBlock } from '../summary/table.ts';

/** A field of a format and where it comes from, in words. */
export interface FieldOfFormat {
  readonly field: string;
  readonly from: string;
}

/** Where the fields of a format come from, in the order of its description. */
export function fieldsOfFormat(format: Format): FieldOfFormat[] {
  const { columns, rename, constants, wide, measures, preamble } = format;
  const needed = [...format.header.all, ...format.header.oneOf.map((choice) => choice.join(' or '))];
  const named =
    columns === 'canonical'
      ? [
          ...needed.map((from) => ({
            field: Object.entries(rename).find(([, column]) => column === from)?.[0] ?? from,
            from: `${from} (needed)`,
          })),
          ...format.optional.map((from) => ({ field: from, from: `${from} (may be left out)` })),
        ]
      : Object.entries(columns).map(([field, source]) => ({ field, from: sourceText(source) }));
  const told = { ...preamble?.fields, ...preamble?.mayTell };
  const feeds = (measures?.feeds ?? []).map(({ indicator, event, ...figures }) => ({
    field: (indicator ?? event)!,
    from: Object.entries(figures)
      .map(([figure, measure]) => `${measure} (${FIGURES[figure] ?? figure})`)
      .join(', '),
  }));
  return [
    ...named,
    ...Object.keys(told).map((field) => ({ field, from: 'the lines above the header' })),
    ...(wide
      ? [{ field: [...Object.keys(wide.fields), wide.value].join(', '), from: 'one column each' }]
      : []),
    ...feeds,
    ...Object.entries(constants).map(([field, value]) => ({ field, from: `always ${value}` })),
  ];
}

const FIGURES: Record<string, string> = {
  notCounted: 'not in the denominator',
  breaches: 'not within the standard',
};

function sourceText(source: Exclude<Format['columns'], 'canonical'>[string]): string {
  if (typeof source === 'string') return source;
  if (Array.isArray(source)) return source.join(' or ');
  const { from, join, is, like, when } = source as Translation;
  const names = typeof from === 'string' ? from : from.join(join === undefined ? ' or ' : ' and ');
  const translated = is !== undefined || like !== undefined;
  const where = when === undefined ? '' : ` where ${when.column} says so`;
  return `${names}${translated ? ', put into our words' : ''}${where}`;
}

/** Why rows of a format are set aside. */
export function setAsideByFormat(format: Format): string[] {
  const { keep, leaveOut, measures, columns, because, otherAreas, othersAre, repeats } = format;
  const translated = columns === 'canonical' ? [] : Object.values(columns);
  const byField = translated.flatMap((source) => {
    const otherwise = typeof source === 'object' && 'otherwise' in source ? source.otherwise : undefined;
    return typeof otherwise === 'object' ? [otherwise.setAside.replace(/ "\{\}"/, ' them')] : [];
  });
  return [
    ...(because === undefined ? [] : [because]),
    ...(otherAreas === 'set-aside' && because === undefined ? [othersAre ?? 'other areas'] : []),
    ...[...keep, ...leaveOut].map((filter) => filter.because),
    ...(measures?.otherwise === undefined ? [] : [measures.otherwise]),
    ...(repeats === undefined ? [] : [repeats]),
    ...byField,
  ];
}

/** A format as a person reads it: what it is, how it is known, where fields come from, what is minded. */
export function formatScreen(format: Format): Screen {
  const { id, title, publisher, about, header, traps, feeds, assumes } = format;
  const needs = [...header.all, ...header.oneOf.map((choice) => `one of ${choice.join(', ')}`)];
  const list = (heading: string, lines: readonly string[]): ScreenBlock[] =>
    lines.length === 0
      ? []
      : [
          {
            heading: [{ text: heading, role: 'strong' }],
            columns: [],
            rows: [],
            notes: lines.map((line) => `· ${line}`),
          },
        ];
  return {
    scope: [id, ...(publisher === undefined ? [] : [publisher])].join(' · '),
    blocks: [
      { heading: [{ text: title, role: 'strong' }], columns: [], rows: [], notes: [about] },
      ...list('Feeds', [feeds]),
      ...list('Known by its columns', needs),
      {
        heading: [{ text: 'Fields', role: 'strong' }],
        columns: [
          { title: 'field', align: 'left', dropFirst: 0 },
          { title: 'from', align: 'left', dropFirst: 0, wraps: true },
        ],
        rows: fieldsOfFormat(format).map(({ field, from }) => [{ text: field }, { text: from }]),
        notes: [],
      },
      ...list('Set aside', setAsideByFormat(format)),
      ...list('Minded', [...traps, ...(assumes === undefined ? [] : [assumes])]),
    ],
    footer: [],
  };
}
