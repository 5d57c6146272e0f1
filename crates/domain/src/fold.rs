//! Folding for search: what a person types finds what Lever holds, whatever the accents, the case or the width.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// Folds `text` for matching: compatibility forms are unified (full-width, ligatures), case is lowered, accents are
/// dropped (`é` → `e`, `й` → `и`), and letters that do not decompose get their plain spelling (`ß` → `ss`, `ø` → `o`,
/// `ł` → `l`, `đ` → `d`, `æ` → `ae`, `þ` → `th`, `ı` → `i`, `ς` → `σ`).
///
/// Signs that carry meaning rather than an accent stay: Indic vowel signs, Thai and Lao vowels, Japanese voicing marks.
/// White space and punctuation are left alone. Folding twice changes nothing; the result is in NFC.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut plain = String::with_capacity(text.len());
    for letter in text
        .nfkd()
        .filter(|letter| !is_accent(*letter))
        .flat_map(char::to_lowercase)
        // Lowering can itself produce a mark (`İ` → `i` + dot), hence the second look.
        .filter(|letter| !is_accent(*letter))
    {
        match spelled_out(letter) {
            Some(spelling) => plain.push_str(spelling),
            None => plain.push(letter),
        }
    }
    plain.nfc().collect()
}

/// Accents, Hebrew points and Arabic vowel marks. Classes below 10 (nukta, voicing marks, virama) and the South-East
/// Asian classes 84 to 132 are letters to their readers.
fn is_accent(letter: char) -> bool {
    matches!(canonical_combining_class(letter), 10..=36 | 200..)
}

fn spelled_out(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ß' => "ss",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ħ' => "h",
        'ŧ' => "t",
        'ŋ' => "n",
        'ĸ' => "k",
        'ı' => "i",
        'ə' => "e",
        'ς' => "σ",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::fold;
    use proptest::prelude::*;

    #[test]
    fn spells_names_plainly() {
        for (typed, folded) in [
            (
                "Oluwaseun Adébáyọ̀-Fitzmarrow",
                "oluwaseun adebayo-fitzmarrow",
            ),
            ("Mścisław Dzięciołowicz", "mscislaw dzieciolowicz"),
            ("Þórdís Skýjadóttir", "thordis skyjadottir"),
            ("Straße", "strasse"),
            ("Đỗ Thị Ánh", "do thi anh"),
            ("İstanbul ILGIN ıssız", "istanbul ilgin issiz"),
            ("Ångström Æbelø", "angstrom aebelo"),
            ("Екатерина Снегирёва", "екатерина снегирева"),
            (
                "Γεωργία Θαλασσινοπούλου ΟΔΟΣ",
                "γεωργια θαλασσινοπουλου οδοσ",
            ),
            ("Ｊｏ　Ｑｕｉｌｌ", "jo quill"),
            ("김하늘별", "김하늘별"),
            ("शान्तनु", "शान्तनु"),
            ("がぎ", "がぎ"),
            ("ภูมิ", "ภูมิ"),
            ("مُحَمَّد", "محمد"),
        ] {
            assert_eq!(fold(typed), folded, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,40}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn composed_and_decomposed_text_fold_alike(text in "[a-zà-öø-ÿāłşžЀ-ӿ가-힣 ]{0,20}") {
            use unicode_normalization::UnicodeNormalization;
            let decomposed: String = text.nfd().collect();
            prop_assert_eq!(fold(&decomposed), fold(&text));
        }
    }
}
