//! What can be typed to decide about what came in.

use std::path::PathBuf;
use std::str::FromStr;

use clap::{ArgGroup, Args as Fields, Subcommand, ValueEnum};
use media::{Region, Span};

/// The commands by which a person decides.
#[derive(Debug, Subcommand)]
pub(crate) enum ByHand {
    /// 看一件：来信、表格、评委所见并列，问题和附件 · one draft: the mail, the form and what judges read, side by side
    #[command(group = ArgGroup::new("which").required(true))]
    Show {
        /// 征集文件夹 · the contest folder
        dir: PathBuf,
        /// 稿件号或点子编号 · a draft's or an entry's number
        #[arg(group = "which")]
        id: Option<String>,
        /// 待办号 · an item of the queue
        #[arg(long, group = "which")]
        item: Option<i64>,
    },
    /// 改正：表格原样不动，改的另记 · correct a draft; the form as read stays
    Fix(Box<Corrections>),
    /// 退回一件，或由另一件取代；留着，可撤销 · send a draft back, or put another in its place
    #[command(group = ArgGroup::new("why").required(true).multiple(true))]
    Reject {
        /// 征集文件夹 · the contest folder
        dir: PathBuf,
        /// 稿件号或点子编号 · a draft's or an entry's number
        id: String,
        /// 理由：incomplete、over_length、media_over、not_the_form、withdrawn，或自己写 · one of these, or own words
        #[arg(long, group = "why")]
        reason: Option<String>,
        /// 由这件稿件取代 · the draft that takes its place
        #[arg(long, value_name = "ID", group = "why")]
        superseded_by: Option<String>,
        /// 把回信写到哪里 · write a reply here
        #[arg(long, value_name = "FILE.eml")]
        reply: Option<PathBuf>,
    },
    /// 起草回信：用邮件程序打开，看过再发 · draft a reply; it is sent from the mail program
    Reply {
        /// 征集文件夹 · the contest folder
        dir: PathBuf,
        /// 稿件号或点子编号 · a draft's or an entry's number
        id: String,
        /// 写到哪里 · where to
        #[arg(long, value_name = "FILE.eml")]
        out: Option<PathBuf>,
    },
    /// 把待办里的文件归给一件稿件 · give the file of an item to a draft
    Give {
        /// 征集文件夹 · the contest folder
        dir: PathBuf,
        /// 待办号 · the item
        item: i64,
        /// 归给哪件 · the draft
        #[arg(long, value_name = "ID")]
        to: String,
    },
    /// 照着图片、扫描件或邮件正文录入一件 · type a draft from a picture, a scan or the text of a mail
    Draft(Box<Typed>),
    /// 把人工取来的文件加进一件稿件 · add a file that was fetched by hand to a draft
    Attach {
        /// 征集文件夹 · the contest folder
        dir: PathBuf,
        /// 稿件号或点子编号 · a draft's or an entry's number
        id: String,
        /// 文件 · the file
        file: PathBuf,
        /// 同时了结这项待办；只有一项链接待办时不用写 · the item it settles; not needed for the only link
        #[arg(long)]
        item: Option<i64>,
    },
    /// 评委不该看到的：遮盖文字、撤下附件、遮挡几秒或一块画面；原件不动 · take words, a file or a part of one out of the judging copy
    #[command(group = ArgGroup::new("hide").required(true))]
    Redact {
        /// 征集文件夹 · the contest folder
        dir: PathBuf,
        /// 稿件号或点子编号 · a draft's or an entry's number
        id: String,
        /// 要遮盖的文字，每一处 · the words, everywhere
        #[arg(long, group = "hide", value_name = "WORDS")]
        text: Option<String>,
        /// 只在这一栏 · in this text alone
        #[arg(long, value_enum, requires = "text")]
        field: Option<TextField>,
        /// 不给评委看的附件；有 --seconds 或 --area 时只遮那一部分 · a file that judges are not shown; with --seconds or --area only that part
        #[arg(long, group = "hide", value_name = "NAME")]
        file: Option<String>,
        /// 只遮这几秒，如 7-12.5 · only these seconds, such as 7-12.5
        #[arg(long, requires = "file", value_name = "FROM-TO")]
        seconds: Option<Seconds>,
        /// 只遮这块画面：左,上,宽,高，百分数 · only this part of the picture: left,top,width,height in per cent
        #[arg(long, requires = "file", value_name = "L,T,W,H")]
        area: Option<Area>,
        /// 几秒里只遮画面或只去声音 · of the seconds only the picture or only the sound
        #[arg(long, value_enum, requires = "seconds", conflicts_with = "area")]
        only: Option<Sense>,
        /// 理由 · the reason
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// 取消一处遮盖（号码见 show）· put back what a redaction took out
    Unredact {
        /// 征集文件夹 · the contest folder
        dir: PathBuf,
        /// 遮盖的号码 · the number of the redaction
        redaction: i64,
    },
    /// 重新抽签编号：各专题从 1 起连续，看不出先后 · draw all numbers anew, dense from 1 in each theme
    Number {
        /// 征集文件夹 · the contest folder
        dir: PathBuf,
        /// 已经抽过也重抽 · even when they were drawn before
        #[arg(long)]
        again: bool,
        /// 随机种子，记入记录；不写就随机 · the seed, kept in the log; random otherwise
        #[arg(long)]
        seed: Option<u64>,
    },
    /// 撤销最近一次收件上的决定，或记录里的某一条 · take back the last decision about what came in, or that of a line
    Undo {
        /// 征集文件夹 · the contest folder
        dir: PathBuf,
        /// 记录的序号（见 log）· the line of the log
        #[arg(long)]
        line: Option<u32>,
    },
}

/// What of some seconds is covered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Sense {
    Picture,
    Sound,
}

