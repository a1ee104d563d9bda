/** Slack's own escapes: nothing else is special in mrkdwn. @see https://docs.slack.dev/messaging/formatting-message-text */
const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** Helpers of the Slack template. Each gives the inside of a JSON string of at most `limit` characters. */

/** For `plain_text` elements, where Slack escapes by itself. */
export function plain(value: unknown, limit: unknown): string {
  return insideJson(cut(Array.from(String(value)), Number(limit)));
}

/** For `mrkdwn` elements: `<!channel>` and `<url|text>` become plain text. */
export function mrkdwn(value: unknown, limit: unknown): string {
  return insideJson(
    cut(
      Array.from(String(value), (sign) => ESCAPES[sign] ?? sign),
      Number(limit),
    ),
  );
}

/** For `mrkdwn`, between backticks. */
export function code(value: unknown, limit: unknown): string {
  return mrkdwn(String(value).replaceAll("`", "'"), limit);
}

/** Cuts between signs, never inside an escape or a surrogate pair. The limit counts UTF-16 units, as Slack does. */
function cut(signs: readonly string[], limit: number): string {
  const whole = signs.join("");
  if (whole.length <= limit) return whole;
  let text = "";
  for (const sign of signs) {
    if (text.length + sign.length > limit - 1) break;
    text += sign;
  }
  return `${text}…`;
}

function insideJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
