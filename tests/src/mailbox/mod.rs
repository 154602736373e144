//! A made-up mailbox of any size: mails of several programs, forms of several shapes, a few films, and between them
//! what every mailbox has, automatic answers, corrections and letters that are no submission. The same seed writes the same
//! bytes, but for the films, which are as the installed ffmpeg makes them.

mod clips;
mod documents;
mod forms;
mod ideas;
mod mime;
mod wraps;

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;

use clips::Clips;
use forms::Shape;
pub use ideas::Idea;
use ideas::Ideas;
use mime::{Attachment, Hand, Mail};
use wraps::Wrap;

const THEMES: [&str; 7] = [
    "城市流动人口问题",
    "城市交通问题",
    "城市教育问题",
    "城市卫生健康问题",
    "城市土地与住房问题",
    "城市文化遗产保护问题",
    "城市环境问题",
];

/// What a mailbox is made of.
#[derive(Clone, Copy, Debug)]
pub struct Recipe {
    /// How many mails.
    pub mails: u32,
    /// Where all chance comes from.
    pub seed: u64,
    /// How many of a hundred ideas have a film.
    pub films: u32,
    /// What the forms are in.
    pub forms: Forms,
}

/// What forms, headers and wrappings there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forms {
    /// Documents of the usual kind, each attached by itself.
    Usual,
    /// Everything that is read.
    All,
}

/// What was written.
pub struct Mailbox {
    /// The mails, in one mbox file.
    pub file: PathBuf,
    /// The ideas, in the order of the mails; corrections and what is no submission are not among them.
    pub ideas: Vec<Idea>,
    /// Of those, the ones with a film, by place.
    pub with_film: Vec<usize>,
    /// How many of the mails are corrections of an idea sent before.
    pub corrections: u32,
    /// How many of the mails are no submission at all.
    pub others: u32,
}

/// Writes a mailbox into the folder, which must exist.
pub fn write(folder: &Path, recipe: Recipe) -> Mailbox {
    let clips = (recipe.films > 0).then(|| Clips::make(folder));
    let mut rng = ChaCha20Rng::seed_from_u64(recipe.seed);
    let mut made = Making {
        ideas: Ideas::new(ChaCha20Rng::seed_from_u64(recipe.seed ^ 1)),
        clips,
        films: recipe.films,
        forms: recipe.forms,
        mailbox: Mailbox {
            file: folder.join("mailbox.mbox"),
            ideas: Vec::new(),
            with_film: Vec::new(),
            corrections: 0,
            others: 0,
        },
    };
    let mut out = BufWriter::new(File::create(&made.mailbox.file).unwrap());
    for at in 0..recipe.mails {
        let hand = match recipe.forms {
            Forms::Usual => *Hand::USUAL.choose(&mut rng).unwrap(),
            Forms::All => *Hand::ALL.choose(&mut rng).unwrap(),
        };
        let mail = made.mail(at, hand, &mut rng);
        writeln!(
            out,
            "From sender{at}@mail.example Thu Jul {:2} 10:00:00 2020",
            1 + at % 30
        )
        .unwrap();
        for line in mail.split_inclusive(|&byte| byte == b'\n') {
            if line.starts_with(b"From ") {
                out.write_all(b">").unwrap();
            }
            out.write_all(line).unwrap();
        }
        out.write_all(b"\r\n").unwrap();
    }
    out.flush().unwrap();
    for at in 0..4 {
        drop(fs::remove_file(folder.join(format!("film{at}.mp4"))));
    }
    made.mailbox
}

struct Making {
    ideas: Ideas,
    clips: Option<Clips>,
    films: u32,
    forms: Forms,
    mailbox: Mailbox,
}

impl Making {
    fn mail(&mut self, at: u32, hand: Hand, rng: &mut ChaCha20Rng) -> Vec<u8> {
        match rng.gen_range(0..100) {
            0..=2 => self.other(at, hand),
            3..=5 if !self.mailbox.ideas.is_empty() => self.correction(at, hand, rng),
            6..=25 => {
                let count = rng.gen_range(2..=6);
                self.submission(at, hand, count, rng)
            }
            _ => self.submission(at, hand, 1, rng),
        }
    }

