import { isPrintable } from "../core/text/printable.ts";

/** S3 takes 1,024 bytes; so much is left for a prefix. */
const LONGEST_KEY = 700;
const LONGEST_PREFIX = 300;
/** Of one name in it: what file systems take. */
const LONGEST_NAME = 255;

/**
 * A key as all depots take it: names with `/` between them, each of at most 255 bytes, none of which is a step up, and no
 * sign that acts on a terminal.
 *
 * @throws TypeError for any other: keys are made by Nightgrid, of names that were checked before
 */
export function checkKey(key: string): string {
  if (!isKey(key, LONGEST_KEY)) throw new TypeError(`${JSON.stringify(key)} is no key of a depot`);
  return key;
}

/** What stands before all keys; empty for nothing. */
export function isPrefix(text: string): boolean {
  return text === "" || isKey(text, LONGEST_PREFIX);
}

function isKey(text: string, longest: number): boolean {
  return Buffer.byteLength(text) <= longest && isPrintable(text) && text.split("/").every(isName);
}

function isName(name: string): boolean {
  return name !== "" && name !== "." && name !== ".." && Buffer.byteLength(name) <= LONGEST_NAME;
}
