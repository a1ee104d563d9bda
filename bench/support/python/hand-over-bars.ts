/** Milliseconds in which bars are handed to an interpreter, some times over, as JSON. */
import { strategyBars } from "../../../src/engine/frames/strategy-bars.ts";
import { findInterpreter } from "../../../src/executors/python/find-interpreter.ts";
import { BarsGiver } from "../../../src/executors/python/given-bars.ts";
import { Interpreter } from "../../../src/executors/python/interpreter.ts";
import { sampleBars } from "../../../test/support/sample-bars.ts";
import { numberArgument } from "../arguments.ts";

const TIMES = 15;
const file = `${import.meta.dirname}/sma_cross.py`;
const interpreter = new Interpreter(findInterpreter(file, process.env).command, process.env, () => process.exit(1));
interpreter.ask({ do: "load", file, export: "default", root: import.meta.dirname });
const bars = sampleBars(numberArgument(0, 200_000));
const giver = new BarsGiver(interpreter);
const times = Array.from({ length: TIMES }, () => {
  const began = performance.now();
  giver.bars(strategyBars(bars, { timeframe: "1d" }));
  return performance.now() - began;
});
console.log(JSON.stringify(times));
await interpreter.close();
