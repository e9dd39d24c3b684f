/** A row that is understood and describes something that is not asked for, and why it is set aside. */
export class Aside {
  readonly because: string;

  constructor(because: string) {
    this.because = because;
  }
}

export const OTHER_AREAS = new Aside('other areas');
