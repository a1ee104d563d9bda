import type { Readable } from "node:stream";

/** What a program has said of how far it is, as a fraction of its work; null: nothing. */
export function progressIn(text: string): number | null {
  const said = [...text.matchAll(/(?:^|[\r\n])nightgrid:progress[ \t]+([0-9.]+)(%?)/g)].at(-1);
  if (said !== undefined) return fraction(Number(said[1]), said[2] === "%");
  // As tqdm draws it: `train:  20%|██        | 10/50 [00:00<00:01]`.
  const drawn = [...text.matchAll(/(?:^|[\r\n])[^\r\n]*?\b(\d{1,3})%\|/g)].at(-1);
  return drawn === undefined ? null : fraction(Number(drawn[1]), true);
}

/** Of the descriptor for it: a number, or JSON with `progress`, per line. */
export function progressOfLine(line: string): number | null {
  const text = line.trim();
  if (/^[0-9.]+%?$/.test(text)) return fraction(Number.parseFloat(text), text.endsWith("%"));
  try {
    const said: unknown = JSON.parse(text);
    const progress = typeof said === "object" && said !== null && "progress" in said ? said.progress : null;
    return typeof progress === "number" ? fraction(progress, false) : null;
  } catch {
    return null;
  }
}

function fraction(value: number, isPercent: boolean): number | null {
  const share = isPercent ? value / 100 : value;
  return share >= 0 && share <= 1 ? share : null;
}

/** Of lines that begin with nobody's end in sight. */
const LONGEST_LINE = 8192;

export interface ProgressReader {
  /** The next line begins anew: another program writes it. */
  restart(): void;
}

/** Follows what is written to the descriptor for it. */
export function hearProgress(stream: Readable, tell: (fraction: number) => void): ProgressReader {
  let rest = "";
  stream.setEncoding("utf8").on("data", (text: string) => {
    const lines = `${rest}${text}`.split("\n");
    rest = (lines.pop() ?? "").slice(-LONGEST_LINE);
    const said = lines.flatMap((line) => progressOfLine(line) ?? []).at(-1);
    if (said !== undefined) tell(said);
  });
  stream.on("error", () => undefined);
  return {
    restart() {
      rest = "";
    },
  };
}
