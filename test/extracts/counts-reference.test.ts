import { describe, expect, it } from 'vitest';
import { cellTexts, csv, located, type Reading, readText } from './read-files.ts';

const SMI = 'smi-excess-mortality';
const HEADER =
  'indicator,place,period,age_band,numerator,denominator,reference_numerator,reference_denominator';
const read = (...rows: readonly string[]): Promise<Reading> => readText({ 'c.csv': csv(HEADER, ...rows) });
const row = (figures: string, indicator = SMI): string => `${indicator},Halton,2023,18-34,${figures}`;
const OWN = `${SMI} E06000006 2023 persons 18-34`;
const REFERENCE = `${SMI}:reference E06000006 2023 persons 18-34`;

/** The problems of the file, each with its message and how to mend it. */
const problemsOf = ({ problems }: Reading): string[] =>
  problems.map((one) => `${located(one)}: ${one.message}${one.fix ? `; ${one.fix}` : ''}`);

describe('counts with a reference population', () => {
  it('feed cells of the indicator and of its reference, and the file is told of the indicator alone', async () => {
    const reading = await read(row('6,1500,75,30000'));
    expect(cellTexts(reading)).toEqual([`${OWN} = 6 of 1500`, `${REFERENCE} = 75 of 30000`]);
    expect(reading.files[0]!.subjects).toEqual([SMI]);
    expect(problemsOf(reading)).toEqual([]);
  });

  it('need both figures or neither', async () => {
    expect(cellTexts(await read(row('6,1500,,')))).toEqual([`${OWN} = 6 of 1500`]);
    const half = await read(row('6,1500,75,'));
    expect(cellTexts(half)).toEqual([`${OWN} = refused`]);
    expect(problemsOf(half)[0]).toContain(
      'c.csv:2:reference_denominator blank-value: the figure is blank, and reference_numerator is given: both are needed, or neither',
    );
    expect(problemsOf(await read(row('6,1500,,30000')))[0]).toContain('2:reference_numerator blank-value');
  });

  it('refuse a reference of nobody, and what is no count', async () => {
    expect(problemsOf(await read(row('6,1500,0,0')))[0]).toMatch(
      /^c\.csv:2:reference_denominator not-a-number: 0 people .*; give the people among whom/,
    );
    expect(problemsOf(await read(row('6,1500,-75,30000')))[0]).toContain(
      'reference_numerator negative-value',
    );
    expect(problemsOf(await read(row('6,1500,75,many')))[0]).toContain('reference_denominator not-a-number');
    expect((await read(row('6,1500,0,0'))).files[0]).toMatchObject({ rows: 1, used: 0, refused: 1 });
  });

  it('hide nothing of the one for what is hidden of the other', async () => {
    expect(cellTexts(await read(row('6,1500,*,30000')))).toEqual([
      `${OWN} = 6 of 1500`,
      `${REFERENCE} = suppressed`,
    ]);
    expect(cellTexts(await read(row('*,1500,75,30000')))).toEqual([
      `${OWN} = suppressed`,
      `${REFERENCE} = 75 of 30000`,
    ]);
  });

  it('tell a repeated row once, and a row with another reference as a contradiction', async () => {
    const twice = await read(row('6,1500,75,30000'), row('6,1500,75,30000'));
    expect(twice.problems.map(located)).toEqual(['c.csv:3 duplicate-cell']);
    expect(twice.files[0]).toMatchObject({ rows: 2, used: 2, refused: 0 });
    const other = await read(row('6,1500,75,30000'), row('6,1500,76,30000'));
    expect(other.problems.map(located)).toEqual(['c.csv:3 conflicting-cell']);
    expect(cellTexts(other)).toEqual([`${OWN} = 6 of 1500`, `${REFERENCE} = refused`]);
    expect(other.files[0]).toMatchObject({ rows: 2, used: 1, refused: 1 });
  });

  it('say where an indicator takes no reference; its own figures count', async () => {
    const reading = await read(row('310,1240,75,30000', 'obesity-year6'));
    expect(cellTexts(reading)).toEqual(['obesity-year6 E06000006 2023 persons 18-34 = 310 of 1240']);
    expect(problemsOf(reading)[0]).toContain(
      'c.csv:2:reference_numerator unused-column: "obesity-year6" is not standardised by a reference, so the reference of the row is not used',
    );
  });

  it('keep the healthy within those asked', async () => {
    const reading = await read('healthy-life-expectancy-birth,Halton,2023,0,11,10,,');
    expect(reading.problems.map(located)).toEqual(['c.csv:2:numerator count-above-denominator']);
  });
});
