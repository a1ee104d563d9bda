import type { Act, ActMeans } from "../core/names/audit.ts";
import type { Principal, PrincipalKind } from "../core/names/principal.ts";

const MEANS: Readonly<Record<PrincipalKind, ActMeans>> = {
  user: "session",
  link: "session",
  token: "token",
  proxy: "proxy",
};

/** The request that somebody sent. */
export interface RequestFacts {
  /** Its id, as its answer and the log have it. */
  readonly id: string;
  readonly address: string;
}

/** What a request does, for the audit. @param reason as it may be stored: masked, and of one line */
export function principalAct(principal: Principal, { id, address }: RequestFacts, reason: string | null = null): Act {
  const { kind, name } = principal;
  return { by: name, origin: "api", reason, request: { how: MEANS[kind], address, id } };
}

/** The same of somebody who is not known (yet). @param by the name that they gave */
export function strangerAct(by: string, { id, address }: RequestFacts): Act {
  return { by, origin: "api", reason: null, request: { how: "none", address, id } };
}
