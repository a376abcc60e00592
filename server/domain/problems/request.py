"""Requests the server cannot read or will not take."""

from __future__ import annotations

from server.domain.problems.base import Problem, Words


class NotJsonProblem(Problem):
    code = "not_json"
    status = 400
    title = Words("内容不是 JSON", "Not JSON")
    detail = Words("请求内容无法按 JSON 读取。", "The request body cannot be read as JSON.")


class InvalidRequestProblem(Problem):
    code = "invalid_request"
    status = 422
    title = Words("请求内容有误", "The request is not valid")
    detail = Words("有字段缺失或不合规，见 fields。", "Some fields are missing or wrong; see `fields`.")


class NotFoundProblem(Problem):
    code = "not_found"
    status = 404
    title = Words("找不到", "Not found")
    detail = Words("没有这项内容，或您无权查看。", "There is no such thing, or it is not yours to see.")


class MethodNotAllowedProblem(Problem):
    code = "method_not_allowed"
    status = 405
    title = Words("不支持此操作", "Method not allowed")
    detail = Words("这个地址不支持此操作。", "This address does not know that method.")


class TooLargeProblem(Problem):
    code = "too_large"
    status = 413
    title = Words("内容太大", "Too large")
    detail = Words("内容超过上限 {limit} 字节。", "The content exceeds the limit of {limit} bytes.")


class UnsupportedTypeProblem(Problem):
    code = "unsupported_type"
    status = 415
    title = Words("内容类型不支持", "Unsupported content type")
    detail = Words("请以 JSON 发送。", "Please send JSON.")


class BusyProblem(Problem):
    code = "busy"
    status = 503
    permanent = False
    title = Words("服务器忙", "The server is busy")
    detail = Words("请 {retry_after} 秒后再试。", "Please try again in {retry_after} seconds.")


class TooManyProblem(Problem):
    code = "too_many"
    status = 429
    permanent = False
    title = Words("请求过多", "Too many requests")
    detail = Words(
        "本设备同时或连续的请求太多，请 {retry_after} 秒后再试。",
        "This device asks too much at once. Please try again in {retry_after} seconds.",
    )


class NotReadyProblem(Problem):
    code = "not_ready"
    status = 503
    permanent = False
    title = Words("服务器尚未就绪", "The server is not ready")
    detail = Words("{part} 尚未就绪。", "{part} is not ready yet.")


class InternalProblem(Problem):
    code = "internal"
    status = 500
    permanent = False
    title = Words("服务器出错", "Something went wrong on the server")
    detail = Words(
        "错误已记录，编号 {reference}。请稍后再试。",
        "The failure was noted as {reference}. Please try again later.",
    )


class HttpProblem(Problem):
    code = "http"
    status = 400
    title = Words("请求未被接受", "The request was not accepted")
    detail = Words("服务器不接受这个请求。", "The server does not accept this request.")
