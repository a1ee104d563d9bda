import { count, nullable, object } from "./parts.ts";

export const extendedFrom = nullable(
  object({ cells: count("so many of them"), bars: count("that they had traded by then") }),
  "cells that are [gone on with](nights.md) from the night before instead of being traded from the first bar; null for none",
);
