/** Whom somebody may turn to who does not accept what an authority decided. */
type Remedies = { readonly reconsiderationOrgan: string; readonly court: string }

/** The organs for a decision of an authority of that division (行政复议法 art. 24: the government of its level). */
export const remediesIn = (divisionName: string): Remedies => ({
  reconsiderationOrgan: `${divisionName}人民政府`,
  court: '有管辖权的人民法院',
})

/** 行政复议法 art. 20 (60 days) and 行政诉讼法 art. 46 (six months), for a paper as the text names it. */
export const rightsText = (remedies: Remedies, paper: string): string =>
  `如不服${paper}，可以自收到${paper}之日起60日内，依法向${remedies.reconsiderationOrgan}申请行政复议；也可以自收到${paper}之日起6个月内，依法向${remedies.court}提起行政诉讼。`
