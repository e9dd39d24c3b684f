import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { GroupedColumns } from '../calc/grouped-columns.ts';
import type { Share } from '../calc/run-calc.ts';
import type { HelperStart } from './calc-helper.ts';
import type { ShareDone } from './calc-share.ts';

/** How many groups are computed at a time: few enough that neither thread waits long, or holds much text. */
const GROUPS_AT_A_TIME = 1000;

/** A second thread that computes shares of the groups. */
export class CalcHelper {
  readonly #worker: Worker;
  readonly #waiting: { resolve: (done: ShareDone) => void; reject: (error: Error) => void }[] = [];
  #failure: Error | null = null;

  /** Starts one, to be ready when the file is read; null where there is one processor, or no built program. */
  static start(start: HelperStart): CalcHelper | null {
    const program = new URL('./calc-helper.js', import.meta.url);
    return availableParallelism() > 1 && existsSync(program) ? new CalcHelper(program, start) : null;
  }

  private constructor(program: URL, start: HelperStart) {
    this.#worker = new Worker(fileURLToPath(program), { workerData: start });
    this.#worker.on('message', (done: ShareDone) => this.#waiting.shift()?.resolve(done));
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', (code) => this.#fail(new Error(`the second thread ended with ${code}`)));
  }

  give(data: GroupedColumns): void {
    this.#worker.postMessage(data);
  }

  ask(share: Share): Promise<ShareDone> {
    return new Promise((resolve, reject) => {
      if (this.#failure) {
        reject(this.#failure);
        return;
      }
      this.#waiting.push({ resolve, reject });
      this.#worker.postMessage(share);
    });
  }

  /** Ends it; the program would wait for it for ever. */
  stop(): void {
    void this.#worker.terminate();
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failure);
  }
}

/**
 * The shares of all groups in order, this thread and its helper taking turns.
 *
 * The helper is asked two turns ahead, so that it need not wait while this thread computes, and never holds more text
 * than that. A share that it fails to give is computed here.
 */
export async function* inTurns(
  groups: number,
  helper: CalcHelper,
  make: (share: Share) => ShareDone,
): AsyncGenerator<ShareDone> {
  const shareAt = (turn: number): Share => ({
    from: turn * GROUPS_AT_A_TIME,
    to: Math.min(groups, (turn + 1) * GROUPS_AT_A_TIME),
  });
  const turns = Math.ceil(groups / GROUPS_AT_A_TIME);
  const asked = new Map<number, Promise<ShareDone | null>>();
  const ask = (turn: number): void => {
    if (turn < turns)
      asked.set(
        turn,
        helper.ask(shareAt(turn)).catch(() => null),
      );
  };
  ask(1);
  for (let turn = 0; turn < turns; turn += 2) {
    ask(turn + 3);
    yield make(shareAt(turn));
    if (turn + 1 === turns) return;
    yield (await asked.get(turn + 1)) ?? make(shareAt(turn + 1));
    asked.delete(turn + 1);
  }
}
