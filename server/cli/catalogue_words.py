"""What is wrong with a catalogue, in the words of the person who wrote it."""

from __future__ import annotations

import re
from dataclasses import replace

from schemas.catalogue import CatalogueProblem
from server.cli.base import language

# What the checks say in English, as a pattern, and in Chinese; what a parser said stays as it said it.
_SAID = (
    (r"Missing data for required field\.", "必填项没有填"),
    (r"Unknown field\.", "没有这个字段"),
    (r"Field may not be null\.", "不能为空"),
    (r"Not a valid (string|integer|number|boolean|mapping type|list)\.", "类型不对"),
    (r"Invalid input type\.", "类型不对"),
    (r"(?:String does not match|Shorter than minimum length|Length must be).*", "长度或写法不对"),
    (r"Must be (greater|less) than or equal to (.+)\.", r"超出范围(\2)"),
    (r"(.+) is not known\. Must be one of: (.+)\.", r"没有 \1;只能是:\2"),
    (r"(.+) is not known\..*", r"没有 \1"),
    (r"(.+) is no earlier field\. Must be one of: (.+)\.", r"\1 不在它前面;只能是:\2"),
    (r"(.+) is no earlier field\..*", r"\1 不在它前面"),
    (r"Must be one of: (.+)\.", r"只能是:\1"),
    (r"Must be a map of sections\.", "应为若干部分组成的映射"),
    (r"Must be text in UTF-8\.", "不是 UTF-8 文本"),
    (r"Must be 2 to 6 capitals\.", "应为 2 至 6 个大写字母"),
    (r"Must be HH:MM-HH:MM\.", "应写作 HH:MM-HH:MM"),
    (r"Must be MM-DD\.", "应写作 MM-DD"),
    (r"Must be a text, a number or true/false\.", "应为文字、数字或 true/false"),
    (r"Must be below full_at\.", "应小于 full_at"),
    (r"Must be inside, uncertain and outside\.", "应为 inside、uncertain、outside 三项"),
    (r"Must be lower-case letters, digits and _\.", "应为小写字母、数字和下划线"),
    (r"Must be true or false\.", "应为 true 或 false"),
    (r"Must look like (.+)\.", r"应写作 \1 的样子"),
    (r"Must rise: min_self_check, min, max\.", "min_self_check、min、max 应依次增大"),
    (r"Must not be above max \((.+)\)\.", r"不能大于 max(\1)"),
    (r"Must be a number from (.+) to (.+)\.", r"应为 \1 至 \2 的数"),
    (r"Must begin with (.+)\.", r"应以 \1 开头"),
    (r"Needs either rate or max_miss\.", "rate 与 max_miss 须有其一"),
    (r"Needs exactly one of `is`, `in`, `not`\.", "`is`、`in`、`not` 须恰有其一"),
    (r"Points add up to (.+), not to score\.full \((.+)\)\.", r"各项分数合计 \1,与 score.full(\2)不符"),
    (r"Not for mode (.+); allowed: (.+)\.", r"mode 为 \1 时不能用;只能用:\2"),
    (r"Needed for mode (.+)\.", r"mode 为 \1 时必填"),
    (r"A (.+) needs (.+)\.", r"\1 缺少 \2"),
    (r"No item belongs to this group\.", "这一组没有事项"),
    (r"Only for (.+)\.", r"只能用于 \1"),
    (r"'(.+)' is given twice\.", r"“\1”重复"),
    (r"(.+) must look like 'NET 第九条' or 'NET'\.", r"\1 应写作 'NET 第九条' 或 'NET'"),
    (r"(.+) is true or false, not (.+)\.", r"\1 是 true 或 false,不是 \2"),
    (r"(.+) must end after it starts\.", r"\1 的结束应晚于开始"),
)


def catalogue_line(problem: CatalogueProblem) -> str:
    """Write a problem as one line in the terminal's language: file, item, field, what is wrong."""
    if language() != "zh":
        return str(problem)
    for pattern, words in _SAID:
        found = re.fullmatch(pattern, problem.message)
        if found:
            return str(replace(problem, message=found.expand(words)))
    return str(problem)
