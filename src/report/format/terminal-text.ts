const WIDE = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Emoji_Presentation}/u;
const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Text from users without what could move the cursor, colour the screen or hide: each such sign becomes `�`. */
export function printable(text: string): string {
  return text.replaceAll(CONTROL, "\u{FFFD}");
}

/** Columns that a printable text takes on a terminal: two for East Asian letters and emoji, else one per letter. */
export function displayWidth(text: string): number {
  return [...graphemes.segment(text)].reduce((width, { segment }) => width + letterWidth(segment), 0);
}

/** The text, cut to `width` columns with `…` at the end where it is longer. */
export function cutToWidth(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let cut = "";
  let used = 0;
  for (const { segment } of graphemes.segment(text)) {
    used += letterWidth(segment);
    if (used > width - 1) break;
    cut += segment;
  }
  return `${cut}…`;
}

/** Filled with spaces to `width` columns; longer text stays as it is. */
export function padToWidth(text: string, width: number, align: "left" | "right"): string {
  const space = " ".repeat(Math.max(0, width - displayWidth(text)));
  return align === "left" ? text + space : space + text;
}

function letterWidth(letter: string): number {
  return WIDE.test(letter) ? 2 : 1;
}
