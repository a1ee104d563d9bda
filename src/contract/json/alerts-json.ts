import type { AlertMessage } from "../../alerts/message/alert-message.ts";
import type { AlertRow } from "../../store/alerts.ts";
import type { AlertJson } from "../schemas/alerts-schema.ts";

export function alertsJson(alerts: readonly AlertRow[]): readonly AlertJson[] {
  return alerts.map(({ rule, kind, message, deliveries }) => ({
    rule,
    kind,
    text: (message as AlertMessage).text,
    channels: deliveries.map(({ channel, state, attempts, lastError }) => ({
      channel,
      state,
      attempts,
      error: lastError,
    })),
  }));
}
