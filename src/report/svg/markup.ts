/**
 * HTML or SVG text that is safe to put into a page as it is. Made only by {@link markup} and
 * {@link jsonMarkup}, which escape every value; Handlebars prints it unescaped because of `toHTML`.
 */
export class Markup {
  readonly #text: string;

  constructor(strings: readonly string[], values: readonly MarkupValue[]) {
    this.#text = strings.reduce((text, part, index) => text + render(values[index - 1] ?? null) + part);
  }

  toHTML(): string {
    return this.#text;
  }

  toString(): string {
    return this.#text;
  }
}

/** Null leaves nothing; a list is joined. */
export type MarkupValue = string | number | null | Markup | readonly MarkupValue[];

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * Template tag: ``markup`<text>${name}</text>` ``. Strings are escaped; numbers are rounded to two places.
 *
 * @throws RangeError on NaN and Infinity, which no attribute may hold
 */
export function markup(strings: TemplateStringsArray, ...values: readonly MarkupValue[]): Markup {
  return new Markup(strings, values);
}

/** JSON for a `<script type="application/json">`: no value can close the element or open a comment. */
export function jsonMarkup(value: unknown): Markup {
  return new Markup([JSON.stringify(value).replaceAll("<", String.raw`\u003c`)], []);
}

function render(value: MarkupValue): string {
  if (value === null) return "";
  if (value instanceof Markup) return value.toString();
  if (typeof value === "string") return value.replaceAll(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);
  if (typeof value === "number") return roundedNumber(value);
  return value.map(render).join("");
}

function roundedNumber(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`${value} cannot be drawn`);
  return String(Math.round(value * 100) / 100);
}
