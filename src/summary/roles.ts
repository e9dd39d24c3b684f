import type { Role } from './table.ts';

/** Whether a recent trend, a goal's status or a verdict on the poorest is good news; what is not here is neither. */
export const TREND_ROLES: Readonly<Record<string, Role>> = {
  'getting-better': 'good',
  'getting-worse': 'bad',
};

export const GOAL_ROLES: Readonly<Record<string, Role>> = {
  met: 'good',
  'on-track': 'good',
  'off-track': 'bad',
  missed: 'bad',
};

export const VERDICT_ROLES: Readonly<Record<string, Role>> = {
  'poorest-fastest': 'good',
  'levelled-down': 'bad',
  'widening-all-improve': 'bad',
  'poorest-left-behind': 'bad',
};
