import { parentPort, workerData } from 'node:worker_threads';
import { CALC_METHODS } from '../calc/calc-methods.ts';
import type { GroupedColumns } from '../calc/grouped-columns.ts';
import type { Share } from '../calc/run-calc.ts';
import { CalcPlan } from './calc-plan.ts';
import { type ShareDone, shareMaker } from './calc-share.ts';

/** What a helper starts with: a method by its name, and the options by the names that commander keeps them under. */
export interface HelperStart {
  readonly method: string;
  readonly given: Readonly<Record<string, unknown>>;
}

// The second thread of a calc command. It is given the columns of a file once, then shares of its groups to compute;
// it answers in the order asked.
const { method: id, given } = workerData as HelperStart;
const port = parentPort!;
let make: Promise<(share: Share) => ShareDone> | null = null;

async function makerFor(data: GroupedColumns): Promise<(share: Share) => ShareDone> {
  const method = await CALC_METHODS[id]!();
  const plan = new CalcPlan(method, given);
  plan.choose(data.header);
  return shareMaker(method, plan, data);
}

port.on('message', async (message: GroupedColumns | Share) => {
  if ('header' in message) {
    make = makerFor(message);
    return;
  }
  const done = (await make!)(message);
  port.postMessage(done, [done.csv.buffer]);
});
