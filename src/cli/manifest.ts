import type { PipelineResult } from '../pipeline.ts';
import type { Scoreboard } from '../summary/scoreboard.ts';
import type { RunOptions } from './run-options.ts';

/** What a run was: version, options, every input with its SHA-256 and rows, problems, time. */
export function manifest(about: {
  readonly version: string;
  readonly options: RunOptions;
  readonly result: PipelineResult;
  readonly started: number;
  readonly scoreboards: readonly Scoreboard[];
  /** Rows of each table as written. */
  readonly written: Readonly<Record<string, number>>;
}): string {
  const { version, options, result, started } = about;
  const { problems, files } = result;
  const content = {
    tool: 'gapline',
    version,
    started: new Date(started).toISOString(),
    milliseconds: Date.now() - started,
    as_of: result.run.asOf || null,
    options: {
      deprivation: options.scheme,
      confidence: options.confidence,
      disclosure: 'none',
      config: options.config,
      view: options.view,
      format: options.format,
      fail_on: options.failOnAnyProblem ? 'any-problem' : null,
      place: options.places && [...options.places],
      indicator: options.indicators && [...options.indicators],
      period: options.periods && [...options.periods],
    },
    inputs: files.map(({ path, format, bytes, sha256, rows, used, refused, setAside }) => ({
      file: path,
      format,
      bytes,
      sha256,
      rows,
      used,
      refused,
      set_aside: setAside,
    })),
    poorest_fastest: about.scoreboards.map(({ scale, judged, byVerdict }) => ({
      scale,
      indicators: judged,
      verdicts: Object.fromEntries(byVerdict),
    })),
    rows: about.written,
    problems: problems.groups().map(({ first, count }) => ({ ...first, count })),
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}
