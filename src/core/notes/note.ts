/** What a careful reader of a result would want to be warned of, of whatever a run can tell. */
export const NOTE_KINDS = [
  "bars_missing",
  "starts_late",
  "ends_early",
  "survivors_only",
  "splits_left_out",
  "year_derived",
  "orders_refused",
  "data_not_here",
  "program_missing",
] as const;
export type NoteKind = (typeof NOTE_KINDS)[number];

export interface Note {
  readonly kind: NoteKind;
  /** Part of a sentence, without a full stop. */
  readonly text: string;
}

/** All notes as one line, `Note: …; ….`; null for none. */
export function noteLine(notes: readonly Note[]): string | null {
  return notes.length === 0 ? null : `Note: ${notes.map(({ text }) => text).join("; ")}.`;
}
