//! Invented names in many scripts. Given and family names were put together at random: any likeness is chance.

use crate::world::chance::Chance;

struct Script {
    weight: f64,
    given: &'static [&'static str],
    family: &'static [&'static str],
    family_first: bool,
    joint: &'static str,
}

const SCRIPTS: &[Script] = &[
    Script {
        weight: 34.0,
        given: &[
            "Ada", "Amelia", "Avery", "Bram", "Callum", "Clara", "Daria", "Desmond", "Edie",
            "Ezra", "Fern", "Flora", "Gideon", "Hattie", "Imani", "Isla", "Jasper", "Juno",
            "Keziah", "Lena", "Leopold", "Mabel", "Marlow", "Nadia", "Nell", "Odette", "Orla",
            "Otis", "Pearl", "Perrin", "Quentin", "Rhea", "Rowan", "Sadie", "Silas", "Tamsin",
            "Thea", "Ursula", "Vera", "Wendell", "Wren", "Yara", "Zeke",
        ],
        family: &[
            "Abernathy",
            "Ashdown",
            "Barrowclough",
            "Bellweather",
            "Birchwood",
            "Blackthorne",
            "Brightwater",
            "Calloway",
            "Cobblestone",
            "Copperfield-Lane",
            "Dunmore",
            "Eastlake",
            "Fairweather",
            "Fenwick",
            "Foxglove",
            "Greenhalgh",
            "Hartwell",
            "Hawksworth",
            "Holloway",
            "Ironside",
            "Jessup",
            "Kettlewell",
            "Lockhart",
            "Marchbanks",
            "Merriweather",
            "Nightingale",
            "Oakes",
            "O'Farrow",
            "Pemberton",
            "Quill",
            "Ravenscroft",
            "Silverstone",
            "Stillwater",
            "Thistlewood",
            "Underhill",
            "Vane",
            "Wainwright",
            "Whitlock",
            "Yarrow",
        ],
        family_first: false,
        joint: " ",
    },
    Script {
        weight: 22.0,
        given: &[
            "Ágnes",
            "Anaïs",
            "Bjørn",
            "Chloé",
            "Døgna",
            "Élodie",
            "Émile",
            "François",
            "Gülşen",
            "Håkon",
            "Iñaki",
            "İlkay",
            "João",
            "Jürgen",
            "Kōji",
            "Łucja",
            "Maëlle",
            "Małgorzata",
            "Nikolína",
            "Øyvind",
            "Përparim",
            "Renée",
            "Ștefan",
            "Søren",
            "Tomás",
            "Ülle",
            "Věra",
            "Zoë",
            "Žofie",
        ],
        family: &[
            "Ångberg",
            "Bălănescu",
            "Brønsted-Lund",
            "Çağlayan",
            "Černohorská",
            "D'Aubréville",
            "Dvořáčková",
            "Fjällström",
            "García-Ibáñez",
            "Gößwein",
            "Großkreuz",
            "Iğdır",
            "Jørvik",
            "Kőszegi",
            "Lindström",
            "Müllerová",
            "Muñoz Peñalver",
            "Nørgård",
            "Øksendal",
            "Pałasz",
            "Řezníčková",
            "Sánchez-Núñez",
            "Schäferling",
            "Strauß",
            "Świętokrzyski",
            "Tănase",
            "Über",
            "Vålberg",
            "Wójcikiewicz",
            "Žižkov",
        ],
        family_first: false,
        joint: " ",
    },
    Script {
        weight: 7.0,
        given: &[
            "ليلى",
            "سامر",
            "نور الهدى",
            "يوسف",
            "هالة",
            "طارق",
            "رنا",
            "عمر",
            "سلمى",
            "باسل",
        ],
        family: &[
            "البستاني",
            "الرفاعي",
            "الجزائري",
            "النحاس",
            "القاضي",
            "الحكيم",
            "السقا",
            "الورّاق",
            "المهندس",
            "الخيّاط",
        ],
        family_first: false,
        joint: " ",
    },
    Script {
        weight: 6.0,
        given: &[
            "נועה",
            "איתן",
            "תמר",
            "יונתן",
            "שירה",
            "אורי",
            "מיכל",
            "דניאל",
            "הילה",
            "רועי",
        ],
        family: &[
            "ברק־שדה",
            "גלעדי",
            "הר־זהב",
            "כרמלי",
            "לביא",
            "נחשון",
            "סלעית",
            "עין־גל",
            "שקדיאל",
            "תדהר",
        ],
        family_first: false,
        joint: " ",
    },
    Script {
        weight: 5.0,
        given: &[
            "思远", "雨桐", "子墨", "欣怡", "浩然", "诗涵", "明轩", "若溪",
        ],
        family: &["欧阳", "司徒", "林", "沈", "顾", "陆", "叶", "苏"],
        family_first: true,
        joint: "",
    },
    Script {
        weight: 4.0,
        given: &[
            "さくら",
            "陽翔",
            "結衣",
            "蓮",
            "美月",
            "大和",
            "ひなた",
            "千尋",
        ],
        family: &[
            "青木沢",
            "石動",
            "小鳥遊",
            "東雲",
            "月見里",
            "長谷部",
            "御子柴",
            "四十九院",
        ],
        family_first: true,
        joint: " ",
    },
    Script {
        weight: 3.0,
        given: &["서연", "민준", "하은", "도윤", "지우", "예린"],
        family: &["남궁", "황보", "선우", "독고", "백", "류"],
        family_first: true,
        joint: "",
    },
    Script {
        weight: 5.0,
        given: &[
            "Ελένη",
            "Γιώργος",
            "Δήμητρα",
            "Νίκος",
            "Ιωάννα",
            "Θανάσης",
            "Φωτεινή",
            "Ορέστης",
        ],
        family: &[
            "Αρχοντίδης",
            "Βασιλάκη",
            "Γαλανοπούλου",
            "Ζωγράφος",
            "Καλλιγάς",
            "Μελισσηνού",
            "Σταυρίδης",
            "Χρυσανθόπουλος",
        ],
        family_first: false,
        joint: " ",
    },
    Script {
        weight: 6.0,
        given: &[
            "Аліна",
            "Богдан",
            "Світлана",
            "Їванка",
            "Мирослав",
            "Зоряна",
            "Тимофей",
            "Ярослава",
        ],
        family: &[
            "Барвінок",
            "Вишневецька",
            "Гнатюк",
            "Ґалаґан",
            "Журавльова",
            "Кобзаренко",
            "Підлісна",
            "Щербатюк",
        ],
        family_first: false,
        joint: " ",
    },
    Script {
        weight: 6.0,
        given: &[
            "आराध्या",
            "विवान",
            "इशिता",
            "कबीर",
            "मीरा",
            "ऋषि",
            "तन्वी",
            "ज़ोया",
        ],
        family: &[
            "अवस्थी",
            "कुलश्रेष्ठ",
            "चतुर्वेदी",
            "त्रिपाठी",
            "पाटणकर",
            "भट्टाचार्य",
            "राजपुरोहित",
            "श्रीवास्तव",
        ],
        family_first: false,
        joint: " ",
    },
];

