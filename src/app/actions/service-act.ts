import type { Act } from "../../core/names/audit.ts";
import { printableLine } from "../../core/text/printable.ts";
import type { SecretMask } from "../../core/text/secret-mask.ts";

const LONGEST = 500;

/** An action that is asked for by a service. @param by absent: nobody in particular */
export function serviceAct(by: string | undefined, reason: string | null, secrets: SecretMask): Act {
  return {
    by: safeLine(by ?? "service", secrets),
    origin: "library",
    reason: reason === null ? null : safeLine(reason, secrets),
  };
}

/** What a person says of an action, as it may be stored: one line, bounded, without secrets and controls. */
export function safeLine(text: string, secrets: SecretMask): string {
  return printableLine(secrets.mask(text.replaceAll(/\s+/g, " ").trim()))
    .slice(0, LONGEST)
    .toWellFormed();
}
