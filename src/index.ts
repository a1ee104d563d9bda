export { defineStrategy } from "./engine/strategy.ts";
