import { parentPort, workerData } from 'node:worker_threads';
import { CALC_METHODS } from '../calc/calc-methods.ts';
import type { GroupedColumns } from '../calc/grouped-columns.ts';
import type { Share } from '../calc/run-calc.ts';
import { CalcPlan } from './calc-plan.ts';
import { shareMaker } from './calc-share.ts';

/** What a helper starts with. */
export interface HelperStart {
  /** Name of a method. */
  readonly method: string;
  /** The options by the names that commander keeps them under. */
  readonly given: Readonly<Record<string, unknown>>;
  /** Columns in memory that both threads read. */
  readonly data: GroupedColumns;
}

// The second thread of a calc command. It says when it is ready, and then answers in the order asked.
const { method: id, given, data } = workerData as HelperStart;
const port = parentPort!;
const method = await CALC_METHODS[id]!();
const plan = new CalcPlan(method, given);
plan.choose(data.header);
const make = shareMaker(method, plan, data);
port.on('message', (share: Share) => {
  const done = make(share);
  port.postMessage(done, [done.csv.buffer]);
});
port.postMessage('ready');
