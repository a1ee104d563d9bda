import { secretForms } from "./secret-forms.ts";
import { type Json, storableJson } from "./storable-json.ts";

/** Shorter secrets, and shorter forms of one, would blot out ordinary text; they are not masked. */
const MIN_LENGTH = 4;

/** What stands at the end of a text that was bounded, be it before the place where it was thrown. */
const CUT = / ?… \([\d,.]+ (?:more )?characters\)/g;

/** Knows the secrets that were read, and takes them out of everything that is written or sent, in every form of `secretForms`. */
export class SecretMask {
  readonly #forms = new Set<string>();

  constructor(secrets: readonly string[] = []) {
    for (const secret of secrets) this.add(secret);
  }

  add(secret: string): void {
    if (secret.length < MIN_LENGTH) return;
    for (const form of secretForms(secret)) if (form.length >= MIN_LENGTH) this.#forms.add(form);
  }

  /** Secrets that overlap are hidden as one. */
  mask(text: string): string {
    const hits: { readonly from: number; readonly to: number }[] = [];
    for (const form of this.#forms) {
      for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + form.length)) {
        hits.push({ from: at, to: at + form.length });
      }
    }
    for (const { index } of text.matchAll(CUT)) hits.push(...this.#begunBefore(text, index));
    if (hits.length === 0) return text;
    hits.sort((a, b) => a.from - b.from);
    const parts: string[] = [];
    let end = 0;
    for (const { from, to } of hits) {
      if (from >= end) parts.push(text.slice(end, from), "***");
      end = Math.max(end, to);
    }
    return parts.join("") + text.slice(end);
  }

  /** Of a secret that lies across the end of what was kept of a longer text only the beginning is there. */
  #begunBefore(text: string, cut: number): readonly { readonly from: number; readonly to: number }[] {
    const hits: { readonly from: number; readonly to: number }[] = [];
    for (const form of this.#forms) {
      for (let length = form.length - 1; length >= MIN_LENGTH; length--) {
        if (!text.endsWith(form.slice(0, length), cut)) continue;
        hits.push({ from: cut - length, to: cut });
        break;
      }
    }
    return hits;
  }

  /** Any value as storable JSON, however many values are in it, with the secrets taken out of its texts and keys. */
  maskValue(value: unknown): Json {
    return storableJson(value, { values: Number.POSITIVE_INFINITY, change: (text) => this.mask(text) });
  }
}
