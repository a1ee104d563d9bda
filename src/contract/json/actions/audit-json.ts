import type { AuditRow } from "../../../store/actions/audit.ts";
import type { AuditEntryJson } from "../../schemas/actions/actions-schema.ts";

export function auditEntryJson(row: AuditRow): AuditEntryJson {
  const { id, at, by, origin, action, dagId, runId, target, reason, details, how, address, requestId } = row;
  const request = { how, address, request_id: requestId };
  return {
    id,
    at: at.toISOString(),
    by,
    origin,
    action,
    dag: dagId,
    run_id: runId,
    target,
    reason,
    ...request,
    details,
  };
}
