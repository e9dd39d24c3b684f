import type { Bounds } from '../../gaps/inequality/groups.ts';
import { INEQUALITY_MEASURES, type InequalityMeasure } from '../../gaps/inequality/measures.ts';
import type { CalcOption, CalcSettings } from '../calc-method.ts';

type Setting = CalcSettings['setting'];

const setting = (flags: string, about: string): CalcOption => ({ flags, about, kind: 'setting' });

export const INEQUALITY_OPTIONS: readonly CalcOption[] = [
  { flags: '--group <column>', about: 'column of the names of the groups', kind: 'text', needed: true },
  { flags: '--value <column>', about: 'column of the figures', kind: 'number', needed: true },
  { flags: '--se <column>', about: 'column of their standard errors', kind: 'count' },
  { flags: '--population <column>', about: 'column of the people', kind: 'count' },
  { flags: '--order <column>', about: 'column of the ranks, the smallest most deprived', kind: 'number' },
  setting('--favourable <high|low>', 'which end of the indicator is good'),
  setting('--scale <number>', 'largest value that the unit allows: 1, 100, 1000, 100000'),
  setting('--reference <name>', 'the group that the others are compared with'),
  setting('--measure <ids|all>', `measures, separated by commas: ${INEQUALITY_MEASURES.join(', ')}`),
  setting('--average <number>', 'average of all people, where the populations are unknown'),
  setting('--bounds <min,max>', 'bounds of the figures, for the concentration indices'),
  setting('--bounded <wagstaff|erreygers>', 'correction of the relative index for the bounds'),
  setting('--sii <linear|logistic>', 'fit behind sii and rii (linear); logistic needs --scale'),
  setting('--draws <number>', 'how often figures are drawn for simulated limits (10000)'),
  setting('--seed <number>', 'start of the random numbers (1)'),
];

/** What is wrong with the options, in words; null where nothing is. */
export function wrongOption(given: Setting): string | null {
  return (
    unknownMeasure(given('measure')) ??
    notAmong('favourable', given, ['high', 'low']) ??
    notAmong('bounded', given, ['wagstaff', 'erreygers']) ??
    notAmong('sii', given, ['linear', 'logistic']) ??
    noNumber('scale', given, 'a number above 0', (number) => number > 0) ??
    noNumber('average', given, 'a number', () => true) ??
    noNumber('draws', given, 'a whole number from 2 to 10,000,000', isDraws) ??
    noNumber('seed', given, 'a whole number', Number.isSafeInteger) ??
    wrongBounds(given) ??
    (given('sii') === 'logistic' && given('scale') === undefined ? '--sii logistic needs --scale' : null)
  );
}

function listed(text: string): string[] {
  return text
    .split(',')
    .map((id) => id.trim())
    .filter(Boolean);
}

/** The measures that are asked, in the order in which they are told. */
export function askedMeasures(given: Setting): readonly InequalityMeasure[] {
  const ids = listed(given('measure') ?? 'all');
  return ids.includes('all') ? INEQUALITY_MEASURES : INEQUALITY_MEASURES.filter((id) => ids.includes(id));
}

function unknownMeasure(text: string | undefined): string | null {
  if (text === undefined) return null;
  const ids = listed(text);
  if (ids.length === 0) return '--measure is empty';
  const unknown = ids.find((id) => id !== 'all' && !(INEQUALITY_MEASURES as readonly string[]).includes(id));
  return unknown === undefined
    ? null
    : `--measure: "${unknown}" is not all or one of ${INEQUALITY_MEASURES.join(', ')}`;
}

function notAmong(option: string, given: Setting, words: readonly string[]): string | null {
  const text = given(option);
  return text === undefined || words.includes(text)
    ? null
    : `--${option}: "${text}" is not ${words.join(' or ')}`;
}

function noNumber(
  option: string,
  given: Setting,
  what: string,
  holds: (number: number) => boolean,
): string | null {
  const text = given(option);
  if (text === undefined) return null;
  const number = Number(text);
  return text.trim() !== '' && Number.isFinite(number) && holds(number)
    ? null
    : `--${option}: "${text}" is not ${what}`;
}

function isDraws(number: number): boolean {
  return Number.isInteger(number) && number >= 2 && number <= 10_000_000;
}

/** The bounds that are given; null where none are. */
export function boundsOf(given: Setting): Bounds | null {
  const text = given('bounds');
  if (text === undefined) return null;
  const [min, max] = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  return {
    min: min ?? Number.NaN,
    max: max ?? Number.NaN,
    correction: (given('bounded') ?? null) as Bounds['correction'],
  };
}

function wrongBounds(given: Setting): string | null {
  const bounds = boundsOf(given);
  if (bounds === null) return given('bounded') === undefined ? null : '--bounded needs --bounds';
  const isRange =
    Number.isFinite(bounds.max - bounds.min) &&
    bounds.max > bounds.min &&
    listed(given('bounds')!).length === 2;
  return isRange ? null : `--bounds: "${given('bounds')}" is not two numbers that rise, such as 0,100`;
}
