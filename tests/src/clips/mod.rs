//! Clips as they arrive: every codec, container and defect that entrants' phones, cameras and editors are known for, each
//! with the verdict that is right for it.
//!
//! The clips are made by ffmpeg when they are asked for, small and short. What no program writes by itself (a turned
//! display matrix, a header that lies, a file that breaks off) is patched into the bytes.

mod boxes;
mod make;
mod table;

pub use make::make;
pub use table::clips;

use media::{How, Kind};

/// What is right for one clip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// A person is told that nothing in it plays.
    Unreadable,
    /// It plays, and judges get a copy.
    Plays(Plays),
}

/// What is right for a clip that plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plays {
    /// What it is once its streams are known.
    pub kind: Kind,
    /// How long it plays, in milliseconds, to a tenth of a second.
    pub ms: u64,
    /// Width and height as shown, of a picture.
    pub size: Option<(u32, u32)>,
    /// What is wrong with the length its header states.
    pub doubt: Doubt,
    /// How its copy comes about.
    pub how: How,
    /// Whether it passes 180 s with a grace of 1 s.
    pub over: bool,
}

/// What is wrong with a stated length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Nothing.
    None,
    /// More was promised than came.
    CutOff,
    /// All is there, and it is not as long as stated.
    HeaderLies,
}

/// One clip: how it is made and what is right for it.
#[derive(Clone, Copy, Debug)]
pub struct Clip {
    /// Its file name, whose ending may lie.
    pub name: &'static str,
    /// What is special about it.
    pub what: &'static str,
    /// The verdict on it.
    pub verdict: Verdict,
    picture: &'static str,
    sound: &'static str,
    made: &'static str,
    again: &'static str,
    changed: Option<fn(Vec<u8>) -> Vec<u8>>,
}

impl Clip {
    /// A film of four seconds with sound, 160 × 120 at ten frames a second, encoded by these arguments.
    const fn film(name: &'static str, what: &'static str, made: &'static str) -> Self {
        Self {
            name,
            what,
            verdict: Verdict::Plays(Plays {
                kind: Kind::Video,
                ms: 4000,
                size: Some((160, 120)),
                doubt: Doubt::None,
                how: How::Transcoded,
                over: false,
            }),
            picture: "testsrc2=s=160x120:r=10:d=4",
            sound: "sine=d=4",
            made,
            again: "",
            changed: None,
        }
    }

    /// Another source of the picture, in words of lavfi; empty for none.
    const fn seen(mut self, picture: &'static str) -> Self {
        self.picture = picture;
        self
    }

    /// Another source of the sound, in words of lavfi; empty for none.
    const fn heard(mut self, sound: &'static str) -> Self {
        self.sound = sound;
        self
    }

    /// Run through ffmpeg once more with these arguments, in which `{}` is the clip so far.
    const fn again(mut self, arguments: &'static str) -> Self {
        self.again = arguments;
        self
    }

    /// Its bytes are changed in the end.
    const fn changed(mut self, change: fn(Vec<u8>) -> Vec<u8>) -> Self {
        self.changed = Some(change);
        self
    }

    const fn right(mut self, plays: Plays) -> Self {
        self.verdict = Verdict::Plays(plays);
        self
    }

    const fn plays(&self) -> Plays {
        match self.verdict {
            Verdict::Plays(plays) => plays,
            Verdict::Unreadable => panic!("it does not play"),
        }
    }

    const fn unreadable(mut self) -> Self {
        self.verdict = Verdict::Unreadable;
        self
    }

    /// Taken over without encoding.
    const fn remuxed(self) -> Self {
        let how = How::Remuxed;
        self.right(Plays {
            how,
            ..self.plays()
        })
    }

    const fn lasting(self, ms: u64) -> Self {
        self.right(Plays { ms, ..self.plays() })
    }

    const fn over(self) -> Self {
        let over = true;
        self.right(Plays {
            over,
            ..self.plays()
        })
    }

    const fn sized(self, width: u32, height: u32) -> Self {
        let size = Some((width, height));
        self.right(Plays {
            size,
            ..self.plays()
        })
    }

    const fn doubted(self, doubt: Doubt) -> Self {
        self.right(Plays {
            doubt,
            ..self.plays()
        })
    }

    const fn sound_alone(self) -> Self {
        let plays = Plays {
            kind: Kind::Audio,
            size: None,
            ..self.plays()
        };
        self.right(plays)
    }
}
