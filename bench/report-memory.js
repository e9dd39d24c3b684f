// Loaded before a measured program: when it ends, its peak of resident memory goes to the file that
// BENCH_MEMORY names, in bytes. A program that is killed leaves the file empty.
import { writeFileSync } from 'node:fs';

process.on('exit', () => {
  // In kilobytes on every system. On Linux it is never below the parent's own peak, so the parent keeps small.
  writeFileSync(process.env.BENCH_MEMORY, String(process.resourceUsage().maxRSS * 1024));
});
