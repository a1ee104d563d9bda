import { type Colors, createColors } from "../../core/text/colors.ts";

/** Colours for one stream: only on a terminal that knows them; NO_COLOR and FORCE_COLOR have the last word. */
export function colorsFor(
  stream: { readonly isTTY?: boolean | undefined },
  env: Readonly<Record<string, string | undefined>> = process.env,
): Colors {
  const { NO_COLOR = "", FORCE_COLOR = "", TERM } = env;
  if (NO_COLOR !== "") return createColors(false);
  if (FORCE_COLOR !== "" && FORCE_COLOR !== "0") return createColors(true);
  return createColors(stream.isTTY === true && TERM !== "dumb");
}
