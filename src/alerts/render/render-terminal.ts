import { type Colors, createColors } from "../../core/text/colors.ts";
import type { AlertKind } from "../../core/names/states.ts";
import type { AlertMessage } from "../message/alert-message.ts";
import { lookOf } from "./message-look.ts";

const MARKS: Readonly<
  Record<AlertKind, { readonly sign: string; readonly colour: "red" | "yellow" | "green" | "blue" }>
> = {
  fired: { sign: "▲", colour: "red" },
  undecided: { sign: "?", colour: "yellow" },
  recovered: { sign: "✓", colour: "green" },
  notice: { sign: "●", colour: "blue" },
  summary: { sign: "≡", colour: "blue" },
};

/** The message for a screen, lines without a final line feed; also where no channel is configured. */
export function renderTerminal(message: AlertMessage, options: { readonly colour: boolean }): string {
  const colours = createColors(options.colour);
  const { sign, colour } = MARKS[message.kind];
  const heading = `${sign} ${lookOf(message).label}: ${message.title}`;
  const lines = [
    colours.bold(colours[colour](heading)),
    ...message.text.split("\n").map((line) => `  ${line}`),
    ...rowLines(message, colours),
    ...(message.advice === null ? [] : [`  → ${message.advice}`]),
  ];
  return lines.join("\n");
}

function rowLines({ rows, tearsheet }: AlertMessage, colours: Colors): readonly string[] {
  const all = tearsheet === null ? rows : [...rows, { label: "Tearsheet", value: tearsheet }];
  const width = Math.max(0, ...all.map((row) => row.label.length));
  return all.map(({ label, value }) => `  ${colours.dim(label.padEnd(width))}  ${value}`);
}
