import type { Site } from '../../sites/define.ts'

/** The province's service site, in whose name the agreement and the letters are written: 山西省政务服务网. */
export const serviceSite = (site: Pick<Site, 'provinceName'>): string => `${site.provinceName}政务服务网`
