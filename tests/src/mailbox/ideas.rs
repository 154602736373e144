//! Made-up ideas: titles and texts put together from parts, each title once. Nobody is meant, and every number is nobody's.

use rand::Rng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha20Rng;

/// One idea as its author filled the form.
#[derive(Clone, Debug)]
pub struct Idea {
    /// At most 20 字.
    pub title: String,
    /// One or two names.
    pub authors: Vec<String>,
    /// Eleven digits.
    pub phone: String,
    /// Where the author works.
    pub unit: String,
    /// 200–500 字, unless it was made too short or too long on purpose.
    pub measures: String,
    /// At most 200 字.
    pub innovation: String,
    /// At most 200 字.
    pub effect: String,
    /// 1–7.
    pub theme: u8,
}

const PLACES: [&str; 24] = [
    "运河沿岸",
    "老旧小区",
    "城中村",
    "地铁站口",
    "高校园区",
    "社区食堂",
    "滨江步道",
    "产业园区",
    "早高峰路口",
    "菜场周边",
    "安置小区",
    "乡镇街道",
    "景区外围",
    "学校门口",
    "公交首末站",
    "医院周边",
    "青年公寓",
    "创业街区",
    "湿地公园",
    "文化礼堂",
    "市民广场",
    "物流驿站",
    "停车楼宇",
    "河道两侧",
];

/// By theme: what the idea is about, and what it does there.
const MATTERS: [(&[&str], &[&str]); 7] = [
    (
        &[
            "新居民",
            "外来务工者",
            "租住青年",
            "骑手",
            "流动家庭",
            "随迁子女",
        ],
        &[
            "积分互助站",
            "融入伙伴计划",
            "夜间服务角",
            "议事会",
            "技能存折",
            "共建公约",
        ],
    ),
    (
        &["公交", "骑行", "末端配送", "慢行", "夜间接驳", "通学路"],
        &[
            "动态班线",
            "预约调度",
            "错峰共享",
            "安全导引",
            "换乘提示",
            "弹性站点",
        ],
    ),
    (
        &["课后", "家校", "劳动教育", "阅读", "科学课", "心理"],
        &[
            "轻作业清单",
            "协同课堂",
            "成长档案",
            "走读路线",
            "导师结对",
            "周末工坊",
        ],
    ),
    (
        &["慢病", "急救", "老年", "托幼", "职业健康", "心理健康"],
        &[
            "家庭小药箱",
            "随访提醒",
            "互助网格",
            "微诊室",
            "技能普及站",
            "健康护照",
        ],
    ),
    (
        &["旧房", "公共客厅", "车棚", "屋顶", "租赁住房", "停车位"],
        &[
            "微更新",
            "共享改造",
            "错时使用",
            "绿化认养",
            "适老改装",
            "议价平台",
        ],
    ),
    (
        &["老字号", "古桥", "非遗", "方言", "工业遗存", "地名"],
        &[
            "认养计划",
            "口述地图",
            "青年讲解团",
            "修缮日历",
            "声音档案",
            "开放日",
        ],
    ),
    (
        &["河长制", "垃圾分类", "低碳", "噪声", "雨水", "绿电"],
        &[
            "随手拍",
            "补偿账本",
            "邻里核算",
            "监测共享",
            "回收路线",
            "碳积分",
        ],
    ),
];

const SURNAMES: &str = "程林周许沈吴郑冯陈蒋韩杨朱秦许何吕施张孔曹严华金魏陶姜";
const GIVEN: &str = "野舟晗屿澄岚溪樾川衡宁知远思齐若谷子墨一鸣书白清和景行乐之";
const UNIT_HEADS: [&str; 12] = [
    "湖墅", "清河", "临平", "钱潮", "之江", "运河", "西溪", "望江", "闻涛", "凤起", "良渚", "青山",
];
const UNIT_TAILS: [&str; 10] = [
    "区团委",
    "学院",
    "街道办",
    "科技有限公司",
    "第一中学",
    "人民医院",
    "文创园",
    "设计院",
    "供水集团",
    "创业联盟",
];

const STEPS: [&str; 12] = [
    "先在{place}选两个点试行三个月，由街道牵头，{n}名青年志愿者轮值，每周公布一次进展。",
    "把{matter}的需求做成一张{n}项的清单，谁提出、谁负责、何时办完都写在公示栏上。",
    "与附近单位约定错时使用场地，每天腾出{n}个小时，水电由物业分摊，责任写进协议。",
    "设一个固定窗口和一部电话，居民说完情况后{n}日内必须有人回话，回话内容留底。",
    "请学校、企业各出{n}人组成小组，每月开一次短会，只讨论上月没有办成的事。",
    "用现成的小程序登记，不另建平台，只收办事必需的{n}项内容，过期自动删除。",
    "经费以奖代补，每个点不超过{n}千元，账目由居民代表核对后再拨下一笔。",
    "在{place}设{n}处标识，文字不超过十个字，老人和孩子都看得懂。",
    "每季度请没有参加过的人来看一次，提出的意见编号，逐条说明采纳或不采纳的理由。",
    "培训{n}名骨干，学会以后各带三人，培训内容录成短片，不会用手机的人有人上门教。",
    "遇到天气、客流变化时按{n}档预案调整，预案贴在现场，值班的人照着做。",
    "和{matter}相关的部门共用一份台账，改动留痕，避免同一件事重复登记{n}次。",
];

