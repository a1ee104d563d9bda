import { Type, type Static, type TSchema } from "typebox";
import { OUTPUT_RULE_NAMES, type OutputRuleName, outputRule } from "../../core/spec/outputs-spec.ts";
import { map, recordOf } from "./schema-parts.ts";

/** Names that a file can hold are a few; a list of more is a mistake. */
const MOST_NAMES = 1000;

function ruleSchema(name: OutputRuleName): TSchema {
  const { kind, meaning: description, min: minimum, max: maximum } = outputRule(name);
  switch (kind) {
    case "count":
      return Type.Integer({ minimum: 0, description });
    case "number":
      return Type.Number({
        description,
        ...(minimum !== undefined && { minimum }),
        ...(maximum !== undefined && { maximum }),
      });
    case "names":
      return Type.Array(Type.String({ minLength: 1 }), { maxItems: MOST_NAMES, description });
  }
}

const rules: Readonly<Record<string, TSchema>> = Object.fromEntries(
  OUTPUT_RULE_NAMES.map((name) => [name, Type.Optional(ruleSchema(name))]),
);

const file = map(
  {
    required: Type.Optional(
      Type.Boolean({
        description:
          "Whether a cell fails without the file, or when its contents are wrong; else that is only warned of. Unless given: true, but false for metadata.json and execution.log.",
      }),
    ),
    ...rules,
  },
  { description: "What is asked of one file." },
);

/** `outputs` of a backtest: by the name of the file. Which rule fits which file is for `readOutputRules`. */
export const outputs = recordOf(file, {
  description:
    "What is asked of the files that a script or a job leaves, by name, beyond the contract (trades.csv, summary.csv, pnl.csv, metadata.json, execution.log).",
  examples: [{ "trades.csv": { min_trades: 10 }, "report.html": { required: true } }],
});
export type WrittenOutputs = Static<typeof outputs>;
