import { Z_95 } from './z-for-confidence.ts';

/** A 95 % interval wider than this many years says too little to be given. */
const WIDEST_INTERVAL = 20;

/** Why a life expectancy with this standard error (in years, 0 or above) says too little; null where it does not. */
export function tooUncertain(standardError: number): string | null {
  return 2 * Z_95 * standardError > WIDEST_INTERVAL
    ? `a 95 % interval wider than ${WIDEST_INTERVAL} years`
    : null;
}
