//! Letters that look like others: they come in by paste, and no reader sees why a tag does not match.

use unicode_normalization::UnicodeNormalization;

/// Replaces look-alikes by the ASCII letter or sign they imitate: Cyrillic and Greek letters, dashes, quotation marks,
/// full-width forms, invisible characters (dropped) and odd blanks (→ a blank). Case is kept.
pub(super) fn unmask(text: &str) -> String {
    text.nfkc().filter_map(plain_letter).collect()
}

fn plain_letter(letter: char) -> Option<char> {
    Some(match letter {
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => return None,
        letter if letter.is_whitespace() => ' ',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '﹘' => '-',
        '‘' | '’' | '‚' | '‛' | 'ʼ' | '′' => '\'',
        '“' | '”' | '„' | '″' => '"',
        '∶' | 'ː' | '꞉' | '׃' => ':',
        'А' | 'Α' => 'A',
        'В' | 'Β' => 'B',
        'С' | 'Ϲ' => 'C',
        'Е' | 'Ε' => 'E',
        'Н' | 'Η' => 'H',
        'І' | 'Ι' | 'Ӏ' => 'I',
        'Ј' => 'J',
        'К' | 'Κ' => 'K',
        'М' | 'Μ' => 'M',
        'Ν' => 'N',
        'О' | 'Ο' => 'O',
        'Р' | 'Ρ' => 'P',
        'Ѕ' => 'S',
        'Т' | 'Τ' => 'T',
        'Ԝ' => 'W',
        'Х' | 'Χ' => 'X',
        'Ү' | 'Υ' => 'Y',
        'Ζ' => 'Z',
        'а' | 'α' => 'a',
        'с' | 'ϲ' => 'c',
        'ԁ' => 'd',
        'е' | 'ҽ' => 'e',
        'һ' => 'h',
        'і' | 'ι' | 'ı' => 'i',
        'ј' => 'j',
        'о' | 'ο' => 'o',
        'р' | 'ρ' => 'p',
        'ԛ' => 'q',
        'ѕ' => 's',
        'υ' => 'u',
        'ν' | 'ѵ' => 'v',
        'ԝ' => 'w',
        'х' | 'χ' => 'x',
        'у' | 'ү' => 'y',
        other => other,
    })
}
