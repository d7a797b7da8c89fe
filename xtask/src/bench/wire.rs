//! HTTP/1.1 over one connection, as little of it as the measurements need: what a client of the
//! ordinary kind costs would be measured too.

use std::io::{self, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::os::fd::AsRawFd as _;
use std::time::Duration;

use nix::sys::socket::{MsgFlags, recv};

/// As much as is read at once. Larger pieces make streaming no faster.
const BUFFER_BYTES: usize = 256 * 1024;

/// As much as is dropped at once.
const DISCARDED_AT_ONCE: usize = 4 << 20;

/// No answer takes longer than this; one that does hangs.
const TIMEOUT: Duration = Duration::from_secs(120);

/// A connection with what was read from it and not yet used.
#[derive(Debug)]
pub(super) struct Wire {
    stream: TcpStream,
    buffer: Vec<u8>,
    from: usize,
    to: usize,
}

/// The first line of a message and its headers, names in lower case.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) start_line: String,
    headers: Vec<(String, String)>,
}

impl Head {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The status of an answer.
    pub(super) fn status(&self) -> io::Result<u16> {
        let status = self.start_line.split(' ').nth(1);
        status
            .and_then(|status| status.parse().ok())
            .ok_or_else(|| malformed("an answer without a status"))
    }

    fn parse(text: &str) -> io::Result<Self> {
        let mut lines = text.split("\r\n");
        let start_line = lines.next().unwrap_or_default().to_owned();
        let headers = lines.filter(|line| !line.is_empty()).map(|line| {
            let (name, value) = line.split_once(':')?;
            Some((name.to_ascii_lowercase(), value.trim().to_owned()))
        });
        let headers = headers.collect::<Option<_>>();
        Ok(Self {
            start_line,
            headers: headers.ok_or_else(|| malformed("a header without a colon"))?,
        })
    }

    /// How long the body is.
    fn framing(&self) -> io::Result<Framing> {
        if let Some(coding) = self.header("transfer-encoding") {
            return match coding {
                "chunked" => Ok(Framing::Chunked),
                _ => Err(malformed("an unknown transfer coding")),
            };
        }
        match self.header("content-length") {
            Some(length) => length
                .parse()
                .map(Framing::Length)
                .map_err(|_| malformed("a length that is no number")),
            None => Ok(Framing::Length(0)),
        }
    }
}

#[derive(Clone, Copy, Debug)]
enum Framing {
    Length(u64),
    Chunked,
}

impl Wire {
    pub(super) fn connect(address: SocketAddr) -> io::Result<Self> {
        Self::new(TcpStream::connect(address)?)
    }

