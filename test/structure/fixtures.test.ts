import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parsePeriod } from '../../src/periods/parse-period.ts';

/** The bundled fixtures are read as one by whoever tries the program, so their files must not contradict each other. */
const folder = new URL('../../fixtures/system/', import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith('.csv'));

type Row = Readonly<Record<string, string>>;

/** No cell of these files needs quotes, which is asserted below. */
function rowsOf(name: string): Row[] {
  const [header, ...lines] = readFileSync(new URL(name, folder), 'utf8').trimEnd().split('\n');
  const columns = header!.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, at) => [columns[at]!, cell])));
}

/** Sums of a column by a key. */
function sums(rows: readonly Row[], keyOf: (row: Row) => string, column: string): Map<string, number> {
  const found = new Map<string, number>();
  for (const row of rows) found.set(keyOf(row), (found.get(keyOf(row)) ?? 0) + Number(row[column]));
  return found;
}

const of = (name: string, indicator: string): Row[] =>
  rowsOf(name).filter((row) => row.indicator === indicator);
const cell = (row: Row): string =>
  [row.place, row.period ?? row.month, row.deprivation_quintile ?? ''].join(' ');

describe('the bundled fixtures', () => {
  it('have no quotes, and a line in their README each', () => {
    const readme = readFileSync(new URL('README.md', folder), 'utf8');
    for (const name of names) {
      const text = readFileSync(new URL(name, folder), 'utf8');
      expect(text, name).not.toContain('"');
      expect(readme, name).toContain(`| \`${name}\` | ${text.trimEnd().split('\n').length - 1} |`);
    }
  });

  it('end with 2024, so that nothing is of a time that is not over', () => {
    for (const name of names) {
      const rows = rowsOf(name);
      const dash = 'month' in rows[0]! ? 'month' : 'years';
      const texts = new Set(rows.map((row) => row.period ?? row.month ?? row.date ?? row.reached_on!));
      texts.delete('');
      expect(texts.size, name).toBeGreaterThan(0);
      for (const text of texts) {
        const period = parsePeriod(text, dash);
        expect(period, `${name}: ${text}`).not.toBeNull();
        expect(period!.end <= '2024-12-31', `${name}: ${text}`).toBe(true);
      }
    }
  });

  it('count no more than there is to count, in shares', () => {
    const severalEach = /rate|per-head|investment|per-weighted|per-m2|referrals|access$/;
    for (const name of names.filter((one) => /^(counts|waits-within|survey)/.test(one))) {
      for (const row of rowsOf(name).filter(({ indicator }) => !severalEach.test(indicator!))) {
        const [top, bottom] = [row.numerator ?? row.within_target, row.denominator ?? row.total];
        if (top === '*') continue;
        expect(Number(top), `${name}: ${Object.values(row)}`).toBeLessThanOrEqual(Number(bottom));
      }
    }
  });

  it.each([['school-readiness'], ['attainment-gcse-english-maths']])(
    'have in %s the same pupils by free school meals as by fifth',
    (indicator) => {
      const rows = of('counts-education.csv', indicator);
      const key = ({ place, period, group }: Row): string =>
        `${place} ${period} ${group === '' ? 'fifths' : 'meals'}`;
      for (const column of ['numerator', 'denominator']) {
        const found = sums(rows, key, column);
        const wholes = [...found].filter(([one]) => one.endsWith('fifths'));
        expect(wholes.length).toBeGreaterThan(0);
        for (const [one, sum] of wholes) expect(found.get(one.replace('fifths', 'meals')), one).toBe(sum);
      }
    },
  );

  it.each([
    ['detection-gap-hypertension', 'hypertension-treated-to-target'],
    ['detection-gap-diabetes', 'diabetes-care-processes'],
  ])('have those counted in %s as those to care for in %s', (known, cared) => {
    const file = 'counts-long-term-conditions.csv';
    expect(sums(of(file, cared), cell, 'denominator')).toEqual(sums(of(file, known), cell, 'numerator'));
  });

  it('have the births of births.csv in stillbirths and early deaths, which are some of the deaths at age 0', () => {
    const births = sums(rowsOf('births.csv'), cell, 'births');
    const infants = sums(
      rowsOf('deaths.csv').filter(({ age_band }) => age_band === '0'),
      cell,
      'deaths',
    );
    for (const row of of('counts-children.csv', 'stillbirth')) {
      expect(Number(row.denominator) - Number(row.numerator)).toBe(births.get(cell(row)));
    }
    for (const row of of('counts-children.csv', 'neonatal-mortality')) {
      expect(Number(row.denominator)).toBe(births.get(cell(row)));
      expect(Number(row.numerator)).toBeLessThanOrEqual(infants.get(cell(row)) ?? 0);
    }
  });

  it('have the same people in A&E and in talking therapies, whatever the target', () => {
    const inTime = of('waits-within-targets.csv', 'ae-4-hours');
    expect(sums(inTime, cell, 'total')).toEqual(
      sums(of('counts-urgent.csv', 'ae-attendances'), cell, 'numerator'),
    );
    const six = sums(rowsOf('waits-within.csv'), cell, 'within_target');
    const eighteen = of('waits-within-targets.csv', 'talking-therapies-18-weeks');
    expect(sums(eighteen, cell, 'total')).toEqual(sums(rowsOf('waits-within.csv'), cell, 'total'));
    for (const row of eighteen) expect(Number(row.within_target)).toBeGreaterThanOrEqual(six.get(cell(row))!);
  });

  it('have as reference of severe mental illness the deaths and people of the whole Place', () => {
    const group = (band: string): string | null => {
      const from = Number(band.split(/[-+]/)[0]);
      if (from < 18 || from > 74) return null;
      return from < 35 ? '18-34' : from < 50 ? '35-49' : from < 65 ? '50-64' : '65-74';
    };
    const key = (row: Row): string => `${row.place} ${row.period} ${group(row.age_band!)}`;
    const deaths = sums(rowsOf('deaths.csv'), key, 'deaths');
    const people = sums(rowsOf('population.csv'), key, 'population');
    const rows = rowsOf('counts-mental-illness.csv');
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      expect(Number(row.reference_numerator)).toBe(deaths.get(key(row)));
      expect(Number(row.reference_denominator)).toBe(people.get(key(row)));
    }
  });

  it('have the same occupied bed days under every kind of incident', () => {
    const rows = rowsOf('counts-wards.csv');
    const kinds = [...new Set(rows.map(({ indicator }) => indicator))];
    expect(kinds).toHaveLength(4);
    const [first, ...others] = kinds.map((kind) =>
      sums(
        rows.filter(({ indicator }) => indicator === kind),
        cell,
        'denominator',
      ),
    );
    for (const other of others) expect(other).toEqual(first);
  });

  it('have records of suicides in care in all nine Places, over six whole years', () => {
    const records = rowsOf('event-records.csv');
    const months = records.map(({ date }) => date!.slice(0, 7)).sort();
    expect([months.at(0), months.at(-1)]).toEqual(['2019-01', '2024-12']);
    expect(new Set(records.map(({ place }) => place)).size).toBe(9);
  });

  it('lack what they are said to lack: Knowsley in schools, and hidden figures in Halton alone', () => {
    const schools = new Set(rowsOf('counts-schools.csv').map(({ place }) => place));
    expect(schools.size).toBe(8);
    expect(schools).not.toContain('E08000011');
    const hidden = rowsOf('waits-within-targets.csv').filter(({ within_target }) => within_target === '*');
    expect(new Set(hidden.map(({ place, indicator }) => `${place} ${indicator}`))).toEqual(
      new Set(['01F cyp-eating-disorder-urgent-1-week']),
    );
    const newest = of('counts-children.csv', 'child-poverty').map(({ period }) => Number(period));
    expect(Math.max(...newest)).toBe(2016);
  });

  it('have milestones with the dates that their status asks for', () => {
    for (const { status, reached_on } of rowsOf('milestones.csv')) {
      expect(['reached', 'started', 'planned']).toContain(status);
      expect(reached_on !== '').toBe(status === 'reached');
    }
  });
});
