import { Aside } from './aside.ts';
import type { FieldSource, Translation } from './format.ts';

/** Position of a column by its name; -1 where the file does not have it. */
export type ColumnAt = (name: string) => number;

/** How a field's text is taken from a record. */
export interface TextSource {
  /** The column that problems name and quote. */
  readonly index: number;
  /** Null where the text is that of the column as it stands. */
  readonly translate: ((record: readonly string[]) => string | Aside) | null;
}

/** A file gives no more reasons than this by name; the rest share one. */
const MOST_REASONS = 100;

/** Works out where a field's text comes from; null where the file has none of its columns. */
export function textSource(source: FieldSource, at: ColumnAt): TextSource | null {
  if (typeof source === 'string' || Array.isArray(source)) {
    const index = firstColumn(source, at);
    return index < 0 ? null : { index, translate: null };
  }
  const { from } = source as Translation;
  const index = firstColumn(from, at);
  return index < 0 ? null : { index, translate: translator(source as Translation, at) };
}

/** Position of the first of some columns that the file has; -1 where it has none. */
export function firstColumn(names: string | readonly string[], at: ColumnAt): number {
  return indexesOf(names, at)[0] ?? -1;
}

function indexesOf(names: string | readonly string[], at: ColumnAt): number[] {
  return (typeof names === 'string' ? [names] : names).map(at).filter((index) => index >= 0);
}

function translator(translation: Translation, at: ColumnAt): (record: readonly string[]) => string | Aside {
  const { is = {}, like = {}, join, when, otherwise, blank } = translation;
  const indexes = indexesOf(translation.from, at);
  const words = new Map(Object.entries(is).map(([text, word]) => [text.toLowerCase(), word]));
  const patterns = Object.entries(like).map(([pattern, text]) => [new RegExp(pattern, 'i'), text] as const);
  const condition = when && { index: at(when.column), pattern: new RegExp(when.like, 'i') };
  const forBlank = blank && translator(blank, at);
  const rest = typeof otherwise === 'object' ? asideOf(otherwise.setAside) : () => otherwise;
  const known = (text: string): string | undefined =>
    words.get(text.toLowerCase()) ?? patterns.find(([pattern]) => pattern.test(text))?.[1];
  return (record) => {
    if (condition && !condition.pattern.test((record[condition.index] ?? '').trim())) return '';
    const texts = indexes.map((index) => record[index]!.trim());
    const found = join === undefined ? texts : [texts.join(join)];
    if (forBlank && found[0] === '') return forBlank(record);
    for (const text of found) {
      const translated = known(text);
      if (translated !== undefined) return translated;
    }
    return rest(found[0]!) ?? found[0]!;
  };
}

/** The reason for a text, in which {} stands for the text itself. */
function asideOf(reason: string): (text: string) => Aside {
  const known = new Map<string, Aside>();
  const others = new Aside(reason.replace('"{}"', 'others'));
  return (text) => {
    const because = reason.replace('{}', () => text);
    const aside = known.get(because);
    if (aside || known.size >= MOST_REASONS) return aside ?? others;
    known.set(because, new Aside(because));
    return known.get(because)!;
  };
}