    pub(super) fn new(stream: TcpStream) -> io::Result<Self> {
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(TIMEOUT))?;
        stream.set_write_timeout(Some(TIMEOUT))?;
        Ok(Self {
            stream,
            buffer: vec![0; BUFFER_BYTES],
            from: 0,
            to: 0,
        })
    }

    pub(super) fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.write_all(bytes)
    }

    /// The head of the next message; `None` when the other side has ended in good order.
    pub(super) fn read_head(&mut self) -> io::Result<Option<Head>> {
        const END: &[u8] = b"\r\n\r\n";
        loop {
            let unused = &self.buffer[self.from..self.to];
            if let Some(length) = unused.windows(END.len()).position(|part| part == END) {
                let head = Head::parse(&String::from_utf8_lossy(&unused[..length]))?;
                self.from += length + END.len();
                return Ok(Some(head));
            }
            if self.fill()? == 0 {
                return match self.from == self.to {
                    true => Ok(None),
                    false => Err(io::ErrorKind::UnexpectedEof.into()),
                };
            }
        }
    }

    /// Reads a body to its end and tells its length.
    pub(super) fn read_body(
        &mut self,
        head: &Head,
        mut take: impl FnMut(&[u8]),
    ) -> io::Result<u64> {
        match head.framing()? {
            Framing::Length(length) => self.read_exactly(length, &mut take).map(|()| length),
            Framing::Chunked => {
                let mut total = 0;
                loop {
                    let size = self.read_line()?;
                    let size = size.split(';').next().unwrap_or_default();
                    let size = u64::from_str_radix(size.trim(), 16)
                        .map_err(|_| malformed("a chunk without a size"))?;
                    self.read_exactly(size, &mut take)?;
                    // After the last chunk this is the end of trailers, of which there are none.
                    self.read_line()?;
                    total += size;
                    if size == 0 {
                        return Ok(total);
                    }
                }
            }
        }
    }

    /// Drops a body of a declared length where it arrives, in the kernel, and tells its length.
    pub(super) fn discard_body(&mut self, head: &Head) -> io::Result<u64> {
        let Framing::Length(length) = head.framing()? else {
            return Err(malformed("a body without a length"));
        };
        let buffered = length.min((self.to - self.from) as u64);
        self.read_exactly(buffered, &mut |_| {})?;
        let mut rest = length - buffered;
        let mut buffer = vec![0; DISCARDED_AT_ONCE];
        while rest > 0 {
            let most = usize::try_from(rest).map_or(buffer.len(), |rest| rest.min(buffer.len()));
            match recv(
                self.stream.as_raw_fd(),
                &mut buffer[..most],
                MsgFlags::MSG_TRUNC,
            )? {
                0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                dropped => rest -= dropped as u64,
            }
        }
        Ok(length)
    }

    fn read_exactly(&mut self, length: u64, take: &mut impl FnMut(&[u8])) -> io::Result<()> {
        let mut rest = length;
        while rest > 0 {
            if self.from == self.to && self.fill()? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            let unused = self.to - self.from;
            let used = usize::try_from(rest).map_or(unused, |rest| rest.min(unused));
            take(&self.buffer[self.from..self.from + used]);
            self.from += used;
            rest -= used as u64;
        }
        Ok(())
    }

    fn read_line(&mut self) -> io::Result<String> {
        let mut line = Vec::new();
        loop {
            self.read_exactly(1, &mut |byte| line.extend_from_slice(byte))?;
            if line.ends_with(b"\r\n") {
                line.truncate(line.len() - 2);
                return String::from_utf8(line).map_err(|_| malformed("a line that is no text"));
            }
        }
    }

    /// Reads more; 0 at the end.
    fn fill(&mut self) -> io::Result<usize> {
        if self.from == self.to {
            (self.from, self.to) = (0, 0);
        } else if self.to == self.buffer.len() {
            if self.from == 0 {
                return Err(malformed("a head that is too long"));
            }
            self.buffer.copy_within(self.from..self.to, 0);
            (self.from, self.to) = (0, self.to - self.from);
        }
        let count = self.stream.read(&mut self.buffer[self.to..])?;
        self.to += count;
        Ok(count)
    }
}

fn malformed(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what.to_owned())
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;
    use std::thread;

    use super::*;

    /// What a client reads when the other side sends this and ends.
    fn received(sent: &'static [u8]) -> io::Result<Vec<(u16, Vec<u8>)>> {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let sender = thread::spawn(move || listener.accept().unwrap().0.write_all(sent).unwrap());
        let mut wire = Wire::connect(address)?;
        let mut responses = Vec::new();
        while let Some(head) = wire.read_head()? {
            let mut body = Vec::new();
            wire.read_body(&head, |piece| body.extend_from_slice(piece))?;
            responses.push((head.status()?, body));
        }
        sender.join().unwrap();
        Ok(responses)
    }

    #[test]
    fn answers_of_known_length_and_in_chunks_are_read_to_their_ends() {
        let responses = received(
            b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab\
              HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n2\r\ncd\r\n1;x=y\r\ne\r\n0\r\n\r\n\
              HTTP/1.1 204 No Content\r\n\r\n",
        );
        let expected = [
            (200, b"ab".to_vec()),
            (404, b"cde".to_vec()),
            (204, Vec::new()),
        ];
        assert_eq!(responses.unwrap(), expected);
    }

    #[test]
    fn an_answer_that_breaks_off_is_an_error() {
        for sent in [
            &b"HTTP/1.1 200 OK\r\nContent-"[..],
            b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n",
        ] {
            assert!(received(sent).is_err());
        }
    }
}
