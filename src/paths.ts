import { fileURLToPath } from 'node:url';

/** The data that describes indicators, places and formats; beside src/ and, once built, beside dist/. */
export const dataDir = fileURLToPath(new URL('../data/', import.meta.url));

/** The bundled synthetic extracts that `run` takes when no path is given. */
export const fixturesDir = fileURLToPath(new URL('../fixtures/system/', import.meta.url));
