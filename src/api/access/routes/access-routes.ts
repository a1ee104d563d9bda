import type { Route } from "../../routing/route.ts";
import { OIDC_ROUTES } from "../oidc/oidc-routes.ts";
import { ME_ROUTES } from "./me-routes.ts";
import { SIGN_IN_ROUTES } from "./sign-in-routes.ts";
import { TOKEN_ROUTES } from "./token-routes.ts";
import { USER_ROUTES } from "./user-routes.ts";

/** Every call by which people and programs get in, and are given or refused access. */
export const ACCESS_ROUTES: readonly Route[] = [
  ...SIGN_IN_ROUTES,
  ...OIDC_ROUTES,
  ...ME_ROUTES,
  ...USER_ROUTES,
  ...TOKEN_ROUTES,
];
