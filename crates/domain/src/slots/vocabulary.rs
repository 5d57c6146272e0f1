//! The words round a time, and what they say about it. What is not listed is an unknown word, and an unknown word
//! without any word of offering beside it makes the time a question.

use chrono::Weekday;

/// What a word does to the times of its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Carries nothing: articles, pronouns, greetings, prepositions.
    Filler,
    /// Offers.
    Offer,
    /// Offers only behind `can`, `would`, `does`: "I work Tue" is no offer, "Tue would work" is.
    Work,
    /// `can`, `could`, `would`, `does`, `will`.
    Able,
    /// Refuses.
    Refuse,
    /// Only perhaps.
    Maybe,
    /// Only on a condition.
    If,
    /// The time of something else, or a time that was.
    Elsewhere,
    /// Starts a clause of its own and turns the meaning: but, however.
    But,
    /// Starts a clause of its own.
    Because,
    /// Not known.
    Unknown,
}

/// The class of a folded word.
pub(super) fn class(word: &str) -> Class {
    match word {
        "available" | "free" | "works" | "suits" | "suit" | "suited" | "suitable" | "good"
        | "great" | "fine" | "ok" | "okay" | "perfect" | "possible" | "open" | "happy" | "able"
        | "prefer" | "preferred" | "preferably" | "preference" | "ideal" | "ideally" | "better"
        | "convenient" | "slot" | "slots" | "availability" | "availabilities" | "options"
        | "option" | "offer" | "propose" | "proposal" | "proposals" | "suggest" | "suggestions"
        | "flexible" | "doable" | "feasible" | "meet" | "talk" | "speak" | "chat" | "yes" | "let's"
        | "lets" | "wonderful" | "excellent" | "fits" | "fit" | "windows" | "window" | "schedule"
        | "book" | "join" | "wide"
        // German
        | "passt" | "passen" | "geht" | "gehen" | "ginge" | "frei" | "verfugbar" | "moglich"
        | "gerne" | "gern" | "konnte" | "kann" | "termine" | "vorschlage" | "klappt"
        // French
        | "disponible" | "disponibles" | "disponibilites" | "dispo" | "libre" | "convient"
        | "conviennent" | "peux" | "pourrais" | "marche" | "creneaux"
        // Spanish, Portuguese, Italian
        | "puedo" | "podria" | "disponibilidad" | "posso" | "poderia" | "disponivel" | "livre"
        | "disponibile" | "libero" | "libera" | "potrei" | "funciona" | "disponibilidade"
        | "viene" => Class::Offer,
        "work" | "do" | "does" | "make" | "manage" | "take" => Class::Work,
        "can" | "could" | "would" | "will" | "should" | "shall" | "i'd" | "i'll" | "we'd"
        | "that'd" | "it'd" => Class::Able,
        "not" | "no" | "nope" | "can't" | "cannot" | "cant" | "don't" | "dont" | "doesn't"
        | "doesnt" | "won't" | "wont" | "wouldn't" | "isn't" | "isnt" | "aren't" | "couldn't"
        | "ain't" | "never" | "neither" | "nor" | "unavailable" | "busy" | "booked" | "occupied"
        | "except" | "excluding" | "without" | "besides" | "avoid" | "impossible"
        | "unable" | "blocked" | "conflict" | "conflicts" | "taken" | "tied" | "out" | "ooo"
        | "away" | "off" | "apart" | "other" | "instead" | "rather" | "minus" | "excepting"
        | "haven't" | "hasn't" | "shouldn't" | "needn't" | "full" | "barring" | "worst" | "bad"
        | "difficult" | "hard" | "tricky" | "unfortunately" | "skip" | "decline"
        // German
        | "nicht" | "kein" | "keine" | "keinen" | "ausser" | "verhindert" | "leider" | "nie"
        // French, Spanish, Portuguese, Italian
        | "pas" | "sauf" | "occupe" | "occupee" | "indisponible" | "ocupado" | "ocupada" | "nao"
        | "non" | "salvo" | "menos" | "excepto" | "tranne" | "impegnato" | "impegnata"
        | "malheureusement" | "tampoco" | "nunca" => Class::Refuse,
        "maybe" | "perhaps" | "possibly" | "might" | "tentatively" | "tentative" | "probably"
        | "likely" | "potentially" | "unsure" | "hopefully" | "tbc" | "tbd" | "may"
        | "vielleicht" | "eventuell" | "evtl" | "quizas" | "quiza" | "talvez" | "forse"
        | "penciled" | "pencilled" | "theoretically" | "unlikely" | "pending" | "push" | "pinch"
        | "wahrscheinlich" | "moglicherweise" | "probablement" => Class::Maybe,
        "if" | "unless" | "depending" | "depends" | "provided" | "assuming" | "wenn" | "falls"
        | "si" | "subject" | "whether" | "sofern" | "backup" | "fallback" => Class::If,
        "meeting" | "meetings" | "flight" | "flights" | "lands" | "landing" | "train" | "plane"
        | "dentist" | "doctor" | "doctor's" | "appointment" | "appointments" | "class"
        | "classes" | "lecture" | "exam" | "exams" | "school" | "kids" | "gym" | "shift"
        | "webinar" | "standup" | "deadline" | "birthday" | "party" | "holiday" | "vacation"
        | "conference" | "wedding" | "moved" | "move" | "moving" | "reschedule" | "rescheduled"
        | "rescheduling" | "postponed" | "cancelled" | "canceled" | "cancel" | "was" | "were"
        | "had" | "got" | "received" | "wrote" | "sent" | "emailed" | "called" | "spoke" | "met"
        | "started" | "finished" | "yesterday" | "last" | "ago" | "previous" | "previously"
        | "opens" | "closes" | "closed" | "store" | "job" | "contract" | "born" | "dated"
        | "posted" | "published" | "invoice" | "due" | "said" | "asked" | "mail" | "email"
        | "arrive" | "arrives" | "arriving" | "departs" | "leaves" | "leave" | "leaving"
        | "ended" | "ends" | "begins" | "interviewed" | "applied" | "offered" | "proposed"
        | "gestern" | "hier" | "ayer" | "ieri" | "ontem" | "termin" | "besprechung" | "reunion"
        | "travelling" | "traveling" | "driving" | "commute" | "commuting" | "hours" | "office"
        | "deployment" | "release" | "event" | "workshop" | "training" | "course" | "surgery"
        | "missed" | "attended" | "attending" | "since" | "didn't" | "wasn't" | "weren't"
        | "hadn't" | "did" | "been" | "picked" | "talked" | "chatted" => Class::Elsewhere,
        "but" | "however" | "though" | "although" | "aber" | "jedoch" | "sondern" | "mais"
        | "pero" | "sino" | "ma" | "mas" | "otherwise" | "whereas" | "while" => Class::But,
        "because" | "cause" | "so" | "then" | "that's" | "weil" | "denn" | "porque"
        | "parce" => Class::Because,
        _ if filler(word) => Class::Filler,
        _ => Class::Unknown,
    }
}

