import { AppError } from "../../core/errors/app-error.ts";
import { isRole, ROLES, type Role } from "../../core/names/principal.ts";
import { questionAfter } from "../../core/text/suggest-name.ts";
import { parseDurationMs } from "../../core/time/duration.ts";
import type { AccessSettings, OidcSettings, ProxySettings, RoleMap } from "../../access/access-settings.ts";
import { type RateSettings, readRateSettings } from "./rate-settings.ts";
import { trustedPeers } from "../../access/proxy/trusted-peers.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** Every variable that says how the service is reached, and who is let in; docs/security.md has an example of each. */
export const SERVICE_VARIABLES = [
  "NIGHTGRID_HOST",
  "NIGHTGRID_PORT",
  "NIGHTGRID_PUBLIC_URL",
  "NIGHTGRID_AUTH_PROXY_HEADER",
  "NIGHTGRID_AUTH_PROXY_GROUPS_HEADER",
  "NIGHTGRID_AUTH_PROXY_ROLE_MAP",
  "NIGHTGRID_AUTH_PROXY_TRUSTED",
  "NIGHTGRID_OIDC_ISSUER",
  "NIGHTGRID_OIDC_CLIENT_ID",
  "NIGHTGRID_OIDC_CLIENT_SECRET",
  "NIGHTGRID_OIDC_GROUPS_CLAIM",
  "NIGHTGRID_OIDC_SCOPE",
  "NIGHTGRID_OIDC_ROLE_MAP",
  "NIGHTGRID_SESSION_IDLE",
  "NIGHTGRID_SESSION_ABSOLUTE",
  "NIGHTGRID_DEV_LOGIN",
  "NIGHTGRID_RATE_READ",
  "NIGHTGRID_RATE_WRITE",
  "NIGHTGRID_RATE_RUNS",
] as const;
type Variable = (typeof SERVICE_VARIABLES)[number];

const DEFAULT_HOST = "127.0.0.1";
const DEFAULT_PORT = 4400;
const HOUR_MS = 3_600_000;
const IDLE_MS = 12 * HOUR_MS;
const ABSOLUTE_MS = 7 * 24 * HOUR_MS;

export interface ServiceSettings {
  /** Address to listen on; default 127.0.0.1. */
  readonly host: string;
  /** Default 4400; 0 for any that is free. */
  readonly port: number;
  /** Somebody named the port: no other one will do. */
  readonly isPortGiven: boolean;
  readonly access: AccessSettings;
  readonly rates: RateSettings;
}

/** What the command line says besides, which comes first. */
export interface ListenOptions {
  readonly host?: string | undefined;
  readonly port?: number | undefined;
}

/** @throws AppError SETTING_INVALID, which names the variable, what it may be, and never its value where that is a secret */
export function readServiceSettings(env: Env, listen: ListenOptions = {}): ServiceSettings {
  refuseMisspelt(env);
  const host = listen.host ?? valueOf(env, "NIGHTGRID_HOST") ?? DEFAULT_HOST;
  const publicUrl = urlOf(env, "NIGHTGRID_PUBLIC_URL");
  const trusted = networksOf(env);
  const isReached = publicUrl !== null && !isLoopbackHost(publicUrl.hostname);
  return {
    host,
    port: listen.port ?? portOf(env),
    isPortGiven: listen.port !== undefined || valueOf(env, "NIGHTGRID_PORT") !== undefined,
    rates: readRateSettings(env),
    access: {
      sessions: {
        idleMs: durationOf(env, "NIGHTGRID_SESSION_IDLE") ?? IDLE_MS,
        absoluteMs: durationOf(env, "NIGHTGRID_SESSION_ABSOLUTE") ?? ABSOLUTE_MS,
      },
      publicUrl,
      // A proxy on this machine makes others reach what listens on loopback.
      isLoopback: isLoopbackHost(host) && !isReached && trusted.rules.length === 0,
      trusted,
      proxy: proxyOf(env, trusted.rules.length > 0),
      oidc: oidcOf(env),
      isDevLogin: flagOf(env, "NIGHTGRID_DEV_LOGIN"),
    },
  };
}

