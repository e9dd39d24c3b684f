import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Share } from '../calc/run-calc.ts';
import type { HelperStart } from './calc-helper.ts';
import type { ShareDone } from './calc-share.ts';

/** How many groups are computed at a time, at first and at most. */
export const FEWEST_GROUPS = 100;
export const MOST_GROUPS = 500;

/** So much text at a time that neither thread waits long for the other, or for memory. */
const BYTES_AT_A_TIME = 256 * 1024;

/** How many shares the helper is asked for ahead, so that it need not wait while this thread computes. */
const ASKED_AHEAD = 2;

interface Done extends ShareDone {
  readonly share: Share;
}

/** How many shares may be done or asked for and not yet printed: the helper's first takes it much longer than others. */
const MOST_WAITING = 100;

/** The first shares are slow: the code is still being made fast. The pace is that of the ones after them. */
const SLOW_SHARES = 20;
const SHARES_TO_JUDGE_BY = 10;

/** A helper is of no use for a tenth of a second, and takes that from the processors of this thread. */
const WORTH_A_HELPER_MS = 500;

/** So much is left by the pace of even the slow ones that there is no need to wait for others. */
const WORTH_ONE_AT_ONCE_MS = 3000;
const SHARES_AT_ONCE = 4;

/** Another thread that computes shares of the groups. */
export interface Helper {
  /** Whether it has said so. */
  readonly isReady: boolean;
  /** @returns null where it failed, and always will */
  ask(share: Share): Promise<ShareDone | null>;
  /** Ends it; the program would wait for it for ever. */
  stop(): void;
}

/** A helper on a second processor. */
export class ThreadHelper implements Helper {
  readonly #worker: Worker;
  readonly #waiting: ((done: ShareDone | null) => void)[] = [];
  #isReady = false;

  /** Null where there is one processor, or no built program. */
  static start(start: HelperStart): ThreadHelper | null {
    const program = new URL('./calc-helper.js', import.meta.url);
    return availableParallelism() > 1 && existsSync(program) ? new ThreadHelper(program, start) : null;
  }

  private constructor(program: URL, start: HelperStart) {
    this.#worker = new Worker(fileURLToPath(program), { workerData: start });
    this.#worker.on('message', (message: ShareDone | 'ready') => {
      if (message === 'ready') this.#isReady = true;
      else this.#waiting.shift()?.(message);
    });
    // Whatever went wrong there is computed here, and goes wrong in its own words if it must.
    this.#worker.on('error', () => this.#end());
    this.#worker.on('exit', () => this.#end());
  }

  get isReady(): boolean {
    return this.#isReady;
  }

  ask(share: Share): Promise<ShareDone | null> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#worker.postMessage(share);
    });
  }

  stop(): void {
    void this.#worker.terminate();
  }

  #end(): void {
    this.#isReady = false;
    for (const resolve of this.#waiting.splice(0)) resolve(null);
  }
}

/**
 * The shares of all groups in order, made by this thread and, where that takes long, by a helper too.
 *
 * @param startHelper called once, if ever; null where there is none to be had
 * @param now the time in milliseconds, from any start
 */
export async function* inTurns(
  groups: number,
  startHelper: () => Helper | null,
  make: (share: Share) => ShareDone,
  now: () => number = () => performance.now(),
): AsyncGenerator<ShareDone> {
  // Shares by the first of their groups, in that order.
  const waiting = new Map<number, Done | Promise<void>>();
  let pace = { since: now(), shares: 0, given: 0 };
  let helper: Helper | null = null;
  let isWorthHelp = false;
  let groupsAtATime = FEWEST_GROUPS;
  let given = 0;
  let shares = 0;
  let asked = 0;
  const nextShare = (): Share => {
    const from = given;
    given = Math.min(groups, from + groupsAtATime);
    shares += 1;
    return { from, to: given };
  };
  const ask = (from: Helper, share: Share): void => {
    asked += 1;
    const answered = from.ask(share).then((done) => {
      asked -= 1;
      waiting.set(share.from, { share, ...(done ?? make(share)) });
    });
    // What goes wrong is thrown when its turn comes.
    answered.catch(() => null);
    waiting.set(share.from, answered);
  };
  for (let printed = 0; printed < groups; ) {
    while (helper?.isReady && asked < ASKED_AHEAD && given < groups) ask(helper, nextShare());
    if (given < groups && waiting.size < MOST_WAITING) {
      const share = nextShare();
      const done = make(share);
      waiting.set(share.from, { share, ...done });
      if (shares === 1) groupsAtATime = groupsFor(done.csv.length / share.to);
    } else await waiting.get(printed);
    if (shares === SLOW_SHARES) pace = { since: now(), shares, given };
    if (!isWorthHelp) {
      const judged = shares - pace.shares;
      const left = ((now() - pace.since) / (given - pace.given)) * (groups - given);
      isWorthHelp =
        pace.shares === 0
          ? judged >= SHARES_AT_ONCE && left > WORTH_ONE_AT_ONCE_MS
          : judged >= SHARES_TO_JUDGE_BY && left > WORTH_A_HELPER_MS;
      if (isWorthHelp) helper = startHelper();
    }
    // Only now does this thread hear of the other.
    if (helper) await nextTurn();
    for (;;) {
      const done = waiting.get(printed);
      if (done === undefined || done instanceof Promise) break;
      waiting.delete(printed);
      printed = done.share.to;
      yield done;
    }
  }
}

/** How many groups make the text of one share. @param bytes of a group */
function groupsFor(bytes: number): number {
  return Math.max(FEWEST_GROUPS, Math.min(MOST_GROUPS, Math.round(BYTES_AT_A_TIME / bytes)));
}
