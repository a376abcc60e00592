import { describe, expect, it } from "vitest";
import { enrolCode, href, parseHash, type Route } from "./router";

const ROUTES: Route[] = [
  { name: "home" },
  { name: "items", group: "SCH" },
  { name: "capture", draft: "01ab" },
  { name: "form", draft: "a/b 中" },
  { name: "record", record: "x" },
  { name: "me" },
];

describe("router", () => {
  it("reads back every address it writes", () => {
    for (const route of ROUTES) expect(parseHash(href(route))).toEqual(route);
  });

  it("opens home for what it does not know", () => {
    for (const hash of ["", "#", "#/nowhere", "#/form/", "#/form/a/b"]) {
      expect(parseHash(hash)).toEqual({ name: "home" });
    }
  });

  it("keeps a badly escaped part as it is", () => {
    expect(parseHash("#/form/%zz")).toEqual({ name: "form", draft: "%zz" });
  });

  it("finds the code of an enrolment link", () => {
    expect(enrolCode("#/enrol?code=AB12-CD34")).toBe("AB12-CD34");
    expect(enrolCode("#/enrol")).toBe("");
    expect(enrolCode("#/me?code=x")).toBe("");
  });
});
