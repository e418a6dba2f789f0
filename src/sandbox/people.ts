/**
 * The sandbox's people, so that every path can be tried. All are invented: the numbers only satisfy the check digits of
 * GB 11643 (ID) and Luhn (bank card) and were given to nobody for this purpose. Each person's ID, card, social-security
 * card and phone belong together; any other combination fails verification.
 */
export type SandboxPerson = {
  readonly name: string
  readonly residentId: string
  readonly mobile: string
  readonly bankCard: string
  /** 社会保障卡卡号, nine characters. */
  readonly socialSecurityCard: string
  /** What the person is good for when trying the portal. */
  readonly note: string
}

export const sandboxPeople = [
  {
    name: '张晓明',
    residentId: '140106198503120014',
    mobile: '13900000001',
    bankCard: '6222020000000000018',
    socialSecurityCard: 'A00000001',
    note: '个人注册、发起社会团体',
  },
  {
    name: '李建国',
    residentId: '14010619850312009X',
    mobile: '13900000002',
    bankCard: '6228480000000000018',
    socialSecurityCard: 'A00000002',
    note: '身份证号码末位为X',
  },
  {
    name: '王秀兰',
    residentId: '210302197806051246',
    mobile: '13900000003',
    bankCard: '6217000000000000012',
    socialSecurityCard: 'A00000003',
    note: '辽宁鞍山的申请人',
  },
  {
    name: '赵志远',
    residentId: '140105198806150038',
    mobile: '13900000004',
    bankCard: '4367420000000017',
    socialSecurityCard: 'A00000004',
    note: '拟任会长、法定代表人',
  },
  {
    name: '刘慧敏',
    residentId: '140402197511031026',
    mobile: '13900000005',
    bankCard: '6222020000000000042',
    socialSecurityCard: 'A00000005',
    note: '拟任秘书长',
  },
  {
    name: '陈雨桐',
    residentId: '140802199208182041',
    mobile: '13900000006',
    bankCard: '6228480000000000059',
    socialSecurityCard: 'A00000006',
    note: '经办人',
  },
  {
    name: '孙德胜',
    residentId: '210302196902203014',
    mobile: '13800000007',
    bankCard: '6217000000000000061',
    socialSecurityCard: 'A00000007',
    note: '拟任副会长',
  },
  {
    name: '周婷',
    residentId: '210311198307090129',
    mobile: '13800000008',
    bankCard: '6222020000000000075',
    socialSecurityCard: 'A00000008',
    note: '拟任监事',
  },
  {
    name: '欧阳博',
    residentId: '140107199002151016',
    mobile: '13800000009',
    bankCard: '6228480000000000083',
    socialSecurityCard: 'A00000009',
    note: '复姓，试姓名遮盖',
  },
  {
    name: '郭永强',
    residentId: '140226198111231031',
    mobile: '13800000010',
    bankCard: '6217000000000000095',
    socialSecurityCard: 'A00000010',
    note: '理事',
  },
  {
    name: '何桂英',
    residentId: '11010519491231002X',
    mobile: '13800000011',
    bankCard: '6222020000000000109',
    socialSecurityCard: 'A00000011',
    note: '年满70周岁，触发负责人年龄提示',
  },
  {
    name: '许文博',
    residentId: '140106201006151076',
    mobile: '13800000012',
    bankCard: '6228480000000000117',
    socialSecurityCard: 'A00000012',
    note: '未满18周岁，不能担任发起人',
  },
  {
    name: '程望舒',
    residentId: '14010519680416105X',
    mobile: '13800000021',
    bankCard: '6222020000000002014',
    socialSecurityCard: 'A00000021',
    note: '山西省古籍修复研究会法定代表人，试法人注册',
  },
  {
    name: '薛穗',
    residentId: '140107197509232262',
    mobile: '13800000022',
    bankCard: '6228480000000002022',
    socialSecurityCard: 'A00000022',
    note: '山西省小杂粮产业促进会法定代表人',
  },
  {
    name: '白启明',
    residentId: '140602198002113184',
    mobile: '13800000023',
    bankCard: '6217000000000002034',
    socialSecurityCard: 'A00000023',
    note: '山西省青少年机器人教育协会法定代表人',
  },
  {
    name: '段汀',
    residentId: '140802197107074237',
    mobile: '13800000024',
    bankCard: '6222020000000002048',
    socialSecurityCard: 'A00000024',
    note: '山西省黄河湿地保护协会法定代表人',
  },
  {
    name: '卫朴',
    residentId: '140106198209185124',
    mobile: '13800000025',
    bankCard: '6228480000000002055',
    socialSecurityCard: 'A00000025',
    note: '山西汾水社会工作服务中心法定代表人，试民办非企业单位',
  },
  {
    name: '师若谷',
    residentId: '140105196305306111',
    mobile: '13800000026',
    bankCard: '6217000000000002067',
    socialSecurityCard: 'A00000026',
    note: '山西省晋阳教育发展基金会法定代表人，试基金会',
  },
  {
    name: '栾清',
    residentId: '21030219701112718X',
    mobile: '13800000027',
    bankCard: '6222020000000002071',
    socialSecurityCard: 'A00000027',
    note: '鞍山市工业遗产保护协会法定代表人',
  },
  {
    name: '丛岚',
    residentId: '210303198403258251',
    mobile: '13800000028',
    bankCard: '6228480000000002089',
    socialSecurityCard: 'A00000028',
    note: '鞍山市千山老年服务中心法定代表人',
  },
] as const satisfies readonly SandboxPerson[]