export function isLoopbackHost(host: string): boolean {
  return host === "localhost" || /^127\.\d+\.\d+\.\d+$/.test(host) || /^\[?::1\]?$/.test(host);
}

/** A setting that nobody reads, because of a letter, would leave open what was meant to be closed. */
function refuseMisspelt(env: Env): void {
  const known: readonly string[] = SERVICE_VARIABLES;
  const wrong = Object.keys(env).find(
    (name) => /^NIGHTGRID_(AUTH|OIDC|SESSION|DEV|PUBLIC|RATE)_/.test(name) && !known.includes(name),
  );
  if (wrong === undefined) return;
  throw new AppError("SETTING_INVALID", `${wrong} is no setting of the service.`, {
    hint: questionAfter(wrong, known) ?? `Known: ${known.join(", ")}.`,
  });
}

function valueOf(env: Env, name: Variable): string | undefined {
  const value = env[name]?.trim();
  return value === "" ? undefined : value;
}

function portOf(env: Env): number {
  const text = valueOf(env, "NIGHTGRID_PORT");
  if (text === undefined) return DEFAULT_PORT;
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw invalid("NIGHTGRID_PORT", `is no port: ${text}`, "Write a number of at most 65535, such as 4400.");
}

function urlOf(env: Env, name: "NIGHTGRID_PUBLIC_URL" | "NIGHTGRID_OIDC_ISSUER"): URL | null {
  const text = valueOf(env, name);
  if (text === undefined) return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  const isPlain = url !== null && url.username === "" && url.password === "" && url.search === "" && url.hash === "";
  if (!isPlain || !/^https?:$/.test(url.protocol)) {
    throw invalid(name, "is no address of a service", "Write it as https://nightgrid.example.com.");
  }
  if (url.protocol === "http:" && !isLoopbackHost(url.hostname) && name === "NIGHTGRID_OIDC_ISSUER") {
    throw invalid(name, "is not reached by https", "Only a provider on this machine may be asked without it.");
  }
  return url;
}

function durationOf(env: Env, name: "NIGHTGRID_SESSION_IDLE" | "NIGHTGRID_SESSION_ABSOLUTE"): number | undefined {
  const text = valueOf(env, name);
  if (text === undefined) return undefined;
  const durationMs = parseDurationMs(text);
  if (durationMs !== null && durationMs >= 60_000 && durationMs <= 366 * 24 * HOUR_MS) return durationMs;
  throw invalid(name, `is no length of a session: ${text}`, "Write a duration from 1m to 366d, such as 12h.");
}

function flagOf(env: Env, name: "NIGHTGRID_DEV_LOGIN"): boolean {
  const text = valueOf(env, name) ?? "0";
  if (text === "1" || text === "0") return text === "1";
  throw invalid(name, `is neither 1 nor 0: ${text}`, "Write 1 to switch it on.");
}

function networksOf(env: Env): AccessSettings["trusted"] {
  const name = "NIGHTGRID_AUTH_PROXY_TRUSTED";
  const ranges = (valueOf(env, name) ?? "").split(",").map((range) => range.trim());
  const list = trustedPeers(ranges.filter((range) => range !== ""));
  if (!("wrong" in list)) return list;
  const hint = "Write addresses and networks of your proxies, such as 10.0.0.5,10.1.0.0/16.";
  throw invalid(name, `has something that is no network: ${list.wrong}`, hint);
}

