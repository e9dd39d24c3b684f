/** 0.95 is `95`, 0.998 is `99_8`: the ending of a limit's column. */
export function levelSuffix(confidence: number): string {
  return String(Number((confidence * 100).toPrecision(12))).replace('.', '_');
}
