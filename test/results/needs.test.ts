import { describe, expect, it } from 'vitest';
import { buildCellTable } from '../../src/cells/cell-table.ts';
import type { Definition } from '../../src/indicators/definition.ts';
import { aspirationNeeds, lacksInWords, lacksOf, missingFor } from '../../src/results/needs.ts';
import { type RunContext, runContext } from '../../src/results/run-context.ts';
import { type CellSpec, CODES, catalogue, fakeSource, places } from './fake-cells.ts';

/** What a test says of a definition; the rest does not matter for what it needs. */
const define = (id: string, more: object): Definition =>
  ({ id, aspiration: 'obesity', sexes: ['persons'], periods: ['year'], ...more }) as unknown as Definition;
const clause = (event: string, more: object = {}) => ({
  event,
  ages: { from: 0, to: Number.POSITIVE_INFINITY },
  period: 'same',
  ...more,
});

async function runOf(
  cells: readonly CellSpec[],
  indicators: readonly Definition[] = catalogue.indicators,
): Promise<RunContext> {
  const table = buildCellTable(await fakeSource([{ cells }]).deliver()).cells;
  return runContext({
    cells: table,
    catalogue: { ...catalogue, indicators },
    asked: null,
    places,
    confidence: [0.95],
    aims: () => ({ spc: {}, goal: null }),
  });
}

const cell = (subject: string, more: Partial<CellSpec> = {}): CellSpec => ({
  subject,
  place: CODES.halton,
  period: '2023',
  count: 10,
  denominator: 100,
  ...more,
});
const lacking = async (
  definition: Definition,
  cells: readonly CellSpec[],
  others: readonly Definition[] = [],
) => missingFor(definition, await runOf(cells, [definition, ...others]));

describe('missingFor()', () => {
  it.each(['proportion', 'crude-rate', 'ratio', 'count-to-zero'])(
    '%s needs its own counts',
    async (method) => {
      const definition = define('own', { method });
      expect(await lacking(definition, [])).toEqual(['counts of own']);
      expect(await lacking(definition, [cell('own')])).toEqual([]);
      expect(await lacking(definition, [cell('other')])).toEqual(['counts of own']);
    },
  );

  it('given and mean need values, milestones need milestones', async () => {
    expect(await lacking(define('own', { method: 'given' }), [])).toEqual(['values of own']);
    expect(await lacking(define('own', { method: 'mean' }), [])).toEqual(['values of own']);
    expect(await lacking(define('own', { method: 'milestones' }), [])).toEqual(['milestones of own']);
  });

  it('milestones are served by the milestones of their own set, and by nothing else', async () => {
    const definition = define('own', { method: 'milestones' });
    const run = await runOf([cell('own')], [definition]);
    const milestone = { set: 'own' } as RunContext['cells']['milestones'][number];
    const withSet = (set: string): RunContext => ({
      ...run,
      cells: { ...run.cells, milestones: [{ ...milestone, set }] },
    });
    expect(missingFor(definition, run)).toEqual(['milestones of own']);
    expect(missingFor(definition, withSet('other'))).toEqual(['milestones of own']);
    expect(missingFor(definition, withSet('own'))).toEqual([]);
  });

  it('a rate of events needs each of them, and causes where it asks for them', async () => {
    const definition = define('rate', {
      method: 'dsr',
      numerator: [clause('deaths', { causes: [{ from: 'I00', to: 'I99' }] })],
      denominator: [clause('population')],
    });
    expect(await lacking(definition, [])).toEqual(['deaths', 'population']);
    expect(await lacking(definition, [cell('population')])).toEqual(['deaths']);
    expect(await lacking(definition, [cell('population'), cell('deaths')])).toEqual([
      'deaths by cause (icd10)',
    ]);
    expect(await lacking(definition, [cell('population'), cell('deaths', { cause: 'I21' })])).toEqual([]);
    expect(await lacking(definition, [cell('rate')])).toEqual([]);
  });

  it('names an event of its own, a waiting list and the extract of deprivation as their extracts are', async () => {
    const of = (event: string, more: object = {}) =>
      lacking(define('count', { method: 'count-to-zero', numerator: [clause(event)], ...more }), []);
    expect(await of('suicides-in-care')).toEqual(['events of suicides-in-care']);
    expect(await of('small-areas')).toEqual(['deprivation']);
    expect(await of('rtt', { method: 'waiting-percentile' })).toEqual(['waits of rtt']);
  });

  it('a clause of a deprivation group or a further group needs that group', async () => {
    const definition = define('share', {
      method: 'proportion',
      numerator: [clause('population', { deprivation: { scheme: 'national-fifths', level: 1 } })],
      denominator: [clause('population')],
    });
    expect(await lacking(definition, [cell('population')])).toEqual(['population by deprivation']);
    expect(await lacking(definition, [cell('population', { level: -1, scheme: 'national-fifths' })])).toEqual(
      ['population by deprivation'],
    );
    expect(await lacking(definition, [cell('population', { level: 2 })])).toEqual([]);
    const grouped = define('share', {
      method: 'count-to-zero',
      numerator: [clause('falls', { group: 'ward' })],
    });
    expect(await lacking(grouped, [cell('falls')])).toEqual(['events of falls with group "ward"']);
    expect(await lacking(grouped, [cell('falls', { group: 'ward' })])).toEqual([]);
  });

  it('a standardised ratio needs the reference in the rows of its counts', async () => {
    const definition = define('excess', { method: 'isr-ratio' });
    expect(await lacking(definition, [])).toEqual([
      'counts of excess by age_band with reference_numerator, reference_denominator',
    ]);
    expect(await lacking(definition, [cell('excess', { age: '18-34' })])).toEqual([
      'reference_numerator and reference_denominator in the counts of excess',
    ]);
    const both = [cell('excess', { age: '18-34' }), cell('excess:reference', { age: '18-34' })];
    expect(await lacking(definition, both)).toEqual([]);
    const published = { subject: 'excess', place: CODES.halton, period: '2023', value: 350 };
    expect(await lacking(definition, [published])).toEqual([]);
  });

  it('healthy life expectancy needs deaths, population and a survey by age', async () => {
    const definition = define('healthy', {
      method: 'healthy-life-expectancy',
      numerator: [clause('deaths')],
      denominator: [clause('population')],
    });
    expect(await lacking(definition, [])).toEqual(['deaths', 'population', 'counts of healthy by age_band']);
    const life = [cell('deaths'), cell('population')];
    expect(await lacking(definition, [...life, cell('healthy')])).toEqual(['counts of healthy by age_band']);
    expect(await lacking(definition, [...life, cell('healthy', { age: '5-9' })])).toEqual([]);
    expect(await lacking(definition, [cell('healthy', { age: '5-9' })])).toEqual(['deaths', 'population']);
  });

  it('a gap needs what the other indicator needs, by deprivation; its own rows are no help', async () => {
    const life = define('life', {
      method: 'life-expectancy',
      numerator: [clause('deaths')],
      denominator: [clause('population')],
    });
    const gap = define('gap', { method: 'gap', of: 'life' });
    expect(await lacking(gap, [cell('deaths')], [life])).toEqual(['population']);
    expect(await lacking(gap, [cell('deaths', { level: 1 }), cell('population')], [life])).toEqual([
      'population by deprivation',
    ]);
    expect(await lacking(gap, [cell('gap')], [life])).toEqual(['deaths', 'population']);
    const both = [cell('deaths', { level: 1 }), cell('population', { level: 1 })];
    expect(await lacking(gap, both, [life])).toEqual([]);
    const share = define('share', { method: 'proportion' });
    const ofShare = define('gap', { method: 'gap', of: 'share' });
    expect(await lacking(ofShare, [cell('share')], [share])).toEqual(['counts of share by deprivation']);
    expect(await lacking(ofShare, [cell('share', { level: 5 })], [share])).toEqual([]);
  });

  it("a difference needs the other indicator's counts in both groups, '' being everybody", async () => {
    const share = define('share', { method: 'proportion' });
    const groups = { first: '', second: 'long-term condition' };
    const gap = define('gap', { method: 'difference', of: 'share', groups });
    expect(await lacking(gap, [], [share])).toEqual([
      'counts of share for everybody',
      'counts of share with group "long-term condition"',
    ]);
    expect(await lacking(gap, [cell('share')], [share])).toEqual([
      'counts of share with group "long-term condition"',
    ]);
    const both = [cell('share'), cell('share', { group: 'long-term condition' })];
    expect(await lacking(gap, both, [share])).toEqual([]);
  });

  it('the share of aspirations that are measured needs nothing but the run', async () => {
    expect(await lacking(define('measured', { method: 'aspirations-measured' }), [])).toEqual([]);
  });
});

