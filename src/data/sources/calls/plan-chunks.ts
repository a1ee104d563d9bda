/** Milliseconds UTC; `to` is exclusive. */
export interface Chunk {
  readonly from: number;
  readonly to: number;
}

export interface ChunkRules {
  /** Longest span of one request; null: no bound. */
  readonly maxSpanMs: number | null;
  /** Length of a bar: chunks are cut between bars. */
  readonly barMs: number;
  /** So many bars before a span are asked for again, where bars are known that far, to find what has been revised. */
  readonly overlapBars: number;
}

/**
 * What to ask for, in order, for spans that are not known.
 *
 * @param spans ascending; each with whether what lies right before it is known
 */
export function planChunks(
  spans: readonly (Chunk & { readonly isTail: boolean })[],
  { maxSpanMs, barMs, overlapBars }: ChunkRules,
): readonly Chunk[] {
  const longest = Math.max(barMs, Math.floor((maxSpanMs ?? Number.MAX_SAFE_INTEGER) / barMs) * barMs);
  return spans.flatMap(({ from, to, isTail }) => {
    const chunks: Chunk[] = [];
    for (let at = isTail ? from - overlapBars * barMs : from; at < to; at += longest) {
      chunks.push({ from: at, to: Math.min(to, at + longest) });
    }
    return chunks;
  });
}
