import { ofCells } from './kinds/of-cells.ts';
import { ofFiles } from './kinds/of-files.ts';
import { ofRows } from './kinds/of-rows.ts';

/** Every kind of problem that gapline can report, by its code. */
export const problemKinds = { ...ofFiles, ...ofRows, ...ofCells };

export type ProblemCode = keyof typeof problemKinds;
