//! A file for what does not fit into memory: numbers, written and read back at places of the caller's choice.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};

/// The bytes of one number.
const WIDTH: u64 = 8;

pub(crate) struct Scratch(File);

impl Scratch {
    pub(crate) fn new(file: File) -> Self {
        Self(file)
    }

    /// Writes the numbers from the place `at` on, counted in numbers.
    pub(crate) fn write(&self, at: u64, numbers: &[u64]) -> io::Result<()> {
        let mut file = &self.0;
        let bytes: Vec<u8> = numbers.iter().flat_map(|one| one.to_le_bytes()).collect();
        file.seek(SeekFrom::Start(at * WIDTH))?;
        file.write_all(&bytes)
    }

    /// Reads so many numbers from the place `at` on.
    pub(crate) fn read(&self, at: u64, count: usize) -> io::Result<Vec<u64>> {
        let mut file = &self.0;
        let mut bytes = vec![0; count * WIDTH as usize];
        file.seek(SeekFrom::Start(at * WIDTH))?;
        file.read_exact(&mut bytes)?;
        let (numbers, _) = bytes.as_chunks();
        Ok(numbers.iter().map(|one| u64::from_le_bytes(*one)).collect())
    }
}
