import type { Fault } from './fields.ts';

/** A row that is understood and describes something that is not asked for, and why it is set aside. */
export class Aside {
  readonly because: string;
  /** Where the reason is worth a warning of its own. */
  readonly warning: Fault | undefined;

  constructor(because: string, warning?: Fault) {
    this.because = because;
    this.warning = warning;
  }
}

export const OTHER_AREAS = new Aside('other areas');
