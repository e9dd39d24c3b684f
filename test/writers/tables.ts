import type { Cell, Column, Screen, ScreenBlock, Table } from '../../src/summary/table.ts';

/** A table of text columns, unless a name ends in `#`, which makes it a number. */
export function tableWith(
  names: readonly string[],
  rows: readonly (readonly Cell[])[],
  screen?: Screen,
): Table {
  const columns = names.map(
    (name): Column => ({
      name: name.replace('#', ''),
      type: name.endsWith('#') ? 'number' : 'string',
      description: name,
    }),
  );
  return { id: 'test', title: 'Test', description: '', columns, rows, ...(screen ? { screen } : {}) };
}

/** A screen of one block; a title that starts with `>` is right-aligned, `(2)` at its end is when it is dropped. */
export function screenWith(
  titles: readonly string[],
  rows: readonly (readonly string[])[],
  more: Partial<ScreenBlock> = {},
): Screen {
  const columns = titles.map((title) => {
    const dropped = /\((\d)\)$/.exec(title);
    return {
      title: title.replace(/^>/, '').replace(/ ?\(\d\)$/, ''),
      align: title.startsWith('>') ? ('right' as const) : ('left' as const),
      dropFirst: dropped ? Number(dropped[1]) : 0,
    };
  });
  return {
    scope: 'what, where, when',
    blocks: [
      { heading: [], columns, rows: rows.map((row) => row.map((text) => ({ text }))), notes: [], ...more },
    ],
    footer: [],
  };
}
