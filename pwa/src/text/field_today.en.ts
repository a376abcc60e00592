import type { todayZh } from "./field_today.zh";

/** English of today's tasks, of the search and of the map. */
export const todayEn: Record<keyof typeof todayZh, string> = {
  "today.tasks": "Tasks",
  "today.all": "All {n}",
  "today.any": "Any time today",
  "today.until": "By {day}",
  "today.left": "{n} min left",
  "today.left_h": "{h} h {n} min left",
  "today.later": "Starts at {at}",
  "today.over": "Time is over",
  "today.done": "Done",
  "today.items": "{n} items",
  "today.part": "{n} items, {d} done",
  "today.start": "Start",
  "today.start_at": "Start: {place}",
  "today.go_on": "Go on",
  "today.choose": "Which item?",
  "today.unknown_place": "Place {id}",
  "today.near": "Nearby",
  "today.locating": "Finding where you are…",
  "today.none_near": "No place on file within 5 km.",
  "today.count": "Today {d}/{n}",
  "today.none": "No tasks today",
  "today.none_then":
    "What the desk assigns appears here at the next contact. You can record without a task at any time.",

  "state.overdue": "Time is over",
  "state.due": "To do",
  "state.done": "Done",
  "state.never": "Never inspected",

  "search.title": "Search",
  "search.hint": "Items or places: name, pinyin or initials",
  "search.items": "Items",
  "search.places": "Places",
  "search.none": "Nothing found",
  "search.none_then": "Try other words, or initials alone such as zxx.",
  "search.starred": "Favourites",
  "search.recent": "Recent",
  "search.star": "Add to favourites: {name}",
  "search.unstar": "Remove from favourites: {name}",
  "search.start_hint":
    "Type a name, pinyin or initials, for example zxx. A star keeps an item or place at hand.",
};
