import { residentIdCheckChar } from '../../../core/identity/resident-id.ts'
import { usccCheckChar, orgCodeCheckChar } from '../../../core/identity/uscc.ts'
import { fields, type Page } from '../../../core/forms/page.ts'
import type { RawValues } from '../../../core/forms/field.ts'
import type { Answers } from '../../../core/matters/define.ts'
import { identityFields } from '../../shared/people.ts'
import { numbersOf } from '../../shared/numbers.ts'
import { founders, founderUnits } from '../shared/examples.ts'

/** Members a 社会团体 has at least: all of them units, or else all together (《社会团体登记管理条例》第十条第一项). */
export const fewestMembers = { units: 30, together: 50 } as const

const most = 500

/** Cases filled in before members were lists say how many there are and bring the lists on paper. */
export const typedCounts = { page: 'members', field: 'unitMemberCount' } as const
const asLists = { ...typedCounts, is: [''] } as const

const surnames = '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华'
const givenNames = ['若谷', '明远', '思齐', '清越', '怀瑾', '望舒']

/** An invented person of a number, always the same. */
const invented = (n: number): RawValues => {
  const day = String((n % 28) + 1).padStart(2, '0')
  const body = `140105${String(1960 + (n % 40))}${String((n % 12) + 1).padStart(2, '0')}${day}${String(100 + n).padStart(3, '0')}`
  return {
    name: `${surnames[n % surnames.length] ?? ''}${givenNames[n % givenNames.length] ?? ''}`,
    idNumber: body + residentIdCheckChar(body),
    phone: `139001${String(20_000 + n)}`,
  }
}

const inventedUnit = (n: number): RawValues => {
  const org = `MA0MB${String(100 + n)}`
  const body = `91140100${org}${orgCodeCheckChar(org)}`
  return {
    orgName: `太原市晋阳示例${['修缮', '设计', '工程', '材料', '文化'][n % 5] ?? ''}${['甲', '乙'][Math.floor(n / 5)] ?? ''}有限公司`,
    orgUscc: body + usccCheckChar(body),
    representative: `${surnames[(n + 7) % surnames.length] ?? ''}${givenNames[n % givenNames.length] ?? ''}`,
    phone: `0351-66${String(10_200 + n)}`,
  }
}

/** Founders are members, and so are the units that found. */
const memberUnits: readonly RawValues[] = [
  ...founderUnits.map(({ orgName, orgUscc, orgHead, orgPhone }) => ({
    ...(orgName ? { orgName } : {}),
    ...(orgUscc ? { orgUscc } : {}),
    ...(orgHead ? { representative: orgHead } : {}),
    ...(orgPhone ? { phone: orgPhone } : {}),
  })),
  ...Array.from({ length: 10 }, (_, n) => inventedUnit(n)),
]

const memberPersons: readonly RawValues[] = [
  ...founders.map(({ name = '', idNumber = '', phone = '13900001234' }) => ({ name, idNumber, phone })),
  ...Array.from({ length: 63 }, (_, n) => invented(n)),
]

/** Members by name; the counts, and 会员名单, are made of them. */
export const memberPages = [
  {
    code: 'unitMembers',
    title: '单位会员名单',
    intro: `全部单位会员。没有的不用添加。单位会员${fewestMembers.units}个以上，或者个人会员${fewestMembers.together}个以上；两种会员都有的，总数不少于${fewestMembers.together}个。`,
    when: asLists,
    fields: [],
    list: {
      noun: '单位会员',
      measure: '个',
      min: 0,
      max: most,
      bulk: true,
      titleField: 'orgName',
      examples: memberUnits,
      fields: fields(
        {
          name: 'orgName',
          label: '单位名称',
          kind: 'orgName',
          hint: '与登记证书或营业执照一致',
          example: '山西晋源古建彩绘修缮有限公司',
        },
        {
          name: 'orgUscc',
          label: '统一社会信用代码',
          kind: 'uscc',
          source: '《社会团体登记管理条例》第十条',
          example: '91140100MA0KX0013Y',
        },
        { name: 'representative', label: '单位代表', kind: 'personName', example: '林知远' },
        { name: 'phone', label: '联系电话', kind: 'contactPhone', example: '0351-6600123' },
      ),
    },
  },
  {
    code: 'individualMembers',
    title: '个人会员名单',
    intro: `全部个人会员，包括自然人发起人：在表格中填写的，发起人已经列在里面。个人会员${fewestMembers.together}个以上；只有单位会员、达到${fewestMembers.units}个的，不用添加。会员名单根据这里的内容生成，不用另外上传。`,
    when: asLists,
    fields: [],
    list: {
      noun: '个人会员',
      measure: '名',
      min: 0,
      max: most,
      bulk: true,
      titleField: 'name',
      summaryFields: ['idNumber', 'phone'],
      examples: memberPersons,
      fields: fields(...identityFields, { name: 'phone', label: '联系电话', kind: 'contactPhone' }),
    },
  },
] as const satisfies readonly Page[]

/** How many members there are of each kind; nothing while none is given. */
export const memberCounts = (answers: Answers): { readonly units: number; readonly persons: number } | undefined => {
  const typed = numbersOf(answers, 'members', ['unitMemberCount', 'individualMemberCount'])
  if (typed) return { units: typed.unitMemberCount, persons: typed.individualMemberCount }
  const [units, persons] = memberPages.map(({ code }) => answers.items(code).length)
  return units || persons ? { units: units ?? 0, persons: persons ?? 0 } : undefined
}
