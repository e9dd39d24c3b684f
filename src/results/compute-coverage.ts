import type { FileAccount } from '../cells/cell-source.ts';
import type { Definition } from '../indicators/definition.ts';
import { daysBetween, type Period, seriesKind, UNDATED } from '../periods/period.ts';
import { type Area, areasOf } from '../places/places.ts';
import { NO_DATA } from './measures-of-cubes.ts';
import { missingFor } from './needs.ts';
import type { Coverage, CoverageResult, Measure, Status, ValuesOf } from './result.ts';
import type { RunContext } from './run-context.ts';

const STATUS: Readonly<Record<Coverage, Status>> = {
  computed: 'ok',
  stale: 'ok',
  suppressed: 'suppressed',
  withheld: 'withheld',
  'no-place': 'missing',
  'no-extract': 'missing',
  'not-applicable': 'not-applicable',
};

/** How many files a note names; more are counted. */
const FILES_NAMED = 3;

/**
 * For an indicator and each Place, the system, and each combined area that has rows of its own: whether there is a
 * value, and if not, what would fill it. The newest period that is over on the day of the data decides, so that an old
 * value does not hide that the newest one is suppressed; what is not over cannot be whole.
 *
 * A Place inside a combined area that the extract gives instead is `no-place`: data of the Place itself would fill it.
 * `not-applicable` is what no data could fill.
 */
export function computeCoverage(
  definition: Definition,
  valuesOf: ValuesOf,
  files: readonly FileAccount[],
  run: RunContext,
): CoverageResult[] {
  const { places, combined, system } = run.places;
  const shown = new Set([...places, ...combined, system].map(({ code }) => code));
  const whole = valuesOf(definition.id).filter(({ scheme }) => scheme === '');
  const behind = filesBehind(whole, files, run);
  return areasOf(run.places)
    .filter(({ code }) => shown.has(code))
    .flatMap((area): CoverageResult[] => {
      const own = whole.filter(({ place, status }) => place === area.code && status !== 'missing');
      if (area.kind === 'combined' && own.length === 0) return [];
      const newest = newestOver(own, definition, run.asOf);
      const latest = newestOver(
        own.filter(({ estimate }) => estimate.value !== null),
        definition,
        run.asOf,
      );
      const told = newest
        ? ofMeasure(newest, latest?.period ?? null, definition, area, run)
        : withoutMeasure(definition, area, whole, behind, valuesOf, run);
      return [
        {
          indicator: definition.id,
          place: area.code,
          period: newest?.period ?? UNDATED,
          sex: newest?.sex ?? definition.sexes[0]!,
          scheme: '',
          level: 0,
          coverage: told.coverage,
          latest: latest?.period ?? null,
          unit: definition.unit,
          method: definition.method,
          status: STATUS[told.coverage],
          note: told.note,
          files: newest?.files ?? 0,
        },
      ];
    });
}

interface Told {
  readonly coverage: Coverage;
  readonly note: string;
}

/** What the newest row of an area says. */
function ofMeasure(
  newest: Measure,
  latest: Period | null,
  definition: Definition,
  area: Area,
  run: RunContext,
): Told {
  const { estimate, status, note, period } = newest;
  if (estimate.value !== null) {
    const days = run.asOf === '' || period.end === '' ? 0 : daysBetween(period.end, run.asOf);
    const most = staleAfterDays(definition, period, run);
    if (days > most) return { coverage: 'stale', note: staleNote(period, days, run.asOf) };
    return { coverage: 'computed', note: note || (period.end === '' ? 'its figures carry no period' : '') };
  }
  const before = latest ? `; the newest value is of ${latest.label}` : '';
  const when = period.label === '' ? '' : `${period.label}: `;
  const because = `${when}${note}${before}`;
  if (status === 'suppressed') return { coverage: 'suppressed', note: because };
  if (status !== 'not-applicable') return { coverage: 'withheld', note: because };
  const inside = run.places.combined.some(({ standsFor }) => standsFor.includes(area.code));
  if (!inside) return { coverage: 'not-applicable', note: because };
  return { coverage: 'no-place', note: `${because}; figures of the Place itself would fill it` };
}

