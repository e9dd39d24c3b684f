import type { Definition } from '../indicators/definition.ts';
import { byTime, type Period } from '../periods/period.ts';
import { areasOf, type Places } from '../places/places.ts';
import type { Told } from './goal-sentence.ts';
import {
  type AreaStanding,
  type Change,
  countChanges,
  judged,
  newestChange,
  type Standing,
} from './standing.ts';
import { figure, monthWords, sentence, subjectOf, withUnit } from './words.ts';

/**
 * In how many Places an indicator rose or fell beyond chance, and in how many that cannot be said; where there is no
 * trend, its value.
 */
export function changeSentence(standing: Standing, places: Places): string {
  const { areas, system } = standing;
  const told = areas.filter(({ change }) => change !== 'untold');
  const hasSystem = system !== null && system.change !== 'untold';
  if (told.length === 0 && !hasSystem) return valueSentence(standing, places);
  const span = spanOf([...told, ...(hasSystem ? [system] : [])], standing);
  if (hasSystem && told.length > 0) return bothSentence(standing, span);
  if (hasSystem) return singleSentence(standing, system, span, places);
  return areas.length === 1
    ? singleSentence(standing, areas[0]!, span, places)
    : placesSentence(standing, span);
}

/** One area alone: a Place, or a system whose Places have no series. */
function singleSentence(
  { definition, byChart }: Standing,
  one: AreaStanding,
  span: string,
  places: Places,
): string {
  const subject = subjectOf(definition);
  const where = whereOf(one, places);
  return one.change === 'unclear'
    ? sentence(`there is no clear change in ${subject} ${where} ${span}`)
    : sentence(`${subject} ${verb(one.change, definition, byChart)} ${where} ${span}`);
}

/** "fell in 5 of 9 Places from 2012 to 2024 and rose in 1; 3 show no clear change." */
function placesSentence({ definition, areas, areaNoun, byChart }: Standing, span: string): string {
  const subject = subjectOf(definition);
  const counts = countChanges(areas);
  const all = areas.length;
  const [most, other] = counts.rose > counts.fell ? (['rose', 'fell'] as const) : (['fell', 'rose'] as const);
  if (counts[most] === 0) {
    const where =
      counts.untold === 0 ? `any of the ${all} ${areaNoun}` : `${counts.unclear} of ${all} ${areaNoun}`;
    return sentence(
      `there is no clear change in ${subject} in ${where} ${span}${untoldWords(counts.untold)}`,
    );
  }
  const where = counts[most] === all ? `all ${all} ${areaNoun}` : `${counts[most]} of ${all} ${areaNoun}`;
  const opposite = counts[other] > 0 ? ` and ${verb(other, definition, byChart)} in ${counts[other]}` : '';
  return sentence(
    `${subject} ${verb(most, definition, byChart)} in ${where} ${span}${opposite}${unclearWords(counts.unclear)}${untoldWords(counts.untold)}`,
  );
}

/** The system as a whole, of which more is known than of its Places, and then each of those by itself. */
function bothSentence({ definition, areas, areaNoun, system, byChart }: Standing, span: string): string {
  const subject = subjectOf(definition);
  const counts = countChanges(areas);
  const all = areas.length;
  const { change } = system!;
  const said = (one: Change): string => verb(one, definition, byChart);
  const untold = untoldWords(counts.untold);
  if (change === 'unclear') {
    const moved = (['fell', 'rose'] as const).filter((one) => counts[one] > 0);
    if (moved.length === 0) {
      const where =
        counts.untold === 0 ? `any of the ${all} ${areaNoun}` : `${counts.unclear} of ${all} ${areaNoun}`;
      return sentence(`there is no clear change in ${subject} ${span}, overall or in ${where}${untold}`);
    }
    const inPlaces = moved.map((one) => `${said(one)} in ${counts[one]}`).join(' and ');
    return sentence(
      `there is no clear change in ${subject} overall ${span}; it ${inPlaces} of ${all} ${areaNoun}${unclearWords(counts.unclear)}${untold}`,
    );
  }
  const other: Change = change === 'rose' ? 'fell' : 'rose';
  const whole = `${subject} ${said(change)} overall ${span}`;
  if (counts[change] === all) return sentence(`${whole}, and clearly in all ${all} ${areaNoun}`);
  if (counts[change] === 0 && counts[other] === 0)
    return sentence(`${whole}, though clearly in none of the ${all} ${areaNoun} alone${untold}`);
  const opposite =
    counts[change] === 0
      ? `; it ${said(other)} in ${counts[other]} of ${all} ${areaNoun}`
      : `, and clearly in ${counts[change]} of ${all} ${areaNoun}${counts[other] > 0 ? `; it ${said(other)} in ${counts[other]}` : ''}`;
  return sentence(`${whole}${opposite}${unclearWords(counts.unclear)}${untold}`);
}

