/** What the text of a module says of itself, in the shape of `declared.py`. */
export interface LiteralDeclaration {
  readonly params: unknown;
  readonly symbols: unknown;
  readonly name: unknown;
  readonly functions: readonly string[];
}

const FUNCTION = /^def (signals|weights|scores|warmup)\s*\(/gm;

/**
 * What a module declares in plain literals at its top level, for a host that has no Python to ask. It knows less of Python than
 * Python does: null for whatever is not as plain as can be.
 */
export function literalDeclaration(text: string): LiteralDeclaration | null {
  const functions = [...text.matchAll(FUNCTION)].map(([, name = ""]) => name);
  if (functions.length === 0) return null;
  try {
    const [params = {}, symbols = null, name = null] = ["params", "symbols", "name"].map((each) =>
      assigned(text, each),
    );
    return { params, symbols, name, functions };
  } catch (error) {
    if (error instanceof NotPlain) return null;
    throw error;
  }
}

class NotPlain extends Error {}

/** The value of the one statement that assigns a name; undefined where there is none. */
function assigned(text: string, name: string): unknown {
  const written = [...text.matchAll(new RegExp(`^${name}\\s*(?::[^=\\n]*)?=(?!=)`, "gm"))];
  const [first] = written;
  if (first === undefined) return undefined;
  if (written.length > 1) throw new NotPlain();
  const reader = new LiteralReader(text, first.index + first[0].length);
  const value = reader.value();
  reader.endOfLine();
  return value;
}

/** Maps, lists, texts, numbers, True, False and None of Python. */
class LiteralReader {
  readonly #text: string;
  #at: number;

  constructor(text: string, at: number) {
    this.#text = text;
    this.#at = at;
  }

  value(): unknown {
    const text = this.#take(/"(?:[^"\\\n])*"|'(?:[^'\\\n])*'/y);
    if (text !== null) return text.slice(1, -1);
    const number = this.#take(/[-+]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?![\w.])/y);
    if (number !== null) return Number(number.replaceAll("_", ""));
    const word = this.#take(/(?:True|False|None)\b/y);
    if (word !== null) return word === "None" ? null : word === "True";
    if (this.#take(/\{/y) !== null) return Object.fromEntries(this.#items("}", () => this.#entry()));
    if (this.#take(/\[/y) !== null) return this.#items("]", () => this.value());
    throw new NotPlain();
  }

  endOfLine(): void {
    if (this.#take(/[ \t]*(?:#[^\n]*)?(?:\r?\n|$)/y, false) === null) throw new NotPlain();
  }

  #entry(): readonly [string, unknown] {
    const key = this.value();
    if (typeof key !== "string" || this.#take(/:/y) === null) throw new NotPlain();
    return [key, this.value()];
  }

  #items<T>(close: string, read: () => T): readonly T[] {
    const items: T[] = [];
    const end = close === "}" ? /\}/y : /\]/y;
    while (this.#take(end) === null) {
      items.push(read());
      if (this.#take(/,/y) === null && this.#take(end) !== null) return items;
      if (this.#text[this.#at] === undefined) throw new NotPlain();
    }
    return items;
  }

  #take(pattern: RegExp, isFree = true): string | null {
    if (isFree) this.#skip();
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? null;
    if (found !== null) this.#at += found.length;
    return found;
  }

  /** Blanks, line breaks and comments. */
  #skip(): void {
    const blank = /(?:\s|#[^\n]*)*/y;
    blank.lastIndex = this.#at;
    this.#at += blank.exec(this.#text)?.[0].length ?? 0;
  }
}
