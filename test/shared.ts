import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe } from 'vitest';

/** The folder beside the project that holds real official files and other people's answers. */
export const sharedDir = fileURLToPath(new URL('../../shared/', import.meta.url));
const present = existsSync(`${sharedDir}methods.md`);

if (!present && process.env.GAPLINE_REQUIRE_SHARED) {
  throw new Error('../shared is not here, and GAPLINE_REQUIRE_SHARED says that these tests must run.');
}

/** `describe` for tests that read ../shared; where it is absent the title says that they were skipped. */
export function describeWithShared(title: string, body: () => void): void {
  describe.runIf(present)(present ? title : `${title} (skipped: ../shared is not here)`, body);
}
