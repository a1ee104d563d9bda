interface LogScaleButtonProps {
  readonly isLog: boolean;
  readonly onChange: (scale: "log" | "") => void;
}

/** Switches a chart between even steps and even ratios; the scale belongs into the address of the page. */
export function LogScaleButton({ isLog, onChange }: LogScaleButtonProps) {
  return (
    <button type="button" className="pressed push" aria-pressed={isLog} onClick={() => onChange(isLog ? "" : "log")}>
      Log scale
    </button>
  );
}
