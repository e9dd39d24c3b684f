import { type CellState, STATE } from '../cells/cell.ts';
import { foldWidth } from '../text/fold-width.ts';
import { Fault, field, quote } from './fields.ts';

/** A figure, or why there is none: hidden by its source, or not available there. */
export interface Figure {
  readonly number: number;
  readonly state: 'ok' | 'suppressed' | 'unreliable' | 'not-available';
  /** Of an amount below zero, what is wrong with it where no such amount can be. */
  readonly belowZero?: Fault;
}

/** What stands for the figure of a bad cell. */
export const NO_FIGURE: Figure = { number: Number.NaN, state: 'not-available' };

export function stateOfFigure({ state }: Figure): CellState {
  if (state === 'ok') return STATE.ok;
  return state === 'suppressed' ? STATE.suppressed : STATE.notAvailable;
}

const SUPPRESSED = /^(?:\*|:c|\[c\]|c|<\s?\d+|suppressed)$/i;
const UNRELIABLE = /^(?:u|\[u\]|:u)$/i;
const NOT_AVAILABLE = /^(?::|\[[xz]\]|[xz]|-|\.\.|null|na|n\/a)$/i;
const PLAIN_NUMBER = /^-?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;
const MISPLACED_COMMA = /^-?[\d.]*\d,\d[\d.,]*$/;
const THOUSANDS = /^-?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;

/** No figure of a population is above this; doubles count exactly to it. */
const LARGEST = 1e15;
/** Counts may have decimals, such as attributable fractions, but none is as small as this. */
const SMALLEST = 1e-6;
/** More people than there are wait for nothing. */
const MOST_PEOPLE = 1e10;

function readFigure(text: string, column: 'count' | 'amount' | 'value'): Figure | Fault {
  const clean = foldWidth(text).trim();
  if (clean === '') return new Fault('blank-value', 'the figure is blank');
  const bare = clean.replace(/\s?%$/, '');
  const parsed = PLAIN_NUMBER.test(bare)
    ? Number(bare)
    : THOUSANDS.test(bare)
      ? Number(bare.replaceAll(',', ''))
      : Number.NaN;
  if (Number.isFinite(parsed)) {
    if (Math.abs(parsed) > LARGEST) {
      return new Fault('not-a-number', `${quote(text)} is more than can be counted`);
    }
    // 0 and -0 are one figure.
    const number = parsed + 0;
    if (column === 'value') return { number, state: 'ok' };
    if (bare !== clean) return new Fault('percent-sign', `${quote(text)} is a percentage, not a count`);
    const belowZero = new Fault('negative-value', `${quote(text)} is below zero`);
    if (column === 'count' && number < 0) return belowZero;
    if (number !== 0 && Math.abs(number) < SMALLEST)
      return new Fault('not-a-number', `${quote(text)} is no count`);
    return number < 0 ? { number, state: 'ok', belowZero } : { number, state: 'ok' };
  }
  if (SUPPRESSED.test(clean)) return { number: Number.NaN, state: 'suppressed' };
  if (UNRELIABLE.test(clean)) return { number: Number.NaN, state: 'unreliable' };
  if (NOT_AVAILABLE.test(clean)) return { number: Number.NaN, state: 'not-available' };
  if (MISPLACED_COMMA.test(bare)) {
    return new Fault('comma-in-number', `${quote(text)} has a comma that separates no thousands`);
  }
  return new Fault('not-a-number', `${quote(text)} is not a number`);
}

/** A count of people or events: never negative, never blank. */
export const countField = field((text) => readFigure(text, 'count'));

/** A count or an amount of which the row tells whether it may be below zero; never blank. */
export const amountField = field((text) => readFigure(text, 'amount'));

/** Publishers' databases write counts as `297504.000001`; what is further from a whole number is none. */
const ROUNDING = 1e-3;

/** A count that must be whole, such as people in an order of waiting. */
export const wholeCountField = field((text) => {
  const figure = readFigure(text, 'count');
  if (figure instanceof Fault || figure.state !== 'ok') return figure;
  const number = Math.round(figure.number);
  if (number > MOST_PEOPLE) return new Fault('not-a-number', `${quote(text)} is more people than there are`);
  if (Math.abs(number - figure.number) <= ROUNDING) return { number, state: figure.state };
  return new Fault('not-a-number', `${quote(text)} is not a whole number`);
});

/** A published value, of either sign. */
export const valueField = field((text) => readFigure(text, 'value'));

/** A figure that may be left out: blank is none. */
export const optionalValueField = field((text) => (text.trim() === '' ? null : readFigure(text, 'value')));
export const optionalCountField = field((text) => (text.trim() === '' ? null : readFigure(text, 'count')));
export const optionalAmountField = field((text) => (text.trim() === '' ? null : readFigure(text, 'amount')));

/** A national rank of deprivation, 1 = most deprived; publishers write "29,199". */
export const rankField = field((text) => {
  const figure = readFigure(text, 'count');
  if (figure instanceof Fault) return figure;
  if (Number.isInteger(figure.number) && figure.number >= 1) return figure.number;
  return new Fault(
    'unknown-deprivation',
    `${quote(text)} is not a rank`,
    'write the rank as a number from 1',
  );
});

export const scoreField = field((text) => text);
