use super::*;

fn texts(cutter: &mut Cutter) -> Vec<String> {
    let taken = cutter.taken().into_iter().map(|line| match line.text {
        Some(text) => format!("{} {}", line.number, String::from_utf8(text).unwrap()),
        None => format!("{} too long", line.number),
    });
    taken.collect()
}

/// What is cut of bytes that come in pieces of a size.
fn cut(packing: Packing, bytes: &[u8], size: usize) -> Vec<String> {
    let mut cutter = Cutter::new(packing);
    bytes.chunks(size).for_each(|piece| cutter.push(piece).unwrap());
    cutter.end().unwrap();
    texts(&mut cutter)
}

fn packed(text: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(text).unwrap();
    packer.finish().unwrap()
}

#[test]
fn load_cuts_lines_wherever_the_pieces_end() {
    let mut cutter = Cutter::new(Packing::Plain);
    for piece in ["a\nb", "", "c\n\n", "d"] {
        cutter.push(piece.as_bytes()).unwrap();
    }
    assert_eq!(texts(&mut cutter), ["1 a", "2 bc"]);
    cutter.end().unwrap();
    assert_eq!(texts(&mut cutter), ["4 d"]);
}

#[test]
fn load_cuts_alike_however_the_bytes_are_packed_and_sent() {
    let text = "\u{feff}a\r\n\r\n \t\n\0b\0\n\u{feff}c\rd\r\ne\r".as_bytes();
    let expected = ["1 a", "4 \0b\0", "5 \u{feff}c\rd", "6 e"];
    for size in [1, 2, 3, 7, PIECE] {
        for packing in [Packing::Plain, Packing::Told] {
            assert_eq!(cut(packing, text, size), expected, "{packing:?}, {size}");
        }
        for packing in [Packing::Gzip, Packing::Told] {
            assert_eq!(cut(packing, &packed(text), size), expected, "{packing:?}, {size}");
        }
    }
    for text in ["", "\u{1f}", "\u{feff}", "\r\n\n"] {
        let left = if text == "\u{1f}" { vec!["1 \u{1f}"] } else { Vec::new() };
        assert_eq!(cut(Packing::Told, text.as_bytes(), 1), left, "{text:?}");
    }
}

#[test]
fn load_reads_gzip_of_several_members_and_tells_one_that_breaks_off() {
    let mut whole = packed(b"a\nb\n");
    whole.extend(packed(b"c"));
    assert_eq!(cut(Packing::Gzip, &whole, 7), ["1 a", "2 b", "3 c"]);

    for packing in [Packing::Gzip, Packing::Told] {
        let mut short = Cutter::new(packing);
        short.push(&whole[..whole.len() - 6]).unwrap();
        assert_eq!(short.end().unwrap_err().code(), Code::MalformedRequest);
    }
    assert_eq!(Cutter::new(Packing::Gzip).push(b"{\"type\":\"campaign\"}").unwrap_err().code(), Code::MalformedRequest);
}

#[test]
fn load_refuses_a_gzip_bomb_and_keeps_no_endless_line() {
    let bomb = packed(&vec![b' '; usize::try_from(MODEST).unwrap() + LINE_LIMIT]);
    let mut cutter = Cutter::new(Packing::Gzip);
    let refused = bomb.chunks(PIECE).find_map(|piece| cutter.push(piece).err());
    assert_eq!(refused.unwrap().code(), Code::PayloadTooLarge);
    assert!(cutter.held() <= 4 * 1024 * 1024, "a bomb is let go on");
    let mut cutter = Cutter::new(Packing::Plain);
    vec![b' '; LINE_LIMIT + 1].chunks(PIECE).for_each(|piece| cutter.push(piece).unwrap());
    assert!(cutter.lines().unwrap().too_long && cutter.held() == 0);
    assert_eq!(cut(Packing::Told, &bomb, PIECE), ["1 too long"]);
}
