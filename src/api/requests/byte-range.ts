import { AppError } from "../../core/errors/app-error.ts";

export interface ByteRange {
  readonly first: number;
  /** Inclusive. */
  readonly last: number;
}

/**
 * What a `Range` header asks for of `size` bytes; null for all of them, which is also the answer to several ranges and to
 * units that we do not know (RFC 9110 section 14.2).
 *
 * @throws AppError RANGE_INVALID when there is no byte in it
 */
export function rangeIn(header: string | undefined, size: number): ByteRange | null {
  const [, from = "", to = ""] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? "") ?? [];
  if (from === "" && to === "") return null;
  const first = from === "" ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === "" || to === "" ? size - 1 : Math.min(Number(to), size - 1);
  if (from !== "" && to !== "" && Number(to) < first) return null;
  if (first < size && (from !== "" || Number(to) > 0)) return { first, last };
  throw new AppError(
    "RANGE_INVALID",
    `The file has ${size} bytes, and none of them is in the range that was asked for.`,
    {
      hint: "Ask without the header Range.",
    },
  );
}
