import { isHttps } from "../../../access/browser/session-cookie.ts";
import type { AccessSettings } from "../../../access/access-settings.ts";

/** How long somebody may take at the provider; milliseconds. */
export const FLOW_LIFE_MS = 10 * 60_000;

type Settings = Pick<AccessSettings, "publicUrl">;

/** Ties a sign-in to the browser that began it: who is sent the address of somebody else's is signed in as nobody. */
export function flowCookie(secret: string, settings: Settings): string {
  const secure = isHttps(settings) ? "; Secure" : "";
  return `${nameOf(settings)}=${secret}; Max-Age=${FLOW_LIFE_MS / 1000}; Path=/; HttpOnly; SameSite=Lax${secure}`;
}

export function flowSecret(cookie: string | undefined, settings: Settings): string | null {
  const name = `${nameOf(settings)}=`;
  const pair = (cookie ?? "").split(/; */).find((each) => each.startsWith(name));
  return pair?.slice(name.length) ?? null;
}

function nameOf(settings: Settings): string {
  return isHttps(settings) ? "__Host-ng_oidc" : "ng_oidc";
}
