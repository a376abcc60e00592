"""Decisions of the desk."""

from __future__ import annotations

from server.domain.problems.base import Problem, Words


class StaleProblem(Problem):
    code = "stale"
    status = 409
    title = Words("页面已过时", "The page is out of date")
    detail = Words("另一位人员已先处理，请刷新。", "Someone else was first; please reload.")


class EvidencePendingProblem(Problem):
    code = "evidence_pending"
    status = 409
    permanent = False
    title = Words("原图未到齐", "Originals still on their way")
    detail = Words(
        "还有 {missing} 张原图未核实，暂不能通过。",
        "{missing} originals are not verified yet; accepting must wait.",
    )


class OwnRecordProblem(Problem):
    code = "own_record"
    status = 403
    title = Words("不能审核自己的记录", "Your own record")
    detail = Words("记录人不能审核自己的记录。", "The recorder cannot review their own record.")


class IllegalStepProblem(Problem):
    code = "illegal_step"
    status = 409
    title = Words("此时不能这样处理", "Not possible now")
    detail = Words("记录当前状态为 {state}。", "The record's present state is {state}.")


class ReasonProblem(Problem):
    code = "reason_needed"
    status = 422
    title = Words("需要理由", "A reason is needed")
    detail = Words("请选择此处理方式允许的理由代码。", "Choose one of the reason codes of this decision.")


class SealedProblem(Problem):
    code = "sealed"
    status = 403
    title = Words("原图已封存", "The original is sealed")
    detail = Words(
        "巡查员已遮挡人脸或车牌。查看原图须有权限并说明理由,每次都会留痕。",
        "The officer hid a face or plate. The original opens with a right and a reason; it is noted.",
    )
