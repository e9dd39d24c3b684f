/** The verdicts of the contract: `poorest_fastest` of the summary, `verdict` of the table `poorest`. */
export const POORER = [
  'poorest-fastest',
  'levelled-down',
  'widening-all-improve',
  'poorest-left-behind',
  'no-clear-difference',
] as const;