/** A line rose or fell; a chart says that the newest months are out of the ordinary, and on which side. */
function verb(change: Change, definition: Definition, byChart: boolean): string {
  if (!byChart) return change;
  const judgement = judged(change, definition);
  if (judgement === 'untold') return change === 'rose' ? 'went up' : 'went down';
  return `got ${judgement}`;
}

/** What the newest stretch of the system, or of the only Place, says where it says something else than the whole. */
export function newestSentence({ main, system, areas, definition }: Standing): Told | null {
  const newest = main && newestChange(main.row);
  if (!newest) return null;
  const { change, trend } = newest;
  const since = `since ${trend.first!.label}`;
  const overall = main === system && areas.some((one) => one.change !== 'untold') ? ' overall' : '';
  if (change === 'unclear') {
    const bad = judged(main.change, definition) === 'better';
    return { text: sentence(`${since} there is no clear change${overall}`), bad };
  }
  return {
    text: sentence(`${since} it ${change}${overall}`),
    bad: judged(change, definition) === 'worse',
  };
}

/** Where there is no trend to tell: the value with its limits, or how far the Places are apart. */
function valueSentence({ definition, areas, areaNoun, main }: Standing, places: Places): string {
  const valued = areas
    .filter(({ row }) => row.measure.estimate.value !== null)
    .sort((a, b) => a.row.measure.estimate.value! - b.row.measure.estimate.value!);
  const one = main ?? (valued.length === 1 ? valued[0]! : null);
  const stood = `${subjectOf(definition)} stood`;
  const lacking =
    definition.method === 'aspirations-measured' ? '' : '; there are too few periods to tell a trend';
  if (one) {
    const { estimate, period } = one.row.measure;
    const when = period.label === '' ? '' : ` in ${period.label}`;
    const alone = main === null ? `, the only one of ${areas.length} ${areaNoun} with a value` : '';
    return sentence(
      `${stood} at ${withUnit(estimate.value!, definition)} ${whereOf(one, places)}${when}${limitsOf(one, definition)}${alone}${lacking}`,
    );
  }
  const [low, high] = [valued[0]!, valued.at(-1)!];
  const lowest = figure(low.row.measure.estimate.value!, definition.digits);
  const highest = withUnit(high.row.measure.estimate.value!, definition);
  const few = valued.length < areas.length ? ` among ${valued.length} of ${areas.length} ${areaNoun}` : '';
  return sentence(
    `${stood} between ${lowest} ${whereOf(low, places)} and ${highest} ${whereOf(high, places)}${few}${lacking}`,
  );
}

function limitsOf({ row }: AreaStanding, { digits }: Definition): string {
  const { lower, upper } = row.measure.estimate.limits[0]!;
  return lower === null || upper === null ? '' : ` (${figure(lower, digits)} to ${figure(upper, digits)})`;
}

function unclearWords(count: number): string {
  return count > 0 ? `; ${count} ${count === 1 ? 'shows' : 'show'} no clear change` : '';
}

function untoldWords(count: number): string {
  return count > 0 ? `; ${count} cannot be told` : '';
}

/** "from 2012 to 2024" where all series are of the same periods, else the time in which they lie; of charts the newest month. */
function spanOf(areas: readonly AreaStanding[], { byChart }: Standing): string {
  const whole = areas.map(({ row }) => row.change!.whole);
  const firsts = whole.map(({ first }) => first!).sort(byTime);
  const lasts = whole.map(({ last }) => last!).sort(byTime);
  const latest = lasts.at(-1)!.label;
  if (byChart) return `in the months to ${monthWords(lasts.at(-1)!.end)}`;
  const same = (periods: readonly Period[]): boolean => new Set(periods.map(({ label }) => label)).size === 1;
  return same(firsts) && same(lasts)
    ? `from ${firsts[0]!.label} to ${latest}`
    : `between ${firsts[0]!.label} and ${latest}`;
}

function whereOf({ row }: AreaStanding, places: Places): string {
  const { code, name } = areasOf(places).find((area) => area.code === row.measure.place)!;
  return code === places.system.code ? `across ${name}` : `in ${name}`;
}
