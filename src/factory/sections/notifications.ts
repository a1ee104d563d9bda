import { CHANNEL_NAMES, type ChannelName } from "../../core/names/channels.ts";
import type { NotificationsSpec, QuietHoursSpec } from "../dag-spec.ts";
import type { DagFile } from "../schema/dag-schema.ts";
import { WEEKDAYS } from "../schema/notifications-schema.ts";
import type { PathStep } from "../yaml/source-tree.ts";
import { reportAt, reportMissing, type Section, sectionAt } from "./section.ts";
import { isZone, zoneHint } from "./time-zone.ts";

type Written = NonNullable<DagFile["notifications"]>;
type WrittenHours = NonNullable<Written["quiet_hours"]>;

/** Null where the file has none, so that a version says no more than its file. */
export function readNotifications(section: Section, file: DagFile): NotificationsSpec | null {
  const { notifications } = file;
  if (notifications === undefined) return null;
  const { quiet_hours: ofAll, baseline = null } = notifications;
  const zone = file.schedule?.timezone ?? null;
  const common =
    ofAll === undefined ? null : readHours(section, ["notifications", "quiet_hours"], { hours: ofAll, zone });
  const quietHours: Partial<Record<ChannelName, QuietHoursSpec>> = {};
  for (const name of CHANNEL_NAMES) {
    const own = notifications.channels?.[name]?.quiet_hours;
    const steps = ["notifications", "channels", name, "quiet_hours"];
    const hours = own === undefined ? common : own === "none" ? null : readHours(section, steps, { hours: own, zone });
    if (hours !== null) quietHours[name] = hours;
  }
  return { quietHours, baseline };
}

function readHours(
  section: Section,
  steps: readonly PathStep[],
  { hours, zone }: { readonly hours: WrittenHours; readonly zone: string | null },
): QuietHoursSpec | null {
  const { from, to, timezone = zone, days = WEEKDAYS, except = ["critical"] } = hours;
  const report = (step: string | null, message: string, hint: string): null => {
    const place = step === null ? steps : [...steps, step];
    reportAt(section, place, { code: step === null ? "DAG_KEY_MISSING" : "DAG_VALUE_INVALID", message, hint });
    return null;
  };
  if (from === undefined || to === undefined) {
    const hint = `For example { from: "22:00", to: "07:00" }.`;
    const missing = [...(from === undefined ? ["from"] : []), ...(to === undefined ? ["to"] : [])];
    reportMissing(sectionAt(section, ...steps), missing, {
      message: `Quiet hours need a ${missing.join(" and a ")}.`,
      hint,
    });
    return null;
  }
  if (timezone === null) {
    return report(
      null,
      "Quiet hours need a timezone: the DAG has no schedule to take it from.",
      "For example timezone: Europe/Berlin.",
    );
  }
  if (!isZone(timezone)) return report("timezone", `There is no time zone "${timezone}".`, zoneHint(timezone));
  if (from === "24:00")
    return report("from", "Quiet hours begin at 23:59 at the latest.", `Write "00:00" for midnight.`);
  if (from === to || (to === "00:00" && from === "00:00")) {
    return report(
      "to",
      "Quiet hours must not begin and end at the same time.",
      `For a whole day write from: "00:00", to: "24:00".`,
    );
  }
  const isEndless = from === "00:00" && to === "24:00" && days.length === WEEKDAYS.length;
  if (isEndless) return report("to", "These quiet hours never end.", "Leave out a day, or write to: [] in the rules.");
  return {
    fromMinute: minuteOf(from),
    toMinute: to === "00:00" ? 1440 : minuteOf(to),
    timezone,
    days: days.map((day) => WEEKDAYS.indexOf(day)),
    except,
  };
}

function minuteOf(time: string): number {
  const [hours = "", minutes = ""] = time.split(":");
  return Number(hours) * 60 + Number(minutes);
}