fn filler(word: &str) -> bool {
    matches!(
        word,
        "i" | "i'm" | "im" | "i've" | "ive" | "we" | "we're" | "you" | "your" | "my" | "me" | "us" | "our"
            | "he" | "she" | "it" | "it's" | "its" | "this" | "that" | "these" | "those" | "they"
            | "is" | "are" | "am" | "be" | "being" | "have" | "has" | "also" | "either" | "both"
            | "any" | "anytime" | "time" | "times" | "timing" | "timings" | "sometime" | "some" | "all" | "each"
            | "every" | "here" | "there" | "hi" | "hello" | "hey" | "dear" | "thanks" | "thank"
            | "regards" | "best" | "cheers" | "on" | "at" | "in" | "the" | "a" | "an" | "of"
            | "for" | "from" | "with" | "by" | "to" | "and" | "or" | "as" | "well" | "too" | "only"
            | "just" | "than" | "how" | "about" | "what" | "what's" | "when" | "which" | "let"
            | "know" | "please" | "following" | "below" | "above" | "next" | "week" | "weeks"
            | "day" | "days" | "date" | "dates" | "morning" | "afternoon" | "evening" | "hour"
            | "minutes" | "minute" | "min" | "mins" | "really" | "very" | "much" | "quite"
            | "most" | "more" | "first" | "second" | "third" | "one" | "two" | "three" | "few"
            | "choice" | "choices" | "around" | "anything" | "whatever" | "whichever" | "see"
            | "looking" | "forward" | "hear" | "hearing" | "soon" | "today" | "now" | "again"
            | "still" | "sure" | "definitely" | "certainly" | "absolutely"
            | "especially" | "right" | "up" | "between" | "after" | "before" | "until" | "zone"
            | "timezone" | "local" | "wise" | "terms" | "like" | "love" | "think" | "guess"
            | "same" | "another" | "alternatively" | "alternative" | "alternatives" | "else"
            | "maximum" | "there's" | "sounds" | "plus" | "etc" | "sorry" | "everyone" | "team" | "all's"
            | "call" | "interview" | "oh" | "ah" | "hmm" | "note" | "fyi" | "ps" | "mr" | "ms"
            | "mrs" | "o'clock" | "possibilities" | "candidate" | "currently" | "based" | "located"
            | "full-time" | "latest" | "earliest" | "early" | "late" | "later" | "earlier" | "end"
            // German
            | "ich" | "bin" | "um" | "von" | "bis" | "und" | "oder" | "der" | "die" | "das"
            | "den" | "dem" | "mir" | "mich" | "uns" | "wir" | "es" | "ist" | "sind" | "auch"
            | "hallo" | "liebe" | "lieber" | "guten" | "gut" | "tag" | "grusse" | "viele" | "danke"
            | "bitte" | "noch" | "entweder" | "ab" | "zwischen" | "uhr" | "fur" | "mit"
            | "ware" | "waren" | "hatte" | "zeit" | "da" | "gruss" | "jeweils" | "sehr" | "besser"
            // French
            | "je" | "suis" | "le" | "la" | "les" | "de" | "du" | "des" | "et" | "ou"
            | "bonjour" | "merci" | "entre" | "aussi" | "moi" | "vous" | "j'ai" | "bonne"
            | "c'est" | "serait" | "heures" | "heure" | "un" | "une" | "cordialement" | "bien"
            | "ca" | "va" | "semaine" | "prochaine" | "serais"
            // Spanish, Portuguese, Italian
            | "el" | "los" | "las" | "yo" | "estoy" | "tengo" | "y" | "o" | "hola" | "gracias"
            | "al" | "del" | "por" | "tambien" | "e" | "os" | "ola" | "obrigado"
            | "obrigada" | "eu" | "estou" | "tenho" | "dos" | "ate" | "na"
            | "ciao" | "grazie" | "sono" | "il" | "alle" | "dalle" | "ore" | "buongiorno" | "mi"
            | "anche" | "oppure" | "hasta" | "desde" | "dia" | "feira" | "horas" | "hs" | "uno"
            | "tra" | "fra" | "dopo" | "hora" | "saludos" | "abs" | "tem" | "tenha"
    )
}