/// Two moments of a film or a sound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Seconds(pub(crate) Span);

impl FromStr for Seconds {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let why = "两个时刻，前小后大，如 7-12.5 · two moments in order, such as 7-12.5";
        let millis = |part: &str| {
            let seconds: f64 = part.trim().parse().ok()?;
            // A day is longer than any entry, and every value below it is a whole number of milliseconds.
            (0.0..86_400.0)
                .contains(&seconds)
                .then(|| (seconds * 1000.0).round() as u64)
        };
        let (from, to) = text.split_once('-').ok_or(why)?;
        let span = millis(from).zip(millis(to));
        let span = span.and_then(|(from, to)| Span::new([from, to]));
        span.map(Self).ok_or(why)
    }
}

/// A part of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Area(pub(crate) Region);

impl FromStr for Area {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let why = "左,上,宽,高，百分数，不出画面，如 10,0,30,25 · left,top,width,height in per cent, inside the picture, such as 10,0,30,25";
        let parts: Vec<u16> = text
            .split(',')
            .filter_map(|part| {
                let share: f64 = part.trim().parse().ok()?;
                (0.0..=100.0)
                    .contains(&share)
                    .then(|| (share * 10.0).round() as u16)
            })
            .collect();
        if text.split(',').count() != parts.len() {
            return Err(why);
        }
        let parts: [u16; 4] = parts.try_into().map_err(|_| why)?;
        Region::new(parts).map(Self).ok_or(why)
    }
}

/// A text that judges read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TextField {
    Title,
    Measures,
    Innovation,
    Effect,
}

/// `jury fix …`
#[derive(Debug, Fields)]
#[command(group = ArgGroup::new("what").required(true).multiple(true))]
pub(crate) struct Corrections {
    /// 征集文件夹 · the contest folder
    pub(crate) dir: PathBuf,
    /// 稿件号或点子编号 · a draft's or an entry's number
    pub(crate) id: String,
    /// 标题 · the title
    #[arg(long, group = "what")]
    pub(crate) title: Option<String>,
    /// 作者 · the authors
    #[arg(long, group = "what")]
    pub(crate) authors: Option<String>,
    /// 电话 · the telephone number
    #[arg(long, group = "what", conflicts_with = "phone_from_mail")]
    pub(crate) phone: Option<String>,
    /// 采用来信里的电话 · the one that the mail names
    #[arg(long, group = "what")]
    pub(crate) phone_from_mail: bool,
    /// 工作单位 · the unit
    #[arg(long, group = "what")]
    pub(crate) unit: Option<String>,
    /// 专题号 · the theme
    #[arg(long, group = "what", value_name = "N")]
    pub(crate) theme: Option<u8>,
    /// 主要举措（文本文件）· main measures, a text file
    #[arg(long, group = "what", value_name = "FILE")]
    pub(crate) measures: Option<PathBuf>,
    /// 创新之处（文本文件）· what is new, a text file
    #[arg(long, group = "what", value_name = "FILE")]
    pub(crate) innovation: Option<PathBuf>,
    /// 预期效果（文本文件）· the expected effect, a text file
    #[arg(long, group = "what", value_name = "FILE")]
    pub(crate) effect: Option<PathBuf>,
    /// 改的内容来自汇总表 · the corrections are from the unit's sheet
    #[arg(long)]
    pub(crate) from_sheet: bool,
    /// 备注 · a note
    #[arg(long, default_value = "")]
    pub(crate) note: String,
}

/// `jury draft …`
#[derive(Debug, Fields)]
pub(crate) struct Typed {
    /// 征集文件夹 · the contest folder
    pub(crate) dir: PathBuf,
    /// 待办号 · the item
    pub(crate) item: i64,
    /// 标题 · the title
    #[arg(long, required_unless_present = "from_mail")]
    pub(crate) title: Option<String>,
    /// 作者 · the authors
    #[arg(long)]
    pub(crate) authors: Option<String>,
    /// 电话 · the telephone number
    #[arg(long)]
    pub(crate) phone: Option<String>,
    /// 工作单位 · the unit
    #[arg(long)]
    pub(crate) unit: Option<String>,
    /// 主要举措（文本文件）· main measures, a text file
    #[arg(long, value_name = "FILE")]
    pub(crate) measures: Option<PathBuf>,
    /// 创新之处（文本文件）· what is new, a text file
    #[arg(long, value_name = "FILE")]
    pub(crate) innovation: Option<PathBuf>,
    /// 预期效果（文本文件）· the expected effect, a text file
    #[arg(long, value_name = "FILE")]
    pub(crate) effect: Option<PathBuf>,
    /// 没写的栏采用邮件正文里的表格 · what is not given is taken from the form in the text of the mail
    #[arg(long)]
    pub(crate) from_mail: bool,
}
