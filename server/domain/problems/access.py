"""Who is asking, and whether they may."""

from __future__ import annotations

from server.domain.problems.base import Problem, Words


class SignInProblem(Problem):
    code = "sign_in"
    status = 401
    permanent = False
    title = Words("请先登录", "Please sign in")
    detail = Words("登录已过期或尚未登录。", "You are not signed in, or the session has ended.")


class DeviceTokenProblem(Problem):
    code = "device_token"
    status = 401
    permanent = False
    title = Words("设备令牌无效", "The device token is not valid")
    detail = Words("令牌过期或无效，请重新换取。", "The token has expired or is wrong; ask for a new one.")


class ForbiddenProblem(Problem):
    code = "forbidden"
    status = 403
    title = Words("没有权限", "Not allowed")
    detail = Words("您的角色不能做这件事。", "Your role does not allow this.")


class ForeignOriginProblem(Problem):
    code = "foreign_origin"
    status = 403
    title = Words("请求来源不符", "Request from elsewhere")
    detail = Words(
        "此操作只接受本站页面发出的请求。", "This action is taken only from this site's own pages."
    )


class WrongPasswordProblem(Problem):
    code = "wrong_password"
    status = 401
    title = Words("用户名或密码不对", "Wrong user name or password")
    detail = Words("请核对后重试。", "Please check and try again.")


class TooManyAttemptsProblem(Problem):
    code = "too_many_attempts"
    status = 429
    permanent = False
    title = Words("尝试次数过多", "Too many attempts")
    detail = Words("请 {retry_after} 秒后再试。", "Please try again in {retry_after} seconds.")


class WeakPasswordProblem(Problem):
    code = "weak_password"
    status = 422
    title = Words("密码太弱", "The password is too weak")
    detail = Words("请换一个更长、更不易猜到的密码。", "Please choose a longer one that is harder to guess.")


class SetupClosedProblem(Problem):
    code = "setup_closed"
    status = 403
    title = Words("初始化链接无效", "The setup link is not valid")
    detail = Words(
        "链接已使用、已过期或不正确。还没有管理员时,重新启动服务会给出新链接;已有管理员时请直接登录。",
        "The link was used, has expired or is wrong. While there is no administrator, a restart of the "
        "server prints a new one; otherwise please sign in.",
    )


class CodeProblem(Problem):
    code = "code_invalid"
    status = 403
    title = Words("登记码无效", "The enrolment code is not valid")
    detail = Words(
        "登记码不正确、已使用、已过期，或属于另一位用户。",
        "The code is wrong, used, expired, or belongs to another user.",
    )


class ProofProblem(Problem):
    code = "proof_invalid"
    status = 422
    title = Words("设备签名不符", "The device's proof does not hold")
    detail = Words("设备未能证明持有其密钥。", "The device did not prove that it holds its key.")


class DeviceKeyProblem(Problem):
    code = "device_key_invalid"
    status = 422
    title = Words("设备密钥无效", "Not a usable device key")
    detail = Words("需要 P-256 公钥（JWK）。", "A P-256 public key (JWK) is needed.")


class DeviceTakenProblem(Problem):
    code = "device_taken"
    status = 409
    title = Words("设备已登记", "The device is enrolled already")
    detail = Words("这把密钥已登记过。", "This key was enrolled before.")


class UnknownDeviceProblem(Problem):
    code = "unknown_device"
    status = 404
    title = Words("设备未登记", "Unknown device")
    detail = Words("服务器不认识这台设备。", "The server does not know this device.")


class NonceProblem(Problem):
    code = "nonce_invalid"
    status = 403
    permanent = False
    title = Words("挑战已失效", "The challenge is no longer valid")
    detail = Words("请重新获取挑战。", "Ask for a new challenge.")


class DemoOnlyProblem(Problem):
    code = "demo_only"
    status = 403
    title = Words("仅限演示城市", "Demo city only")
    detail = Words("演示设备只能在演示城市登记。", "Demo devices can be enrolled in the demo city only.")
