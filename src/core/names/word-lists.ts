import type { FindingLevel } from './types.ts'

/** A word a rule looks for. */
export interface ListedWord {
  word: string
  /** Where it differs from the rule's own level. */
  level?: FindingLevel
  /** Longer words in which it means something else. */
  unless?: readonly string[]
}

export interface WordList {
  words: readonly ListedWord[]
  /** Where the words come from. */
  source: string
  /** ISO date on which the list was put together or last changed. */
  asOf: string
}

/** What each list holds; an administrator's list replaces the one of the same name. */
export interface NameWordLists {
  /** 党和国家领导人、老一辈革命家 (N46). */
  leaders: WordList
  /** Persons a name may only be given after with good reason (N45). */
  notablePersons: WordList
  /** Names and short names of other legal persons (N47). */
  legalPersons: WordList
  /** Words that put an organization above others (N50). */
  superlatives: WordList
  /** Countries, international organizations, party, state, army and religious sites (N60). */
  restricted: WordList
  /** Against public order and good customs (N61). */
  improper: WordList
  /** Designations that belong to somebody (N62). */
  protectedNames: WordList
  /** Words that say what an organization works in or whom it gathers (N51). */
  fields: WordList
  /** Names of places that are ordinary words as well (N13, N42). */
  ordinaryPlaces: WordList
}

const plain = (words: string, level?: FindingLevel): ListedWord[] =>
  words.split(' ').map((word) => (level === undefined ? { word } : { word, level }))

const ASOF = '2026-11-30'

