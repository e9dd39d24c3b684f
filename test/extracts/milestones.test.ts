import { describe, expect, it } from 'vitest';
import { csv, located, milestoneText, type Reading, readText } from './read-files.ts';

const HEADER = 'place,set,milestone,status,due,reached_on';
const SET = 'milestones-place-partnership';
const HALTON = `E06000006 ${SET}`;

const texts = ({ table }: Reading): string[] => table.milestones.map(milestoneText);
const account = ({ files }: Reading): number[][] =>
  files.map(({ rows, used, refused }) => [rows, used, refused]);

/** Reads one row below the header. */
const readRow = (row: string): Promise<Reading> => readText({ 'a.csv': csv(HEADER, row) });

describe('a row of milestones', () => {
  it.each(['reached', 'Reached', ' REACHED ', 'reached\u00a0'])('may say "%s"', async (status) => {
    const reading = await readRow(`Halton,${SET},Plan,${status},,`);
    expect(texts(reading)).toEqual([`${HALTON} "Plan" reached`]);
    expect(reading.problems).toEqual([]);
  });

  it.each([
    ['in progress', 'started'],
    ['In-Progress', 'started'],
    ['not started', 'planned'],
    ['achieved', 'reached'],
    ['planed', 'planned'],
  ])('that says "%s" is asked whether it means %s, and not taken for it', async (status, meant) => {
    const reading = await readRow(`Halton,${SET},Plan,${status},,`);
    expect(reading.problems.map(({ code, fix }) => [code, fix])).toEqual([
      ['unknown-status', `did you mean "${meant}"?`],
    ]);
    expect(texts(reading)).toEqual([`${HALTON} "Plan" refused`]);
  });

  it.each([
    ['2024-06-30', '2024-06-30'],
    ['30/06/2024', '2024-06-30'],
    ['30 June 2024', '2024-06-30'],
    ['2024-06-30 00:00:00', '2024-06-30'],
    // 5 June, as it is written here, and not 6 May.
    ['05/06/2024', '2024-06-05'],
    ['29/02/2024', '2024-02-29'],
  ])('may give a day as %s', async (due, day) => {
    expect(texts(await readRow(`Halton,${SET},Plan,planned,${due},`))).toEqual([
      `${HALTON} "Plan" planned due ${day}`,
    ]);
  });

  it.each(['2024', '2024/25', '2024-06', '29/02/2023', '45473', 'soon', '2024-06-30T10:15:00Z'])(
    'is refused for the day "%s", and still known to be there',
    async (due) => {
      const reading = await readRow(`Halton,${SET},Plan,planned,${due},`);
      expect(reading.problems.map(located)).toEqual(['a.csv:2:due not-a-date']);
      expect(reading.problems[0]!.message).toContain(`"${due}"`);
      expect(texts(reading)).toEqual([`${HALTON} "Plan" refused`]);
    },
  );

  it('may lack both dates, and the columns for them', async () => {
    const reading = await readText({
      'a.csv': csv('place,set,milestone,status', `Halton,${SET},Plan,reached`),
    });
    expect(reading.files[0]!.format).toBe('milestones');
    expect(texts(reading)).toEqual([`${HALTON} "Plan" reached`]);
  });

  it('is of no use without its Place or its set, and names what was meant', async () => {
    const reading = await readText({
      'a.csv': csv(
        HEADER,
        `Knowlsey,${SET},Plan,reached,,`,
        'Halton,milestones-place-partnershp,Plan,reached,,',
      ),
    });
    expect(reading.problems.map(({ code, fix }) => [code, fix])).toEqual([
      ['unknown-place', 'did you mean "Knowsley"?'],
      ['unknown-indicator', `did you mean "${SET}"?`],
    ]);
    expect(texts(reading)).toEqual([]);
    expect(account(reading)).toEqual([[2, 0, 2]]);
  });

  it('is refused for an indicator that is not followed by milestones', async () => {
    const { problems } = await readRow('Halton,obesity-year6,Plan,reached,,');
    expect(problems.map(({ code, message }) => [code, message])).toEqual([
      ['unknown-indicator', '"obesity-year6" is not followed by milestones'],
    ]);
  });

  it.each(['planned', 'started'])('that is %s cannot have been reached on a day', async (status) => {
    const reading = await readRow(`Halton,${SET},Plan,${status},,2024-06-30`);
    expect(reading.problems.map(located)).toEqual(['a.csv:2:reached_on status-against-date']);
    expect(texts(reading)).toEqual([`${HALTON} "Plan" refused`]);
  });

  it('can have been reached today, and not tomorrow', async () => {
    const day = (ahead: number): string =>
      new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
    expect((await readRow(`Halton,${SET},Plan,reached,,${day(0)}`)).problems).toEqual([]);
    const { problems } = await readRow(`Halton,${SET},Plan,reached,,${day(2)}`);
    expect(problems.map(({ code }) => code)).toEqual(['status-against-date']);
  });

  it('of an area elsewhere is set aside, and a total with a warning', async () => {
    const reading = await readText({
      'a.csv': csv(HEADER, `E08000003,${SET},Plan,reached,,`, `Total,${SET},Plan,reached,,`),
    });
    expect(texts(reading)).toEqual([]);
    expect(account(reading)).toEqual([[2, 2, 0]]);
    expect(reading.problems.map(({ code }) => code)).toEqual([
      'total-row',
      'rows-set-aside',
      'rows-set-aside',
    ]);
  });

  it('keeps a name as it is written, spaces aside, and cannot be told from a formula by it', async () => {
    const reading = await readRow(`Halton,${SET},"  =SUM(A1), the  ""plan""",planned,,`);
    expect(texts(reading)).toEqual([`${HALTON} "=SUM(A1), the "plan"" planned`]);
  });
});