/// What a count counts: "3-5 years" is no time of day.
pub(super) fn counted(word: &str) -> bool {
    matches!(
        word,
        "years"
            | "year"
            | "yrs"
            | "yr"
            | "people"
            | "days"
            | "weeks"
            | "months"
            | "month"
            | "week"
            | "percent"
            | "k"
            | "m"
            | "pages"
            | "rounds"
            | "round"
            | "interviews"
            | "job"
            | "jobs"
            | "engineers"
            | "persons"
            | "questions"
            | "options"
            | "slots"
            | "times"
            | "candidates"
            | "interviewers"
            | "references"
            | "projects"
            | "teams"
            | "items"
            | "points"
            | "stars"
            | "euros"
            | "dollars"
            | "pounds"
            | "usd"
            | "eur"
            | "gbp"
            | "miles"
            | "km"
            | "kids"
            | "business"
            | "working"
            | "day"
            | "jahre"
            | "tage"
            | "wochen"
            | "ans"
            | "jours"
            | "anos"
            | "dias"
            | "anni"
            | "giorni"
            | "seconds"
            | "hires"
            | "developers"
            | "reports"
            | "schedule"
            | "shift"
            | "role"
            | "position"
            | "other"
            | "more"
            | "different"
            | "possible"
            | "available"
            | "of"
            | "things"
            | "windows"
            | "proposals"
            | "calls"
            | "meetings"
            | "sessions"
            | "percentage"
            | "gb"
            | "mb"
            | "x"
            | "th"
            | "lpa"
            | "lakh"
    )
}

