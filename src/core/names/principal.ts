/** What somebody may do, the least first: each may do all that those before it may. */
export const ROLES = ["viewer", "operator", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** `user`: signed in with an account. `link`: through the one-time link of a service without accounts. */
export const PRINCIPAL_KINDS = ["user", "token", "proxy", "link"] as const;
export type PrincipalKind = (typeof PRINCIPAL_KINDS)[number];

/** Who asks, as one request proved it. */
export interface Principal {
  readonly kind: PrincipalKind;
  /** Of the account, the token, or the session of a link; of a proxy's user the name that the proxy gives. Unique within a kind. */
  readonly id: string;
  /** As people know them; goes into the audit. */
  readonly name: string;
  readonly role: Role;
  /** The DAGs that a token is limited to; null: all. */
  readonly dags: readonly string[] | null;
}

export function isRole(text: string): text is Role {
  return ROLES.some((role) => role === text);
}

/** True when `role` may do what `needed` may. */
export function includesRole(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}

/** The smaller of two. */
export function lesserRole(one: Role, other: Role): Role {
  return includesRole(one, other) ? other : one;
}

/** False for a token that is limited to other DAGs. */
export function mayTouchDag({ dags }: Pick<Principal, "dags">, dagId: string): boolean {
  return dags === null || dags.includes(dagId);
}
