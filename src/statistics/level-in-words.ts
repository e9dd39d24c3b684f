/** A confidence level as a reader knows it: 0.95 is "95 %", 0.998 is "99.8 %". */
export function levelInWords(confidence: number): string {
  return `${Number((100 * confidence).toFixed(6))} %`;
}