/// What a number behind it names: "round 2" is no time of day.
pub(super) fn numbered(word: &str) -> bool {
    matches!(
        word,
        "round"
            | "version"
            | "v"
            | "room"
            | "floor"
            | "page"
            | "pages"
            | "level"
            | "stage"
            | "step"
            | "part"
            | "option"
            | "slot"
            | "question"
            | "chapter"
            | "no"
            | "nr"
            | "id"
            | "ticket"
            | "phase"
            | "building"
            | "suite"
            | "apt"
            | "gate"
            | "terminal"
            | "platform"
            | "python"
            | "java"
            | "vue"
            | "angular"
            | "rails"
            | "swift"
            | "php"
            | "node"
            | "react"
            | "day"
            | "choice"
            | "kw"
            | "q"
            | "covid"
            | "series"
            | "tier"
            | "batch"
            | "section"
            | "line"
            | "number"
            | "pin"
            | "code"
            | "passcode"
            | "zip"
            | "release"
            | "top"
            | "iphone"
            | "windows"
            | "alternative"
            | "proposal"
            | "preference"
            | "band"
            | "grade"
            | "class"
            | "bus"
            | "flight"
            | "train"
            | "runde"
            | "raum"
            | "zimmer"
            | "tel"
            | "phone"
            | "mobile"
            | "ext"
            | "in"
            | "ratio"
            | "score"
            | "rating"
    )
}

/// Languages that change how other words are read.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Languages {
    pub(super) german: bool,
    pub(super) french: bool,
    pub(super) romance: bool,
}

/// Which languages leave no doubt that they are here.
pub(super) fn languages<'a>(words: impl Iterator<Item = &'a str>) -> Languages {
    let mut seen = Languages::default();
    for word in words {
        match word {
            "uhr" | "bis" | "ich" | "und" | "oder" | "montag" | "dienstag" | "mittwoch"
            | "donnerstag" | "freitag" | "samstag" | "sonntag" | "nicht" | "zwischen" | "hallo"
            | "passt" | "geht" | "oktober" | "dezember" | "januar" | "februar" | "marz"
            | "juni" | "juli" | "heute" | "ubermorgen" | "gerne" | "kann" | "vielleicht" => {
                seen.german = true;
            }
            "lundi" | "mardi" | "mercredi" | "jeudi" | "vendredi" | "samedi" | "dimanche"
            | "je" | "bonjour" | "octobre" | "novembre" | "decembre" | "janvier" | "fevrier"
            | "demain" | "disponible" | "heures" | "peux" | "suis" | "ou" => {
                seen.french = true;
                seen.romance = true;
            }
            "lunes" | "martes" | "miercoles" | "jueves" | "viernes" | "sabado" | "hola"
            | "puedo" | "estoy" | "octubre" | "noviembre" | "segunda" | "terca" | "quarta"
            | "quinta" | "sexta" | "feira" | "outubro" | "novembro" | "ola" | "posso"
            | "lunedi" | "martedi" | "mercoledi" | "giovedi" | "venerdi" | "ciao" | "ottobre"
            | "domani" | "amanha" | "manana" | "alle" | "dalle" | "buongiorno" | "sono"
            | "estou" => {
                seen.romance = true;
            }
            _ => {}
        }
    }
    seen
}

