import { formatMoment, zoneLabel } from "../format/moments.ts";
import { useConnection } from "../state/connection.ts";
import { useShownZone } from "../components/time.tsx";

/** Says that what is shown is old, and how old. */
export function OfflineBanner() {
  const { since } = useConnection();
  const zone = useShownZone(null);
  return (
    <div role="status">
      {since !== null && (
        <p className="banner">
          Not connected. What you see is from {formatMoment(since, zone, "second").slice(11)} {zoneLabel(since, zone)};
          the page reconnects by itself.
        </p>
      )}
    </div>
  );
}
