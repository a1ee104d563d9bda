import type { DeliveryState } from "../../core/names/states.ts";

/** What became of one delivery: `slack: delivered`, `email: not configured: set SMTP_URL`. */
export function deliveryText(
  channel: string,
  state: DeliveryState,
  error: string | null,
  heldUntil: string | null = null,
): string {
  if (heldUntil !== null) return `${channel}: waits for the end of quiet hours (${new Date(heldUntil).toISOString()})`;
  switch (state) {
    case "delivered":
      return `${channel}: delivered`;
    case "not_configured":
      return `${channel}: ${error ?? "not configured"}`;
    case "partly_delivered":
      return `${channel}: partly delivered${error === null ? "" : ` (${error})`}`;
    case "summarised":
      return `${channel}: told in the summary after quiet hours`;
    case "failed":
      return `${channel}: failed${error === null ? "" : ` (${error})`}`;
    case "pending":
      return error === null
        ? `${channel}: no answer yet; will be tried again`
        : `${channel}: will be tried again (${error})`;
  }
}