const NOVEL: [&str; 6] = [
    "不新建平台、不新增编制，把现有的人、场地和时间重新编排，办法一张纸就能写清。",
    "由使用者自己定规则，违反一次提醒、两次暂停，规则每半年重新表决。",
    "把结果公开放在过程前面，先说清楚做到什么程度算成，再决定投入多少。",
    "把零散的需求按时段合并，让原来办不成的小事有了规模。",
    "让新来的青年担任第一责任人，老居民做顾问，互相学习。",
    "用一张看得见的地图代替报表，谁都能指出哪里还没有做到。",
];

const EFFECTS: [&str; 6] = [
    "一年内覆盖{n}个小区，参与者超过{n}百人，等待时间缩短三成。",
    "每个点每年节省开支约{n}万元，居民满意度提高十个百分点。",
    "半年后可复制到全市{n}个街道，做法写成手册。",
    "减少重复投诉{n}成，形成一支稳定的志愿者队伍。",
    "预计每天服务{n}百人次，高峰时段拥堵点减少两处。",
    "三年内积累{n}千条记录，为后续决策提供依据。",
];

/// Makes ideas, no title twice.
pub(super) struct Ideas {
    rng: ChaCha20Rng,
    made: u32,
    order: Vec<(usize, usize, usize, usize)>,
}

impl Ideas {
    /// All ideas follow from the generator.
    pub(super) fn new(mut rng: ChaCha20Rng) -> Ideas {
        let mut order = Vec::new();
        for theme in 0..7 {
            for place in 0..PLACES.len() {
                for matter in 0..6 {
                    for deed in 0..6 {
                        order.push((theme, place, matter, deed));
                    }
                }
            }
        }
        order.shuffle(&mut rng);
        Ideas {
            rng,
            made: 0,
            order,
        }
    }

    /// A unit's name.
    pub(super) fn unit(&mut self) -> String {
        let head = UNIT_HEADS.choose(&mut self.rng).unwrap();
        let tail = UNIT_TAILS.choose(&mut self.rng).unwrap();
        format!("{head}{tail}")
    }

    /// The next idea, from somebody of this unit.
    pub(super) fn next(&mut self, unit: &str) -> Idea {
        let count = self.order.len();
        let at = usize::try_from(self.made).unwrap();
        let (theme, place, matter, deed) = self.order[at % count];
        let round = at / count;
        self.made += 1;
        let (matters, deeds) = MATTERS[theme];
        let mut title = format!("{}{}{}", PLACES[place], matters[matter], deeds[deed]);
        if round > 0 {
            title.push_str(&format!("{}号", round + 1));
        }
        let (place, matter) = (PLACES[place], matters[matter]);
        let mut steps = STEPS.to_vec();
        steps.shuffle(&mut self.rng);
        let mut measures = String::new();
        let wanted = self.rng.gen_range(230..430);
        for (at, step) in steps.iter().enumerate() {
            if measures.chars().count() > wanted {
                break;
            }
            measures.push_str(&format!("{}.", at + 1));
            measures.push_str(&self.fill(step, place, matter));
        }
        let innovation = format!(
            "{}{}",
            NOVEL.choose(&mut self.rng).unwrap(),
            NOVEL.choose(&mut self.rng).unwrap()
        );
        let effect = EFFECTS.choose(&mut self.rng).unwrap();
        let effect = self.fill(effect, place, matter);
        let authors = (0..self.rng.gen_range(1..=2))
            .map(|_| self.name())
            .collect();
        Idea {
            title,
            authors,
            phone: format!("1{}", self.rng.gen_range(3_000_000_000_u64..9_999_999_999)),
            unit: unit.to_owned(),
            measures,
            innovation,
            effect,
            theme: u8::try_from(theme + 1).unwrap(),
        }
    }

    fn name(&mut self) -> String {
        let one = |rng: &mut ChaCha20Rng, of: &str| {
            let all: Vec<char> = of.chars().collect();
            *all.choose(rng).unwrap()
        };
        let mut name = String::from(one(&mut self.rng, SURNAMES));
        for _ in 0..self.rng.gen_range(1..=2) {
            name.push(one(&mut self.rng, GIVEN));
        }
        name
    }

    fn fill(&mut self, text: &str, place: &str, matter: &str) -> String {
        let mut filled = text.replace("{place}", place).replace("{matter}", matter);
        while let Some(at) = filled.find("{n}") {
            let n = self.rng.gen_range(2..30).to_string();
            filled.replace_range(at..at + 3, &n);
        }
        filled
    }
}
