/** 负责人: 理事长, 副理事长, 秘书长 (基金会管理条例 art. 20, 23). */
export const LEADERS: readonly string[] = ['COUNCIL_CHAIR', 'COUNCIL_VICE_CHAIR', 'SECRETARY_GENERAL']
/** The council: its leaders are elected from among it. */
export const COUNCIL: readonly string[] = [...LEADERS, 'COUNCIL_MEMBER']
export const SUPERVISORS: readonly string[] = ['CHIEF_SUPERVISOR', 'SUPERVISOR']
/** How many sit on the council (art. 20). */
export const councilSize = { fewest: 5, most: 25 } as const
