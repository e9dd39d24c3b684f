import { type AgeBand, ageBandLabel, parseAgeBand } from '../../cells/age-band.ts';
import { BadGroup } from '../calc-method.ts';
import { bandsOf, keptForSameLabels } from './age-labels.ts';

/**
 * The ages of a group's bands together.
 *
 * @throws BadGroup for text that is no age, and where a band stands twice, two overlap, or one between them is missing
 */
export const spanOf = keptForSameLabels((labels) => spanOfBands(bandsOf(labels)));

/** The same where each band stands once for each frequency of repeat events. */
export const spanOfRepeats = keptForSameLabels((labels) =>
  spanOfBands([...new Map(bandsOf(labels).map((band) => [ageBandLabel(band), band])).values()]),
);

function spanOfBands(bands: readonly AgeBand[]): AgeBand {
  const sorted = [...bands].sort((a, b) => a.from - b.from || a.to - b.to);
  for (const [at, band] of sorted.entries()) {
    const next = sorted[at + 1];
    if (next === undefined) break;
    if (next.from === band.from && next.to === band.to)
      throw new BadGroup(`the age band ${ageBandLabel(band)} stands twice`);
    if (next.from <= band.to)
      throw new BadGroup(`the age bands ${ageBandLabel(band)} and ${ageBandLabel(next)} overlap`);
    if (next.from > band.to + 1)
      throw new BadGroup(`the age band ${ageBandLabel({ from: band.to + 1, to: next.from - 1 })} is missing`);
  }
  return { from: sorted[0]!.from, to: sorted.at(-1)!.to };
}

const spansOfTexts = new WeakMap<readonly string[], AgeBand>();

/** From the youngest to the oldest of all ages that a file has anywhere; texts that are no ages are passed over. */
export function spanOfTexts(texts: readonly string[]): AgeBand {
  let span = spansOfTexts.get(texts);
  if (!span) {
    const bands = texts.flatMap((text) => (text === '' ? [] : (parseAgeBand(text) ?? [])));
    span = {
      from: Math.min(...bands.map(({ from }) => from)),
      to: Math.max(...bands.map(({ to }) => to)),
    };
    spansOfTexts.set(texts, span);
  }
  return span;
}
