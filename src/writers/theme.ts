import { Chalk, type ChalkInstance } from 'chalk';
import type { Role } from '../summary/table.ts';

export type ColorChoice = 'auto' | 'always' | 'never';

/** The one look of each role; no other colours are used anywhere. */
export interface Theme {
  readonly colored: boolean;
  /** Whether the terminal shows more than ASCII. */
  readonly unicode: boolean;
  paint(text: string, role: Role): string;
}

interface Stream {
  readonly isTTY?: boolean;
}

/** Whether a stream gets colour: the flag first, then NO_COLOR and FORCE_COLOR, then whether it is a terminal. */
export function wantsColor(stream: Stream, choice: ColorChoice, env: NodeJS.ProcessEnv): boolean {
  if (choice !== 'auto') return choice === 'always';
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0';
  return stream.isTTY === true && env.TERM !== 'dumb';
}

export function themeFor(stream: Stream, choice: ColorChoice, env: NodeJS.ProcessEnv): Theme {
  const colored = wantsColor(stream, choice, env);
  const chalk = new Chalk({ level: colored ? 1 : 0 });
  const looks: Record<Role, ChalkInstance> = {
    good: chalk.green,
    bad: chalk.red,
    strong: chalk.bold,
    quiet: chalk.dim,
    plain: chalk.reset,
  };
  return {
    colored,
    unicode: showsUnicode(env),
    paint: (text, role) => (role === 'plain' ? text : looks[role](text)),
  };
}

/** What the locale says, the most particular setting first; without one it is taken for a modern terminal. */
function showsUnicode({ LC_ALL, LC_CTYPE, LANG, TERM }: NodeJS.ProcessEnv): boolean {
  const locale = LC_ALL || LC_CTYPE || LANG || '';
  return TERM !== 'dumb' && TERM !== 'linux' && (locale === '' || /utf-?8/i.test(locale));
}
