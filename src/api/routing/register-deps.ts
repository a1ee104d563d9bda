import { principalAct } from "../../access/principal-act.ts";
import { safeLine } from "../../app/actions/service-act.ts";
import { AppError } from "../../core/errors/app-error.ts";
import type { Principal } from "../../core/names/principal.ts";
import { requestFacts } from "../access/request-facts.ts";
import type { ApiService } from "../api-service.ts";
import type { RegisterDeps } from "./register-route.ts";

/** What routes of a service are answered with. @param base path below which it is reached */
export function registerDeps(service: ApiService, base: string): RegisterDeps {
  return {
    service,
    base,
    principalOf: ({ nightgridPrincipal }) => known(nightgridPrincipal),
    act: (request, reason) => {
      const said = reason === null ? null : safeLine(reason, service.project.secrets);
      return principalAct(known(request.nightgridPrincipal), requestFacts(request, { settings: service.access }), said);
    },
  };
}

/** Of a route that asks for a role, the hook has let nobody through who is not known. */
function known(principal: Principal | null): Principal {
  if (principal === null) throw new AppError("UNAUTHENTICATED", "Nobody is signed in.");
  return principal;
}
