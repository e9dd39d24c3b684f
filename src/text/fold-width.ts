/**
 * Full-width letters, digits and spaces as their plain forms, and no-break spaces as spaces. Nothing else is
 * folded: a footnote mark is no digit, so `12²` is not 122.
 */
export function foldWidth(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[\u3000\u00a0\u202f\u2007]/g, ' ');
}
