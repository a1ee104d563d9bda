import type { AlarmKey } from "./alarm.ts";

/** Silences messages for a time. Null: of all DAGs, of all rules. */
export interface Mute {
  readonly dagId: string | null;
  readonly rule: string | null;
  readonly by: string;
  readonly note: string;
  readonly until: Date;
}

/** The mute that silences an alarm longest; null when none does. */
export function muteOf(mutes: readonly Mute[], dagId: string, { rule }: Pick<AlarmKey, "rule">): Mute | null {
  const fitting = mutes.filter(
    (mute) => (mute.dagId === null || mute.dagId === dagId) && (mute.rule === null || mute.rule === rule),
  );
  return fitting.toSorted((a, b) => b.until.getTime() - a.until.getTime())[0] ?? null;
}
