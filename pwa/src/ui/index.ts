/** The component set. Import from here; styles come with it. */
import "./tokens.css";
import "./base.css";
import "./ui.css";
import "./parts.css";
import "./controls.css";

export { Banner, type Tab, TabBar, TopBar } from "./Bars";
export { Button } from "./Button";
export { Choice, type Option } from "./Choice";
export { Field } from "./Field";
export { Icon, type IconNode } from "./Icon";
export { ListRow, Photo, Segments } from "./List";
export { SIZES, startLook, type TextSize, THEMES, type Theme, textSize, theme } from "./look";
export { PinPad } from "./PinPad";
export { Dialog, Sheet } from "./Sheet";
export { Empty, ErrorBox, Message, Progress, StatusPill, type Tone } from "./Status";
export { Stepper } from "./Stepper";
export { TextInput } from "./TextInput";
