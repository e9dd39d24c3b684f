import { existsSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CALC_METHODS } from '../../src/calc/calc-methods.ts';
import type { GroupedColumns } from '../../src/calc/grouped-columns.ts';
import type { Share } from '../../src/calc/run-calc.ts';
import type { HelperStart } from '../../src/cli/calc-helper.ts';
import { FEWEST_GROUPS, type Helper, inTurns, MOST_GROUPS } from '../../src/cli/calc-in-turns.ts';
import { CalcPlan } from '../../src/cli/calc-plan.ts';
import { type ShareDone, shareMaker } from '../../src/cli/calc-share.ts';

const textOf = ({ from, to }: Share): string => `${from}-${to}\n`;

function made(share: Share, by: string): ShareDone {
  return { csv: new TextEncoder().encode(`${by} ${textOf(share)}`), badGroups: share.to - share.from };
}

/** The time of a test, which goes on as shares are made: no test hangs on how busy the machine is. */
let clock = 0;

/** A helper that is ready after some time and answers after some turns. */
class TestHelper implements Helper {
  readonly #ready: number;
  readonly #answers: 'all' | 'none' | 'some';
  #asked = 0;

  constructor(readyAfter: number, answers: 'all' | 'none' | 'some' = 'all') {
    this.#ready = clock + readyAfter;
    this.#answers = answers;
  }

  get isReady(): boolean {
    return clock >= this.#ready;
  }

