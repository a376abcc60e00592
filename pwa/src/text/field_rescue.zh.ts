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

  "lock.draining": "锁定时仍在上传:{what}",
  "lock.waits": "{what}未送达,解锁后继续上传",

  "elsewhere.what": "这份草稿正在另一个窗口里打开",
  "elsewhere.then": "一份草稿同时只在一个窗口里填写。请到那个窗口继续;或者把它关掉,这里会自动打开。",
} as const;
