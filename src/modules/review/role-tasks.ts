import type { StaffRole } from '../../core/access.ts'
import { paths } from '../../web/paths.ts'

type Task = { readonly text: string; readonly link?: { readonly href: string; readonly text: string } }

const nothingYet = '本平台目前没有需要您办理的事项。'

/** What each role is for, and where its work is done, as the landing page says it. */
export const roleTasks = {
  WINDOW: {
    text: '接收申请，审查材料是否齐全，告知补正，受理或者不予受理。',
    link: { href: paths.staffQueue, text: '待办' },
  },
  FIRST_REVIEWER: { text: '审查已受理的申请，提出初审意见。', link: { href: paths.staffQueue, text: '待办' } },
  SECOND_REVIEWER: { text: '复核初审意见。', link: { href: paths.staffQueue, text: '待办' } },
  APPROVER: { text: '作出核准、准予或者不予登记的决定。', link: { href: paths.staffQueue, text: '待办' } },
  CERT_CLERK: { text: '制作登记证书，登记证书的领取。', link: { href: paths.staffQueue, text: '待办' } },
  ACCOUNT_REVIEWER: { text: `审核申请人提交的注册用户申请。${nothingYet}` },
  HELP_DESK: { text: `在政务大厅为申请人办理账号事宜，不能查看办件。${nothingYet}` },
  SYS_ADMIN: { text: `管理工作人员账号和平台参数，不能查看办件。${nothingYet}` },
  AUDIT_ADMIN: { text: '查看本机关和平台的审计日志。', link: { href: paths.staffAudit, text: '审计日志' } },
} as const satisfies Record<StaffRole, Task>
