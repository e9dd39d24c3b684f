/** Words of a name that its initials leave out. */
const SMALL_WORDS = /^(?:and|of|the|with|on|in|upon)$/i;

/**
 * A short code for each name, for the heads of narrow columns: initials of several words, else the first two letters;
 * longer where two names would share one, and a number where even that does not help.
 */
export function shortNames(names: readonly string[]): string[] {
  const choices = names.map(choicesOf);
  const taken = new Set<string>();
  return choices.map((own, at) => {
    const others = choices.filter((_, other) => other !== at).map(([first]) => first);
    const free = own.find((choice) => !taken.has(choice) && !others.includes(choice));
    const name = free ?? own.find((choice) => !taken.has(choice)) ?? String(at + 1);
    taken.add(name);
    return name;
  });
}

function choicesOf(name: string): string[] {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '' && !SMALL_WORDS.test(word));
  const [first = ''] = words;
  const initials = words.map((word) => word[0]!.toUpperCase()).join('');
  const starts = [2, 3].map((length) => first.slice(0, 1).toUpperCase() + first.slice(1, length));
  const all = words.length > 1 ? [initials.slice(0, 2), initials.slice(0, 3), ...starts] : starts;
  return all.filter((choice) => choice !== '');
}
