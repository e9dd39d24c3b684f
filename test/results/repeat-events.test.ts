import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PipelineResult } from '../../src/pipeline.ts';
import { inTempFolder, readFiles } from '../extracts/read-files.ts';
import { measureOf, runOn } from '../run-pipeline.ts';
import { describeWithShared, sharedDir } from '../shared.ts';
import { expectClose } from '../statistics/reference-case.ts';

const INDICATOR = 'alcohol-specific-admissions';
const HEADER = 'place,period,sex,age_band,icd10,admissions,events_per_person\n';
const PEOPLE = 'place,period,sex,age_band,population\n';

/** Runs on an extract of admissions and one of people. */
function runWith(admissions: string, people: string): Promise<PipelineResult> {
  return inTempFolder(async (folder) => {
    const paths = [join(folder, 'admissions.csv'), join(folder, 'population.csv')];
    writeFileSync(paths[0]!, admissions);
    writeFileSync(paths[1]!, people);
    return runOn(paths, [INDICATOR]);
  });
}

describeWithShared('repeat events as the reference has them, from extracts to the table', () => {
  const folder = join(sharedDir, 'reference/pheindicatormethods/calculate_dsr/repeat_events');
  const rowsOf = (file: string): Record<string, string>[] => {
    const [header, ...lines] = readFileSync(join(folder, file), 'utf8').trim().split(/\r?\n/);
    const names = header!.split(',');
    return lines.map((line) => Object.fromEntries(line.split(',').map((text, at) => [names[at]!, text])));
  };

  it('value and limits to 1e-9', async () => {
    const rows = rowsOf('input.csv');
    const admissions = rows.map(
      ({ area, ageband, freq, persons }) => `${area},2022/23,persons,${ageband},F10.2,${persons},${freq}`,
    );
    const people = rows
      .filter(({ freq }) => freq === '1')
      .map(({ area, ageband, population }) => `${area},2022,persons,${ageband},${population}`);
    const result = await runWith(HEADER + admissions.join('\n'), PEOPLE + people.join('\n'));
    const expected = rowsOf('expected.csv');
    expect(expected.length).toBeGreaterThan(2);
    const codes: Record<string, string> = {
      'Cheshire East': 'E06000049',
      'Cheshire West': 'E06000050',
      Halton: 'E06000006',
    };
    for (const row of expected) {
      const { estimate, count, method } = measureOf(result, {
        indicator: INDICATOR,
        place: codes[row.area!]!,
        period: '2022/23',
      });
      expectClose(estimate.value, Number(row.value), 1e-9);
      expectClose(estimate.limits[0]!.lower, Number(row.lowercl), 1e-9);
      expectClose(estimate.limits[0]!.upper, Number(row.uppercl), 1e-9);
      expect(count).toBe(Number(row.total_count));
      expect(method).toContain('repeat events');
    }
  });
});

describe('events_per_person', () => {
  const BANDS = ['0-4', '5-9', '10-14', '15-19', '20-24', '25-29', '30-34', '35-39', '40-44', '45-49'];
  const ALL = [...BANDS, '50-54', '55-59', '60-64', '65-69', '70-74', '75-79', '80-84', '85-89', '90+'];
  const people = PEOPLE + ALL.map((band) => `Halton,2022,persons,${band},1000`).join('\n');
  const halton = { indicator: INDICATOR, place: 'E06000006', period: '2022/23' };

  it('the same people and events in parts, or of two sexes, give the same', async () => {
    const whole = await runWith(
      `${HEADER}Halton,2022/23,persons,40-44,F10.2,30,1\nHalton,2022/23,persons,40-44,F10.2,10,3\n`,
      people,
    );
    const parts = await runWith(
      `${HEADER}Halton,2022/23,female,40-44,F10.2,12,1\nHalton,2022/23,male,40-44,F10.2,18,1\n` +
        'Halton,2022/23,female,40-44,K70,4,3\nHalton,2022/23,male,40-44,F10.2,6,3\n',
      people,
    );
    const [one, other] = [whole, parts].map((result) => measureOf(result, halton));
    expect([one!.count, other!.count]).toEqual([60, 60]);
    expect(other!.estimate).toEqual(one!.estimate);
  });

  it('limits are wider than those of as many people with one event each', async () => {
    const row = (count: number, events: number): string =>
      `${HEADER}Halton,2022/23,persons,40-44,F10.2,${count},${events}\n`;
    const [repeated, single] = (
      await Promise.all([runWith(row(20, 3), people), runWith(row(60, 1), people)])
    ).map((result) => measureOf(result, halton).estimate);
    expect(repeated!.value).toBeCloseTo(single!.value!, 9);
    expect(repeated!.limits[0]!.upper! - repeated!.limits[0]!.lower!).toBeGreaterThan(
      single!.limits[0]!.upper! - single!.limits[0]!.lower!,
    );
  });

  it('a row that stands twice counts once, and two that differ are refused', async () => {
    const row = 'Halton,2022/23,persons,40-44,F10.2,20,2\n';
    await inTempFolder(async (folder) => {
      const path = join(folder, 'admissions.csv');
      writeFileSync(path, HEADER + row + row);
      const twice = await readFiles([path]);
      expect(twice.problems.map(({ code }) => code)).toEqual(['duplicate-cell']);
      expect(twice.cells.map(({ group, count }) => [group, count])).toEqual([
        ['', 40],
        ['events 2', 20],
      ]);
      writeFileSync(path, HEADER + row + row.replace(',20,', ',21,'));
      const differing = await readFiles([path]);
      expect(differing.problems.map(({ code }) => code)).toContain('conflicting-cell');
    });
  });

  it.each(['0', '-1', '1.5', '', 'x', '*'])('%j is not a number of events', async (text) => {
    await inTempFolder(async (folder) => {
      const path = join(folder, 'admissions.csv');
      writeFileSync(
        path,
        `${HEADER}Halton,2022/23,persons,40-44,F10.2,20,${text}\nHalton,2022/23,persons,45-49,F10.2,20,1\n`,
      );
      const { files, problems } = await readFiles([path]);
      expect([files[0]!.used, files[0]!.refused]).toEqual([1, 1]);
      expect(problems).toHaveLength(1);
      expect(problems[0]).toMatchObject({ line: 2, column: 'events_per_person' });
    });
  });

  it.each(['0', '', '*'])('that is %j leaves no rate without the events of its row', async (text) => {
    const result = await runWith(
      `${HEADER}Halton,2022/23,persons,40-44,F10.2,20,${text}\nHalton,2022/23,persons,45-49,F10.2,20,1\n`,
      people,
    );
    expect(measureOf(result, halton)).toMatchObject({
      status: 'withheld',
      note: 'a row that it needs was refused',
    });
  });
});
