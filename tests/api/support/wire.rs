//! A connection whose every byte is the test's own.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;

/// How long a test waits for what must come.
const LONG: Duration = Duration::from_secs(60);

/// One connection.
pub struct Wire(TcpStream);

impl Wire {
    pub fn to(host: &str) -> Self {
        let stream = TcpStream::connect(host).unwrap();
        stream.set_read_timeout(Some(LONG)).unwrap();
        stream.set_write_timeout(Some(LONG)).unwrap();
        Self(stream)
    }

    /// The same connection, to send on while this one reads.
    pub fn another(&self) -> Self {
        Self(self.0.try_clone().unwrap())
    }

    /// Sends a head of these lines, and no body.
    pub fn head(&mut self, lines: &[&str]) {
        self.send(format!("{}\r\nhost: test\r\n\r\n", lines.join("\r\n")).as_bytes());
    }

    pub fn send(&mut self, bytes: &[u8]) {
        self.try_send(bytes).unwrap();
    }

    /// Sends to a server that may have closed.
    pub fn try_send(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.0.write_all(bytes)
    }

    /// Takes one byte of what comes.
    pub fn take_one(&mut self) {
        self.0.read_exact(&mut [0]).unwrap();
    }

    /// The status, head and JSON body of the next answer; its body must have a length.
    pub fn answer(&mut self) -> (u16, String, Value) {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            self.0.read_exact(&mut byte).unwrap();
            head.push(byte[0]);
        }
        let head = String::from_utf8(head).unwrap().to_ascii_lowercase();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let length = head.split("content-length: ").nth(1).map_or(0, |rest| rest.split("\r\n").next().unwrap().parse().unwrap());
        let mut body = vec![0; length];
        self.0.read_exact(&mut body).unwrap();
        (status, head, serde_json::from_slice(&body).unwrap_or(Value::Null))
    }

    /// The next answer, if one begins to come by then.
    pub fn answer_within(&mut self, patience: Duration) -> Option<(u16, String, Value)> {
        self.0.set_read_timeout(Some(patience)).unwrap();
        let comes = self.0.peek(&mut [0]).is_ok();
        self.0.set_read_timeout(Some(LONG)).unwrap();
        comes.then(|| self.answer())
    }

    /// The status and code of the next answer.
    pub fn refused(&mut self) -> (u16, String) {
        let (status, _, body) = self.answer();
        (status, body["code"].as_str().unwrap_or_default().to_owned())
    }

    /// Reads until the server closes, and says how many bytes came before.
    pub fn closes(&mut self) -> usize {
        let mut seen = 0;
        let mut bytes = vec![0; 64 * 1024];
        loop {
            match self.0.read(&mut bytes) {
                Ok(0) => return seen,
                Ok(read) => seen += read,
                Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset => return seen,
                Err(error) => panic!("the server keeps the connection: {error}"),
            }
        }
    }
}
