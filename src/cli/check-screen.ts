import type { FileAccount } from '../cells/cell-source.ts';
import { byTime } from '../periods/period.ts';
import { areasOf, type Places } from '../places/places.ts';
import type { AspirationNeeds } from '../results/needs.ts';
import type { Screen, ScreenBlock, ScreenCell, ScreenColumn } from '../summary/table.ts';

/** A file with what a person wants to know of it. */
export interface CheckedFile {
  readonly account: FileAccount;
  /** Ids of the indicators that its cells feed. */
  readonly feeds: readonly string[];
  readonly problems: number;
}

/** The check as a person reads it: the files, what was set aside and why, what is still missing for what. */
export function checkScreen(
  files: readonly CheckedFile[],
  needs: readonly AspirationNeeds[],
  places: Places,
): Screen {
  const folder = commonFolder(files.map(({ account }) => account.path));
  const shown = files.map((file) => ({
    ...file,
    account: { ...file.account, path: file.account.path.slice(folder.length) },
  }));
  const aside = asideBlock(shown);
  const counted = `${files.length} ${files.length === 1 ? 'file' : 'files'}`;
  return {
    scope: folder === '' ? counted : `${counted} in ${folder}`,
    blocks: [filesBlock(shown, places), ...feedsBlock(shown), ...(aside ? [aside] : []), missingBlock(needs)],
    footer: [],
  };
}

/** The folder that all paths begin with, with its last separator; '' where they have none in common. */
function commonFolder(paths: readonly string[]): string {
  if (paths.length < 2) return '';
  const folder = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);
  let common = folder(paths[0]!);
  while (!paths.every((path) => path.startsWith(common))) common = folder(common.slice(0, -1));
  return common;
}

const left = (title: string, dropFirst = 0, more: Partial<ScreenColumn> = {}): ScreenColumn => ({
  title,
  align: 'left',
  dropFirst,
  ...more,
});
const right = (title: string, dropFirst = 0): ScreenColumn => ({ title, align: 'right', dropFirst });
const text = (words: string | number): ScreenCell => ({ text: String(words) });

function filesBlock(files: readonly CheckedFile[], places: Places): ScreenBlock {
  return {
    heading: [],
    columns: [
      left('file', 0, { cutAt: 'middle', shrinkTo: 20 }),
      left('what it is', 0, { shrinkTo: 20 }),
      right('used'),
      right('aside', 6),
      right('refused'),
      left('Places', 3, { shrinkTo: 10 }),
      left('periods', 4, { shrinkTo: 18 }),
      right('feeds', 5),
      right('problems', 7),
    ],
    rows: files.map(({ account, feeds, problems }) => {
      const { path, format, title, used, refused, setAside } = account;
      const aside = setAside.reduce((sum, { rows }) => sum + rows, 0);
      return [
        text(path),
        format === null ? { text: 'not recognised', role: 'bad' } : text(title),
        text(used - aside),
        text(aside),
        refused > 0 ? { text: String(refused), role: 'bad' } : text(refused),
        text(placesText(account, places)),
        text(periodsText(account)),
        text(feedsText(account, feeds)),
        text(problems),
      ];
    }),
    notes: [],
  };
}

/** `9, England` for nine Places and England; `6 + 3` where there are several other areas; one by its name. */
function placesText({ places: codes }: FileAccount, places: Places): string {
  const isPlace = new Set(places.places.map(({ code }) => code));
  const names = new Map(areasOf(places).map(({ code, name }) => [code, name]));
  names.set(places.system.code, 'the system');
  const own = codes.filter((code) => isPlace.has(code));
  const others = codes.filter((code) => !isPlace.has(code)).map((code) => names.get(code)!);
  const counted = own.length > 1 ? [String(own.length)] : own.map((code) => names.get(code)!);
  if (counted.length > 0 && others.length > 1) return `${counted[0]} + ${others.length}`;
  return [...counted, ...others].join(', ') || '–';
}

function periodsText({ periods }: FileAccount): string {
  const dated = periods.filter(({ label }) => label !== '').sort(byTime);
  if (dated.length <= 1) return dated[0]?.label ?? '–';
  return `${dated[0]!.label} to ${dated.at(-1)!.label}`;
}

/** What the extracts are for that feed no indicator by themselves. */
const HELPERS: Record<string, string> = { lookup: 'areas', deprivation: 'areas' };

function feedsText({ kind }: FileAccount, feeds: readonly string[]): string {
  return feeds.length === 0 ? (HELPERS[kind] ?? '–') : String(feeds.length);
}

function feedsBlock(files: readonly CheckedFile[]): ScreenBlock[] {
  const feeding = files.filter(({ feeds }) => feeds.length > 0);
  if (feeding.length === 0) return [];
  return [
    {
      heading: [{ text: 'What they feed', role: 'strong' }],
      columns: [left('file', 0, { cutAt: 'middle', shrinkTo: 20 }), left('indicators', 0, { wraps: true })],
      rows: feeding.map(({ account: { path }, feeds }) => [text(path), text(feeds.join(', '))]),
      notes: [],
    },
  ];
}

function asideBlock(files: readonly CheckedFile[]): ScreenBlock | null {
  const rows = files.flatMap(({ account: { path, setAside } }) =>
    setAside.map(({ because, rows: count }) => [text(path), text(count), text(because)]),
  );
  if (rows.length === 0) return null;
  return {
    heading: [{ text: 'Set aside: rows that were understood, and not asked for', role: 'strong' }],
    columns: [
      left('file', 0, { cutAt: 'middle', shrinkTo: 20 }),
      right('rows'),
      left('because', 0, { wraps: true }),
    ],
    rows,
    notes: [],
  };
}

function missingBlock(needs: readonly AspirationNeeds[]): ScreenBlock {
  const lacking = needs.filter(({ served, indicators }) => served < indicators);
  const heading =
    lacking.length === 0
      ? `Nothing is missing for the ${needs.length} aspirations`
      : `Still missing, for ${lacking.length} of the ${needs.length} aspirations`;
  return {
    heading: [{ text: heading, role: 'strong' }],
    columns: [left('aspiration'), right('served'), left('lacks', 0, { wraps: true })],
    rows: lacking.map(({ aspiration, served, indicators, lacks }) => [
      text(aspiration.id),
      text(`${served} of ${indicators}`),
      text(kindsLacking([...lacks.keys()]).join(', ')),
    ]),
    notes: lacking.length === 0 ? [] : ['What each indicator needs: gapline aspirations --data PATH'],
  };
}

/** What lacks, with extracts of several indicators counted and not named. */
function kindsLacking(lacks: readonly string[]): string[] {
  const kinds = new Map<string, string[]>();
  for (const lack of lacks) {
    const kind = /^(counts|values|milestones) of /.exec(lack)?.[1] ?? lack;
    kinds.set(kind, [...(kinds.get(kind) ?? []), lack]);
  }
  return [...kinds].map(([kind, own]) =>
    own.length === 1 ? own[0]! : `${kind} of ${own.length} indicators`,
  );
}
