// The desk's styles, from the shell inwards; `narrow` comes last because it changes the others.
import "./shell.css";
import "./panes.css";
import "./queue.css";
import "./stage.css";
import "./strip.css";
import "./map.css";
import "./facts.css";
import "./facts_blocks.css";
import "./decide.css";
import "./rooms.css";
import "./phones.css";
import "./paper.css";
import "./narrow.css";
