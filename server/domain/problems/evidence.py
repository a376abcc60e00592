"""Uploads of pictures."""

from __future__ import annotations

from server.domain.problems.base import Problem, Words


class NotAnnouncedProblem(Problem):
    code = "not_announced"
    status = 403
    permanent = False
    title = Words("照片尚未登记", "Not announced")
    detail = Words("请先发送登记这张照片的记录。", "Send the entry that announces this picture first.")


class EvidenceErasedProblem(Problem):
    code = "evidence_erased"
    status = 410
    title = Words("照片已依法删除", "The picture was erased")
    detail = Words("服务器不再收这张照片。", "This server takes it no more.")


class EvidenceUnreadableProblem(Problem):
    code = "evidence_unreadable"
    status = 503
    permanent = False
    title = Words("照片暂时读不出来", "The picture cannot be read now")
    detail = Words(
        "服务器读不出这张照片的原样。请稍后再试；一直如此时，请管理员运行 xunzheng check。",
        "The server cannot read this picture as it was stored. Please try again later; if that does not help,"
        " ask whoever runs the server for xunzheng check.",
    )


class UploadMetadataProblem(Problem):
    code = "bad_upload_metadata"
    status = 400
    title = Words("上传说明有误", "Upload metadata not valid")
    detail = Words("{why}", "{why}")


class TusVersionProblem(Problem):
    code = "tus_version"
    status = 412
    title = Words("上传协议版本不符", "Unknown tus version")
    detail = Words("服务器使用 tus 1.0.0。", "This server speaks tus 1.0.0.")


class EvidenceTooLargeProblem(Problem):
    code = "evidence_too_large"
    status = 413
    title = Words("照片太大", "The picture is too large")
    detail = Words("单张上限 {limit} 字节。", "A picture may have at most {limit} bytes.")


class LengthProblem(Problem):
    code = "length_differs"
    status = 409
    title = Words("大小与登记不符", "Length differs from the announced one")
    detail = Words(
        "登记为 {announced} 字节，实际声明 {declared} 字节。",
        "{announced} bytes were announced, {declared} declared.",
    )


class OffsetProblem(Problem):
    code = "offset_conflict"
    status = 409
    permanent = False
    title = Words("续传位置不符", "Wrong offset")
    detail = Words(
        "服务器已有 {offset} 字节，请从那里继续。", "The server has {offset} bytes; continue from there."
    )


class UploadLockedProblem(Problem):
    code = "upload_locked"
    status = 423
    permanent = False
    title = Words("正在上传", "Upload in progress")
    detail = Words("同一张照片正在上传。", "This picture is being uploaded already.")


class IncompleteProblem(Problem):
    code = "incomplete"
    status = 400
    permanent = False
    title = Words("传输中断", "The body ended early")
    detail = Words("只收到 {offset} 字节，请继续发送。", "Only {offset} bytes have arrived; please send on.")


class HashMismatchProblem(Problem):
    code = "hash_mismatch"
    status = 460
    permanent = False
    title = Words("校验不符", "The hash does not match")
    detail = Words(
        "内容与登记的哈希不符，请重新上传。", "The bytes do not match the announced hash; send them again."
    )


class ChecksumProblem(Problem):
    code = "bad_checksum"
    status = 400
    title = Words("校验方式不支持", "Unknown checksum")
    detail = Words("支持 sha256 和 sha1。", "sha256 and sha1 are known.")


class ChecksumMismatchProblem(Problem):
    code = "checksum_mismatch"
    status = 460
    permanent = False
    title = Words("分段校验不符", "The checksum does not match")
    detail = Words(
        "这一段在途中损坏，请从 {offset} 字节重新发送。",
        "This part was damaged on its way; send it again from {offset} bytes.",
    )


class EvidenceKeptProblem(Problem):
    code = "evidence_kept"
    status = 403
    title = Words("证据已入库", "The evidence is kept")
    detail = Words("已核实的照片不能由上传接口删除。", "A verified picture cannot be removed by its upload.")


class UploadGoneProblem(Problem):
    code = "upload_gone"
    status = 410
    permanent = False
    title = Words("上传已过期", "The upload has expired")
    detail = Words("请重新开始上传。", "Please begin the upload again.")