    /// One mail with so many ideas of one unit, and a summary sheet when there are several.
    fn submission(&mut self, at: u32, hand: Hand, count: usize, rng: &mut ChaCha20Rng) -> Vec<u8> {
        let unit = self.ideas.unit();
        let ideas: Vec<Idea> = (0..count).map(|_| self.ideas.next(&unit)).collect();
        let mut attachments = Vec::new();
        for (number, idea) in (1..).zip(&ideas) {
            let shape = match self.forms {
                Forms::Usual => *Shape::DOCX.choose(rng).unwrap(),
                Forms::All => *Shape::ALL.choose(rng).unwrap(),
            };
            attachments.push(form(number, idea, shape));
            let has_film = rng.gen_range(0..100) < self.films;
            if let Some(clips) = self.clips.as_ref().filter(|_| has_film) {
                let place = self.mailbox.ideas.len() + number - 1;
                self.mailbox.with_film.push(place);
                attachments.push(Attachment {
                    name: format!("{number}-{}.mp4", idea.title),
                    kind: "video/mp4",
                    bytes: clips.film(u32::try_from(place).unwrap()),
                });
            }
        }
        if count > 1 {
            attachments.push(Attachment {
                name: format!("{unit}汇总表.xlsx"),
                kind: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                bytes: forms::summary(&ideas, &THEMES),
            });
        }
        let mut text = format!("组委会：\n您好！附上我单位点子{count}个，请查收。\n{unit}\n");
        let wrap = match self.forms {
            Forms::Usual => Wrap::Plain,
            Forms::All => *Wrap::DRAWN.choose(rng).unwrap(),
        };
        match wrap {
            Wrap::Plain => {}
            Wrap::Zip => attachments = vec![wraps::zip(format!("{unit}.zip"), &attachments)],
            Wrap::Tnef => attachments = vec![wraps::tnef(&attachments)],
            Wrap::Text => {
                text.push_str(&wraps::text(&attachments));
                attachments.clear();
            }
        }
        let mail = mime::write(
            &Mail {
                from: &ideas[0].authors[0],
                subject: &format!("{unit}+西湖金奖进青年"),
                at,
                text: &text,
                more: "",
                attachments: &attachments,
            },
            hand,
        );
        self.mailbox.ideas.extend(ideas);
        mail
    }

    /// A better version of an idea sent before.
    fn correction(&mut self, at: u32, hand: Hand, rng: &mut ChaCha20Rng) -> Vec<u8> {
        let mut idea = self.mailbox.ideas.choose(rng).unwrap().clone();
        idea.measures.push_str("另设一名联络员，专门答复来信。");
        self.mailbox.corrections += 1;
        mime::write(
            &Mail {
                from: &idea.authors[0],
                subject: &format!("{}+西湖金奖进青年（更正）", idea.unit),
                at,
                text: "前一封有误，以此为准。\n",
                more: "",
                attachments: &[form(1, &idea, Shape::Table)],
            },
            hand,
        )
    }

    /// An automatic answer, or a letter about something else.
    fn other(&mut self, at: u32, hand: Hand) -> Vec<u8> {
        self.mailbox.others += 1;
        let (subject, more) = if at.is_multiple_of(2) {
            (
                "自动回复：西湖金奖进青年",
                "Auto-Submitted: auto-replied\r\n",
            )
        } else {
            ("会议室预订确认", "")
        };
        mime::write(
            &Mail {
                from: "办公室",
                subject,
                at,
                text: "来信已收到，本人休假中。\n",
                more,
                attachments: &[],
            },
            hand,
        )
    }
}

fn form(number: usize, idea: &Idea, shape: Shape) -> Attachment {
    let (ending, kind, bytes) = forms::form(idea, shape);
    Attachment {
        name: format!("{number}-{}.{ending}", idea.title),
        kind,
        bytes,
    }
}
