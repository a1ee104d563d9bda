import fc from "fast-check";
import Handlebars from "handlebars";
import { describe, expect, it } from "vitest";
import { jsonMarkup, markup } from "../../../src/report/svg/markup.ts";

describe("markup", () => {
  it("escapes every string, whatever it is", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const inner = markup`<b title="${text}">`.toString().slice('<b title="'.length, -2);
        expect(inner).not.toMatch(/[<>"']/);
        expect(Handlebars.Utils.escapeExpression(text).length).toBeGreaterThanOrEqual(text.length);
      }),
    );
    expect(markup`${`<a href='x'>"&`}`.toString()).toBe("&lt;a href=&#39;x&#39;&gt;&quot;&amp;");
  });

  it("takes other markup as it is, joins lists and leaves null out", () => {
    const parts = [markup`<i>${1}</i>`, markup`<i>${"<"}</i>`];
    expect(markup`<g>${parts}${null}</g>`.toString()).toBe("<g><i>1</i><i>&lt;</i></g>");
  });

  it("rounds numbers and refuses those that cannot be drawn", () => {
    expect(markup`${1 / 3} ${-0.001} ${12}`.toString()).toBe("0.33 0 12");
    expect(() => markup`${Number.NaN}`).toThrow(RangeError);
    expect(() => markup`${Number.NEGATIVE_INFINITY}`).toThrow(RangeError);
  });

  it("is printed by a template as it is, a string is not", () => {
    const template = Handlebars.compile("{{a}}{{b}}");
    expect(template({ a: markup`<i>`, b: "<i>" })).toBe("<i>&lt;i&gt;");
  });
});

describe("JSON inside a page", () => {
  it("comes back equal and cannot end its element", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = jsonMarkup(value).toString();
        expect(text).not.toContain("<");
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
    expect(jsonMarkup("</script><!--").toString()).not.toContain("<");
  });
});
