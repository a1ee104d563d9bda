import type { Figure } from "../../runs/query/upkeep/service-figures.ts";

export const METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/** Figures in the text format of Prometheus 0.0.4. */
export function metricsText(figures: readonly Figure[]): string {
  const lines: string[] = [];
  let last = "";
  for (const { name, help, type, labels, value } of figures) {
    if (name !== last) lines.push(`# HELP ${name} ${escaped(help)}`, `# TYPE ${name} ${type}`);
    last = name;
    const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text).replaceAll('"', '\\"')}"`);
    lines.push(`${name}${pairs.length === 0 ? "" : `{${pairs.join(",")}}`} ${value}`);
  }
  return `${lines.join("\n")}\n`;
}

function escaped(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
}
