import type { Severity } from "../../core/names/alarms.ts";
import type { ChannelName } from "../../core/names/channels.ts";
import { quietUntil } from "../../core/time/quiet-hours.ts";
import type { DagSpec } from "../../factory/dag-spec.ts";

interface Planned {
  readonly channels: readonly string[];
  readonly severity: Severity;
  readonly now: Date;
}

/** The channels that have quiet hours now, and when these end; those that send at once are absent. */
export function heldUntil(
  { notifications }: Pick<DagSpec, "notifications">,
  { channels, severity, now }: Planned,
): Readonly<Partial<Record<string, Date>>> {
  return Object.fromEntries(
    channels.flatMap((channel) => {
      const hours = notifications?.quietHours[channel as ChannelName];
      if (hours === undefined || hours.except.includes(severity)) return [];
      const end = quietUntil({ now, hours });
      return end === null ? [] : [[channel, end]];
    }),
  );
}
