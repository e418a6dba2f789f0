import type { StaffRole } from '../../core/access.ts'
import { paths } from '../../web/paths.ts'

type Task = { readonly text: string; readonly link?: { readonly href: string; readonly text: string } }

/** What each role is for, and where its work is done, as the landing page says it. */
export const roleTasks = {
  WINDOW: {
    text: '接收申请，审查材料是否齐全，告知补正，受理或者不予受理；登记证书制作以后，核对领取人，登记发证。',
    link: { href: paths.staffQueue, text: '待办' },
  },
  FIRST_REVIEWER: { text: '审查已受理的申请，提出初审意见。', link: { href: paths.staffQueue, text: '待办' } },
  SECOND_REVIEWER: { text: '复核初审意见。', link: { href: paths.staffQueue, text: '待办' } },
  APPROVER: { text: '作出核准、准予或者不予登记的决定。', link: { href: paths.staffQueue, text: '待办' } },
  CERT_CLERK: {
    text: '制作登记证书，由他人制作的，登记领取；在登记簿中收回、换发、补发证书。',
    link: { href: paths.staffQueue, text: '待办' },
  },
  SUPERVISOR: {
    text: '对申请人送来的成立、变更、章程核准、注销等申请答复是否同意，只能看到送到本单位的申请。',
    link: { href: paths.staffConsents, text: '征求意见' },
  },
  ACCOUNT_REVIEWER: {
    text: '审核新申请成立社会组织的个人（注册用户审核），查询原系统账号并重置其密码，不能查看办件。',
    link: { href: paths.staffRegistrations, text: '注册用户审核' },
  },
  HELP_DESK: {
    text: '在政务大厅核对申请人的证件和材料，代为注册、修改账号信息、重置密码、解除锁定、修改手机号，不能查看办件。',
    link: { href: paths.desk, text: '用户管理' },
  },
  SYS_ADMIN: {
    text: '开设和停用工作人员账号，分配岗位，重置密码，不能查看办件。',
    link: { href: paths.staffAdmin, text: '工作人员管理' },
  },
  AUDIT_ADMIN: { text: '查看本机关和平台的审计日志。', link: { href: paths.staffAudit, text: '审计日志' } },
} as const satisfies Record<StaffRole, Task>
