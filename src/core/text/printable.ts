/** Controls, line separators, the marks that reorder text, and the two non-characters that no XML document takes, such as those of S3. */
const UNSAFE = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufffe\uffff]/gu;

/** Text for a terminal: its lines and tabs kept, every other control and direction mark written out (`\u001b`). */
export function printable(text: string): string {
  return text.toWellFormed().replaceAll(UNSAFE, (sign) => (sign === "\n" || sign === "\t" ? sign : written(sign)));
}

/** The same on one line, which nothing in it can end: further lines are set in as its continuation. */
export function printableLine(text: string): string {
  return printable(text).replaceAll("\n", "\n    ");
}

/** JSON text with what JSON itself leaves bare (C1, direction marks) escaped; it means the same. */
export function printableJson(json: string): string {
  return json.replaceAll(UNSAFE, (sign) => (sign === "\n" ? sign : written(sign)));
}

/** True when nothing in the text would act on a terminal or reorder it; one line. */
export function isPrintable(text: string): boolean {
  return text.isWellFormed() && text.search(UNSAFE) < 0;
}

function written(sign: string): string {
  return `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
