import { randomInt } from "node:crypto";
import pc from "picocolors";
import { printable } from "./printable.ts";

const COLOR_NAMES = ["bold", "dim", "red", "green", "yellow", "blue", "cyan"] as const;

/** Each paints a text. The painted text goes out through {@link terminalText}, which alone makes escape sequences of it. */
export type Colors = Readonly<Record<(typeof COLOR_NAMES)[number], (text: string) => string>> & {
  readonly isColorSupported: boolean;
};

const ESCAPE = "\u001B";
/** Stands for the escape sign in painted text: of the private signs another one in each process, so that nobody else's text can hold it. */
const MARK = String.fromCharCode(0xe0_00 + randomInt(0x19_00));
const COLOR_CODES = new Set(
  COLOR_NAMES.flatMap((name) => pc.createColors(true)[name]("").split(ESCAPE)).filter((code) => code !== ""),
);
const MARKED = new RegExp(String.raw`${MARK}(\[\d+m)`, "g");

export function createColors(isColorSupported: boolean): Colors {
  const own = pc.createColors(isColorSupported);
  const painters = COLOR_NAMES.map((name) => {
    const [open = "", close = ""] = own[name]("\n").replaceAll(ESCAPE, MARK).split("\n");
    // A colour that ends within another of its kind begins that one again.
    const within = (text: string) => (close === "" ? text : text.replaceAll(close, close + open));
    return [name, (text: string) => open + within(text) + close] as const;
  });
  return { ...(Object.fromEntries(painters) as Omit<Colors, "isColorSupported">), isColorSupported };
}

/** What is written to a terminal: the colours of {@link createColors}, and everything else that would act on it written out. */
export function terminalText(text: string): string {
  return printable(text).replaceAll(MARKED, (own, code: string) => (COLOR_CODES.has(code) ? ESCAPE + code : own));
}
