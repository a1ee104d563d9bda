import { BRACED_ON_LINE } from "../../core/templates/references.ts";

export interface HiddenReferences {
  /** As long as the text that was given, so that places in the one are places in the other. */
  readonly text: string;
  /** Undoes it in any part of the text. */
  readonly show: (part: string) => string;
}

/** What YAML would take for its own inside of a plain value. Quotes and backslashes mean there what they mean anywhere. */
const SIGNS = "{}[],:#";
const PRIVATE_USE = { from: 0xe000, to: 0xf8ff } as const;

/**
 * Lets `${env:NAME}` stand where YAML would see a map begin: inside of references, its signs are replaced by
 * characters that the text has not.
 */
export function hideReferences(text: string): HiddenReferences {
  if (!text.includes("${")) return { text, show: (part) => part };
  const first = freeCharacters(text);
  if (first === null) return { text, show: (part) => part };
  const stand = (sign: string): string => String.fromCharCode(first + SIGNS.indexOf(sign));
  const hidden = new RegExp(`[${stand("{")}-${stand("#")}]`, "g");
  return {
    text: text.replace(BRACED_ON_LINE, (reference) => reference.replace(/[{}[\],:#]/g, stand)),
    show: (part) => part.replace(hidden, (character) => SIGNS[character.charCodeAt(0) - first] ?? character),
  };
}

/** The first of as many neighbours as there are signs, none of which is in the text; null when it has some of all. */
function freeCharacters(text: string): number | null {
  const taken = new Set<number>();
  for (let i = 0; i < text.length; i++) taken.add(Math.floor(text.charCodeAt(i) / SIGNS.length));
  const start = Math.ceil(PRIVATE_USE.from / SIGNS.length);
  const end = Math.floor(PRIVATE_USE.to / SIGNS.length);
  for (let group = start; group < end; group++) if (!taken.has(group)) return group * SIGNS.length;
  return null;
}
