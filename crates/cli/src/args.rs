//! What can be typed.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{ArgGroup, Args as Fields, Parser, Subcommand, ValueEnum};

mod by_hand;
mod judging;

pub(crate) use by_hand::{Area, ByHand, Corrections, Seconds, Sense, TextField, Typed};
pub(crate) use judging::{DecideCommand, OnRecord, OtherMethod, WhatIfCommand};

use crate::commands::score::Score;
use crate::tables::{AgreementTables, AssignTables, RankTables};

const EXIT_CODES: &str = "\
退出码 Exit codes:
  0  完成 done
  1  完成，但有文件需要人看（merge 有暂存的文件） done, but a person must look (merge holds files)
  2  用法不对 wrong usage
  3  没有做，什么都没改 refused or failed; what was done before stays, nothing else changed
     （verify：结果与评委的签名不符 verify: something differs）

结果印在标准输出，进度和错误印在标准错误；--json 时错误也印在标准输出。
Results go to standard output, progress and errors to standard error; with --json errors go to standard output too.";

/// 评审台命令行 · Jury Desk on the command line
#[derive(Debug, Parser)]
#[command(name = "jury", version, after_help = EXIT_CODES, propagate_version = true)]
pub(crate) struct Args {
    /// 输出稳定的 JSON · print stable JSON
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// 语言，默认看 LANG · language; LANG decides otherwise
    #[arg(long, global = true, value_enum)]
    pub(crate) lang: Option<Lang>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The languages of the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Lang {
    Zh,
    En,
}

impl Lang {
    /// English when the environment asks for it, else Chinese.
    pub(crate) fn of_environment() -> Lang {
        let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
        match set {
            Some(value) if value.starts_with("en") => Lang::En,
            _ => Lang::Zh,
        }
    }
}

/// Where the organiser's passphrase comes from when the keys are locked.
#[derive(Debug, Fields)]
pub(crate) struct KeyFrom {
    /// 组织方口令所在的文件，- 为标准输入；不写则在终端里问 · the organiser's passphrase; - reads standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
}

/// What opens a sealed file.
#[derive(Debug, Fields)]
pub(crate) struct FileKey {
    /// 口令所在的文件，- 为标准输入；不写则在终端里问 · the passphrase of the file; - reads standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
    /// 邀请文件或组织方的解密钥匙（age 身份文件）· an invitation file or the organiser's age identity
    #[arg(long, value_name = "FILE")]
    pub(crate) identity: Option<PathBuf>,
}

/// `jury keys …`
#[derive(Debug, Subcommand)]
pub(crate) enum KeysCommand {
    /// 给钥匙加口令（旧文件夹、演示） · put open keys under a new passphrase
    Protect {
        /// 征集文件夹 · the contest folder
        dir: PathBuf,
        /// 口令单写到哪里（网页，打印用） · where the sheet with the passphrase goes
        #[arg(long, value_name = "FILE.html")]
        sheet: PathBuf,
    },
    /// 备份加了口令的钥匙 · copy the locked keys into one file
    Export {
        /// 征集文件夹 · the contest folder
        dir: PathBuf,
        /// 写到哪里 · where to
        #[arg(long, value_name = "FILE.zip")]
        out: PathBuf,
    },
    /// 从备份恢复钥匙 · put the keys back from a copy
    Recover {
        /// 征集文件夹 · the contest folder
        dir: PathBuf,
        /// keys export 写出的文件 · the file that keys export wrote
        #[arg(value_name = "FILE.zip")]
        file: PathBuf,
        #[command(flatten)]
        key: KeyFrom,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// 新建征集文件夹 · make a contest folder
    New {
        /// 文件夹，须不存在或为空 · the folder; must not exist or be empty
        dir: PathBuf,
        /// 征集文件（TOML），默认为“西湖金奖进青年·2020” · the contest file
        #[arg(long, value_name = "FILE")]
        contest: Option<PathBuf>,
        /// 口令单写到哪里，默认在文件夹旁边 · where the sheet with the passphrase goes; beside the folder otherwise
        #[arg(long, value_name = "FILE.html")]
        sheet: Option<PathBuf>,
        /// 照去年的办：往届的征集文件夹或征集文件，规则照旧，年份和日期顺延 · the rules of an earlier contest, its dates moved on
        #[arg(long, value_name = "DIR|FILE", conflicts_with = "contest")]
        like: Option<PathBuf>,
    },
    /// 把整个征集文件夹备份成一个文件，写完读回核对 · the whole folder in one file, read back and compared
    Backup {
        /// 征集文件夹 · the contest folder
        dir: PathBuf,
        /// 写到哪里，须不存在 · where to; nothing may be there
        #[arg(value_name = "FILE.zip")]
        to: PathBuf,
        /// 钥匙没有口令也备份 · even if the keys are under no passphrase
        #[arg(long)]
        with_open_keys: bool,
    },
    /// 从备份恢复征集文件夹，逐个文件核对 · make a contest folder of a backup, every file compared
    Restore {
        /// backup 写出的文件 · the file that backup wrote
        #[arg(value_name = "FILE.zip")]
        file: PathBuf,
        /// 恢复到哪里，须不存在或为空 · the folder; must not exist or be empty
        dir: PathBuf,
    },
    /// 组织方的钥匙 · the organiser's keys
    Keys {
        #[command(subcommand)]
        command: KeysCommand,
    },
    /// 收件：邮件、邮箱、装着表格的文件夹、单份表格 · receive mails, mailboxes, folders with a form, single forms
    Intake {
        /// 征集文件夹 · the contest folder
        dir: PathBuf,
        /// 要收的文件或文件夹；不写则只继续处理媒体 · files or folders; without any, waiting media are finished
        #[arg(value_name = "PATH", conflicts_with = "again")]
        paths: Vec<PathBuf>,
        /// 再看一遍收过的每一处，只收新的 · look again wherever was received from, and take only what is new
        #[arg(long)]
        again: bool,
    },
    /// 待办：要人看的事和待受理的稿件 · what waits for a person
    Queue {
        /// 征集文件夹 · the contest folder
        dir: PathBuf,
        /// 把这些待办记为已处理 · mark these items as settled
        #[arg(long, value_name = "ITEM", num_args = 1..)]
        settle: Vec<i64>,
        /// 怎么处理的 · what was done about them
        #[arg(long, requires = "settle", default_value = "")]
        note: String,
    },
    /// 雷同：文字相近的稿件，相同的段落在哪里 · drafts with like texts, and where they are the same
    Alike {
        /// 征集文件夹 · the contest folder
        dir: PathBuf,
        /// 与往届的征集文件夹比，只读不写 · against an earlier contest's folder, which is only read
        #[arg(long, value_name = "DIR")]
        previous: Option<PathBuf>,
    },
    /// 受理：给稿件定专题、发编号 · accept drafts: theme and number
    Accept {
        /// 征集文件夹 · the contest folder
        dir: PathBuf,
        /// 稿件号（见 queue）· draft numbers, as queue lists them
        #[arg(
            value_name = "ID",
            required_unless_present = "all",
            conflicts_with = "all"
        )]
        ids: Vec<i64>,
        /// 全部受理，拿不准的留下 · all that need no decision
        #[arg(long)]
        all: bool,
        /// 这些稿件的专题号 · the theme of these drafts
        #[arg(long, value_name = "N")]
        theme: Option<u8>,
        /// 专题表：CSV，两列 id,theme · a table of themes with the columns id,theme
        #[arg(long, value_name = "FILE.csv")]
        themes: Option<PathBuf>,
        /// 只凭文字建议的专题也照建议受理（看过一遍之后） · take themes that only the text suggests, once a person has looked
        #[arg(long, requires = "all")]
        suggested: bool,
        /// 正文里的姓名、电话、单位不遮盖 · leave names, phone numbers and units in the texts as they are
        #[arg(long)]
        as_is: bool,
        /// 照收并注明：为什么这些问题不妨碍 · why the findings do not stand in the way
        #[arg(long, default_value = "")]
        note: String,
    },
    #[command(flatten)]
    ByHand(ByHand),
    /// 评委名单：CSV，列 id,name,unit,email[,themes,max_entries,max_minutes,conflicts,kin,rounds] · take the list of judges
    #[command(group = ArgGroup::new("what").required(true))]
    Judges {
        /// 征集文件夹 · the contest folder
        dir: PathBuf,
        /// 名单；themes 写法 2;4，最熟的在前 · the list; themes are written 2;4, the best known first
        #[arg(value_name = "FILE.csv", group = "what")]
        file: Option<PathBuf>,
        /// 这位评委退出：不再等，没评的归别人 · this judge dropped out
        #[arg(long, value_name = "JUDGE", group = "what")]
        dropped: Option<String>,
        /// 退出的评委回来了 · a judge who dropped out is back
        #[arg(long, value_name = "JUDGE", group = "what")]
        back: Option<String>,
    },
    /// 分配：谁评什么 · plan who judges what
    Assign {
        /// 征集文件夹 · the contest folder
        #[arg(required_unless_present = "entries", conflicts_with = "entries")]
        dir: Option<PathBuf>,
        #[command(flatten)]
        tables: AssignTables,
        /// 哪一轮，默认现在这一轮 · which round; the one people are at otherwise
        #[arg(long, value_name = "ROUND", conflicts_with = "entries")]
        round: Option<String>,
        /// 每件几位评委，默认照征集文件 · judges for each entry; as the contest file says otherwise
        #[arg(long, value_parser = clap::value_parser!(u32).range(1..=50),
              required_unless_present = "dir")]
        reviews: Option<u32>,
        /// 随机种子，记入档案；默认用本场自己的，用表格时为 1 · the seed, kept on record; the contest's own or, for tables, 1
        #[arg(long)]
        seed: Option<u64>,
        /// 评审包发出以后增补：新点子、回避的、退出的评委，改动最少 · extend a plan that is out, with as few changes as can be
        #[arg(long, conflicts_with_all = ["entries", "reviews", "seed"])]
        extend: bool,
        /// 只看会动什么 · only say what would move
        #[arg(long, requires = "extend")]
        dry_run: bool,
    },
    /// 发包：每位评委一份评审包和一张口令单 · write one judge pack and one passphrase slip for each judge
    Pack {
        /// 征集文件夹 · the contest folder
        dir: PathBuf,
        /// 写到哪里 · where to
        #[arg(long, value_name = "FOLDER")]
        out: PathBuf,
        /// 哪一轮，默认现在这一轮 · which round; the one people are at otherwise
        #[arg(long, value_name = "ROUND")]
        round: Option<String>,
        /// 给这位评委重做一份（新口令）· again for this judge, with a new passphrase
        #[arg(long, value_name = "JUDGE")]
        again: Vec<String>,
        /// 这位评委的包用邀请文件打开，不用口令 · the pack of this judge opens with an invitation file, not a passphrase
        #[arg(
            long,
            value_name = "JUDGE",
            requires = "invitation",
            conflicts_with = "again"
        )]
        judge: Option<String>,
        /// 邀请文件；没有就造一个，请当面交给评委 · the invitation file; made when missing, to be handed over in person
        #[arg(long, value_name = "FILE", requires = "judge")]
        invitation: Option<PathBuf>,
        /// 超过 4 GiB 的包分卷（.001 .002 …），供 FAT32 的 U 盘 · cut packs above 4 GiB into volumes for FAT32 sticks
        #[arg(long)]
        fat32: bool,
        /// 按此大小分卷，单位 MiB · cut into volumes of so many MiB
        #[arg(long, value_name = "MIB", conflicts_with = "fat32",
              value_parser = clap::value_parser!(u32).range(1..))]
        volume_size: Option<u32>,
        #[command(flatten)]
        key: KeyFrom,
    },
    /// 并入评分文件 · merge score bundles
    Merge {
        /// 征集文件夹 · the contest folder
        dir: PathBuf,
        /// 评分文件 · score bundles
        #[arg(value_name = "FILE", required = true)]
        files: Vec<PathBuf>,
        #[command(flatten)]
        key: KeyFrom,
    },
    /// 列出收到的全部评分文件和状态哈希 · list everything received, with a hash of the state
    Ledger {
        /// 征集文件夹 · the contest folder
        dir: PathBuf,
    },
    /// 与评委核对过六组数字：这份文件是本人的 · record that the judge knows this bundle as their own
    Confirm {
        /// 征集文件夹 · the contest folder
        dir: PathBuf,
        /// 评委 · the judge
        judge: String,
        /// 评分文件的六组数字 · the six groups of the bundle
        #[arg(value_name = "GROUPS", required = true, num_args = 1..=6)]
        groups: Vec<String>,
    },
    /// 逾期的评分文件计不计入 · decide whether a late bundle counts
    #[command(group = ArgGroup::new("decision").required(true))]
    Late {
        /// 征集文件夹 · the contest folder
        dir: PathBuf,
        /// 评委 · the judge
        judge: String,
        /// 评分文件的六组数字 · the six groups of the bundle
        #[arg(value_name = "GROUPS", required = true, num_args = 1..=6)]
        groups: Vec<String>,
        /// 计入 · it counts
        #[arg(long, group = "decision")]
        take: bool,
        /// 不计入 · it does not count
        #[arg(long, group = "decision")]
        leave_out: bool,
    },
    /// 决定的记录，逐条相连 · the log of decisions, each line chained to the one before
    Log {
        /// 征集文件夹 · the contest folder
        dir: PathBuf,
    },
    /// 排名：校正评委宽严以后的名次和九成区间 · rank by scores adjusted for leniency, with 90 % intervals
    Rank {
        /// 征集文件夹 · the contest folder
        #[arg(required_unless_present = "scores", conflicts_with = "scores")]
        dir: Option<PathBuf>,
        /// 哪一轮，默认现在这一轮 · which round; the one people are at otherwise
        #[arg(long, value_name = "ROUND", conflicts_with = "scores")]
        round: Option<String>,
        #[command(flatten)]
        tables: RankTables,
    },
    /// 结果：各奖项归谁、还有什么没定、补评哪几件最有用 · awards, open questions, and the reviews that would settle most
    Results {
        /// 征集文件夹 · the contest folder
        dir: PathBuf,
    },
    /// 查找：编号、标题、作者、单位、电话、邮件、正文里的字 · find ideas by words, numbers, people or mail
    Find {
        /// 征集文件夹 · the contest folder
        dir: PathBuf,
        /// 要找的字，一个字也行 · the words; one character will do
        words: String,
    },
    /// 单位：报送、受理、得奖和组织奖得分 · units: ideas sent, accepted, awards and score
    Units {
        /// 征集文件夹 · the contest folder
        dir: PathBuf,
    },
    /// 定夺：授予、不授予、名额、并列、评委不计；写进记录 · decide what people decide; it goes into the log
    Decide {
        /// 征集文件夹 · the contest folder
        dir: PathBuf,
        #[command(subcommand)]
        what: DecideCommand,
    },
    /// 假如：换个算法、权重或去掉一位评委会怎样，什么都不改 · what would move if one thing were otherwise; changes nothing
    WhatIf {
        /// 征集文件夹 · the contest folder
        dir: PathBuf,
        /// 把这次分析记入记录 · note in the log that it was looked at
        #[arg(long)]
        record: bool,
        #[command(subcommand)]
        change: WhatIfCommand,
    },
    /// 这是什么文件：种类、谁签的、是否完整；不需要钥匙，有则看得更多 · what a file is, who signed it, whether it is whole
    Inspect {
        /// 任何文件；分卷只写 .001 · any file; of volumes the .001
        file: PathBuf,
        #[command(flatten)]
        key: FileKey,
    },
    /// 把评审包从头到尾核对一遍，什么都不改 · verify every byte of a judge pack; changes nothing
    CheckPack {
        /// 评审包；分卷只写 .001 · the pack; of volumes the .001
        file: PathBuf,
        #[command(flatten)]
        key: FileKey,
    },
    /// 评委：不开窗口评分，分数来自表格 · a judge's scores from a table, without a window
    Score(Score),
    /// 印发：结果簿、公示、评审报告、证书、致评委函 · the workbook, the notice, the jury report, certificates, letters to judges
    Papers {
        /// 征集文件夹 · the contest folder
        dir: PathBuf,
        /// 写到哪里 · where to
        #[arg(long, value_name = "FOLDER")]
        out: PathBuf,
        /// 落款日期，如 2020-12-10；默认今天 · the day that stands on them; today otherwise
        #[arg(long, value_name = "YYYY-MM-DD")]
        dated: Option<NaiveDate>,
        /// 文稿的语言 · the language of the papers
        #[arg(long, value_enum, default_value = "zh")]
        language: Lang,
    },
    /// 公布：写出结果档案，人人可以核对 · write the results archive, which everybody can check
    Publish {
        /// 征集文件夹 · the contest folder
        dir: PathBuf,
        /// 写到哪里 · where to
        #[arg(long, value_name = "RESULTS.zip")]
        out: PathBuf,
        #[command(flatten)]
        key: KeyFrom,
    },
    /// 核对公布的结果：是否由评委签名的评分算得出来 · check published results against what the judges signed
    Verify {
        /// 结果档案 · the results archive, RESULTS.zip
        file: PathBuf,
    },
    /// 一致性：评分表里的评委有多一致 · how far the judges of a table of scores agree
    Agreement(AgreementTables),
    /// 建一场演示征集，评审包在 DIR/packs · make a demonstration contest
    Demo {
        /// 文件夹 · the folder
        dir: PathBuf,
    },
}