const VERY_LONG: &[&str] = &[
    "Maria del Carmen Guadalupe Esperanza Fernández de Córdoba y Álvarez-Montenegro Villalobos de la Santísima Trinidad",
    "Wolfeschlegelsteinhausen-Bergerdorfsberg Maximilian-Konstantin Freiherr von und zu Hohenwald-Tannenburg",
    "Venkatanarasimharajuvaripeta Lakshmi Subrahmanyeswara Ramakrishnan Chandrasekharan Iyengar",
    "Keihanaikukauakahihuliheekahaunaele Kamakawiwoʻole-Kealiʻiokekai",
];

/// A name and a Latin handle for addresses.
pub(crate) struct Name {
    pub(crate) full: String,
    pub(crate) handle: String,
}

/// Draws a name. About one in a hundred is very long, one in a hundred empty, and one in a thousand a URL, as in old imports.
pub(crate) fn draw(chance: &mut Chance, number: usize) -> Name {
    let handle = format!("{}{number}", chance.pick(HANDLES));
    let full = match chance.share() {
        share if share < 0.001 => format!("https://example.com/people/{handle}"),
        share if share < 0.010 => String::new(),
        share if share < 0.018 => chance.pick(VERY_LONG).to_owned(),
        _ => in_some_script(chance),
    };
    Name { full, handle }
}

/// A name that is neither empty nor odd, in Latin script: for users.
pub(crate) fn plain(chance: &mut Chance) -> String {
    SCRIPTS
        .first()
        .map_or_else(String::new, |latin| compose(chance, latin))
}

fn in_some_script(chance: &mut Chance) -> String {
    let weights: Vec<f64> = SCRIPTS.iter().map(|script| script.weight).collect();
    let index = chance.weighted(&weights);
    SCRIPTS
        .get(index)
        .map_or_else(String::new, |script| compose(chance, script))
}

fn compose(chance: &mut Chance, script: &Script) -> String {
    let given = chance.pick(script.given);
    let family = chance.pick(script.family);
    if script.family_first {
        format!("{family}{}{given}", script.joint)
    } else {
        format!("{given}{}{family}", script.joint)
    }
}

const HANDLES: &[&str] = &[
    "amber", "birch", "cedar", "coral", "dune", "ember", "fjord", "grove", "harbor", "iris",
    "juniper", "kestrel", "lagoon", "maple", "nimbus", "opal", "pebble", "quartz", "river", "sage",
    "tundra", "umber", "violet", "willow", "yarrow", "zephyr",
];
