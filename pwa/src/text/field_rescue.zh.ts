/** The words for when something is in the way: a forgotten code, what cannot be sent, a second window. */
export const rescueZh = {
  "forgot.what": "内容不会丢",
  "forgot.then":
    "照片、记录和草稿仍加密存在这部手机里。解锁码不能重设;但城市的恢复密钥可以打开这里导出的文件。请按下面三步做:",
  "forgot.1": "导出加密文件,里面是所有未上传的内容和草稿",
  "forgot.2": "把文件交给管理员,由恢复密钥的保管人打开并收入",
  "forgot.3": "再按“登记另一位巡查员”重新登记。原来的内容仍留在手机里",
  "forgot.do": "导出加密文件",
  "forgot.busy": "正在导出…",
  "forgot.done": "已导出 {n} 项登记、{p} 张照片、{d} 份草稿:{name}",

  "again.why":
    "手机的钥匙和记录都不变,只是请服务器重新认识它。登记码由管理员发给您,只能用一次。密码只在这里用一次。",
  "again.who": "账号",
  "again.who_aside": "恢复后没有这个账号的,请管理员用同一用户名重建",
  "again.do": "重新登记",
  "again.busy": "正在重新登记…",
  "again.done": "已重新登记",
  "again.done_then": "服务器认识这部手机了。{what}正在重新上传;收到回执的,才显示已送达。",
  "again.done_empty": "服务器认识这部手机了,没有要重新上传的内容。",
  "again.back": "看上传情况",
  "again.known": "服务器认识这部手机",
  "again.known_then": "不需要重新登记。未上传的内容会自动上传。",
  "again.other": "这不是原来的服务器",
  "again.other_then": "没有把密码和登记码交给它。您的记录都在这部手机里;请核对网址,再问管理员。",
  "again.export": "暂时不能登记时",
  "again.export_why": "可以先把未上传的内容导出成加密文件,交给后台保管。",

  "lock.draining": "锁定时仍在上传:{what}",
  "lock.waits": "{what}未送达,解锁后继续上传",

  "elsewhere.what": "这份草稿正在另一个窗口里打开",
  "elsewhere.then": "一份草稿同时只在一个窗口里填写。请到那个窗口继续;或者把它关掉,这里会自动打开。",
} as const;
