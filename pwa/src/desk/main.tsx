import { render } from "preact";

const root = document.getElementById("app");
if (root) render(<p>巡证</p>, root);