export const NAME_WORD_LISTS: NameWordLists = {
  leaders: {
    source: '党和国家领导人、老一辈革命家公开名录（平台初始词库，由管理员维护）',
    asOf: ASOF,
    words: [
      ...plain(
        '毛泽东 周恩来 刘少奇 朱德 任弼时 陈云 邓小平 江泽民 胡锦涛 习近平 彭德怀 刘伯承 贺龙 陈毅 罗荣桓 徐向前 聂荣臻 叶剑英 ' +
          '董必武 李先念 华国锋 胡耀邦 赵紫阳 杨尚昆 彭真 叶挺 粟裕 徐海东 黄克诚 谭政 萧劲光 张云逸 罗瑞卿 王树声 许光达 ' +
          '林伯渠 吴玉章 徐特立 谢觉哉 瞿秋白 张闻天 王稼祥 李大钊 陈独秀 蔡和森 邓中夏 恽代英 向警予 方志敏 习仲勋 邓颖超 何香凝 ' +
          '乌兰夫 薄一波 陶铸 康克清 朱镕基 温家宝 李克强 吴邦国 贾庆林 俞正声 栗战书 赵乐际 王沪宁 丁薛祥',
      ),
      // Everyday names as well, and a name borne by organizations the State Council approved.
      ...plain('宋庆龄 孙中山 陈赓 蔡畅 李鹏 乔石 李强 蔡奇 李希 韩正', 'MANUAL'),
    ],
  },
  notablePersons: {
    source: '《辞海》等工具书收录的历史和现代知名人物（平台初始词库，由管理员维护）',
    asOf: ASOF,
    words: plain(
      '孔子 孟子 老子 庄子 墨子 荀子 韩非子 孙子 管子 屈原 司马迁 司马光 司马相如 诸葛亮 关羽 关公 关云长 岳飞 包拯 狄仁杰 武则天 ' +
        '李白 杜甫 白居易 王维 王勃 柳宗元 韩愈 刘禹锡 王之涣 温庭筠 元好问 苏轼 苏东坡 欧阳修 王安石 辛弃疾 李清照 陆游 文天祥 ' +
        '关汉卿 白朴 罗贯中 施耐庵 吴承恩 曹雪芹 蒲松龄 汤显祖 王羲之 王献之 颜真卿 柳公权 米芾 赵孟頫 傅山 傅青主 郑板桥 ' +
        '张仲景 华佗 扁鹊 孙思邈 李时珍 黄帝 炎帝 尧帝 舜帝 大禹 后稷 仓颉 鲁班 张衡 祖冲之 沈括 郭守敬 徐光启 顾炎武 黄宗羲 王夫之 ' +
        '林则徐 魏源 曾国藩 左宗棠 李鸿章 张之洞 康有为 梁启超 谭嗣同 严复 蔡元培 陶行知 陈嘉庚 晏阳初 梁漱溟 胡适 鲁迅 郭沫若 茅盾 ' +
        '巴金 老舍 曹禺 冰心 徐志摩 朱自清 闻一多 沈从文 赵树理 丁玲 季羡林 钱钟书 钱锺书 梅兰芳 程砚秋 聂耳 冼星海 徐悲鸿 齐白石 张大千 ' +
        '黄宾虹 潘天寿 傅抱石 林风眠 启功 钱学森 钱三强 邓稼先 华罗庚 陈景润 李四光 竺可桢 茅以升 梁思成 林徽因 詹天佑 侯德榜 袁隆平 ' +
        '屠呦呦 吴阶平 林巧稚 雷锋 焦裕禄 王进喜 孔繁森 张海迪 白求恩 南丁格尔 爱因斯坦 牛顿 莎士比亚 慧远 玄奘 鉴真 达摩 妈祖 张三丰 ' +
        '丘处机 晋文公 晋祠圣母 廉颇 蔺相如 卫青 霍去病 薛仁贵 郭子仪 杨家将 杨业 佘太君 于成龙 陈廷敬 祁隽藻 徐继畬 阎锡山',
    ),
  },
  legalPersons: {
    source: '社会知名法人和新闻单位名称（平台初始词库，由管理员维护）；已登记的社会组织另从登记信息查找',
    asOf: ASOF,
    words: [
      { word: '中国银行', unless: ['中国银行业'] },
      { word: '华为', unless: ['中华为'] },
      ...plain(
        '清华大学 北京大学 人民大学 复旦大学 浙江大学 南京大学 武汉大学 山西大学 太原理工 中北大学 辽宁大学 东北大学 大连理工 ' +
          '中国科学院 中科院 中国工程院 社会科学院 社科院 新华社 新华通讯社 人民日报 光明日报 经济日报 中央电视台 央视 中新社 ' +
          '中石油 中石化 国家电网 南方电网 工商银行 建设银行 农业银行 交通银行 招商银行 中信集团 中国人寿 中国平安 太平洋保险 阿里巴巴 腾讯 ' +
          '百度 字节跳动 抖音 小米科技 比亚迪 海尔 联想集团 贵州茅台 五粮液 汾酒集团 太钢 鞍钢 宝钢 晋能控股 潞安 ' +
          '微软 谷歌 苹果公司 特斯拉 麦当劳 肯德基 可口可乐 迪士尼 哈佛大学 牛津大学 剑桥大学',
      ),
    ],
  },
  superlatives: {
    source: '《社会组织名称管理办法》关于“第一”“最高”“国家级”等易误导文字的规定，参照《广告法》第九条',
    asOf: ASOF,
    words: [
      {
        word: '第一',
        unless: [
          '第一中学',
          '第一小学',
          '第一医院',
          '第一人民医院',
          '第一幼儿园',
          '第一实验',
          '第一高级',
          '第一职业',
          '第一书记',
        ],
      },
      ...plain(
        '最高 最佳 最大 最强 最好 最优 最美 最新 最先进 国家级 世界级 全球级 省部级 顶级 顶尖 首家 首个 首席 唯一 独家 一流 极品 至尊 ' +
          '王牌 冠军 霸王 天下第 万能 特级 绝无仅有 史无前例 领军 龙头 权威',
      ),
    ],
  },
  restricted: {
    source: '《社会组织名称管理办法》第十三条；国家和地区、国际组织名称以外交部公布的为准',
    asOf: ASOF,
    words: [
      // Countries: organizations for friendship and research bear them by approval.
      ...plain(
        '美国 美利坚 英国 英格兰 苏格兰 法国 法兰西 德国 德意志 意大利 西班牙 葡萄牙 荷兰 比利时 瑞士 瑞典 挪威 丹麦 芬兰 冰岛 爱尔兰 ' +
          '奥地利 希腊 波兰 捷克 匈牙利 罗马尼亚 保加利亚 塞尔维亚 克罗地亚 乌克兰 白俄罗斯 俄罗斯 苏联 日本 韩国 大韩民国 越南 老挝 ' +
          '柬埔寨 泰国 缅甸 马来西亚 新加坡 印度尼西亚 印尼 菲律宾 印度 巴基斯坦 孟加拉国 斯里兰卡 尼泊尔 不丹 阿富汗 伊朗 伊拉克 叙利亚 ' +
          '以色列 巴勒斯坦 沙特 阿联酋 土耳其 埃及 南非 尼日利亚 肯尼亚 埃塞俄比亚 坦桑尼亚 摩洛哥 阿尔及利亚 利比亚 苏丹 加拿大 墨西哥 ' +
          '巴西 阿根廷 智利 秘鲁 哥伦比亚 古巴 委内瑞拉 澳大利亚 新西兰 哈萨克斯坦 乌兹别克斯坦 吉尔吉斯斯坦 塔吉克斯坦 土库曼斯坦 ' +
          '欧洲 非洲 美洲 拉丁美洲 东南亚 亚太 亚洲 欧亚 大洋洲 中东',
        'MANUAL',
      ),
      { word: '朝鲜', level: 'MANUAL', unless: ['朝鲜族'] },
      { word: '蒙古国', level: 'MANUAL', unless: ['内蒙古国'] },
      // International organizations.
      ...plain(
        '世界银行 世界卫生组织 世卫组织 世界贸易组织 世贸组织 国际货币基金 国际奥委会 国际红十字 国际刑警 国际足联 ' +
          '欧盟 欧洲联盟 北约 亚投行 万国邮联',
      ),
      ...plain('联合国 教科文组织 东盟 上合组织 上海合作组织 金砖国家', 'MANUAL'),
      // The party, the state and its organs.
      ...plain(
        '中国共产党 共产党 党中央 中央委员会 中央军委 国务院 人民政府 省政府 县政府 人民法院 人民检察院 最高法院 公安部 公安厅 ' +
          '公安局 派出所 民政厅 民政局 教育厅 教育局 财政厅 财政局 税务局 卫健委 发改委 国资委 市监局 市场监督管理局 宣传部 统战部 ' +
          '政法委 纪委监委 监察委 信访局 司法局 司法厅 人社局 人社厅 文旅局 文旅厅 水利局 交通局 交通厅 农业农村局 农业农村厅 应急管理局 ' +
          '街道办事处 民进党',
      ),
      { word: '国民党', unless: ['国民党革命委员会'] },
      { word: '市政府', unless: ['城市政府'] },
      { word: '区政府', unless: ['社区政府'] },
      { word: '组织部', unless: ['社会组织部'] },
      { word: '教育部', unless: ['教育部门'] },
      { word: '民政部', unless: ['民政部门'] },
      { word: '省委', unless: ['省委员', '省委托'] },
      { word: '市委', unless: ['市委员', '市委托'] },
      { word: '县委', unless: ['县委员', '县委托'] },
      { word: '党委', unless: ['党委员'] },
      { word: '党校', level: 'MANUAL' },
      ...plain(
        '中共 人大常委会 政协 人民代表大会 政治协商会议 民主党派 民主同盟 民主建国会 民主促进会 农工党 致公党 九三学社 台盟',
        'MANUAL',
      ),
      // The army.
      ...plain('解放军 武警 武装警察 中央警卫 军区 集团军 野战军 军分区 人民武装部 国防部'),
      ...plain('部队 民兵', 'MANUAL'),
      // Religious sites: foundations and charities of temples exist by approval.
      ...plain('寺院 寺庙 禅寺 佛寺 清真寺 教堂 道观 宫观 庙宇 尼姑庵 修道院 天主堂 礼拜堂 神学院', 'MANUAL'),
    ],
  },
  improper: {
    source: '《社会组织名称管理办法》第十三条（封建迷信、淫秽、暴力、歧视以及违背公序良俗的文字）',
    asOf: ASOF,
    words: [
      ...plain(
        '占卜 看手相 看面相 巫术 巫师 巫婆 神婆 跳大神 驱鬼 捉鬼 招魂 还魂 阴宅 冥婚 配阴婚 符咒 灵异 转世 ' +
          '淫秽 裸聊 成人用品 一夜情 卖淫 嫖娼 妓院 约炮 黑帮 黑道 杀手 杀人 屠杀 血腥 复仇 暴徒 黑鬼 支那 蛮夷 蛮子 ' +
          '傻子 白痴 疯子 丑陋 贱民 劣等 法轮 全能神 呼喊派 私彩 六合彩 代孕 卖肾',
      ),
      { word: '算命', unless: ['计算命', '打算命'] },
      { word: '色情', unless: ['特色情', '红色情', '绿色情', '本色情', '景色情', '蓝色情', '角色情', '金色情'] },
      { word: '情色', unless: ['情色彩'] },
      { word: '风水', unless: ['清风水', '台风水', '和风水', '春风水'] },
      { word: '鬼', level: 'MANUAL', unless: ['鬼谷子'] },
      // What is fought against, or cared for, may be named.
      ...plain('残废 弱智', 'MANUAL'),
      { word: '邪教', unless: ['反邪教', '防邪教', '防范邪教', '抵制邪教'] },
      { word: '赌博', unless: ['禁赌博', '反赌博', '防赌博', '戒赌博', '抵制赌博'] },
      { word: '赌场' },
      { word: '吸毒', unless: ['防吸毒', '反吸毒', '预防吸毒', '戒吸毒', '吸毒人员', '吸毒者', '青少年吸毒'] },
      {
        word: '毒品',
        unless: ['禁毒品', '反毒品', '防毒品', '预防毒品', '拒绝毒品', '毒品预防', '毒品防', '毒品教育'],
      },
      { word: '暴力', unless: ['反暴力', '防暴力', '预防暴力', '家庭暴力', '非暴力', '校园暴力'] },
      { word: '恐怖', unless: ['反恐怖', '防恐怖'] },
      { word: '黑社会', unless: ['反黑社会', '防黑社会'] },
    ],
  },
  protectedNames: {
    source: '红十字会法、奥林匹克标志保护条例、工会法和人民团体名称（平台初始词库，由管理员维护）',
    asOf: ASOF,
    words: [
      ...plain(
        '红十字 红新月 奥林匹克 奥运 五环 共青团 少先队 妇女联合会 总工会 文学艺术界联合会 残疾人联合会 科学技术协会 ' +
          '工商联 工商业联合会 归国华侨联合会 台胞联谊会 青年联合会 学生联合会 作家协会 记者协会 贸促会 贸易促进委员会 ' +
          '消费者协会 外商投资企业协会 黄埔军校 宋庆龄基金 计划生育协会 欧美同学会 供销合作社 中华职教社 个体劳动者协会',
      ),
      ...['妇联', '文联', '残联', '侨联', '台联', '青联'].map((word) => ({
        word,
        unless: ['合', '盟', '谊', '网', '动', '系'].map((next) => `${word}${next}`),
      })),
      {
        word: '工会',
        unless: ['职工会', '员工会', '理工会', '手工会', '社工会', '义工会', '化工会', '美工会', '民工会', '军工会'],
      },
    ],
  },
  ordinaryPlaces: {
    source: '《现代汉语词典》中的普通词语和山水名，同时是省、市简称的',
    asOf: ASOF,
    words: plain(
      '安康 泰安 朝阳 长春 大同 大庆 长治 平安 永安 安顺 吉安 保定 黄山 乐山 白山 丽水 金华 兴安 宜春 天门 海口 中山 来宾 白城 ' +
        '合作 北海 白银 内江 广安 德阳 大理 红河 文山 三明 日照 孝感 咸宁 怀化 天水 资阳 安庆 海南 江门 阳江 东营 太平 长安',
    ),
  },
  fields: {
    source:
      '《国民经济行业分类》（GB/T 4754—2017）、《学科分类与代码》（GB/T 13745—2009）中的常用词，加上会员组成的称呼',
    asOf: ASOF,
    words: plain(
      '种植 养殖 畜牧 兽医 渔业 水产 林业 林草 园林 园艺 苗木 花卉 盆景 蔬菜 水果 果品 葡萄 苹果 红枣 核桃 柑橘 茶叶 茶文化 茶道 小米 杂粮 粮食 粮油 ' +
        '棉花 烟草 蚕桑 蜂业 养蜂 农产品 农机 农资 农药 种业 种子 化肥 土壤 乡村 农民 农技 合作经济 中药材 食用菌 ' +
        '煤炭 煤层气 焦化 矿业 矿山 石油 天然气 燃气 冶金 钢铁 有色 铝业 铜业 稀土 机械 装备 制造 铸造 模具 汽车 摩托车 自行车 电动车 轨道 铁路 公路 航空 航天 船舶 ' +
        '电子 电器 电气 电力 电机 电工 电源 电池 光伏 新能源 能源 热力 供热 供水 节水 水务 仪器 仪表 自动化 机器人 软件 信息 网络 互联网 通信 通讯 计算机 数据 区块链 ' +
        '物联网 集成电路 半导体 芯片 光电 激光 材料 复合材料 化工 化学 涂料 塑料 橡胶 造纸 纸业 包装 印刷 纺织 棉纺织 服装 服饰 丝绸 皮革 鞋业 家具 木业 木材 竹 石材 ' +
        '陶瓷 玻璃 玉石 珠宝 黄金 宝石 水泥 建材 建筑 装饰 装修 房地产 房屋 物业 工程 施工 监理 造价 招标 勘察 设计 规划 测绘 地质 地理 气象 地震 ' +
        '食品 饮料 酿酒 酒业 白酒 葡萄酒 啤酒 乳业 奶业 肉类 面粉 烘焙 调味品 醋业 餐饮 烹饪 饭店 酒店 旅馆 民宿 旅游 文旅 旅行社 户外 露营 ' +
        '商业 商务 贸易 外贸 进出口 零售 连锁经营 超市 市场 批发 物流 快递 邮政 仓储 运输 交通 道路 港口 出租车 货运 客运 停车 驾驶 租赁 拍卖 典当 会展 展览 广告 ' +
        '金融 银行 银行业 保险 证券 期货 基金业 信贷 小额贷款 融资 担保 投资 创业投资 财务 会计 审计 税务 税收 资产评估 信用 统计 ' +
        '法律 法学 律师 公证 司法 仲裁 调解 普法 检察官 法官 警察 消防 安全 安防 保安 应急 救援 防震减灾 防灾 人防 国防教育 国防 拥军 双拥 退役军人 退伍军人 军属 烈士 ' +
        '哲学 逻辑 伦理 美学 宗教 佛教 道教 伊斯兰教 基督教 天主教 历史 史学 考古 文物 博物 地方志 方志 古籍 古建筑 古建 碑刻 拓印 遗产 档案 图书 图书馆 出版 新闻 传播 传媒 广播 电视 电影 影视 编剧 ' +
        '文学 诗词 诗歌 楹联 散文 小说 写作 作家 语言 语言文字 翻译 外语 书法 硬笔 篆刻 美术 国画 油画 书画 绘画 版画 漫画 动漫 雕塑 摄影 音乐 声乐 合唱 器乐 钢琴 古琴 古筝 ' +
        '二胡 吉他 舞蹈 广场舞 街舞 戏剧 戏曲 晋剧 京剧 评剧 曲艺 相声 杂技 魔术 木偶 皮影 民间文艺 剪纸 刺绣 工艺美术 工艺品 手工艺 竹编 草编 面塑 泥塑 砖雕 石雕 木雕 木刻 漆器 花馍 年画 彩绘 陶艺 琉璃 收藏 集邮 钱币 奇石 根雕 古玩 鉴赏 民俗 非遗 ' +
        '非物质文化遗产 文化 艺术 文艺 演艺 演出 娱乐 国学 传统文化 家谱 族谱 宗亲 孝道 ' +
        '教育 教学 教师 校长 学前 幼儿 幼教 托育 早教 中学 小学 高校 高等教育 职业教育 成人教育 特殊教育 民办教育 培训 辅导 研学 夏令营 留学 考试 招生 课程 ' +
        '数学 物理 力学 化学 生物 生命科学 天文 海洋 湖泊 生态 环境 环保 湿地 植物 动物 野生动物 昆虫 微生物 遗传 神经科学 心理 心理学 社会学 人口 民族 人类学 经济 经济学 政治学 ' +
        '行政管理 工商管理 企业管理 市场营销 营销 公共关系 公关 秘书 人力资源 人才 劳动 就业 创业 职业 技能 技工 技术 科学 科普 科技 发明 创新 专利 商标 品牌 质量 标准化 计量 检验 检测 认证 ' +
        '医学 医疗 医药 医师 医院管理 护理 护士 药学 药师 药业 中医 针灸 推拿 中药 民族医药 藏医 蒙医 口腔 牙科 眼科 视光 骨科 肿瘤 抗癌 糖尿病 心血管 脑卒中 防痨 结核 艾滋 传染病 疫苗 预防医学 公共卫生 ' +
        '卫生 健康 保健 养生 营养 康复 精神卫生 血液 输血 器官 罕见病 血友病 帕金森 风湿病 肝胆 肾脏 妇幼 优生 计划生育 生殖 急救 医疗器械 美容 美发 美业 按摩 ' +
        '体育 足球 篮球 排球 乒乓球 羽毛球 网球 台球 门球 高尔夫 保龄球 棒球 垒球 橄榄球 冰球 冰雪 滑雪 滑冰 轮滑 田径 马拉松 长跑 跑步 徒步 登山 攀岩 游泳 冬泳 潜水 赛艇 龙舟 钓鱼 武术 太极 太极拳 ' +
        '跆拳道 空手道 柔道 拳击 散打 摔跤 击剑 射击 射箭 体操 健美 健身 瑜伽 毽球 跳绳 风筝 围棋 象棋 国际象棋 桥牌 棋牌 电子竞技 航模 马术 赛车 信鸽 犬业 宠物 老年体育 农民体育 运动 ' +
        '养老 老年 老龄 敬老 托老 残疾 残障 助残 盲人 聋人 聋哑 自闭症 孤独症 脑瘫 智障 儿童 少儿 青少年 少年 未成年人 孤儿 妇女 女性 女子 家庭 婚姻 婚介 婚庆 家政 月嫂 母婴 殡葬 ' +
        '慈善 公益 志愿 义工 助学 扶贫 济困 救助 帮扶 爱心 福利 社会福利 社会工作 社工 社区 社会组织 社会治理 网格 网格治理 矫正 禁毒 戒毒 见义勇为 献血 乡村振兴 乡村建设 社会救助 低碳 绿化 绿色 循环经济 再生资源 资源 农作物 社会服务 民间组织 银龄 乐龄 ' +
        '固废 水利 水土保持 河长 黄河 长城 大运河 城市规划 城镇 市政 环卫 社会保险 住房 公积金 行政区划 地名 ' +
        '企业 企业家 女企业家 青年企业家 民营企业 中小企业 个体 工商 商人 职工 工人 工程师 科学家 院士 专家 教授 博士 大学生 学生 校友 同学 同乡 知青 侨 华侨 归侨 侨商 台商 港商 台胞 同胞 客家 ' +
        '离退休 退休 老干部 老年大学 老区 老科技 老科学 老教授 老医药 老新闻 记者 编辑 演员 歌手 画家 书法家 摄影家 音乐家 舞蹈家 戏剧家 曲艺家 收藏家 厨师 司机 导游 模特 青年 海归 侨界 党建 党史 思想政治 ' +
        '消费者 消费 招投标 饲料 机动车 维修 铁道 监狱 财政 价格 灯谜 机构编制 海外 红楼梦 三国演义 谱牒 姓氏 潮人 人民防空 军休 化妆品 老战士 战友 ' +
        '人大 政协 无党派 知识分子 社会阶层 后勤 政治 农学 林学 中西医 中西医结合 外商 港澳 台湾同胞 生产力 照料 看护 标准舞 城市 延安精神 党的建设 下一代 统一战线 廉政 纪检 监察 政策 决策咨询 战略 智库 改革 发展战略 区域经济 国际交流 国际合作 友好 和平 对外 友协 人民对外友好 国际贸易 国际商会 涉外 ' +
        '咨询 评估 评价 婚恋 心灵 阅读 读书 演讲 口才 礼仪 主持 朗诵 茶艺 插花 香道 汉服 旗袍 非公 协作 服务贸易 外包 孵化 众创 加速器 园区 开发区 商圈 步行街 夜市 集市 ' +
        '钟表 眼镜 五金 灯具 照明 文具 玩具 乐器 厨具 洁具 门窗 消毒 清洁 洗涤 家电 手机 空调 制冷 暖通 电梯 锅炉 压力容器 特种设备 阀门 轴承 泵业 紧固件 焊接 热处理 表面工程 工业设计 工业 民爆 烟花 盐业 ' +
        '自然 科学技术 自然保护 社会科学 人文 国情 边疆 丝路 丝绸之路 一带一路 晋商 徽商 浙商 闽商 儒商 红色文化 革命 抗战 长征 新四军 八路军',
    ),
  },
}

