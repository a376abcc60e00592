"""The sheet an officer is handed: name, code, QR, and what to do with them."""

from __future__ import annotations

from datetime import datetime
from html import escape

import segno

from server.services.people import EnrolCode

_PAGE = """<!doctype html>
<html lang="zh"><meta charset="utf-8"><title>{title}</title>
<style>
@page {{ size: A5; margin: 14mm }}
body {{ font: 15px/1.6 system-ui, "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif }}
h1 {{ font-size: 20px; margin: 0 0 4px }} p {{ margin: 6px 0 }}
.code {{ font: 700 30px/1.4 ui-monospace, monospace }}
svg {{ display: block; width: 52mm; height: 52mm }} small {{ color: #333 }} .url {{ word-break: break-all }}
</style>
<h1>{title}</h1>
<p>{name}({username})</p>
{qr}
<p class="code">{code}</p>
{password}
<ol>
<li>用手机浏览器(不是微信)扫码,或打开 <span class="url">{url}</span>
<br><small>Scan with the phone's browser.</small></li>
<li>按提示添加到主屏幕,从主屏幕打开
<br><small>Add it to the home screen and open it there.</small></li>
<li>登录,输入登记码,设置解锁码
<br><small>Sign in, enter the code, choose an unlock code.</small></li>
</ol>
<p>{until} 前有效,只能用一次。遗失请告知管理员。
<br><small>Valid once, until {until}. Tell the administrator when it is lost.</small></p>
</html>
"""


def _local(at: datetime) -> str:
    here = at.astimezone()
    return f"{here:%Y-%m-%d %H:%M} (UTC{here:%z})"


def enrol_sheet(issued: EnrolCode, url: str, city: str) -> str:
    """Give the sheet as a whole HTML page that needs nothing else to print."""
    password = ""
    if issued.first_password:
        password = f"<p>初始密码 / first password: <b>{escape(issued.first_password)}</b></p>"
    return _PAGE.format(
        title=escape(f"{city} 设备登记" if city else "设备登记"),
        name=escape(issued.user.name),
        username=escape(issued.user.username),
        qr=segno.make(url, error="m").svg_inline(omitsize=True),
        code=escape(issued.code),
        password=password,
        url=escape(url.partition("#")[0]),
        until=_local(issued.expires_at),
    )
