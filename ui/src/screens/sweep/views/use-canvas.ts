import { type RefObject, useEffect, useRef, useState } from "react";
import { useDark } from "../../../state/use-dark.ts";

export interface CanvasSize {
  readonly width: number;
  readonly height: number;
}

/** A canvas as large as its box, in the pixels of the screen, drawn again when the box, the theme or `draw` changes. */
export function useCanvas(
  draw: (context: CanvasRenderingContext2D, size: CanvasSize, canvas: HTMLCanvasElement) => void,
): RefObject<HTMLCanvasElement | null> {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [size, setSize] = useState<CanvasSize>({ width: 0, height: 0 });
  const isDark = useDark();
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setSize({ width: element.clientWidth, height: element.clientHeight }));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext("2d");
    if (element === null || context === null || context === undefined || size.width === 0) return;
    element.width = Math.round(size.width * devicePixelRatio);
    element.height = Math.round(size.height * devicePixelRatio);
    context.scale(devicePixelRatio, devicePixelRatio);
    context.clearRect(0, 0, size.width, size.height);
    draw(context, size, element);
  }, [draw, size, isDark]);
  return canvas;
}
