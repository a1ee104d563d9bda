/**
 * The ways in which programs write a value, the value itself first: trimmed, URL- and form-encoded, inside JSON (plain and
 * ASCII), HTML and quotes, hex, base64 and base64url at each of the three offsets, and each long line of several.
 */
export function secretForms(secret: string): readonly string[] {
  const value = secret.toWellFormed();
  const lines = value.split(/\r?\n/).filter((line) => line.length >= SHORTEST_LINE);
  const bases = new Set([secret, value, value.trim(), ...lines]);
  return [...bases].flatMap((base) => {
    const bytes = Buffer.from(base);
    const hex = bytes.toString("hex");
    return [
      base,
      ...urlForms(base.toWellFormed()),
      ...quotedForms(base),
      hex,
      hex.toUpperCase(),
      ...base64Forms(bytes),
    ];
  });
}

const SHORTEST_LINE = 8;

function urlForms(value: string): readonly string[] {
  const form = new URLSearchParams({ v: value }).toString().slice(2);
  const encoded = [encodeURIComponent(value), encodeURI(value), form, form.replaceAll("+", "%20")];
  return encoded.flatMap((text) => [text, text.replaceAll(/%[0-9A-F]{2}/g, (sign) => sign.toLowerCase())]);
}

function quotedForms(value: string): readonly string[] {
  const json = JSON.stringify(value).slice(1, -1);
  const ascii = json.replaceAll(/[^ -~]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
  const html = value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const twice = JSON.stringify(json).slice(1, -1);
  return [
    json,
    ascii,
    twice,
    json.replaceAll("/", "\\/"),
    html,
    html.replaceAll('"', "&quot;").replaceAll("'", "&#x27;"),
  ];
}

/** What a base64 text shows of the bytes alone, whatever stands before and behind them. */
function base64Forms(bytes: Buffer): readonly string[] {
  const inside = [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64");
    return text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
  });
  const whole = bytes.toString("base64");
  return [whole, whole.replaceAll("=", ""), ...inside].flatMap((text) => [
    text,
    text.replaceAll("+", "-").replaceAll("/", "_"),
  ]);
}
