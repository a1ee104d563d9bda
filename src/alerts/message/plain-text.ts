/** Controls, line separators and the marks that reorder text: none of them may reach a terminal or a mail header. */
const UNSAFE = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f]/gu;

/** Text with its lines kept and every other unsafe character replaced by a space. */
export function paragraph(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .replaceAll(UNSAFE, (sign) => (sign === "\n" ? sign : " "))
    .trim();
}

/** The same on a single line. */
export function oneLine(text: string): string {
  return paragraph(text).replaceAll(/\s+/g, " ");
}
