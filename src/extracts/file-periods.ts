import type { Period } from '../periods/period.ts';
import type { PeriodText } from './key-fields.ts';

/** The periods of one file, some of which only the whole file tells: `2010-11` is a month or years. */
export class FilePeriods {
  readonly byLabel = new Map<string, Period>();
  readonly #ambiguous = new Map<string, NonNullable<PeriodText['readings']>>();
  #holdsDashedMonths = false;

  /** @returns whether the period is met for the first time */
  note({ period, readings, dashedMonth }: PeriodText): boolean {
    if (readings) this.#ambiguous.set(period.label, readings);
    if (dashedMonth) this.#holdsDashedMonths = true;
    const isNew = !this.byLabel.has(period.label);
    this.byLabel.set(period.label, period);
    return isNew;
  }

  /**
   * Settles `2010-11`: a file that has months has no years written the same way.
   *
   * @param labels those of the file's cells, which are put right in place
   * @returns whether two spellings of one period may have made two cells of one
   */
  settle(labels: string[]): boolean {
    if (this.#ambiguous.size === 0) return false;
    const before = new Set(labels);
    const settled = new Map<string, string>();
    let mayRepeat = false;
    for (const [text, { years, month }] of this.#ambiguous) {
      const period = this.#holdsDashedMonths ? month : years;
      this.byLabel.delete(text);
      this.byLabel.set(period.label, period);
      settled.set(text, period.label);
      if (before.has(period.label)) mayRepeat = true;
    }
    for (let i = 0; i < labels.length; i++) labels[i] = settled.get(labels[i]!) ?? labels[i]!;
    return mayRepeat;
  }
}
