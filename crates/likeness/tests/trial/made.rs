//! Made-up texts on seven themes, and copies of them in every way people copy.

use rand::Rng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha20Rng;

/// The words of one theme.
const MATTERS: [&str; 7] = [
    "新居民登记 外来务工者宿舍 租住青年社交 快递骑手休息 流动家庭托管 随迁子女入学 技能培训补贴 居住证积分 夜间便民服务 同乡互助小组 房东责任告知 务工信息发布 方言沟通障碍 工资纠纷调解 春节返乡包车 临时住所安全 社区融入活动 职业资格认定 跨省医保报销 老乡议事会",
    "公交站台候车 地铁末班接驳 共享单车停放 路口行人过街 快递末端配送 停车泊位预约 通学路安全 错峰上下班 定制班车线路 电动车充电 慢行步道照明 货车限行时段 公交专用车道 智能信号灯 无障碍上下车 换乘指引标识 骑行头盔租借 拥堵路段预警 校车共享调度 拼车出行匹配",
    "课后延时服务 家校沟通记录 作业总量公示 劳动实践课程 乡村学校阅读 科学实验进课堂 心理辅导热线 教师轮岗交流 体育锻炼打卡 研学路线设计 学习困难帮扶 亲子共读时间 高年级帮带低年级 社会导师进校 综合评价档案 午餐质量监督 校园场地开放 兴趣社团互选 网络课程使用 家庭教育讲座",
    "慢病随访提醒 家庭药箱管理 急救设备布点 老年人体检 托幼机构晨检 职业病筛查 心理疏导室 社区微诊室 疫苗接种预约 健康档案共享 康复器材借用 家庭医生签约 送药上门服务 营养食堂菜单 献血志愿招募 陪诊服务排班 健康知识宣讲 失能老人照护 中医适宜技术 传染病信息报告",
    "老旧小区加装电梯 楼顶花园改造 公共客厅共用 租赁住房监管 车棚改建 适老化改装 楼道堆物清理 物业费用公开 空置房屋利用 地下空间开发 邻里共享厨房 小区围墙更新 儿童活动场地 维修资金使用 外墙渗漏维修 公租房轮候 社区规划师驻点 口袋公园选址 楼宇垂直绿化 厂房改青年公寓",
    "古桥巡查养护 非遗传承课堂 老字号口述史 方言录音采集 工业遗存再利用 老街店招修复 地名故事标牌 传统手艺体验 文物数字建档 民间收藏展览 祠堂修缮认捐 名人故居导览 古树名木认养 戏曲进校园 考古现场开放 民俗节庆活动 历史建筑租用 志愿讲解培训 运河码头记忆 家谱整理公开",
    "垃圾分类督导 河道水质监测 噪声来源定位 建筑扬尘投诉 雨水收集利用 旧衣回收流转 餐厨油烟治理 外卖包装减量 绿电小区试点 古井水源保护 野生动物救助 有害垃圾收运 生态补偿账本 低碳积分兑换 公共安全隐患 湿地鸟类观测 化粪池清掏 装修垃圾清运 光污染排查 跨区联合执法",
];
const PLACES: &str = "运河沿岸 城北新区 大学城内 地铁站口 产业园区 滨江步道 安置小区 乡镇集市 景区外围 医院周边 创业街区 湿地公园 文化礼堂 市民广场 停车楼下 菜场门前 高架桥下 老厂房里 山脚村口 商圈后街 学校两侧 写字楼群 社区公园 公交首末站 沿街商铺 居民院落 江边码头 体育场馆 图书馆旁 火车东站";
const WHO: &str = "街道牵头的专班 社区志愿者 在校大学生 退休教师 物业经理 青年干部 网格员 居民代表 附近商户 行业协会 热心家长 公益律师 党员先锋队 国企员工 民营企业 公交驾驶员 楼组长 平台客服 设计师团队 青年社会组织 区级部门 基层医生 园区运营方 高校课题组 业委会成员";
const DOES: &str = "每周巡查一遍 逐户上门登记 绘制一张问题地图 开设固定窗口 编写操作手册 试行三个月 公开每月账目 建立轮值名单 签订共用协议 设置醒目标识 制作短片讲解 整理成电子台账 召开圆桌会议 配备流动服务车 安装传感设备 设立专项基金 邀请第三方评估 给出限时答复 统一培训上岗 发放体验券 推行积分奖励 引入保险机制 按需求分级处理 开通线上预约 组织结对帮扶 划分责任区域 定期抽样回访 排出优先次序 提供上门指导 采用轻便材料 打通数据接口 保留原有风貌 缩短审批环节 设定退出条件 招募体验官 开展夜间值守 提前十天公示 汇总典型案例 安排备用方案 实行动态调整";
const SO_THAT: &str = "让办事的人少跑一趟 减少重复投诉 把闲置资源用起来 使老人也能看懂 避免责任互相推诿 方便夜班人群 降低维护成本 让孩子愿意参加 形成长期习惯 防止半途而废 提高处理速度 便于群众监督 照顾行动不便者 不给基层添负担 留住年轻人 兼顾安全与效率 让数据说话 增进邻里信任 带动周边商家 守住质量底线 弥补人手不足 节约公共开支 保护个人隐私 适应天气变化 扩大受益面 使结果可以检验 消除信息差 鼓励多方参与 补上最后一环 减轻家庭压力";
const JOINTS: &str = "首先 其次 同时 此外 另外 在此基础上 具体来说 随后 必要时 条件成熟后 对于难点 考虑到实际情况 一段时间以后 从长远看 针对这种情况 为此 接下来 最后";
/// What many put at the end, whatever their idea is.
const SLOGAN: &str = "让我们携手共建美丽家园，为城市治理贡献青春力量，让生活更加美好。";