  async ask(share: Share): Promise<ShareDone | null> {
    for (let turns = this.#asked % 3; turns > 0; turns--) await nextTurn();
    this.#asked += 1;
    const fails = this.#answers === 'none' || (this.#answers === 'some' && this.#asked % 2 === 0);
    return fails ? null : made(share, 'helper');
  }

  stop(): void {}
}

/** As if each share took so many milliseconds. */
function slowly(milliseconds: number): (share: Share) => ShareDone {
  return (share) => {
    clock += milliseconds;
    return made(share, 'main');
  };
}

async function printed(
  groups: number,
  startHelper: () => Helper | null,
  make: (share: Share) => ShareDone,
): Promise<{ shares: string[]; by: Set<string>; bad: number }> {
  const shares: string[] = [];
  const by = new Set<string>();
  let bad = 0;
  for await (const { csv, badGroups } of inTurns(groups, startHelper, make, () => clock)) {
    const [who, share] = new TextDecoder().decode(csv).trim().split(' ') as [string, string];
    by.add(who);
    shares.push(share);
    bad += badGroups;
  }
  return { shares, by, bad };
}

/** The shares of so many groups, the first of which tells how many the others may have. */
function expected(groups: number, atATime = MOST_GROUPS): string[] {
  const shares: string[] = [];
  for (let from = 0, to = FEWEST_GROUPS; from < groups; from = to, to += atATime)
    shares.push(`${from}-${Math.min(groups, to)}`);
  return shares;
}

describe('the groups of a calc command, made by two threads', () => {
  it('a short job has no helper', async () => {
    const noHelper = (): never => {
      throw new Error('there is nothing to help with');
    };
    for (const groups of [1, 100, 101, 600, 601, 20_000]) {
      const { shares, by } = await printed(groups, noHelper, slowly(1));
      expect(shares).toEqual(expected(groups));
      expect([...by]).toEqual(['main']);
    }
  });

  it.each<['all' | 'none' | 'some', string[]]>([
    ['all', ['main', 'helper']],
    ['some', ['main', 'helper']],
    ['none', ['main']],
  ])('a long one has: every share once and in order, where the helper answers %s', async (answers, by) => {
    let started = 0;
    const startHelper = (): Helper => {
      started += 1;
      return new TestHelper(5, answers);
    };
    const groups = 400 * MOST_GROUPS - 7;
    const outcome = await printed(groups, startHelper, slowly(1.5));
    expect(outcome.shares).toEqual(expected(groups));
    expect(outcome.bad).toBe(groups);
    expect([...outcome.by].sort()).toEqual([...by].sort());
    expect(started).toBe(1);
  });

  it('a very long one has it almost at once', async () => {
    let made = 0;
    let madeBefore = -1;
    const startHelper = (): Helper => {
      madeBefore = made;
      return new TestHelper(5);
    };
    const make = (share: Share): ShareDone => {
      made += 1;
      return slowly(10)(share);
    };
    const groups = 350 * MOST_GROUPS;
    const { shares } = await printed(groups, startHelper, make);
    expect(shares).toEqual(expected(groups));
    expect(madeBefore).toBe(4);
  });

  it.each([
    [10_000, FEWEST_GROUPS],
    [1000, 262],
    [10, MOST_GROUPS],
  ])('a share has fewer groups the more text each has: %d bytes, %d groups', async (bytes, atATime) => {
    const make = (share: Share): ShareDone => ({
      csv: new Uint8Array((share.to - share.from) * bytes),
      badGroups: share.to - share.from,
    });
    const sizes: number[] = [];
    for await (const { badGroups } of inTurns(3000, () => null, make)) sizes.push(badGroups);
    expect(sizes[0]).toBe(FEWEST_GROUPS);
    expect(sizes[1]).toBe(atATime);
    expect(sizes.reduce((sum, size) => sum + size)).toBe(3000);
  });

  it('one processor alone does it all', async () => {
    const groups = 380 * MOST_GROUPS;
    const { shares, by } = await printed(groups, () => null, slowly(1.5));
    expect(shares).toEqual(expected(groups));
    expect([...by]).toEqual(['main']);
  });
});

const program = fileURLToPath(new URL('../../dist/calc-helper.js', import.meta.url));

/** Rates of some groups by age. */
function columns(groups: number): GroupedColumns {
  const rows = 3 * groups;
  const shared = (size: number): Float64Array => new Float64Array(new SharedArrayBuffer(8 * size));
  const [events, population] = [shared(rows), shared(rows)];
  for (let row = 0; row < rows; row++) {
    events[row] = (row * 7) % 23;
    // Every hundredth group has nobody.
    population[row] = Math.floor(row / 3) % 100 === 0 ? 0 : 1000 + row;
  }
  const at = (place: number) => Int32Array.from({ length: groups }, (_, group) => 3 * (group + place));
  return {
    header: ['area', 'n', 'people'],
    rows,
    groups,
    keys: [
      {
        texts: Array.from({ length: groups }, (_, group) => (group % 2 ? `Ärea, ${group}` : `=${group}`)),
        codes: Int32Array.from({ length: groups }, (_, group) => group),
      },
    ],
    starts: at(0),
    ends: at(1),
    numbers: new Map([
      ['events', events],
      ['population', population],
    ]),
    labels: new Map(),
    faults: new Map(),
    kept: null,
  };
}

describe('the second thread', () => {
  it('computes and writes what this one does', { timeout: 30_000 }, async () => {
    expect(existsSync(program), 'npm run build makes it').toBe(true);
    const given = {
      by: 'area',
      events: 'n',
      population: 'people',
      confidence: '0.95,0.998',
      multiplier: '1000',
    };
    const data = columns(300);
    const start: HelperStart = { method: 'rate', given, data };
    const worker = new Worker(program, { workerData: start });
    const answers: unknown[] = [];
    const shares = fc.sample(
      fc.tuple(fc.nat(300), fc.nat(300)).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) })),
      { numRuns: 20, seed: 4 },
    );
    try {
      await new Promise<void>((resolve, reject) => {
        worker.on('error', reject);
        worker.on('message', (message: unknown) => {
          answers.push(message);
          if (message === 'ready') for (const share of shares) worker.postMessage(share);
          if (answers.length === shares.length + 1) resolve();
        });
      });
    } finally {
      await worker.terminate();
    }
    const method = await CALC_METHODS.rate!();
    const plan = new CalcPlan(method, given);
    plan.choose(data.header);
    const make = shareMaker(method, plan, data);
    const text = ({ csv, badGroups }: ShareDone): unknown => [Buffer.from(csv).toString(), badGroups];
    expect(answers[0]).toBe('ready');
    expect(answers.slice(1).map((answer) => text(answer as ShareDone))).toEqual(
      shares.map((share) => text(make(share))),
    );
    const whole = make({ from: 0, to: 300 });
    expect(whole.badGroups).toBe(3);
    expect(Buffer.from(whole.csv).toString().split('\n')).toHaveLength(301);
  });
});
