import { AppError } from "../core/errors/app-error.ts";
import { suggestName } from "../core/text/suggest-name.ts";
import { checkData } from "./builtin/check-data.ts";
import { exportCsv } from "./builtin/export-csv.ts";
import { notify } from "./builtin/notify.ts";
import { rank } from "./builtin/rank.ts";
import { series } from "./builtin/series.ts";
import { updateData } from "./builtin/update-data.ts";
import { tearsheet } from "./builtin/tearsheet.ts";
import { FETCHING_CALLBACK } from "../core/spec/callback-spec.ts";
import type { CallbackDefinition } from "./define-callback.ts";

/** By the name that a DAG file uses. */
export const BUILT_IN_CALLBACKS: Readonly<Record<string, CallbackDefinition>> = {
  [FETCHING_CALLBACK]: updateData,
  check_data: checkData,
  rank,
  tearsheet,
  series,
  export_csv: exportCsv,
  notify,
};

/** @throws AppError CALLBACK_INVALID on an unknown name */
export function builtInCallback(name: string): CallbackDefinition {
  const names = Object.keys(BUILT_IN_CALLBACKS);
  const callback = names.includes(name) ? BUILT_IN_CALLBACKS[name] : undefined;
  if (callback !== undefined) return callback;
  throw new AppError("CALLBACK_INVALID", `There is no built-in callback "${name}".`, {
    hint: suggestName(name, names, {
      always: `There are ${names.join(", ")}; your own are written ./file.ts#export.`,
    }),
  });
}
