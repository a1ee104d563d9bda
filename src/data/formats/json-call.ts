/** A name as services let callers choose it: `callback`, `jQuery123_456`, `angular.callbacks._0`; a comment may stand before it. */
const CALL = /^\u{feff}?\s*(?:\/\*[^*]{0,80}\*\/)?\s*[A-Za-z_$][\w$.]{0,99}\s*\(\s*(?=[[{])/u;
const END = /\)\s*;?$/;

/** Whether a text begins as one call of a function with a list or a record of JSON (JSONP). */
export function isJsonCall(text: string): boolean {
  return CALL.test(text);
}

/** The JSON that a function is called with; a text that is no such call as it is, blanks included. */
export function withoutCall(text: string): string {
  const start = CALL.exec(text)?.[0].length;
  if (start === undefined) return text;
  // Blanks are cut first: a pattern that looks for them at the end tries each run of them in the text.
  const trimmed = text.trimEnd();
  const end = END.exec(trimmed.slice(-CLOSING))?.[0].length ?? 0;
  return end === 0 ? text : trimmed.slice(start, -end);
}

/** Characters in which the bracket that closes it is looked for. */
const CLOSING = 80;
