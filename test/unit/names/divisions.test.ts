import { describe, expect, it } from 'vitest'
import { readDivisionPrefix, shortDivisionName } from '../../../src/core/names/divisions.ts'
import { CHAOYANG_LIAONING, DATONG, DIVISIONS, SHANXI, TAIYUAN, YINGZE } from './cases.ts'

describe('the proper name of a division', () => {
  it.each([
    ['山西省', '山西'],
    ['太原市', '太原'],
    ['迎泽区', '迎泽'],
    ['万柏林区', '万柏林'],
    ['碑林区', '碑林'],
    ['清徐县', '清徐'],
    ['祁县', '祁县'],
    ['城区', '城区'],
    ['内蒙古自治区', '内蒙古'],
    ['广西壮族自治区', '广西'],
    ['宁夏回族自治区', '宁夏'],
    ['新疆维吾尔自治区', '新疆'],
    ['西藏自治区', '西藏'],
    ['香港特别行政区', '香港'],
    ['恩施土家族苗族自治州', '恩施'],
    ['昌吉回族自治州', '昌吉'],
    ['博尔塔拉蒙古自治州', '博尔塔拉'],
    ['克孜勒苏柯尔克孜自治州', '克孜勒苏'],
    ['伊犁哈萨克自治州', '伊犁'],
    ['大兴安岭地区', '大兴安岭'],
    ['锡林郭勒盟', '锡林郭勒'],
    ['岫岩满族自治县', '岫岩'],
    ['龙胜各族自治县', '龙胜'],
    ['双江拉祜族佤族布朗族傣族自治县', '双江'],
    ['积石山保安族东乡族撒拉族自治县', '积石山'],
    ['塔什库尔干塔吉克自治县', '塔什库尔干'],
    ['鄂伦春自治旗', '鄂伦春'],
    ['莫力达瓦达斡尔族自治旗', '莫力达瓦'],
    ['科尔沁左翼中旗', '科尔沁左翼中'],
    ['神农架林区', '神农架'],
    ['六枝特区', '六枝'],
  ])('%s is %s', (name, short) => {
    expect(shortDivisionName(name)).toBe(short)
  })
})

describe('the division prefix of a name', () => {
  const read = (name: string, authority?: Parameters<typeof readDivisionPrefix>[2]) =>
    readDivisionPrefix(name, DIVISIONS, authority)?.text ?? ''

  it.each([
    ['山西省文学', '山西省'],
    ['山西文学', '山西'],
    ['太原市迎泽区养老', '太原市迎泽区'],
    ['太原迎泽区养老', '太原迎泽区'],
    ['山西省太原市迎泽区养老', '山西省太原市迎泽区'],
    ['北京市朝阳区养老', '北京市朝阳区'],
    ['广西壮族', '广西'],
    ['广西壮族自治区文学', '广西壮族自治区'],
    ['恩施土家族苗族自治州文学', '恩施土家族苗族自治州'],
    ['太原市场营销', '太原'],
    ['太原市政工程', '太原市'],
    ['大同区域经济', '大同'],
    ['大同区养老', '大同区'],
    ['山西大同大学', '山西'],
    ['山西省福建', '山西省'],
    ['迎泽养老', ''],
    ['城区绿化', ''],
    ['阳泉市城区绿化', '阳泉市'],
    ['市辖区养老', ''],
    ['文学', ''],
    ['', ''],
  ])('%j begins with %j', (name, prefix) => {
    expect(read(name)).toBe(prefix)
  })

  it('counts a district without its suffix only for its own authority', () => {
    expect(read('太原迎泽养老', YINGZE)).toBe('太原迎泽')
    expect(read('太原迎泽养老', TAIYUAN)).toBe('太原')
    expect(read('山西大同养老', DATONG)).toBe('山西大同')
    expect(read('山西大同养老', SHANXI)).toBe('山西')
  })

  it('keeps every division of the same name, narrowed by the one above', () => {
    const codes = (name: string) =>
      readDivisionPrefix(name, DIVISIONS)?.steps.map((step) => step.map(({ code }) => code))
    expect(codes('铁东区养老')).toEqual([['210302', '220303']])
    expect(codes('鞍山市铁东区养老')).toEqual([['210300'], ['210302']])
    expect(codes('四平市铁东区养老')).toEqual([['220300'], ['220303']])
    expect(codes('吉林养老')).toEqual([['220000', '220200']])
  })

  it('knows an authority that is missing in the list', () => {
    expect(readDivisionPrefix('朝阳市养老', [], CHAOYANG_LIAONING)?.text).toBe('朝阳市')
  })
})