function proxyOf(env: Env, hasTrusted: boolean): ProxySettings | null {
  const header = valueOf(env, "NIGHTGRID_AUTH_PROXY_HEADER");
  const groupsHeader = valueOf(env, "NIGHTGRID_AUTH_PROXY_GROUPS_HEADER");
  if (header === undefined) {
    if (groupsHeader === undefined && valueOf(env, "NIGHTGRID_AUTH_PROXY_ROLE_MAP") === undefined) return null;
    throw invalid(
      "NIGHTGRID_AUTH_PROXY_HEADER",
      "is missing",
      "Write the header that names the user, such as X-Forwarded-User.",
    );
  }
  for (const name of [header, groupsHeader ?? header]) {
    if (/^[A-Za-z0-9-]{1,100}$/.test(name) && !/^(cookie|authorization|host)$/i.test(name)) continue;
    throw invalid(
      "NIGHTGRID_AUTH_PROXY_HEADER",
      `is no header that a proxy could set: ${name}`,
      "Write X-Forwarded-User.",
    );
  }
  if (!hasTrusted) {
    const hint = "Write the addresses of your proxies, such as 10.0.0.5. Loopback is not believed by itself.";
    throw invalid("NIGHTGRID_AUTH_PROXY_TRUSTED", "is missing: anybody could send the header", hint);
  }
  const roles = roleMapOf(env, "NIGHTGRID_AUTH_PROXY_ROLE_MAP");
  return { header: header.toLowerCase(), groupsHeader: groupsHeader?.toLowerCase() ?? null, roles };
}

function oidcOf(env: Env): OidcSettings | null {
  const issuer = urlOf(env, "NIGHTGRID_OIDC_ISSUER");
  if (issuer === null) {
    const stray = SERVICE_VARIABLES.find(
      (name) => name.startsWith("NIGHTGRID_OIDC_") && valueOf(env, name) !== undefined,
    );
    if (stray === undefined) return null;
    throw invalid(
      "NIGHTGRID_OIDC_ISSUER",
      `is missing, and ${stray} is set`,
      "Write the address of your identity provider.",
    );
  }
  if (valueOf(env, "NIGHTGRID_PUBLIC_URL") === undefined) {
    const hint = "The provider sends people back to it: write the address by which browsers reach Nightgrid.";
    throw invalid("NIGHTGRID_PUBLIC_URL", "is missing, and NIGHTGRID_OIDC_ISSUER is set", hint);
  }
  return {
    issuer,
    clientId: required(env, "NIGHTGRID_OIDC_CLIENT_ID", "Write the id that the provider knows Nightgrid by."),
    clientSecret: required(
      env,
      "NIGHTGRID_OIDC_CLIENT_SECRET",
      "Write the secret that the provider gave for the client.",
    ),
    groupsClaim: valueOf(env, "NIGHTGRID_OIDC_GROUPS_CLAIM") ?? "groups",
    scope: valueOf(env, "NIGHTGRID_OIDC_SCOPE") ?? "openid profile email",
    roles: roleMapOf(env, "NIGHTGRID_OIDC_ROLE_MAP"),
  };
}

function required(env: Env, name: Variable, hint: string): string {
  const value = valueOf(env, name);
  if (value === undefined) throw invalid(name, "is missing", hint);
  return value;
}

/** `quants=operator,leads=admin,*=viewer` */
function roleMapOf(env: Env, name: Variable): RoleMap {
  const hint = `Write groups with their roles (${ROLES.join(", ")}), such as quants=operator,leads=admin; * is everybody.`;
  const pairs = required(env, name, hint).split(",");
  const roles = pairs.map((pair): readonly [string, Role] => {
    const at = pair.lastIndexOf("=");
    const [group, role] = [pair.slice(0, Math.max(at, 0)).trim(), pair.slice(at + 1).trim()];
    if (group === "" || !isRole(role)) throw invalid(name, `has something that is no group=role: ${pair.trim()}`, hint);
    return [group, role];
  });
  return new Map(roles);
}

function invalid(name: Variable, what: string, hint: string): AppError {
  return new AppError("SETTING_INVALID", `${name} ${what}.`, { hint });
}
