import { AppError } from "../../core/errors/app-error.ts";
import type { TableHeader } from "./csv-header.ts";
import { looksLikeTime } from "./time/looks-like-time.ts";

const EXAMPLE = "date,open,high,low,close,volume";
const SHOWN = 80;

/** What is wrong with a header in which columns were looked for in vain; null when it is a header like any other. */
export function headerProblem(header: TableHeader, file: string): AppError | null {
  const found = FINDERS.map((find) => find(header)).find((each) => each !== null);
  if (found === undefined || found === null) return null;
  return new AppError("DATASET_INVALID", `${file}:${header.line}: ${found.problem}`, { hint: found.hint });
}

interface HeaderProblem {
  readonly problem: string;
  readonly hint: string;
}

type Finder = (header: TableHeader) => HeaderProblem | null;

const FINDERS: readonly Finder[] = [separatorLine, alignedByBlanks, titleLine, threeHeaders, noHeader];

/** Excel's own first line, which names the separator. */
function separatorLine({ names }: TableHeader): HeaderProblem | null {
  if (!/^sep=/i.test(names[0] ?? "")) return null;
  return { problem: "this line is for Excel, not the header", hint: "Delete it: the header is the first line." };
}

function alignedByBlanks({ names, sample }: TableHeader): HeaderProblem | null {
  const [header, row] = [names, sample[0] ?? []].map((cells) => cells.join(", "));
  const isAligned = [header, row].every((line = "") => line.trim().split(/\s{2,}/).length > 1);
  const [first = "", ...others] = (row ?? "").split(/\s+/);
  if (!isAligned && (names.length > 1 || others.length === 0 || !looksLikeTime(first))) return null;
  const isEven = !/, /.test(row ?? "") && header?.split(/\s+/).length === others.length + 1;
  return isEven
    ? {
        problem: "its columns are aligned by blanks",
        hint: "Write delimiter: blanks under data; nightgrid data check <file> prints the whole block.",
      }
    : {
        problem: "its columns are aligned by blanks, and some cells have blanks in them, or are empty",
        hint: "Save it as CSV: where one cell ends cannot be told.",
      };
}

/** An address or a title above the table, or no table at all. */
function titleLine({ names, sample }: TableHeader): HeaderProblem | null {
  const [first = ""] = names;
  if (names.filter((name) => name !== "").length > 1 || looksLikeTime(first)) return null;
  const isTitle = sample.some((row) => row.length >= 3);
  return isTitle
    ? { problem: `"${excerpt(first)}" is a title, not the header`, hint: "Delete what stands above the header." }
    : {
        problem: `this is no table: "${excerpt(first)}"`,
        hint: `It needs a header such as ${EXAMPLE}. If it is the error message of a service, get the file again.`,
      };
}

/** What yfinance's `download()` writes. */
function threeHeaders({ names, sample }: TableHeader): HeaderProblem | null {
  const [second, third] = sample.map(([first = ""]) => first.toLowerCase());
  if (names[0]?.toLowerCase() !== "price" || second !== "ticker" || third !== "date") return null;
  return {
    problem: "there are three lines of headers (Price, Ticker, Date), as yfinance writes them",
    hint: 'Use yf.download(ticker, multi_level_index=False), or name the first column Date and delete the lines "Ticker" and "Date".',
  };
}

function noHeader({ names }: TableHeader): HeaderProblem | null {
  const values = names.filter((name) => /^[^\p{L}\d]*\d[\d.,]*(e[+-]?\d+)?%?$/iu.test(name) || looksLikeTime(name));
  if (values.length * 2 <= names.length) return null;
  return {
    problem: `there is no header; this line is a row of data already: ${excerpt(names.join(","))}`,
    hint: `Put a line above it that names the ${names.length} columns, such as ${EXAMPLE}.`,
  };
}

function excerpt(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN)} …` : text;
}
