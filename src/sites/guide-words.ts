type GuideWords = readonly { readonly guide: string; readonly here: string }[]

/** Words of the materials list of the counter and of the certificate guide (一证通), which people of every province hold. */
export const commonGuideWords: GuideWords = [
  { guide: '法人代表、代表人', here: '法定代表人' },
  { guide: '授权人、被授权人、受委托人', here: '委托人、受托人' },
  { guide: '办事人员', here: '经办人' },
  { guide: '政务大厅、政务服务大厅', here: '当地政务服务大厅的窗口，地址见“联系我们”' },
  { guide: '账户密码', here: '登录密码，登录页上写作“密码”' },
  { guide: '账号处、账户名、用户名', here: '用户账号；登录页上写作“用户名”' },
  { guide: '暂存办件、业务填报', here: '我的办件中的草稿、填写内容' },
  { guide: '一证通方式、一证通证书', here: '法人登录页的“一证通方式”，说明在“一证通登录”' },
  { guide: '非证书用户名、非证书方式', here: '法人登录的用户名和密码；绑定证书时写作“非证书用户名”' },
  { guide: '绑定证书', here: '第一次用证书登录时的“绑定证书”；以后在用户中心的“证书绑定”' },
  { guide: '待签章、电子签章', here: '材料页的“在线签章”；列出以后在“待签章”签章' },
  { guide: '重置用户名密码', here: '绑定证书时的“忘记用户名或者密码”，或者登录页的“忘记密码”' },
]
