"""Entries that our own phone could not have written, and questions about the ledger."""

from __future__ import annotations

from server.domain.problems.base import Problem, Words


class SignatureProblem(Problem):
    code = "bad_signature"
    status = 422
    title = Words("签名不符", "The signature does not hold")
    detail = Words("这条记录的签名无法核实。", "The signature of this entry cannot be verified.")


class HeaderProblem(Problem):
    code = "bad_header"
    status = 422
    title = Words("签名头不符", "The header is not ours")
    detail = Words("签名头与规定的字节不一致。", "The signed header is not byte for byte the agreed one.")


class EntryProblem(Problem):
    code = "bad_entry"
    status = 422
    title = Words("内容无法解析", "The entry cannot be read")
    detail = Words("{why}", "{why}")


class DoubledKeyProblem(Problem):
    code = "doubled_key"
    status = 422
    title = Words("字段重复", "A key appears twice")
    detail = Words("JSON 中同一字段出现两次。", "The same key appears twice in one JSON object.")


class EntryTooLargeProblem(Problem):
    code = "entry_too_large"
    status = 413
    title = Words("单条内容太大", "The entry is too large")
    detail = Words("单条上限 {limit} 字节。", "An entry may have at most {limit} bytes.")


class WrongLedgerProblem(Problem):
    code = "wrong_ledger"
    status = 422
    title = Words("不属于本服务器", "Written for another ledger")
    detail = Words(
        "这条记录写给 {log}，本服务器是 {origin}。",
        "The entry was written for {log}; this ledger is {origin}.",
    )


class WrongDeviceProblem(Problem):
    code = "wrong_device"
    status = 422
    title = Words("不属于这台设备", "Written by another device")
    detail = Words("签名设备与发送设备不一致。", "The signing device is not the sending device.")


class GapProblem(Problem):
    code = "gap"
    status = 409
    permanent = False
    title = Words("中间缺少内容", "Something before it is missing")
    detail = Words("请从第 {after} 条之后重新发送。", "Please send again from after entry {after}.")


class RangeProblem(Problem):
    code = "bad_range"
    status = 422
    title = Words("范围不对", "Not a range of this ledger")
    detail = Words("本账目前共 {size} 条。", "The ledger has {size} leaves.")
