import type { Principal } from "../../../core/names/principal.ts";
import type { AccountRow } from "../../../store/access/accounts.ts";
import type { SessionRow } from "../../../store/access/sessions.ts";
import type { TokenRow } from "../../../store/access/tokens.ts";
import type { ServiceDocuments } from "../../service-documents.ts";
import type { AccountJson, SessionJson, TokenJson } from "../../schemas/access/access-schema.ts";

export function accountJson(row: AccountRow): AccountJson {
  const { name, role, issuer, createdAt, disabledAt, seenAt } = row;
  return {
    name,
    role,
    issuer,
    created_at: createdAt.toISOString(),
    disabled_at: momentJson(disabledAt),
    seen_at: momentJson(seenAt),
  };
}

/** @param currentId the session that asks; null for none */
export function sessionJson(row: SessionRow, currentId: string | null): SessionJson {
  const { id, name, role, createdAt, seenAt, address, agent } = row;
  const times = { created_at: createdAt.toISOString(), seen_at: seenAt.toISOString() };
  return { id, name, role, ...times, address, agent, is_current: id === currentId };
}

export function tokenJson(row: TokenRow): TokenJson {
  const { prefix, name, role, dags, createdBy, createdAt, expiresAt, lastUsedAt, revokedAt } = row;
  return {
    prefix,
    name,
    role,
    dags: dags === null ? null : [...dags],
    created_by: createdBy,
    created_at: createdAt.toISOString(),
    expires_at: expiresAt.toISOString(),
    last_used_at: momentJson(lastUsedAt),
    revoked_at: momentJson(revokedAt),
  };
}

export function meJson({ kind, name, role, dags }: Principal): ServiceDocuments["me"] {
  return { kind, name, role, dags: dags === null ? null : [...dags] };
}

function momentJson(moment: Date | null): string | null {
  return moment?.toISOString() ?? null;
}
