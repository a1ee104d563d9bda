import type { AccessSettings } from "../access-settings.ts";

/** What a browser says of where a request comes from. */
export interface RequestSource {
  readonly host: string | undefined;
  /** The header `Sec-Fetch-Site`, which no page can set. */
  readonly fetchSite: string | undefined;
  /** The header of that name. */
  readonly origin: string | undefined;
}

/**
 * `same`: sent by a page of this service. `other`: by a page of another origin, a sub-domain or another port of this one
 * included. `unknown`: no browser says anything, so that it is most likely none.
 */
export function sourceOf(
  { host, fetchSite, origin }: RequestSource,
  { publicUrl }: Pick<AccessSettings, "publicUrl">,
): "same" | "other" | "unknown" {
  if (fetchSite !== undefined) return fetchSite === "same-origin" ? "same" : "other";
  if (origin === undefined) return "unknown";
  if (publicUrl !== null) return origin === publicUrl.origin ? "same" : "other";
  return origin === `http://${host}` ? "same" : "other";
}
