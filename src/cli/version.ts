declare const GAPLINE_VERSION: string | undefined;

/** The version that the bundle was built from. */
export const version = typeof GAPLINE_VERSION === 'undefined' ? '0.0.0-source' : GAPLINE_VERSION;
