/**
 * Passwords that guessing programs try first, in lower case: keyboard walks, simple sequences, everyday words, and the
 * pinyin and number puns usual in China. Some have too few kinds of characters anyway; they stand here because the
 * same word with a capital and a tail would pass.
 */
const COMMON: ReadonlySet<string> = new Set(
  `
    password passw0rd p@ssw0rd p@ssword pa$$word pa55word pass@word password1 passwd passwort mypassword newpassword
    admin admin123 admin1234 admin888 admin@123 admin@1234 admin@888 admin@2024 admin@2025 admin@2026 administrator
    adminadmin root123 root1234 root@123 rootroot toor1234 system system123 manager manager123 sysadmin supervisor
    superuser qwerty qwerty123 qwertyuiop qwerty12345 qwertyui qwer1234 qwer@1234 qwe123456 qwe@123456 qwe123qwe
    qweasd qweasdzxc qweasdzxc123 qazwsx qazwsxedc qazwsx123 1qaz2wsx 1qaz@wsx !qaz2wsx !qaz@wsx 1qazxsw2 1q2w3e4r
    1q2w3e4r5t 1q2w3e 1qaz2wsx3edc zaq12wsx zaq1@wsx zxcvbnm zxcvbnm123 zxcvbn zxc123456 asdfgh asdfghjkl asdf1234
    asd123456 asdfasdf asdfgh123 asdqwe123 q1w2e3r4 q1w2e3r4t5 qwerasdf qwaszx qawsedrf wsxedc edcrfv poiuytrewq
    mnbvcxz lkjhgfdsa a123456 a1234567 a12345678 a123456789 aa123456 aa12345678 aa123456789 aa@123456 aaa123456
    a1b2c3d4 a1b2c3d4e5 abc123 abc12345 abc123456 abc1234567 abc12345678 abc123456789 abc@1234 abcd1234 abcd12345
    abcd123456 abcd@1234 abcdefg abcdef123 abcde12345 abcdefgh abcdefghi abcdefg1 abcdefg123 abc123abc abcabc123
    ab123456 ab12345678 s123456 q123456 q123456789 w123456 z123456 z123456789 x123456 l123456 y123456 c123456 m123456
    t123456 h123456 j123456 zz123456 qq123456 qq123456789 ww123456 ss123456 xx123456 zxcv1234 123456a 123456aa
    123456abc 123456789a 12345678a 1234567a 12345a 123abc123 123abc456 123qwe 123qweasd 123qweasdzxc 123qwe123
    1234qwer 12345qwert 1234abcd 123456qq 123456qwe 123123a 111111a a111111 aa111111 a1111111 a000000 a666666 a888888
    a5201314 a7758521 123456 1234567 12345678 123456789 1234567890 12345678910 0123456789 987654321 9876543210
    87654321 11111111 111111111 1111111111 00000000 0000000000 22222222 33333333 55555555 66666666 77777777 88888888
    888888888 99999999 999999999 12121212 11223344 1122334455 12344321 123321123 123123123 147258369 147852369
    159357456 159753456 789456123 741852963 963852741 123654789 13145200 1314520520 5201314 52013140 520131400
    5201314520 1314521 13141314 20082008 20102010 20202020 20232023 20242024 20252025 20262026 19491001 12341234
    woaini woaini520 woaini521 woaini123 woaini1314 woaini5201314 woaiwojia woaizhongguo iloveyou iloveyou1
    iloveyou520 iloveyou1314 ilovechina loveyou lovelove love1234 love5201314 wodemima wodemima123 mima1234 mima123456
    nihao123 nihaoma nihao123456 wozuiai zhongguo zhonghua lisi1234 zhanghao xiaoming123
    beijing beijing2008 taiyuan123 woshishui tianxia huanying huanying123 changjiang meimima buzhidao
    caonima nimabi shenfenzheng gongzuo123 yonghu123 denglu123 mimamima letmein letmein1 welcome welcome1 welcome123
    welcome@123 sunshine princess dragon monkey football baseball basketball superman batman michael jordan23 jennifer
    jessica charlie shadow master hunter killer trustno1 starwars pokemon whatever freedom computer internet google123
    samsung lenovo lenovo123 huawei huawei@123 huawei123 xiaomi123 alibaba tencent tencent123 taobao123 weixin123
    qq5201314 changeme changeme123 change@me default default123 secret secret123 access access14 login123 guest123
    guest1234 user1234 test1234 test123456 test@123 temp1234 pass1234 pass@123 pass@1234 pass123456 hello123 hello1234
    helloworld hello@123 oracle oracle123 mysql123 postgres cisco123 server123 webadmin webmaster ubuntu123 linux123
    windows windows10 spring2024 summer2024 summer2025 winter2024 autumn2024 spring2025 january1 monday123 flower123
    butterfly chocolate liverpool chelsea arsenal barcelona juventus realmadrid naruto123 pikachu doraemon angel123
    angel520 happy123 happy2024 happy2025 lucky888 lucky123 smile123 summer123 winter123 forever love forever21
    family123 football1 money888 fuck123 fuckyou fuckyou1 asshole superman1 batman123 matrix123 phoenix snoopy mustang
    corvette shanxi123 minzheng minzheng123 shetuan123 gov123456 china123 china2008 china@123 chinese123 p@ssw0rd1
    p@$$w0rd pa$$w0rd p@55w0rd passw0rd1
  `
    .trim()
    .split(/\s+/),
)

/** Shorter words (love, test) with a tail of one's own are no longer among the first guesses. */
const BARE_WORD_MIN_LENGTH = 5

/**
 * Whether a password is on the list, in any case, or is a word of the list with digits and symbols behind it
 * (`Password123!`).
 */
export function isCommonPassword(password: string): boolean {
  const lower = password.toLowerCase()
  const word = lower.replace(/[^\p{L}]+$/u, '')
  return COMMON.has(lower) || (word.length >= BARE_WORD_MIN_LENGTH && COMMON.has(word))
}
