import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FileSets } from '../../src/cells/file-sets.ts';
import { mergeMilestones } from '../../src/cells/merge-milestones.ts';
import { MILESTONE_STATUSES, type Milestone, type MilestoneRow } from '../../src/cells/milestone.ts';

const row = (more: Partial<MilestoneRow> = {}): MilestoneRow => ({
  line: 2,
  place: 'E06000006',
  set: 'milestones-estates',
  milestone: 'Plan agreed',
  status: 'started',
  due: '2024-06-30',
  reachedOn: '',
  ...more,
});

/** Merges the rows of files, each a list, and tells what came of it in short. */
function merge(...files: readonly (readonly MilestoneRow[])[]) {
  const fileSets = new FileSets();
  const { milestones, problems, contradicting } = mergeMilestones(
    files.map((rows, file) => ({ file, rows })),
    fileSets,
    (file) => `${'abc'[file]}.csv`,
  );
  return {
    milestones,
    filesOf: ({ files }: Milestone) => fileSets.get(files),
    problems: problems.map(({ file, line, code }) => `${file}:${line} ${code}`),
    messages: problems.map(({ message }) => message),
    contradicting: Object.fromEntries([...contradicting].map(([file, lines]) => [file, [...lines]])),
  };
}

describe('mergeMilestones()', () => {
  it('keeps what differs in its area, set or name apart', () => {
    const { milestones, problems } = merge([
      row(),
      row({ place: 'E08000014' }),
      row({ set: 'race-equality-pledges' }),
      row({ milestone: 'Plan published' }),
    ]);
    expect(milestones).toHaveLength(4);
    expect(problems).toEqual([]);
  });

  it('counts rows that agree once, however they are spelled, and takes a date that only one of them gives', () => {
    const first = row({ status: 'reached', due: '' });
    const second = row({ line: 5, status: 'reached', milestone: 'PLAN AGREED', reachedOn: '2024-07-01' });
    const { milestones, problems, messages, contradicting, filesOf } = merge([first], [second]);
    expect(milestones).toHaveLength(1);
    expect(milestones[0]).toMatchObject({
      milestone: 'Plan agreed',
      status: 'reached',
      due: '2024-06-30',
      reachedOn: '2024-07-01',
      file: 0,
      line: 2,
    });
    expect(filesOf(milestones[0]!)).toEqual([0, 1]);
    expect(problems).toEqual(['b.csv:5 duplicate-cell']);
    expect(messages).toEqual(['the row repeats a.csv:2; it is counted once']);
    expect(contradicting).toEqual({});
  });

  it.each([
    ['status', { status: 'reached' as const }],
    ['due date', { due: '2024-12-31' }],
  ])('uses neither of two rows with another %s, within a file and across files', (_, other) => {
    for (const files of [[[row(), row({ line: 9, ...other })]], [[row()], [row({ line: 9, ...other })]]]) {
      const { milestones, problems, messages, contradicting } = merge(...files);
      const last = files.length - 1;
      expect(milestones.map(({ status }) => status)).toEqual([null]);
      expect(problems).toEqual([`${'ab'[last]}.csv:9 conflicting-cell`]);
      expect(messages[0]).toContain(last === 0 ? 'the milestone of line 2,' : 'the milestone of a.csv:2,');
      expect(contradicting).toEqual(last === 0 ? { 0: [2, 9] } : { 0: [2], 1: [9] });
    }
  });

  it('says of a row that contradicts none why it is not used with those that do', () => {
    const { messages, contradicting } = merge([
      row({ due: '' }),
      row({ line: 3, due: '2024-01-31' }),
      row({ line: 4, due: '2024-02-29' }),
    ]);
    expect(messages).toEqual([
      'the row says something else of the milestone of line 4, so neither is used',
      'the row says something else of the milestone of line 3, so neither is used',
    ]);
    expect(contradicting).toEqual({ 0: [2, 3, 4] });
  });

  it('does not know how far a milestone is of which one row was refused, and blames no other row for it', () => {
    const { milestones, problems, contradicting } = merge([row({ status: null }), row({ line: 3 })]);
    expect(milestones.map(({ status }) => status)).toEqual([null]);
    expect(problems).toEqual([]);
    expect(contradicting).toEqual({});
  });

  it('keeps refused rows without a name each on its own: they may be different milestones', () => {
    const refused = { milestone: '', status: null };
    const { milestones } = merge([row(refused), row({ ...refused, line: 3 })], [row(refused)]);
    expect(milestones).toHaveLength(3);
  });

  it('is quick on thousands of repeats of one row', () => {
    const { milestones, problems } = merge(Array.from({ length: 20_000 }, (_, at) => row({ line: at + 2 })));
    expect([milestones.length, problems.length]).toEqual([1, 19_999]);
  }, 5_000);

  const anyRow = fc.record({
    milestone: fc.constantFrom('A', 'a', 'B', ''),
    status: fc.constantFrom(...MILESTONE_STATUSES, null),
    due: fc.constantFrom('', '2024-06-30', '2024-12-31'),
  });

  it('gives the same states whatever the order of the rows and however they are split over files', () => {
    const states = ({ milestones }: ReturnType<typeof merge>): string[] =>
      milestones.map(({ milestone, status, due }) => [milestone.toLowerCase(), status, due].join(' ')).sort();
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 8 }), fc.nat(8), fc.nat(), (specs, cut, turn) => {
        const rows = specs.map((spec, at) => row({ ...spec, line: at + 2 }));
        const by = rows.length === 0 ? 0 : turn % rows.length;
        const turned = [...rows.slice(by), ...rows.slice(0, by)].reverse();
        expect(states(merge(turned))).toEqual(states(merge(rows)));
        expect(states(merge(rows.slice(0, cut), rows.slice(cut)))).toEqual(states(merge(rows)));
      }),
    );
  });
});
