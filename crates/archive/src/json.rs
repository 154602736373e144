//! `results.json`: as strict as the other files, so numbers are written as plain decimals.

use std::io;

use pack::{PackError, json};
use results::Results;
use serde::{Deserialize, Serialize};
use serde_json::ser::{Formatter, PrettyFormatter};

use crate::layout::{RESULTS, VERSION};

const FORMAT: &str = "jurydesk.results";

/// Decimals of a number; finer than anything that is printed, and than what recomputed numbers are compared by.
const DECIMALS: usize = 9;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File<R> {
    format: String,
    version: u32,
    results: R,
}

pub(crate) fn write(results: &Results) -> Result<Vec<u8>, PackError> {
    let file = File {
        format: FORMAT.to_owned(),
        version: VERSION,
        results,
    };
    let malformed = |why: &dyn ToString| PackError::Malformed {
        what: RESULTS.to_owned(),
        why: why.to_string(),
    };
    let mut bytes = Vec::new();
    let mut writer = serde_json::Serializer::with_formatter(&mut bytes, Decimals::default());
    file.serialize(&mut writer).map_err(|why| malformed(&why))?;
    bytes.push(b'\n');
    json::check(&bytes).map_err(|why| malformed(&why))?;
    Ok(bytes)
}

pub(crate) fn read(bytes: &[u8]) -> Result<Results, PackError> {
    let file: File<Results> = json::read(RESULTS, bytes)?;
    if file.format != FORMAT || file.version != VERSION {
        return Err(PackError::Malformed {
            what: RESULTS.to_owned(),
            why: "another format or version".to_owned(),
        });
    }
    Ok(file.results)
}

/// Indented JSON without exponents: `0.000000012` where `serde_json` alone writes `1.2e-8`.
#[derive(Default)]
struct Decimals(PrettyFormatter<'static>);

impl Formatter for Decimals {
    fn write_f64<W: ?Sized + io::Write>(&mut self, out: &mut W, value: f64) -> io::Result<()> {
        let text = format!("{value:.DECIMALS$}");
        let short = text.trim_end_matches('0');
        out.write_all(short.as_bytes())?;
        if short.ends_with('.') {
            out.write_all(b"0")?;
        }
        Ok(())
    }

    fn begin_array<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_array(out)
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array(out)
    }

    fn begin_array_value<W: ?Sized + io::Write>(
        &mut self,
        out: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.0.begin_array_value(out, first)
    }

    fn end_array_value<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array_value(out)
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object(out)
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object(out)
    }

    fn begin_object_key<W: ?Sized + io::Write>(
        &mut self,
        out: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.0.begin_object_key(out, first)
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object_value(out)
    }

    fn end_object_value<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object_value(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_written_without_an_exponent() {
        let written = |value: f64| {
            let mut bytes = Vec::new();
            Decimals::default().write_f64(&mut bytes, value).unwrap();
            String::from_utf8(bytes).unwrap()
        };
        assert_eq!(written(1.23e-8), "0.000000012");
        assert_eq!(written(-71.5), "-71.5");
        assert_eq!(written(3.0), "3.0");
        assert_eq!(written(0.0), "0.0");
        assert_eq!(written(-123_456_789.123_456_78), "-123456789.123456776");
    }
}