describe('files of milestones', () => {
  const GOOD = `Halton,${SET},Plan,reached,2024-06-30,2024-07-02`;

  it('say which indicators they feed and which Places they are of', async () => {
    const { files } = await readText({ 'a.csv': csv(HEADER, GOOD, `27D,${SET},Plan,planned,,`) });
    expect(files[0]).toMatchObject({
      kind: 'milestones',
      subjects: [SET],
      places: ['E06000006', '27D'],
      periods: [],
    });
  });

  it('count once where one is there twice under two names', async () => {
    const reading = await readText({ 'a.csv': csv(HEADER, GOOD), 'b.csv': csv(HEADER, GOOD) });
    expect(texts(reading)).toHaveLength(1);
    expect(reading.problems.map(({ code }) => code)).toEqual(['duplicate-file']);
  });

  it('that agree in a row count it once, and that do not have both rows refused', async () => {
    const reading = await readText({
      'a.csv': csv(HEADER, GOOD, `Wirral,${SET},Plan,started,,`),
      'b.csv': csv(HEADER, GOOD, `Wirral,${SET},Plan,planned,,`, `Sefton,${SET},Plan,planned,,`),
    });
    expect(reading.problems.map(located)).toEqual(['b.csv:2 duplicate-cell', 'b.csv:3 conflicting-cell']);
    expect(account(reading)).toEqual([
      [2, 1, 1],
      [3, 2, 1],
    ]);
    expect(texts(reading)).toEqual([
      `${HALTON} "Plan" reached due 2024-06-30 on 2024-07-02`,
      `E08000015 ${SET} "Plan" refused`,
      `E08000014 ${SET} "Plan" planned`,
    ]);
  });

  it('in Windows-1252 are read once, though they are gone through twice', async () => {
    const text = csv(HEADER, `Halton,${SET},Café opened,started,,`);
    // Far enough down that the first look at the file takes it for UTF-8.
    const rows = Array.from({ length: 4000 }, (_, at) => `Sefton,${SET},Milestone ${at},started,,`);
    const bytes = Buffer.from(`${HEADER}\n${rows.join('\n')}\n${text.split('\n')[1]}\n`, 'latin1');
    const reading = await readText({ 'a.csv': bytes });
    expect(texts(reading)).toHaveLength(4001);
    expect(texts(reading).at(-1)).toBe(`${HALTON} "Café opened" started`);
    expect(reading.problems.map(({ code }) => code)).toEqual(['not-utf8']);
  });
});
