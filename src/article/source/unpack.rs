//! Unpacks gzip and Zstandard streams and keeps count of what comes out.

use super::{LARGEST_ARTICLE, LARGEST_RATIO, too_large};
use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};
use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Read, Seek, Write};
use std::rc::Rc;

/// The most a packed archive may hold that has to be spooled to be read, in bytes.
const LARGEST_SPOOL: u64 = 1 << 30;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Compression {
    Gzip,
    Zstandard,
}

/// The content of a packed stream; fails when it grows out of all proportion.
pub(super) fn open<'i>(
    compression: Compression,
    input: &'i mut dyn BufRead,
) -> BufReader<Box<dyn Read + 'i>> {
    let packed = Rc::new(Cell::new(0));
    let count = packed.clone();
    let input = BufReader::new(Counted { inner: input, count: move |bytes| count.set(count.get() + bytes) });
    let content: Box<dyn Read + 'i> = match compression {
        Compression::Gzip => Box::new(Bounded { inner: MultiGzDecoder::new(input), packed, unpacked: 0 }),
        Compression::Zstandard => Box::new(Bounded { inner: Frames::new(input), packed, unpacked: 0 }),
    };
    BufReader::with_capacity(1 << 16, content)
}

/// Copies `input` to an unnamed file, which the system removes.
pub(super) fn spool(input: &mut dyn BufRead) -> io::Result<std::fs::File> {
    let mut file = tempfile::tempfile()?;
    if io::copy(&mut input.take(LARGEST_SPOOL + 1), &mut file)? > LARGEST_SPOOL {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "the archive in it is larger than 1 GB"));
    }
    file.flush()?;
    file.rewind()?;
    Ok(file)
}

/// Tells `count` of every byte that is read.
pub(super) struct Counted<R, C> {
    pub inner: R,
    pub count: C,
}

impl<R: Read, C: Fn(u64)> Read for Counted<R, C> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        (self.count)(read as u64);
        Ok(read)
    }
}

/// An unpacked stream that may not be a bomb.
struct Bounded<R> {
    inner: R,
    packed: Rc<Cell<u64>>,
    unpacked: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.unpacked += read as u64;
        if self.unpacked > LARGEST_ARTICLE && self.unpacked / LARGEST_RATIO > self.packed.get() {
            let message = format!("it unpacks to more than {LARGEST_RATIO} times its size");
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
        }
        Ok(read)
    }
}

/// A reader with a budget of bytes that is renewed for each article.
pub(super) struct Meter<R> {
    inner: R,
    left: Rc<Cell<u64>>,
}

impl<R> Meter<R> {
    pub fn new(inner: R) -> Self {
        Meter { inner, left: Rc::new(Cell::new(LARGEST_ARTICLE)) }
    }

    /// What renews the budget.
    pub fn budget(&self) -> Budget {
        Budget(self.left.clone())
    }
}

/// Renews the budget of a [`Meter`] that a parser holds.
pub(super) struct Budget(Rc<Cell<u64>>);

impl Budget {
    pub fn renew(&self) {
        self.0.set(LARGEST_ARTICLE);
    }
}

impl<R: Read> Read for Meter<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.left.set(self.left.get().checked_sub(read as u64).ok_or_else(too_large)?);
        Ok(read)
    }
}

/// All frames of a Zstandard stream, one after the other.
struct Frames<R> {
    input: R,
    decoder: FrameDecoder,
    open: bool,
}

impl<R: BufRead> Frames<R> {
    fn new(input: R) -> Self {
        Frames { input, decoder: FrameDecoder::new(), open: false }
    }
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let broken = |error: FrameDecoderError| io::Error::new(io::ErrorKind::InvalidData, error.to_string());
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            if self.open {
                if self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                    let step = BlockDecodingStrategy::UptoBytes(buffer.len());
                    self.decoder.decode_blocks(&mut self.input, step).map_err(broken)?;
                }
                let read = self.decoder.read(buffer)?;
                if read > 0 {
                    return Ok(read);
                }
                if !self.decoder.is_finished() {
                    continue;
                }
                self.open = false;
            }
            if self.input.fill_buf()?.is_empty() {
                return Ok(0);
            }
            match self.decoder.init(&mut self.input) {
                Ok(()) => self.open = true,
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    io::copy(&mut (&mut self.input).take(u64::from(length)), &mut io::sink())?;
                }
                Err(error) => return Err(broken(error)),
            }
        }
    }
}
