"""Cross references of a catalogue document whose shape is good: every name must lead somewhere.

Each check is a generator of faults over one part; the list at the end is the order of
reporting. A fault says what would have been allowed.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain

from schemas.catalogue_fields import Part, field_faults, when_faults
from schemas.catalogue_names import Fault, Faults, bad_cite, doubled, number_parameters, unknown

VERDICTS = {"inside", "uncertain", "outside"}
# Score keys by mode: exactly these, plus the optional ones.
SCORE_KEYS = {
    "deduct": ({"mode", "points", "cap"}, {"only_if", "veto"}),
    "sum": ({"mode", "full", "pass"}, set()),
    "rate": ({"mode", "points", "full_at", "zero_at"}, set()),
}
SCORE_MODES = {
    "violation": ("deduct",),
    "checklist": ("sum",),
    "tally": ("rate",),
    "register": ("deduct", "rate"),
}
PARTS = {"violation": set(), "checklist": {"checks"}, "tally": {"counters", "sample"}, "register": set()}


def reference_problems(document: Part) -> list[Fault]:
    """List every reference that leads nowhere, sections first, then items in file order."""
    sections = [
        _meta_faults, _code_faults, _group_faults, _geo_rule_faults, _category_faults, _window_faults,
    ]  # fmt: skip
    found = list(chain.from_iterable(check(document) for check in sections))
    common = document["common_fields"]
    found += field_faults(document, "common_fields", common, [])
    for item in document["items"]:
        found += field_faults(document, item["code"], item["fields"], common)
        for check in ITEM_CHECKS:
            found += check(document, item)
    return found


def _meta_faults(document: Part) -> Faults:
    levels: Part = next((one for one in document["common_fields"] if one["code"] == "check_level"), {})
    for level in document["meta"]["score_levels"]:
        yield from unknown("meta", "score_levels", level, levels.get("choices", {}))


def _code_faults(document: Part) -> Faults:
    for section in ("groups", "common_fields", "items"):
        yield from doubled(section, "code", [one["code"] for one in document[section]])


def _group_faults(document: Part) -> Faults:
    used = {item["group"] for item in document["items"]}
    for group in document["groups"]:
        if group["code"] not in used:
            yield Fault("groups", group["code"], "No item belongs to this group.")


def _geo_rule_faults(document: Part) -> Faults:
    numbers, local = number_parameters(document), document["local_parameters"]
    schools = [code for code, one in document["place_categories"].items() if one.get("school")]
    for code, rule in document["geo_rules"].items():
        yield from unknown("geo_rules", f"{code}.radius_param", rule["radius_param"], numbers)
        for category, name in rule.get("radius_by_category", {}).items():
            yield from unknown("geo_rules", f"{code}.radius_by_category", category, schools)
            yield from unknown("geo_rules", f"{code}.radius_by_category.{category}", name, numbers)
        yield from unknown("geo_rules", f"{code}.method_param", rule["method_param"], local)
        method = local.get(rule["method_param"], {}).get("value")
        yield from unknown("local_parameters", f"{rule['method_param']}.value", method, rule["methods"])
        for name, one in rule["methods"].items():
            if one["legal"] is not None:
                yield from bad_cite(document, "geo_rules", f"{code}.methods.{name}.legal", one["legal"])
        if set(rule["verdicts"]) != VERDICTS:
            yield Fault("geo_rules", f"{code}.verdicts", "Must be inside, uncertain and outside.")


def _category_faults(document: Part) -> Faults:
    lists = document["choice_lists"]
    for code, category in document["place_categories"].items():
        for name, choice in category.get("as", {}).items():
            path = f"{code}.as.{name}"
            yield from unknown("place_categories", path, name, lists)
            yield from unknown("place_categories", path, choice, lists.get(name, {}))


def _window_faults(document: Part) -> Faults:
    for code, window in document["windows"].items():
        for span in window["times"]:
            start, _, end = span.partition("-")
            if start >= end:
                yield Fault("windows", f"{code}.times", f"{span} must end after it starts.")


def _name_faults(document: Part, item: Part) -> Faults:
    code, departments = item["code"], document["departments"]
    groups = [group["code"] for group in document["groups"]]
    yield from unknown(code, "group", item["group"], groups)
    if not code.startswith(f"{item['group']}-"):
        yield Fault(code, "code", f"Must begin with {item['group']}-.")
    wanted = [("dept.lead", item["dept"]["lead"])]
    wanted += [("dept.assist", one) for one in item["dept"]["assist"]]
    wanted += [("escalate.to", one) for one in item.get("escalate", {}).get("to", [])]
    wanted += [("hand_over.to", one["to"]) for one in [item.get("hand_over")] if one]
    for path, name in wanted:
        yield from unknown(code, path, name, departments)
    for key, section in (("window", "windows"), ("geo_rule", "geo_rules")):
        if key in item:
            yield from unknown(code, key, item[key], document[section])
    for key, section in (("strata", "choice_lists"), ("gates", "gates")):
        for name in item.get(key, []):
            yield from unknown(code, key, name, document[section])


def _unique_faults(document: Part, item: Part) -> Faults:
    parts = [*document["common_fields"], *item["fields"], *item.get("checks", []), *item.get("counters", [])]
    yield from doubled(item["code"], "code", [part["code"] for part in parts])


def _evidence_faults(document: Part, item: Part) -> Faults:
    code, evidence, shots = item["code"], item["evidence"], document["shot_types"]
    fields = {field["code"]: field for field in (*document["common_fields"], *item["fields"])}
    for shot in evidence["shots"]:
        yield from unknown(code, "evidence.shots", shot, shots)
    for extra in evidence.get("shots_if", []):
        yield from unknown(code, "evidence.shots_if", extra["shot"], shots)
        yield from when_faults(document, code, ("evidence.shots_if.when", extra["when"]), fields)
    if "hand_over" in item:
        yield from unknown(code, "hand_over.paper", item["hand_over"]["paper"], shots)
    photos = evidence["photos"]
    if not photos.get("min_self_check", 0) <= photos["min"] <= photos["max"]:
        yield Fault(code, "evidence.photos", "Must rise: min_self_check, min, max.")
    if "on_fail" in evidence and item["kind"] != "checklist":
        yield Fault(code, "evidence.on_fail", "Only for checklists.")


def _legal_faults(document: Part, item: Part) -> Faults:
    fields = {field["code"]: field for field in (*document["common_fields"], *item["fields"])}
    for cite in item["legal"]:
        yield from bad_cite(document, item["code"], "legal", cite)
    for one in item.get("legal_if", []):
        yield from bad_cite(document, item["code"], "legal_if", one["cite"])
        yield from when_faults(document, item["code"], ("legal_if.when", one["when"]), fields)


def _kind_faults(_: Part, item: Part) -> Faults:
    code, kind = item["code"], item["kind"]
    for key in sorted(PARTS[kind] - set(item)):
        yield Fault(code, key, f"A {kind} needs {key}.")
    if "checks" in item and kind != "checklist":
        yield Fault(code, "checks", "Only for checklists.")
    if "counters" in item and kind not in {"tally", "register"}:
        yield Fault(code, "counters", "Only for tallies and registers.")
    counted = {one["role"] for one in item.get("counters", []) if not one.get("separate")}
    if kind == "tally" and counted != {"hit", "miss"}:
        yield Fault(code, "counters", "A tally needs a hit and a miss that are not separate.")
    if any(field["type"] == "auto_distance" for field in item["fields"]) and "geo_rule" not in item:
        yield Fault(code, "geo_rule", "A field of type auto_distance needs a geo_rule.")
    target = item.get("target")
    if target and ("rate" in target) == ("max_miss" in target):
        yield Fault(code, "target", "Needs either rate or max_miss.")


def _score_faults(_: Part, item: Part) -> Faults:
    code, score = item["code"], item["score"]
    mode = score["mode"]
    yield from unknown(code, "score.mode", mode, SCORE_MODES[item["kind"]])
    needed, optional = SCORE_KEYS[mode]
    for key in sorted(needed - set(score)):
        yield Fault(code, f"score.{key}", f"Needed for mode {mode}.")
    for key in sorted(set(score) - needed - optional):
        yield Fault(
            code, f"score.{key}", f"Not for mode {mode}; allowed: {', '.join(sorted(needed | optional))}."
        )
    total = sum(check["points"] for check in item.get("checks", []))
    if mode == "sum" and total != score.get("full"):
        yield Fault(code, "checks", f"Points add up to {total}, not to score.full ({score.get('full')}).")
    if mode == "rate" and score.get("zero_at", 0) >= score.get("full_at", 1):
        yield Fault(code, "score.zero_at", "Must be below full_at.")


def _raise_faults(document: Part, item: Part) -> Faults:
    if "may_raise" in item:
        listed = [one["code"] for one in document["items"] if one["negative_list"]]
        yield from unknown(item["code"], "may_raise", item["may_raise"], listed)


ITEM_CHECKS: list[Callable[[Part, Part], Faults]] = [
    _name_faults, _unique_faults, _evidence_faults, _legal_faults, _kind_faults, _score_faults, _raise_faults,
]  # fmt: skip
