import { describe, expect, it } from "vitest";
import { compileTemplate, type TemplateOptions } from "../../../src/core/templates/template.ts";
import { ANY_MEMBER } from "../../../src/core/templates/template-paths.ts";

const SAMPLE = {
  name: "n",
  note: null,
  rows: [{ label: "l", value: "v" }],
  owner: { id: "o" },
  params: { [ANY_MEMBER]: 1 },
};

function compile(source: string, options: Partial<TemplateOptions> = {}): (view: unknown) => string {
  return compileTemplate(source, { name: "a.hbs", sample: SAMPLE, escape: "none", ...options });
}

describe("compileTemplate", () => {
  it("fills in values, blocks and loops", () => {
    const source =
      "{{name}}{{#if note}} ({{note}}){{else}} -{{/if}}:{{#each rows}} {{@index}} {{label}}={{../name}}{{@root.owner.id}}{{#unless @last}},{{/unless}}{{/each}}{{#with owner}} {{id}}{{/with}} {{params.fast}}";
    const view = { ...SAMPLE, rows: [{ label: "a" }, { label: "b" }], params: { fast: 20 } };
    expect(compile(source)(view)).toBe("n -: 0 a=no, 1 b=no o 20");
  });

  it.each([
    ["{{nam}}", 'line 1: there is no "nam"; known: name, note, rows, owner, params'],
    ["{{#if nam}}x{{/if}}", 'there is no "nam"'],
    ["{{#unless owner.di}}x{{/unless}}", 'there is no "owner.di"; known: id'],
    ["\n\n{{#each rows}}\n{{lable}}{{/each}}", 'line 4: there is no "lable"; known: label, value'],
    ["{{#each rows}}{{name}}{{/each}}", 'there is no "name"; known: label, value'],
    ["{{#each rows}}{{../nam}}{{/each}}", 'there is no "../nam"'],
    ["{{#if note}}{{else}}{{nam}}{{/if}}", 'there is no "nam"'],
    ["{{@root.nam}}", 'there is no "@root.nam"'],
    ["{{#each rows}}{{@index.x}}{{/each}}", 'there is no "@index.x"'],
    ["{{@nonsense}}", 'there is no "@nonsense"'],
    ["{{name.length}}", 'there is no "name.length"'],
    ["{{owner.constructor}}", 'there is no "owner.constructor"'],
    ["{{shout name}}", 'there is no helper "shout"'],
    ["{{#if (shout name)}}x{{/if}}", 'there is no helper "shout"'],
    ["{{#shout}}x{{/shout}}", 'there is no block "shout"'],
    ["{{lookup owner name}}", 'there is no helper "lookup"'],
    ["{{log name}}", 'there is no helper "log"'],
    ["{{{name}}}", "unescaped output is not allowed"],
    ["{{&name}}", "unescaped output is not allowed"],
    ["{{> partial}}", "a PartialStatement is not allowed"],
    ["{{* decorator}}", "a Decorator is not allowed"],
    ['{{"text"}}', "a literal needs no braces"],
    ["{{#if name}}", "Parse error"],
  ])("refuses %s", (source, problem) => {
    expect(() => compile(source)).toThrow(expect.objectContaining({ code: "TEMPLATE_INVALID" }));
    expect(() => compile(source)).toThrow(problem);
  });

  it("tells all problems at once", () => {
    expect(() => compile("{{a}}\n{{b}}")).toThrow(/line 1: there is no "a".*\nline 2: there is no "b"/);
  });

  it("escapes HTML when told to, and nothing otherwise", () => {
    const view = { ...SAMPLE, name: `<b>"&'` };
    expect(compile("{{name}}", { escape: "html" })(view)).toBe("&lt;b&gt;&quot;&amp;&#x27;");
    expect(compile("{{name}}")(view)).toBe(`<b>"&'`);
  });

  it("lets no output pass without a helper in a format that has its own escaping", () => {
    const options = { escape: "helpers", helpers: { quote: (value: unknown) => `[${String(value)}]` } } as const;
    expect(compile("{{quote name}}{{#if note}}{{quote note}}{{/if}}", options)(SAMPLE)).toBe("[n]");
    expect(() => compile("{{name}}", options)).toThrow("write {{quote name}}");
    expect(() => compile("{{quote nam}}", options)).toThrow('there is no "nam"');
  });

  it("fails on a member of an open record that the view does not have", () => {
    expect(() => compile("{{params.fats}}")({ ...SAMPLE, params: { fast: 1 } })).toThrow("fats");
  });
});
