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
  /** TCP peers that are proxies of yours; what others write into headers is not believed. */
  readonly trusted: BlockList;
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
  readonly roles: RoleMap;
}

export interface OidcSettings {
  readonly issuer: URL;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The claim that holds the groups. Default `groups`. */
  readonly groupsClaim: string;
  /** What the provider is asked for. Default `openid profile email`. */
  readonly scope: string;
  readonly roles: RoleMap;
}