describe('what is missing by aspiration', () => {
  it('counts what is served, and names each lack once with the indicators that have it', async () => {
    const rate = (id: string) =>
      define(id, { method: 'dsr', numerator: [clause('deaths')], denominator: [clause('population')] });
    const indicators = [rate('a'), rate('b'), define('c', { method: 'proportion' })];
    const run = await runOf([cell('population'), cell('c')], indicators);
    const [own] = aspirationNeeds(run).filter(({ aspiration }) => aspiration.id === 'obesity');
    expect([own!.indicators, own!.served]).toEqual([3, 1]);
    expect([...own!.missing]).toEqual([
      ['a', ['deaths']],
      ['b', ['deaths']],
    ]);
    expect([...own!.lacks]).toEqual([['deaths', ['a', 'b']]]);
    expect([...lacksOf(indicators.slice(1), run)]).toEqual([['deaths', ['b']]]);
  });

  it('is told in words: what several need by the first of them, own counts together', () => {
    const lacks = new Map([
      ['deaths by cause (icd10)', ['suicide', 'strokes', 'falls']],
      ['counts of turnover', ['turnover']],
      ['counts of vacancy-rate', ['vacancy-rate']],
    ]);
    expect(lacksInWords(lacks)).toBe(
      'deaths by cause (icd10), for suicide and 2 more; counts of turnover, vacancy-rate',
    );
    expect(lacksInWords(new Map())).toBe('');
  });

  it('every indicator of the catalogue lacks something where there is no data, but the one of the run itself', async () => {
    const run = await runOf([]);
    const served = catalogue.indicators.filter((one) => missingFor(one, run).length === 0);
    expect(served.map(({ method }) => method)).toEqual(served.map(() => 'aspirations-measured'));
  });
});
