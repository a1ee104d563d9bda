import { formatDistance } from "../format/durations.ts";
import { formatMoment, type Precision, zoneLabel } from "../format/moments.ts";
import { usePreference, type ZoneChoice } from "../state/preferences.ts";
import { useNow } from "../state/use-now.ts";

interface TimeProps {
  /** ISO 8601 with Z; nothing has happened yet when null. */
  readonly at: string | null | undefined;
  /** IANA name of the DAG's zone, where the moment belongs to one. */
  readonly zone?: string | null | undefined;
  readonly precision?: Precision;
  /** Shows the distance from now, too. */
  readonly distance?: boolean;
}

/** A moment with its zone, in the zone that the user has chosen; the ISO form is its title. */
export function Time({ at, zone, precision = "minute", distance = false }: TimeProps) {
  const shown = useShownZone(zone);
  if (at === null || at === undefined) return <span className="soft">–</span>;
  const moment = Date.parse(at);
  return (
    <time dateTime={at} title={at}>
      {formatMoment(moment, shown, precision)} <span className="soft">{zoneLabel(moment, shown)}</span>
      {distance && <Distance at={moment} />}
    </time>
  );
}

function Distance({ at }: { readonly at: number }) {
  return <span className="soft"> · {formatDistance(at, useNow())}</span>;
}

/** The zone in which moments of a DAG are shown. */
export function useShownZone(dagZone: string | null | undefined): string {
  return shownZone(usePreference("zone"), dagZone);
}

function shownZone(choice: ZoneChoice, dagZone: string | null | undefined): string {
  switch (choice) {
    case "dag":
      return dagZone ?? "UTC";
    case "browser":
      return Intl.DateTimeFormat().resolvedOptions().timeZone;
    case "utc":
      return "UTC";
  }
}
