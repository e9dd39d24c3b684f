/** What a method with a richer result than an estimate returns when a statistical rule forbids a result. */
export interface Withheld {
  /** Why, in plain English, such as "fewer than two points". */
  readonly withheld: string;
}
