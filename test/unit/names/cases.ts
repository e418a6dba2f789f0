import type { DivisionName, NameAuthority, NameHolder, RegisterMatches } from '../../../src/core/names/types.ts'

function division(code: string, name: string): DivisionName {
  const level = code.endsWith('0000') ? 'PROVINCE' : code.endsWith('00') ? 'CITY' : 'COUNTY'
  return { code, name, level }
}

/** Divisions that stand for the kinds there are: municipalities, autonomous units, homonyms, one-character names. */
export const DIVISIONS: readonly DivisionName[] = [
  division('110000', '北京市'),
  division('110100', '市辖区'),
  division('110105', '朝阳区'),
  division('130000', '河北省'),
  division('130100', '石家庄市'),
  division('130105', '新华区'),
  division('140000', '山西省'),
  division('140100', '太原市'),
  division('140106', '迎泽区'),
  division('140109', '万柏林区'),
  division('140121', '清徐县'),
  division('140181', '古交市'),
  division('140200', '大同市'),
  division('140300', '阳泉市'),
  division('140302', '城区'),
  division('140700', '晋中市'),
  division('140727', '祁县'),
  division('150000', '内蒙古自治区'),
  division('150500', '通辽市'),
  division('150521', '科尔沁左翼中旗'),
  division('152500', '锡林郭勒盟'),
  division('210000', '辽宁省'),
  division('210300', '鞍山市'),
  division('210302', '铁东区'),
  division('210323', '岫岩满族自治县'),
  division('211300', '朝阳市'),
  division('220000', '吉林省'),
  division('220200', '吉林市'),
  division('220300', '四平市'),
  division('220302', '铁西区'),
  division('220303', '铁东区'),
  division('230000', '黑龙江省'),
  division('230600', '大庆市'),
  division('230606', '大同区'),
  division('350000', '福建省'),
  division('420000', '湖北省'),
  division('422800', '恩施土家族苗族自治州'),
  division('429000', '省直辖县'),
  division('429021', '神农架林区'),
  division('450000', '广西壮族自治区'),
  division('610000', '陕西省'),
  division('610400', '咸阳市'),
  division('610424', '乾县'),
  division('650000', '新疆维吾尔自治区'),
]

function authority(divisionCode: string, parentCodes: readonly string[] = []): NameAuthority {
  const named = (code: string) => {
    const found = DIVISIONS.find((row) => row.code === code)
    if (!found) throw new Error(`no division ${code}`)
    return found
  }
  const { name, level } = named(divisionCode)
  const parents = parentCodes.map(named).map((parent) => ({ name: parent.name, level: parent.level }))
  return { divisionCode, divisionName: name, level, parents }
}

export const NATION: NameAuthority = { divisionCode: '100000', divisionName: '全国', level: 'NATION', parents: [] }
export const SHANXI = authority('140000')
export const TAIYUAN = authority('140100', ['140000'])
export const YINGZE = authority('140106', ['140100', '140000'])
export const QINGXU = authority('140121', ['140100', '140000'])
export const GUJIAO = authority('140181', ['140100', '140000'])
export const DATONG = authority('140200', ['140000'])
export const YANGQUAN_CHENGQU = authority('140302', ['140300', '140000'])
export const YANGQUAN = authority('140300', ['140000'])
export const QIXIAN = authority('140727', ['140700', '140000'])
export const CHAOYANG_BEIJING = authority('110105', ['110100', '110000'])
export const CHAOYANG_LIAONING = authority('211300', ['210000'])
export const TIEDONG = authority('210302', ['210300', '210000'])
export const XIUYAN = authority('210323', ['210300', '210000'])
export const JILIN_PROVINCE = authority('220000')
export const JILIN_CITY = authority('220200', ['220000'])
export const ENSHI = authority('422800', ['420000'])
export const SHENNONGJIA = authority('429021', ['420000'])
export const QIANXIAN = authority('610424', ['610400', '610000'])
export const GUANGXI = authority('450000')
export const INNER_MONGOLIA = authority('150000')
export const XILINGOL = authority('152500', ['150000'])

export const NOTHING_FOUND: RegisterMatches = { exact: [], sameTradeName: [], reserved: [], similar: [] }

/** A holder of a name in the register, registered since 2020 unless told otherwise. */
export function holder(name: string, rest: Partial<NameHolder> = {}): NameHolder {
  return {
    name,
    uscc: '51140000MJ0000018C',
    status: 'REGISTERED',
    statusSince: '2020-01-01',
    authorityName: '山西省民政厅',
    ...rest,
  }
}
