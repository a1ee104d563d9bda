import { importModule } from "../../sandbox/modules/import-module.ts";
import type { Room } from "../../sandbox/room.ts";
import { AppError } from "../../core/errors/app-error.ts";
import { jsonProblem } from "../json-problem.ts";
import { loadCallback } from "../load-callback.ts";
import { parseOptions } from "../parse-options.ts";
import type { CallbackOutput, CallbackQuestions } from "./callback-questions.ts";
import { remoteContext } from "./remote-context.ts";

export const room: Room = {
  async check({ module, options }: CallbackQuestions["check"]["ask"]): Promise<CallbackQuestions["check"]["answer"]> {
    const { options: specs } = await loadCallback(module, { importModule });
    return specs === null ? [] : parseOptions(specs, options).problems;
  },

  async run(asked: CallbackQuestions["run"]["ask"], room): Promise<CallbackOutput> {
    const { module, name, options } = asked;
    const callback = await loadCallback(module, { importModule });
    const parsed = callback.options === null ? null : parseOptions(callback.options, options);
    if (parsed !== null && parsed.problems.length > 0) {
      throw new AppError("CALLBACK_INVALID", `${name}: ${parsed.problems.map(({ message }) => message).join(" ")}`);
    }
    // The declared options were just checked; without a declaration any record will do.
    const given = (parsed?.values ?? options) as never;
    const value = await callback.run({ ...remoteContext(asked, room), options: given });
    if (value === undefined) return { kind: "nothing" };
    const problem = jsonProblem(value);
    return problem === null ? { kind: "value", value } : { kind: "not_json", problem };
  },
};
