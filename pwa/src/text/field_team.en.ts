import type { teamZh } from "./field_team.zh";

export const teamEn: Record<keyof typeof teamZh, string> = {
  "mark.do": "Hide or mark",
  "mark.redo": "Change what is hidden or marked",
  "mark.title": "Hide and mark",
  "mark.tool": "Tool",
  "mark.hide": "Hide",
  "mark.arrow": "Arrow",
  "mark.circle": "Circle",
  "mark.add": "Add in the middle",
  "mark.undo": "Undo one",
  "mark.how": "Drag across faces and number plates to hide them; a tap works too.",
  "mark.keys": "When selected: arrow keys move it, Shift + arrows resize it, Delete removes it",
  "mark.one": "{tool} {n}",
  "mark.save": "Use this one",
  "mark.saving": "Making it…",
  "mark.then":
    "Reviewers, liaisons and exports see only this one. The original is sealed; opening it takes a reason and leaves a trace.",
  "mark.personal": "This item is about persons: hide faces and number plates in the photos first.",
  "mark.done": "hidden",
  "mark.marked": "marked",
  "mark.lost": "The original is no longer on this phone and cannot be changed.",
};
