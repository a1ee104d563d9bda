export type Rgb = readonly [number, number, number];

/** Steps of a scale of colours. */
export const SCALE_STEPS = 256;

/** A colour of the style sheet as the browser resolves it for that element. @param name a custom property, `--accent` */
export function resolvedColour(element: HTMLElement, name: string): Rgb {
  const probe = document.createElement("span");
  probe.style.color = `var(${name})`;
  element.parentElement?.append(probe);
  const found = getComputedStyle(probe).color.match(/[\d.]+/g) ?? [];
  probe.remove();
  return [Number(found[0] ?? 0), Number(found[1] ?? 0), Number(found[2] ?? 0)];
}

/** From the first colour through the middle one to the last, as 256 × RGB. */
export function colourScale(stops: readonly Rgb[]): Uint8ClampedArray {
  const scale = new Uint8ClampedArray(SCALE_STEPS * 3);
  for (let step = 0; step < SCALE_STEPS; step++) {
    const at = (step / (SCALE_STEPS - 1)) * (stops.length - 1);
    const from = stops[Math.floor(at)] ?? [0, 0, 0];
    const to = stops[Math.ceil(at)] ?? from;
    for (const channel of [0, 1, 2] as const) {
      scale[step * 3 + channel] = from[channel] + (to[channel] - from[channel]) * (at % 1);
    }
  }
  return scale;
}