const byFirst = new WeakMap<WordList, ReadonlyMap<string, readonly ListedWord[]>>()

/** The words of a list by their first UTF-16 unit; kept as long as the list. */
function indexOf(list: WordList): ReadonlyMap<string, readonly ListedWord[]> {
  const known = byFirst.get(list)
  if (known) return known
  const made = new Map<string, ListedWord[]>()
  for (const row of list.words) {
    const rows = made.get(row.word.charAt(0))
    if (rows) rows.push(row)
    else made.set(row.word.charAt(0), [row])
  }
  byFirst.set(list, made)
  return made
}

/** Whether the word at a place is part of a longer one in which it means something else. */
const meansOther = (text: string, at: number, { word, unless }: ListedWord): boolean =>
  unless?.some((longer) => {
    const shift = longer.indexOf(word)
    return shift >= 0 && at >= shift && text.startsWith(longer, at - shift)
  }) ?? false

/** The listed words that stand in a text in their own meaning, each once with its first place (UTF-16 offset). */
export function wordsIn(text: string, list: WordList): { at: number; row: ListedWord }[] {
  const index = indexOf(list)
  const found = new Map<ListedWord, number>()
  for (let at = 0; at < text.length; at++) {
    for (const row of index.get(text.charAt(at)) ?? [])
      if (!found.has(row) && text.startsWith(row.word, at) && !meansOther(text, at, row)) found.set(row, at)
  }
  return Array.from(found, ([row, at]) => ({ at, row }))
}
