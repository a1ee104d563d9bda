/** Limits of texts on their way into the database, in UTF-16 units. */
export const TEXT_LIMITS = {
  /** Any text at all: 16 Mi. What is known to be shorter has its own limit below. */
  any: 2 ** 24,
  /** One line of a log. */
  logLine: 8 * 1024,
  /** One text among the fields of a log line. */
  logField: 8 * 1024,
  /** The message of an error. */
  errorMessage: 16 * 1024,
} as const;

/** Shown for the one character that Postgres cannot store. */
const NUL_SIGN = "\u2400";

/**
 * Any string as Postgres can store it: a NUL becomes `␀`, half a surrogate pair `U+FFFD`, and what is longer
 * than `limit` UTF-16 units is cut between characters, with a note of how much was cut (the note comes on top).
 * Text that is storable already comes back as it is.
 */
export function storableText(text: string, limit: number = TEXT_LIMITS.any): string {
  const kept = text.length > limit ? cutText(text, limit) : text;
  const wellFormed = kept.isWellFormed() ? kept : kept.toWellFormed();
  return wellFormed.includes("\0") ? wellFormed.replaceAll("\0", NUL_SIGN) : wellFormed;
}

function cutText(text: string, limit: number): string {
  const splitsPair = /[\ud800-\udbff]/.test(text.charAt(limit - 1)) && /[\udc00-\udfff]/.test(text.charAt(limit));
  const end = splitsPair ? limit - 1 : limit;
  return `${text.slice(0, end)}… (${(text.length - end).toLocaleString("en-US")} more characters)`;
}