/// A weekday's name, in full or short, and whether it stands for every one of them ("Mondays").
pub(super) fn weekday(word: &str, capital: bool, languages: Languages) -> Option<(Weekday, bool)> {
    use Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};
    let one = |day: Weekday| Some((day, false));
    match word {
        "mon" | "monday" | "montag" | "lundi" | "lunes" | "lunedi" => one(Mon),
        "tue" | "tues" | "tuesday" | "dienstag" | "mardi" | "martes" | "martedi" | "terca" => {
            one(Tue)
        }
        "wed" | "weds" | "wednesday" | "mittwoch" | "mercredi" | "miercoles" | "mercoledi" => {
            one(Wed)
        }
        "thu" | "thur" | "thurs" | "thursday" | "donnerstag" | "jeudi" | "jueves" | "giovedi" => {
            one(Thu)
        }
        "fri" | "friday" | "freitag" | "vendredi" | "viernes" | "venerdi" => one(Fri),
        "sat" | "saturday" | "samstag" | "samedi" | "sabado" | "sabato" | "sonnabend" => one(Sat),
        "sun" | "sunday" | "sonntag" | "dimanche" | "domingo" | "domenica" => one(Sun),
        "mondays" | "montags" => Some((Mon, true)),
        "tuesdays" | "dienstags" => Some((Tue, true)),
        "wednesdays" | "mittwochs" => Some((Wed, true)),
        "thursdays" | "donnerstags" => Some((Thu, true)),
        "fridays" | "freitags" => Some((Fri, true)),
        "saturdays" => Some((Sat, true)),
        "sundays" => Some((Sun, true)),
        "mo" if capital || languages.german => one(Mon),
        "di" if languages.german || (capital && !languages.romance) => one(Tue),
        "mi" if languages.german || (capital && !languages.romance) => one(Wed),
        "fr" if capital || languages.german => one(Fri),
        "sa" if capital && languages.german => one(Sat),
        "do" if capital && languages.german => one(Thu),
        "so" if capital && languages.german => one(Sun),
        "lun" if languages.romance => one(Mon),
        "mer" | "mie" | "qua" if languages.romance => one(Wed),
        "mar" | "ter" if languages.romance => one(Tue),
        "jeu" | "jue" | "gio" if languages.romance => one(Thu),
        "ven" | "vie" if languages.romance => one(Fri),
        "segunda" if languages.romance => one(Mon),
        "quarta" if languages.romance => one(Wed),
        "quinta" if languages.romance => one(Thu),
        "sexta" if languages.romance => one(Fri),
        _ => None,
    }
}

/// A month's name, 1 to 12.
pub(super) fn month(word: &str) -> Option<u32> {
    Some(match word {
        "jan" | "january" | "januar" | "janvier" | "enero" | "janeiro" | "gennaio" | "janner" => 1,
        "feb" | "february" | "februar" | "fevrier" | "fev" | "febrero" | "fevereiro"
        | "febbraio" => 2,
        "mar" | "march" | "marz" | "mars" | "marzo" | "marco" | "mrz" => 3,
        "apr" | "april" | "avril" | "avr" | "abril" | "abr" | "aprile" => 4,
        "may" | "mai" | "mayo" | "maio" | "maggio" => 5,
        "jun" | "june" | "juni" | "juin" | "junio" | "junho" | "giugno" => 6,
        "jul" | "july" | "juli" | "juillet" | "julio" | "julho" | "luglio" => 7,
        "aug" | "august" | "aout" | "agosto" | "ago" => 8,
        "sep" | "sept" | "september" | "septembre" | "septiembre" | "setembro" | "settembre" => 9,
        "oct" | "october" | "oktober" | "okt" | "octobre" | "octubre" | "outubro" | "out"
        | "ottobre" => 10,
        "nov" | "november" | "novembre" | "noviembre" | "novembro" => 11,
        "dec" | "december" | "dezember" | "dez" | "decembre" | "diciembre" | "dezembro" | "dic"
        | "dicembre" => 12,
        _ => return None,
    })
}

/// A small number in words, 1 to 12.
pub(super) fn number_word(word: &str) -> Option<u32> {
    const WORDS: [&str; 12] = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    let at = WORDS.iter().position(|known| *known == word)?;
    u32::try_from(at + 1).ok()
}
