//! Traditional characters as simplified ones, as far as texts of city life use them. One character for one; words are not
//! looked at, so that the same text always gives the same characters.

/// Pairs: the traditional character, then the simplified one.
const PAIRS: &str = "\
萬万與与專专業业叢丛東东絲丝兩两嚴严喪丧個个豐丰臨临為为麗丽舉举義义烏乌樂乐喬乔習习鄉乡書书買买亂乱爭争於于虧亏雲云亞亚產产畝亩\
親亲億亿僅仅從从侖仑倉仓儀仪們们價价眾众優优會会偉伟傳传傷伤倫伦偽伪體体餘余傭佣側侧僑侨儉俭債债傾倾償偿儲储兒儿黨党蘭兰關关興兴養养\
獸兽內内岡冈冊册寫写軍军農农馮冯決决況况凍冻淨净準准涼凉減减湊凑幾几鳳凤憑凭凱凯擊击鑿凿劃划劉刘則则剛刚創创刪删別别劇剧勸劝辦办務务\
動动勵励勁劲勞劳勢势勻匀區区醫医華华協协單单賣卖盧卢衛卫卻却廠厂廳厅歷历厲厉壓压厭厌廁厕縣县參参雙双發发變变敘叙葉叶號号嘆叹聽听啟启吳吴\
員员嗎吗響响啞哑噴喷嘗尝園园圍围國国圖图圓圆聖圣場场壞坏塊块堅坚壇坛墳坟墜坠壟垄牆墙墊垫處处備备複复夠够頭头夾夹奪夺奮奋獎奖婦妇媽妈\
孫孙學学寧宁寶宝實实審审憲宪寬宽賓宾對对尋寻導导壽寿將将爾尔塵尘盡尽層层屬属歲岁島岛嶺岭幣币師师帳帐幫帮廣广莊庄慶庆庫库應应廟庙廢废開开\
異异棄弃張张彈弹強强歸归當当錄录徹彻徑径後后復复憶忆憂忧懷怀態态總总戀恋惡恶慣惯願愿戲戏戰战戶户擴扩掃扫揚扬擾扰撫抚搶抢護护報报擔担擬拟\
擁拥攔拦擇择掛挂揮挥損损換换據据攜携攝摄擺摆搖摇敵敌數数齋斋鬥斗斷断無无舊旧時时曠旷曉晓暫暂術术樸朴機机殺杀雜杂權权條条來来極极構构槍枪\
楓枫櫃柜標标棧栈欄栏樹树樣样橋桥樓楼檔档歡欢歐欧殘残毀毁畢毕氣气漢汉湯汤溝沟沒没滬沪淚泪潔洁淺浅測测濟济渾浑濃浓塗涂漲涨漸渐漁渔滲渗溫温\
遊游灣湾濕湿滅灭燈灯靈灵災灾爐炉點点煉炼爛烂煙烟煩烦燒烧熱热愛爱牽牵猶犹獨独獻献獲获環环現现電电畫画暢畅療疗瘋疯癢痒監监蓋盖盤盘眼眼礦矿\
碼码磚砖確确禮礼禍祸種种積积稱称穩稳窮穷窗窗競竞筆笔築筑簡简籌筹簽签籃篮類类糧粮糾纠紀纪約约級级紛纷紙纸線线組组細细織织終终紹绍經经結结\
繞绕給给絡络絕绝統统繼继績绩續续維维綜综綠绿網网緊紧編编緣缘練练縮缩繳缴罰罚羅罗聯联聰聪職职聞闻腳脚腦脑臺台艙舱藝艺節节蘇苏藥药蟲虫補补\
裝装見见規规視视覺觉覽览觀观觸触計计訂订認认討讨讓让訓训議议訊讯記记講讲許许論论設设訪访證证評评識识訴诉診诊詞词試试詩诗話话該该詳详語语誤误\
說说請请諸诸讀读課课調调談谈謀谋謝谢譜谱貓猫貝贝負负財财責责敗败貨货質质貧贫購购貿贸費费資资賽赛贈赠趕赶趨趋跡迹踐践車车軌轨輪轮軟软較较\
載载輕轻輔辅輛辆輸输轉转邊边達达遷迁過过運运還还這这進进遠远違违連连遲迟選选遺遗郵邮鄰邻釋释裡里針针鐵铁銀银錯错鍵键鏈链鐘钟鋪铺鎮镇長长門门\
閃闪閉闭問问間间閱阅闊阔隊队陽阳陰阴際际陸陆險险隨随隱隐難难離离雙双靜静頂顶項项順顺須须預预領领頻频題题額额顏颜風风飛飞飯饭飲饮餐餐館馆馬马駕驾\
駐驻騎骑驗验驟骤魚鱼鳥鸟麥麦黃黄齊齐齒齿龍龙";

/// Returns the simplified form of a traditional character, and any other character as it is.
pub(crate) fn simplified(c: char) -> char {
    table()
        .binary_search_by_key(&c, |pair| pair.0)
        .ok()
        .and_then(|at| table().get(at))
        .map_or(c, |pair| pair.1)
}

/// The pairs in the order of the traditional characters.
fn table() -> &'static [(char, char)] {
    static TABLE: std::sync::LazyLock<Vec<(char, char)>> = std::sync::LazyLock::new(|| {
        let mut characters = PAIRS.chars();
        let mut table = Vec::new();
        while let (Some(traditional), Some(simplified)) = (characters.next(), characters.next()) {
            table.push((traditional, simplified));
        }
        table.sort_unstable();
        table.dedup_by_key(|pair| pair.0);
        table
    });
    &TABLE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_simplified_character_is_the_traditional_form_of_another() {
        for (traditional, plain) in table() {
            assert_eq!(simplified(*plain), *plain, "{traditional}{plain}");
        }
        assert!(table().len() > 500);
    }
}
