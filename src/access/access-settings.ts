import type { BlockList } from "node:net";
import type { Role } from "../core/names/principal.ts";
import type { SessionAges } from "../store/access/sessions.ts";

/** Who is let in, and how. */
export interface AccessSettings {
  /** Default: 12 hours idle, 7 days in all. */
  readonly sessions: SessionAges;
  /** Where browsers find the service; null: where it listens. */
  readonly publicUrl: URL | null;
  /** False when other machines can reach it. */
  readonly isLoopback: boolean;
  /** Null: no proxy says who somebody is. */
  readonly proxy: ProxySettings | null;
  /** Null: nobody signs in through an identity provider. */
  readonly oidc: OidcSettings | null;
  /** Anybody may sign in as whom they please; on loopback and outside production only. */
  readonly isDevLogin: boolean;
}

/** Which role the members of a group have; `*` is everybody. */
export type RoleMap = ReadonlyMap<string, Role>;

export interface ProxySettings {
  /** In lower case, such as `x-forwarded-user`. */
  readonly header: string;
  /** In lower case; its groups are separated by commas. Null: everybody has the role of `*`. */
  readonly groupsHeader: string | null;
  /** TCP peers whose headers are believed. */
  readonly trusted: BlockList;
  readonly roles: RoleMap;
}

export interface OidcSettings {
  readonly issuer: URL;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The claim that holds the groups. Default `groups`. */
  readonly groupsClaim: string;
  readonly roles: RoleMap;
}
