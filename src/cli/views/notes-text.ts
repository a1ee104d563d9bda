import { type Note, noteLine } from "../../core/notes/note.ts";
import { printableLine } from "../../core/text/printable.ts";

/** No line, or one. Names of symbols may hold anything. */
export function notesText(notes: readonly Note[]): readonly string[] {
  const line = noteLine(notes);
  return line === null ? [] : [printableLine(line)];
}
