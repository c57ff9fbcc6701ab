//! The text of a PDF as a reader copies it: what each glyph stands for, line by line.

use std::collections::HashMap;
use std::io::Read;

/// A document, taken apart.
pub struct Paper {
    pub pages: Vec<Vec<String>>,
    objects: HashMap<u32, Vec<u8>>,
}

/// Before what a glyph is to be read as, where it is not what it stands for elsewhere.
const ACTUAL: &[u8] = b"/ActualText<FEFF";

type Letters = HashMap<u16, String>;

impl Paper {
    pub fn read(pdf: &[u8]) -> Self {
        assert!(pdf.starts_with(b"%PDF-1.7"));
        let mut objects = HashMap::new();
        let mut rest = pdf;
        while let Some(at) = find(rest, b" 0 obj") {
            let number = rest[..at].iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
            let number: u32 = std::str::from_utf8(&rest[at - number..at]).unwrap().parse().unwrap();
            rest = &rest[at + 6..];
            let end = find(rest, b"endobj").unwrap();
            objects.insert(number, rest[..end].to_vec());
            rest = &rest[end..];
        }
        let mut paper = Self { pages: Vec::new(), objects };
        let mut pages: Vec<u32> = paper.objects.iter().filter(|(_, body)| find(body, b"/Type/Page/").is_some()).map(|(n, _)| *n).collect();
        pages.sort_unstable();
        paper.pages = pages.into_iter().map(|page| paper.page(page)).collect();
        paper
    }

    /// Every line of every page.
    pub fn lines(&self) -> Vec<&str> {
        self.pages.iter().flatten().map(String::as_str).collect()
    }

    /// Whether some object holds this.
    pub fn holds(&self, text: &str) -> bool {
        self.objects.values().any(|body| find(body, text.as_bytes()).is_some())
    }

    fn page(&self, page: u32) -> Vec<String> {
        let resources = self.named(page, "/Resources ");
        let fonts: Vec<Letters> = (0..2)
            .filter_map(|font| self.reference(resources, &format!("/f{font} ")))
            .map(|font| letters(&self.stream(self.named(font, "/ToUnicode "))))
            .collect();
        let content = self.stream(self.named(page, "/Contents "));
        let mut lines = Vec::new();
        let mut rest = content.as_slice();
        while let Some(at) = find(rest, b"BT ") {
            rest = &rest[at..];
            let end = find(rest, b"\nET\n").unwrap();
            let (mut line, mut piece) = (String::new(), &rest[..end]);
            while let Some(at) = find(piece, b"Tm") {
                let (before, strings) = piece.split_at(at + 2);
                let end = find(strings, if strings[0] == b'[' { b"]TJ" } else { b")Tj" }).unwrap() + 1;
                let font = usize::from(before[find(before, b"/f").unwrap() + 2] - b'0');
                line += &match find(before, ACTUAL) {
                    Some(said) => {
                        utf16(std::str::from_utf8(before[said + ACTUAL.len()..].split(|byte| *byte == b'>').next().unwrap()).unwrap())
                    }
                    None => shown(&strings[..end], &fonts[font]),
                };
                piece = &strings[end..];
            }
            lines.push(line);
            rest = &rest[end..];
        }
        lines
    }

    fn reference(&self, object: u32, key: &str) -> Option<u32> {
        let body = &self.objects[&object];
        let at = find(body, key.as_bytes())? + key.len();
        let digits: Vec<u8> = body[at..].iter().copied().take_while(u8::is_ascii_digit).collect();
        String::from_utf8(digits).unwrap().parse().ok()
    }

    fn named(&self, object: u32, key: &str) -> u32 {
        self.reference(object, key).unwrap_or_else(|| panic!("object {object} has no {key}"))
    }

    fn stream(&self, object: u32) -> Vec<u8> {
        let body = &self.objects[&object];
        let start = find(body, b"stream\n").unwrap() + 7;
        let mut text = Vec::new();
        flate2::read::ZlibDecoder::new(&body[start..]).read_to_end(&mut text).unwrap();
        text
    }
}

fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    text.windows(what.len()).position(|window| window == what)
}

fn utf16(hex: &str) -> String {
    let units: Vec<u16> = hex::decode(hex).unwrap().chunks(2).map(|two| u16::from_be_bytes([two[0], two[1]])).collect();
    String::from_utf16(&units).unwrap()
}

/// The hash that a receipt has of its content.
pub fn hash(content: &serde_json::Value) -> String {
    let canonical = serde_json_canonicalizer::to_string(content).unwrap();
    hex::encode(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, canonical.as_bytes()))
}

/// What each glyph stands for.
fn letters(cmap: &[u8]) -> Letters {
    let pairs = std::str::from_utf8(cmap).unwrap().lines().filter_map(|line| line.strip_prefix('<')?.strip_suffix('>')?.split_once("> <"));
    pairs.map(|(glyph, letter)| (u16::from_str_radix(glyph, 16).unwrap(), utf16(letter))).collect()
}

/// The letters of literal strings of two bytes a glyph, numbers between them left out.
fn shown(strings: &[u8], letters: &Letters) -> String {
    let mut codes = Vec::new();
    let mut bytes = strings.iter().copied().peekable();
    let mut inside = 0;
    while let Some(byte) = bytes.next() {
        match byte {
            b'(' if inside == 0 => inside = 1,
            b')' if inside == 1 => inside = 0,
            _ if inside == 0 => {}
            b'\\' => match bytes.next().unwrap() {
                b'n' => codes.push(b'\n'),
                b'r' => codes.push(b'\r'),
                b't' => codes.push(b'\t'),
                b'b' => codes.push(8),
                b'f' => codes.push(12),
                digit @ b'0'..=b'7' => {
                    let mut value = u32::from(digit - b'0');
                    for _ in 0..2 {
                        value = value * 8 + u32::from(bytes.next().unwrap() - b'0');
                    }
                    codes.push(u8::try_from(value).unwrap());
                }
                other => codes.push(other),
            },
            b'(' => {
                inside += 1;
                codes.push(byte);
            }
            b')' => {
                inside -= 1;
                codes.push(byte);
            }
            other => codes.push(other),
        }
    }
    let letter =
        |two: &[u8]| letters.get(&u16::from_be_bytes([two[0], two[1]])).unwrap_or_else(|| panic!("{two:?} of {codes:?} is no letter"));
    codes.chunks(2).map(|two| letter(two).as_str()).collect()
}
