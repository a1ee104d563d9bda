import { messageOf } from "../../core/errors/app-error.ts";
import { CHANNEL_NAMES } from "../../core/names/channels.ts";
import { compileTemplate, type Template } from "../../core/templates/template.ts";
import { defineCallback } from "../define-callback.ts";
import type { TextOption } from "../../core/params/option-spec.ts";
import { noticeView, SAMPLE_VIEW } from "./notice-view.ts";

/** A message in the user's own words, with values of the run. Before the backtests there is no best cell yet. */
export const notify = defineCallback({
  description: "Sends a notice; title and text are handlebars templates over run, dag, cells, best and sweep",
  options: {
    title: templateOption("{{dag.id}} has run"),
    text: templateOption(
      "Best Sharpe {{best.sharpe}}, CAGR {{best.cagr}}, max drawdown {{best.max_drawdown}}.{{#if sweep.judgement}} {{sweep.judgement}}.{{/if}}",
    ),
    to: { kind: "choices", default: [], choices: CHANNEL_NAMES, description: "Default: every configured channel" },
  },
  async run({ options, services, ...context }) {
    const view = await noticeView(context, [options.title, options.text]);
    await services.notify({
      title: compile("title", options.title)(view),
      text: compile("text", options.text)(view),
      ...(options.to.length === 0 ? {} : { to: options.to }),
    });
  },
});

function templateOption(text: string): TextOption & { readonly default: string } {
  return { kind: "text", default: text, problem: templateProblem, description: "A handlebars template" };
}

function templateProblem(text: string): string | null {
  try {
    compile("", text);
    return null;
  } catch (error) {
    return `is no usable template: ${messageOf(error)}`;
  }
}

/** Without escaping: every channel escapes what it sends. */
function compile(option: string, text: string): Template {
  return compileTemplate(text, { name: `notify.${option}`, sample: SAMPLE_VIEW, escape: "none" });
}
