import { z } from 'zod';
import type { ProblemCode } from '../problems/catalogue.ts';

/** Why a field's text was refused. */
export class Fault {
  readonly code: ProblemCode;
  readonly message: string;
  readonly fix: string | undefined;
  /** Whether it shows that no row of the file can be used. */
  readonly spoilsFile: boolean;

  constructor(code: ProblemCode, message: string, fix?: string, spoilsFile = false) {
    this.code = code;
    this.message = message;
    this.fix = fix;
    this.spoilsFile = spoilsFile;
  }
}

/** A schema that turns a field's text into its value; its one issue carries our own code, message and fix. */
export type FieldSchema<T> = z.ZodType<T, string>;

/** No place, period, code or figure is longer; patterns are not tried on what is. */
const LONGEST_TEXT = 1000;

/** Makes a schema from a reading of text that gives a value or a fault. */
export function field<T>(read: (text: string) => T | Fault): FieldSchema<T> {
  return z.string().transform((given, context) => {
    const text = withoutInvisible(given);
    const value = text.length > LONGEST_TEXT ? tooLong(text) : read(text);
    if (!(value instanceof Fault)) return value;
    context.addIssue({
      code: 'custom',
      message: value.message,
      params: { fault: value },
    });
    return z.NEVER;
  });
}

function tooLong(text: string): Fault {
  return new Fault('text-too-long', `${quote(text)} has ${text.length.toLocaleString('en-GB')} characters`);
}

/** Takes off marks of the direction of text, joiners and the like around a value, which nobody sees. */
function withoutInvisible(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isInvisible(text[start]!)) start += 1;
  while (end > start && isInvisible(text[end - 1]!)) end -= 1;
  return start === 0 && end === text.length ? text : text.slice(start, end);
}

function isInvisible(character: string): boolean {
  return /^[\p{Cf}\s]$/u.test(character);
}

/** A field in which a blank stands for another text. */
export function blankAs(schema: FieldSchema<unknown>, text: string): FieldSchema<unknown> {
  return z
    .string()
    .transform((given) => (given.trim() === '' ? text : given))
    .pipe(schema);
}

/** A field that may not be blank. */
export function blankRefused(
  schema: FieldSchema<unknown>,
  message: string,
  fix?: string,
): FieldSchema<unknown> {
  return field((text) => (text.trim() === '' ? new Fault('blank-value', message, fix) : text)).pipe(schema);
}

/** A value in quotation marks for a message; control characters are shown, long text is cut. */
export function quote(text: string): string {
  const shown = JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
  return shown;
}

export interface Checked<T> {
  readonly value: T | undefined;
  readonly fault: Fault | undefined;
}

/** How many distinct texts of one column are remembered. */
const REMEMBERED = 50_000;

/**
 * A field's check that runs its schema once for each distinct text: the columns of an extract repeat a few
 * values over and over, so the cost of a schema is not paid for every row.
 */
export function remembered<T>(schema: FieldSchema<T>): (text: string) => Checked<T> {
  const seen = new Map<string, Checked<T>>();
  return (text) => {
    const known = seen.get(text);
    if (known) return known;
    const result = schema.safeParse(text);
    const checked = result.success
      ? { value: result.data, fault: undefined }
      : { value: undefined, fault: faultOf(result.error) };
    if (seen.size >= REMEMBERED) seen.clear();
    seen.set(text, checked);
    return checked;
  };
}

function faultOf(error: z.ZodError): Fault {
  const issue = error.issues[0]! as z.core.$ZodIssueCustom;
  return issue.params!.fault as Fault;
}
