import { effect } from "@preact/signals";
import { render } from "preact";
import { lang, t } from "../text/desk";
import { startLook } from "../ui";
import { App } from "./app";
import { startRoute } from "./route";
import { start } from "./session";
import "./styles";

startLook("desk");
startRoute();
effect(() => {
  document.documentElement.lang = lang.value === "zh" ? "zh-CN" : "en";
  document.title = t("app.title");
});

const root = document.getElementById("app");
if (root) render(<App />, root);
void start();
