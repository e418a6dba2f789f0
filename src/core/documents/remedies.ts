import type { Remedies } from './facts.ts'

/** 行政复议法 art. 20 (60 days) and 行政诉讼法 art. 46 (six months). What is appealed is the decision, never its paper. */
export const rightsText = ({ reconsiderationOrgan, court }: Remedies): string =>
  `如不服本决定，可以自收到本决定之日起60日内，依法向${reconsiderationOrgan}申请行政复议；也可以自收到本决定之日起6个月内，依法向${court}提起行政诉讼。`