/// A text as its sentences, each as its words.
pub(crate) type Sentences = Vec<Vec<String>>;

fn pick(words: &str, rng: &mut ChaCha20Rng) -> String {
    let all: Vec<&str> = words.split(' ').collect();
    (*all.choose(rng).unwrap()).to_owned()
}

fn sentence(theme: usize, rng: &mut ChaCha20Rng) -> Vec<String> {
    let mut words = Vec::new();
    let say = |text: &str, words: &mut Vec<String>| words.push(text.to_owned());
    match rng.gen_range(0..4) {
        0 => {
            words.push(pick(JOINTS, rng));
            say("，由", &mut words);
            words.push(pick(WHO, rng));
            say("在", &mut words);
            words.push(pick(PLACES, rng));
            say("围绕", &mut words);
            words.push(pick(MATTERS[theme], rng));
            words.push(pick(DOES, rng));
        }
        1 => {
            words.push(pick(MATTERS[theme], rng));
            say("可以请", &mut words);
            words.push(pick(WHO, rng));
            words.push(pick(DOES, rng));
            say("，", &mut words);
            words.push(pick(SO_THAT, rng));
        }
        2 => {
            say("在", &mut words);
            words.push(pick(PLACES, rng));
            words.push(pick(DOES, rng));
            say("，再", &mut words);
            words.push(pick(DOES, rng));
            say("，", &mut words);
            words.push(pick(SO_THAT, rng));
        }
        _ => {
            say("把", &mut words);
            words.push(pick(MATTERS[theme], rng));
            say("和", &mut words);
            words.push(pick(MATTERS[theme], rng));
            say("放在一起考虑，", &mut words);
            words.push(pick(WHO, rng));
            words.push(pick(DOES, rng));
        }
    }
    words.push("。".to_owned());
    words
}

/// A text of so many sentences on a theme, 0 to 6.
pub(crate) fn text(theme: usize, sentences: usize, rng: &mut ChaCha20Rng) -> Sentences {
    (0..sentences).map(|_| sentence(theme, rng)).collect()
}

/// The text as it is read. A fifth of all texts end in the same slogan.
pub(crate) fn said(text: &Sentences, rng: &mut ChaCha20Rng) -> String {
    let mut said: String = text.iter().flatten().map(String::as_str).collect();
    if rng.gen_bool(0.2) {
        said.push_str(SLOGAN);
    }
    said
}

/// The ways of copying, with a name each.
pub(crate) const WAYS: [&str; 9] = [
    "as it is",
    "sentences in another order",
    "one word in eight replaced",
    "one word in four replaced",
    "30 % of the sentences rewritten",
    "30 % rewritten, one word in eight replaced, another order",
    "half rewritten",
    "all of it inside a text of twice the length",
    "a third of it in a text of its own",
];

/// A copy, made in one of the ways.
pub(crate) fn copied(
    from: &Sentences,
    way: usize,
    theme: usize,
    rng: &mut ChaCha20Rng,
) -> Sentences {
    let mut copy = from.clone();
    let count = copy.len();
    match way {
        0 => {}
        1 => copy.shuffle(rng),
        2 => replace(&mut copy, 8, theme, rng),
        3 => replace(&mut copy, 4, theme, rng),
        4 => rewrite(&mut copy, count * 3 / 10, theme, rng),
        5 => {
            rewrite(&mut copy, count * 3 / 10, theme, rng);
            replace(&mut copy, 8, theme, rng);
            copy.shuffle(rng);
        }
        6 => rewrite(&mut copy, count / 2, theme, rng),
        7 => {
            let mut longer = text(theme, count, rng);
            let at = rng.gen_range(0..=count);
            longer.splice(at..at, copy);
            copy = longer;
        }
        _ => rewrite(&mut copy, count * 2 / 3, theme, rng),
    }
    copy
}

/// Writes so many of the sentences, taken at random, anew.
fn rewrite(text: &mut Sentences, count: usize, theme: usize, rng: &mut ChaCha20Rng) {
    let mut places: Vec<usize> = (0..text.len()).collect();
    places.shuffle(rng);
    for at in places.into_iter().take(count) {
        text[at] = sentence(theme, rng);
    }
}

/// Puts another word of the same kind for one in so many.
fn replace(text: &mut Sentences, one_in: u32, theme: usize, rng: &mut ChaCha20Rng) {
    let kinds = [PLACES, WHO, DOES, SO_THAT, JOINTS, MATTERS[theme]];
    for word in text.iter_mut().flatten() {
        let kind = kinds
            .iter()
            .find(|kind| kind.split(' ').any(|one| one == word));
        if let Some(kind) = kind
            && rng.gen_ratio(1, one_in)
        {
            *word = pick(kind, rng);
        }
    }
}
