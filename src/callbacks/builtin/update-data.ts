import { defineCallback } from "../define-callback.ts";

/** Brings the prices of sources up to date before the data of the run are frozen. */
export const updateData = defineCallback({
  description: "Fetches what is missing of the prices of sources, before the data are frozen",
  options: {
    symbols: { kind: "texts", default: [], description: "Default: all that the backtests trade" },
    on_error: {
      kind: "choice",
      default: "fail",
      choices: ["fail", "keep"],
      description: "keep goes on with the bars that are there when a source fails",
    },
  },
  async run({ options, services }) {
    const series = await services.updateData({
      symbols: options.symbols,
      onError: options.on_error === "keep" ? "keep" : "fail",
    });
    return { series };
  },
});
