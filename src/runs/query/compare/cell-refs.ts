import { AppError } from "../../../core/errors/app-error.ts";
import { parseRunId, type RunId } from "../../../core/names/ids.ts";

/** A cell anywhere, as addresses have it: `20260210_143022_a3f8b2c1:backtest:17`. */
export interface CellRef {
  readonly text: string;
  readonly runId: RunId;
  readonly backtest: string;
  readonly cell: number;
}

const MOST = 20;
const CELL = /^\d{1,10}$/;

/** @throws AppError USAGE for none, more than twenty, one that is there twice, or another form */
export function parseCellRefs(texts: readonly string[]): readonly CellRef[] {
  if (texts.length === 0 || texts.length > MOST) {
    throw new AppError("USAGE", `${texts.length} cells cannot be compared`, { hint: `Name 1 to ${MOST} of them.` });
  }
  const twice = texts.find((text, place) => texts.indexOf(text) < place);
  if (twice !== undefined) throw new AppError("USAGE", `The cell ${twice} is named twice`);
  return texts.map(parseCellRef);
}

function parseCellRef(text: string): CellRef {
  const [run = "", ...rest] = text.split(":");
  const cell = rest.pop() ?? "";
  const runId = parseRunId(run);
  const backtest = rest.join(":");
  if (runId === null || backtest === "" || !CELL.test(cell)) {
    throw new AppError("USAGE", `"${text}" names no cell`, {
      hint: "Write <run>:<backtest>:<number>, such as 20260210_143022_a3f8b2c1:backtest:17.",
    });
  }
  return { text, runId, backtest, cell: Number(cell) };
}
