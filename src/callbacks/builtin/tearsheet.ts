import { defineCallback } from "../define-callback.ts";
import { fileOption } from "../file-option.ts";

/** The tearsheet of the best cell as a self-contained HTML file. */
export const tearsheet = defineCallback({
  description: "Writes the tearsheet of the best cell and passes its path on as `tearsheet`",
  options: {
    file: fileOption("tearsheet.html"),
    backtest: { kind: "text", default: "", description: "Which backtest to show; the first of the DAG when empty" },
  },
  async run({ services, artifacts, values, options, log }) {
    const path = await artifacts.write(options.file, await services.renderTearsheet(options.backtest || undefined));
    await values.set("tearsheet", path);
    log.info(`tearsheet: ${path}`);
  },
});
