import { deliverAlerts as deliver } from "../runs/end/deliver-alerts.ts";
import type { JobHandler } from "./job-handler.ts";

export const deliverAlerts: JobHandler = (_payload, deps) => deliver(deps);