/** Why an area has no row, and what would fill it. */
function withoutMeasure(
  definition: Definition,
  area: Area,
  whole: readonly Measure[],
  behind: readonly FileAccount[],
  valuesOf: ValuesOf,
  run: RunContext,
): Told {
  if (definition.scope === 'system' && area.kind === 'place')
    return { coverage: 'not-applicable', note: 'the indicator is of the system alone' };
  const missing = missingFor(definition, run);
  if (missing.length > 0) return { coverage: 'no-extract', note: `add ${listed(missing)}` };
  const of = definition.of === undefined ? [] : valuesOf(definition.of);
  const isSplit = definition.of !== undefined && definition.method !== 'quantile';
  if (isSplit && of.some(({ place, estimate }) => hasValue(place, estimate, area))) {
    const groups = definition.method === 'gap' ? 'by deprivation' : 'by group';
    return {
      coverage: 'no-extract',
      note: `${definition.of} has values for ${area.name}, but none ${groups}`,
    };
  }
  if (whole.length === 0 && definition.of === undefined) {
    const periods = definition.periods.join(', ');
    return {
      coverage: 'withheld',
      note: `its extract gives no value for any area; it needs periods of ${periods}`,
    };
  }
  const lacking = whole.findLast(
    ({ place, status, note }) => place === area.code && status === 'missing' && note !== NO_DATA,
  );
  const note = whereItLacks(definition, area, behind, run);
  if (!lacking || lacking.period.label === '' || note.startsWith(area.name))
    return { coverage: 'no-place', note };
  return { coverage: 'no-extract', note: `${lacking.period.label}: ${lacking.note}; add it` };
}

function hasValue(place: string, { value }: Measure['estimate'], area: Area): boolean {
  return place === area.code && value !== null;
}

/** The files behind the other areas' rows that have nothing of this one. */
function whereItLacks(
  { id }: Definition,
  area: Area,
  behind: readonly FileAccount[],
  run: RunContext,
): string {
  if (behind.length === 0) return `nothing of ${area.name}`;
  const codes = [
    area.code,
    ...run.places.parts.filter(({ partOf }) => partOf === area.code).map(({ code }) => code),
  ];
  const without = behind.filter(({ places }) => !codes.some((code) => places.includes(code)));
  if (without.length === 0)
    return `${namesOf(behind, 'and')} ${behind.length === 1 ? 'has' : 'have'} no rows of ${id} for ${area.name}`;
  const system = area.kind === 'system' ? ', and its values are not added up from those of Places' : '';
  return `${area.name} is not in ${namesOf(without, 'or')}${system}`;
}

function namesOf(files: readonly FileAccount[], word: string): string {
  const named = files.slice(0, FILES_NAMED).map(({ path }) => path);
  const more = files.length - named.length;
  return listed([...named, ...(more > 0 ? [`${more} more`] : [])], word);
}

function listed(items: readonly string[], word = 'and'): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1)}`;
}

function filesBehind(
  measures: readonly Measure[],
  files: readonly FileAccount[],
  run: RunContext,
): FileAccount[] {
  const sets = new Set(measures.map((measure) => measure.files));
  const ids = new Set([...sets].flatMap((set) => run.cells.fileSets.get(set)));
  return files.filter(({ id }) => ids.has(id));
}

/** The newest row whose period is over; of several that end on one day one with a value, then in the definition's order. */
function newestOver(
  measures: readonly Measure[],
  { periods, sexes }: Definition,
  asOf: string,
): Measure | undefined {
  const over = measures.filter(({ period }) => period.end <= asOf);
  const rank = ({ period, sex }: Measure): number => {
    const asked = (periods as readonly string[]).indexOf(seriesKind(period));
    return (asked < 0 ? periods.length : asked) * sexes.length + (sexes as readonly string[]).indexOf(sex);
  };
  const lacks = ({ estimate }: Measure): number => (estimate.value === null ? 1 : 0);
  return [...(over.length > 0 ? over : measures)].sort(
    (a, b) =>
      (a.period.end < b.period.end ? 1 : a.period.end > b.period.end ? -1 : 0) ||
      lacks(a) - lacks(b) ||
      rank(a) - rank(b),
  )[0];
}

function staleAfterDays(definition: Definition, { kind }: Period, { catalogue }: RunContext): number {
  const { staleAfterDays: days } = catalogue.settings;
  return definition.staleAfterDays ?? (kind in days ? days[kind as keyof typeof days] : days.other);
}

function staleNote({ end }: Period, days: number, asOf: string): string {
  return `the newest period ended ${end}, ${days.toLocaleString('en-GB')} days before ${asOf}; newer data would fill it`;
}
