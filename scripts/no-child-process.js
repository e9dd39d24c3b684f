// Stands in the bundle for node:child_process, which commander loads at start for subcommands that are programs
// of their own. gapline has none, and loading it costs start-up time.
export function spawn() {
  throw new Error('gapline has no subcommands that are programs of their own');
}
