import { type ColumnAt, firstColumn } from './field-source.ts';
import type { Checked } from './fields.ts';
import { remembered } from './fields.ts';
import { countField, valueField } from './figure-fields.ts';
import type { Feed, Format } from './format.ts';

/** The figures by which a measure feeds an indicator or an event. */
export const FEED_FIGURES = ['numerator', 'denominator', 'notCounted', 'breaches', 'value', 'count'] as const;
export type FeedFigure = (typeof FEED_FIGURES)[number];

/** One figure of an indicator or an event, and the column that holds it. */
export interface MeasureColumn {
  readonly figure: FeedFigure;
  readonly column: string;
  readonly index: number;
  readonly check: (text: string) => Checked<unknown>;
}

/** What one row gives to one indicator or event. */
export interface MeasureFeed {
  /** Id of the indicator or the event. */
  readonly subject: string;
  readonly columns: readonly MeasureColumn[];
}

/** How the rows of a table of measures feed indicators. */
export interface MeasurePlan {
  /** What a row feeds; null where its measure is none that is used. */
  readonly feedsOf: (record: readonly string[]) => readonly MeasureFeed[] | null;
  readonly otherwise: string;
  /** The column of all figures; null where each measure has its own. */
  readonly figureColumn: string | null;
  /** Indicators whose cells need both a numerator and a denominator. */
  readonly paired: ReadonlySet<string>;
  /** Indicators from whose denominator something is to be taken off. */
  readonly lessened: ReadonlySet<string>;
}

/** Joins the texts that name a measure, as the feeds of a format write them. */
const BETWEEN = ' / ';

export function planMeasures(
  { named, figure, feeds, otherwise = '' }: NonNullable<Format['measures']>,
  header: readonly string[],
  at: ColumnAt,
): MeasurePlan {
  const checkCount = remembered(countField);
  const checkValue = remembered(valueField);
  const columnOf = (one: FeedFigure, index: number): MeasureColumn => ({
    figure: one,
    column: header[index]!,
    index,
    check: one === 'value' ? checkValue : checkCount,
  });
  const given = (feed: Feed): FeedFigure[] => FEED_FIGURES.filter((one) => feed[one] !== undefined);
  const subjectOf = (feed: Feed): string => (feed.indicator ?? feed.event)!;
  const withFigure = (one: FeedFigure): Set<string> =>
    new Set(feeds.filter((feed) => feed[one] !== undefined).map(subjectOf));
  const figureIndex = figure === undefined ? -1 : firstColumn(figure, at);
  const rules = {
    otherwise,
    figureColumn: figureIndex < 0 ? null : header[figureIndex]!,
    paired: withFigure('denominator'),
    lessened: withFigure('notCounted'),
  };

  if (!named) {
    const whole = feeds.map((feed) => ({
      subject: subjectOf(feed),
      columns: given(feed).map((one) => columnOf(one, at(feed[one]!))),
    }));
    return { feedsOf: () => whole, ...rules };
  }
  const names = named.map(at);
  const byMeasure = new Map<string, MeasureFeed[]>();
  for (const feed of feeds) {
    for (const one of given(feed)) {
      const known = byMeasure.get(feed[one]!) ?? [];
      known.push({ subject: subjectOf(feed), columns: [columnOf(one, figureIndex)] });
      byMeasure.set(feed[one]!, known);
    }
  }
  const feedsOf = (record: readonly string[]): readonly MeasureFeed[] | null =>
    byMeasure.get(names.map((index) => record[index]!.trim()).join(BETWEEN)) ?? null;
  return { feedsOf, ...rules };
}
