"""What `check` finds, in the words of the person who reads it."""

from __future__ import annotations

import re

from server.cli.base import language
from server.services.checking import Finding

_PARTS = {
    "blob": "照片",
    "checkpoint": "留存的校验点",
    "database": "数据库",
    "derived": "缩略图",
    "erasure": "删除",
    "guard": "防改触发器",
    "keys": "密钥",
    "ledger": "账本",
    "node": "存证树",
    "restart": "重启说明",
    "secret": "口令",
    "upload": "半截上传",
    "view": "视图",
    "work": "后台任务",
}
# What is said in English, as a pattern, and in Chinese.
_SAID = (
    ("missing", "缺失"),
    ("is missing", "缺失"),
    ("leaf missing", "缺一条"),
    ("added", "多出"),
    ("is too many", "多出"),
    ("changed", "被改动"),
    ("differs", "不符"),
    ("hash differs", "内容与哈希不符"),
    ("is missing or changed", "缺失或被改动"),
    (r"has (\d+) bytes instead of (\d+)", r"有 \1 字节,应为 \2"),
    ("no row names this file", "没有任何记录提到这个文件"),
    ("leaf hash differs", "叶哈希不符"),
    ("type, version or time differ from the leaf", "类型、版本或时间与叶不符"),
    ("payload digest differs", "内容与摘要不符"),
    ("subject or actor differ from the payload", "对象或操作者与内容不符"),
    ("the payload is gone", "内容不见了"),
    ("a server event holds a journal entry", "服务端事件里混入了手机条目"),
    ("the leaf says something else than the payload", "叶与内容不符"),
    (r"the head says (\d+) leaves, there are (\d+)", r"账本头写 \1 条,实有 \2 条"),
    ("the head's root differs from the leaves", "账本头的根与各叶不符"),
    ("the checkpoint that this entry embeds is not one of this log", "条目所带校验点不属于本账本"),
    ("the checkpoint that this entry embeds cannot be read", "条目所带校验点无法读取"),
    ("the entry does not follow its chain", "条目不接前一条"),
    (r"the entry does not verify \((.+)\)", r"条目验证不通过(\1)"),
    ("entry differs from the leaf", "条目与叶不符"),
    ("entry differs from what was decided about it", "条目与当时的判定不符"),
    ("the log has no key of this device", "账本没有该设备的公钥"),
    ("the device's key cannot be read", "设备公钥无法读取"),
    ("the device's key is not the one it is named by", "设备公钥与设备号不符"),
    ("only a part of the entry is there", "条目只剩一部分"),
    ("the entry is gone and no erasure names it", "条目不见了,又没有删除记录"),
    (r"the erased entry (\w+) is still there", r"已删除的条目 \1 仍在"),
    ("is here again: xunzheng erase --again", "又回来了:请运行 xunzheng erase --again"),
    ("the picture is here again: xunzheng erase --again", "照片又回来了:请运行 xunzheng erase --again"),
    ("is not on the list of erasures", "不在删除清单上"),
    ("has a password that nobody set", "有来历不明的口令"),
    ("nobody is asked to look at this picture", "没有安排检查这张照片"),
    (r"(\w+) was given up", r"屡试不成,已停下(\1)"),
    (r"(thumb|view) is not there", "没有小图"),
    ("is stored already", "已经入库"),
    (r"cannot be read \((.+)\)", r"无法读取(\1)"),
    (r"this log is no continuation of it \((\d+) leaves\)", r"本账本不是它的延续(\1 条)"),
    (r"the note does not hold \((.+)\)", r"说明无效(\1)"),
    ("this log is no continuation of the note", "本账本不是说明的延续"),
    ("is not the key that the newest restart note names", "不是最新重启说明所写的密钥"),
    ("others on this machine can read it", "本机其他人可读"),
    ("is still on this machine: move it off", "还在本机:请移走"),
)


def finding_line(finding: Finding) -> str:
    """Write a finding as one line in the terminal's language; what a database said stays as it said it."""
    if language() != "zh":
        return str(finding)
    what = finding.what
    for pattern, words in _SAID:
        found = re.fullmatch(pattern, what)
        if found:
            what = found.expand(words)
            break
    return f"{_PARTS.get(finding.part, finding.part)} {finding.where}:{what}"
