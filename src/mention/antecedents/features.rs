//! What tells whether a place takes up an antecedent, or nothing.

use super::{Antecedent, Place, Sort};
use crate::language::{Label, Pos, Tag, Word};
use crate::linear::Features;
use crate::mention::{Finder, Form, How, Mention};
use crate::schema::{HeadWord, Role};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;

/// Who speaks was told at most so many sentences before.
const REACH_OF_TELLER: usize = 6;
/// The last pronoun of the same sort stands at most so many sentences before.
const REACH_OF_CHAIN: usize = 2;
/// A subject counts as one of the last for so many sentences.
const REACH_OF_SUBJECTS: usize = 2;
/// Numbers of words between two that make a difference.
const GAPS: [usize; 3] = [3, 8, 16];

/// What is the same for all that a place may mean.
pub(super) struct Around<'w> {
    place: Place,
    word: Word<'w, 'w>,
    lemma: String,
    role: &'static str,
    is_quoted: bool,
    is_plural: bool,
    /// Who speaks the words that the place is part of.
    speaker: Option<usize>,
    /// Who said something last, and how many sentences before.
    teller: Option<(usize, usize)>,
    chain: Option<Chain>,
    /// The class of descriptions with this noun as head.
    class: Option<&'w str>,
}

/// The last pronoun of the same sort.
struct Chain {
    back: usize,
    at: (usize, usize),
    means: BTreeSet<usize>,
}

/// What the sentences before a place have named.
#[derive(Default)]
pub(super) struct Told {
    /// How often each entity was named.
    counts: FxHashMap<usize, usize>,
    /// The nouns that its mentions end with, without pronouns.
    heads: FxHashMap<usize, BTreeSet<String>>,
    /// The nouns that any mention ends with.
    nouns: FxHashSet<String>,
}

impl Told {
    /// Adds what sentence `number` names; called for each sentence once, in their order.
    pub(super) fn extend(&mut self, finder: &Finder, number: usize) {
        for m in finder.mentions_of(number) {
            *self.counts.entry(m.entity).or_default() += 1;
            let head = finder.head_lemma(m);
            if !is_pronoun(m) {
                self.heads.entry(m.entity).or_default().insert(head.clone());
            }
            self.nouns.insert(head);
        }
    }
}

/// Features that begin with the sort of their place.
struct Sorted {
    sort: &'static str,
    features: Features,
}

impl Sorted {
    fn new(sort: Sort, named: bool) -> Sorted {
        Sorted { sort: sort.as_str(), features: Features::new(named) }
    }

    /// Adds a feature of places of this sort.
    fn add(&mut self, parts: &[&str]) {
        let mut all = [self.sort; 8];
        all[1..=parts.len()].copy_from_slice(parts);
        self.features.add(&all[..=parts.len()]);
    }

    /// Adds a feature whatever the sort of the place.
    fn any(&mut self, parts: &[&str]) {
        self.features.add(parts);
    }
}

impl<'a> Finder<'a> {
    /// What is to be known of a place before its antecedents are described.
    pub(super) fn around(&self, place: Place) -> Around<'a> {
        let word = self.sentence(place.sentence).word(place.token);
        let lemma = word.lemma.to_lowercase();
        let class = self.head_word(&lemma).map(|head| &*head.class);
        Around {
            place,
            word,
            class,
            lemma,
            role: role(word),
            is_quoted: self.quoted[place.sentence][place.token],
            is_plural: place.sort.is_plural(word),
            speaker: self.speaker(place.sentence, place.token),
            teller: self.teller(place),
            chain: self.chain(place),
        }
    }

    /// What speaks for or against that a place takes up `one` of those `found`.
    pub(super) fn features(
        &self,
        around: &Around,
        told: &Told,
        one: &Antecedent,
        found: &[Antecedent],
        named: bool,
    ) -> Features {
        let mut f = Sorted::new(around.place.sort, named);
        let several = one.entities.len() > 1;
        let kind = match one.entities.first() {
            Some(first) if several => format!("{}s", self.found.entities[*first].kind),
            Some(first) => self.found.entities[*first].kind.clone(),
            None => self.other_kind(one),
        };
        f.add(&["kind", &kind]);
        f.add(&[around.role, "kind", &kind]);
        let role_of = |one: &Antecedent| {
            one.entities.first().map(|entity| self.role(&self.found.entities[*entity].kind))
        };
        let alike = |other: &&Antecedent| role_of(other) == role_of(one);
        let before = found.iter().take_while(|other| !std::ptr::eq(*other, one)).filter(alike);
        let rank = before.filter(|other| (other.entities.len() > 1) == several).count();
        f.add(&["rank", digit(rank.min(4))]);
        f.add(&["rank", digit(rank.min(3)), &kind]);
        if found.iter().filter(alike).count() == 1 {
            f.add(&["only of its role"]);
        }
        f.add(&["plural", yes(around.is_plural), "several", yes(several)]);
        of_chain(around, one, &mut f);
        if !one.entities.is_empty() {
            self.of_salience(around, told, one, &mut f);
            self.of_speech(around, one, &mut f);
        }
        if let Some((number, head)) = one.at {
            self.of_mention(around, one, (number, self.sentence(number).word(head)), &kind, &mut f);
        } else {
            f.add(&["side only"]);
            f.any(&["side of one within", yes(self.speaks_within(around, one))]);
        }
        if around.place.sort.is_noun() {
            self.of_noun(around, told, one, &kind, &mut f);
        } else {
            self.of_pronoun(around, one, &kind, &mut f);
        }
        f.features
    }

    /// What kind of noun that names no entity.
    fn other_kind(&self, one: &Antecedent) -> String {
        let Some((number, head)) = one.at else { return "other".to_owned() };
        let word = self.sentence(number).word(head);
        if matches!(word.tag, Tag::Prp | Tag::PrpPossessive) {
            return format!("other {}", Sort::of(word.text).map_or("you", Sort::as_str));
        }
        match word.entity {
            Some(kind) => format!("other {kind}"),
            None if self.is_role(number, head) => "other role".to_owned(),
            None => {
                let thing = if self.is_thing_noun(number, word) { "thing" } else { "noun" };
                format!("other {thing} {}", yes(word.is_plural_noun()))
            }
        }
    }

    /// Whether a person who speaks for a side is named within the phrase of a place: "the government of President X".
    fn speaks_within(&self, around: &Around, one: &Antecedent) -> bool {
        let phrase = around.word.subtree();
        self.mentions_of(around.place.sentence).any(|m| {
            m.head > around.place.token
                && phrase.contains(&m.head)
                && self.side_of(m.entity).is_some_and(|side| one.entities.contains(&side))
        })
    }

    /// How the article made it known.
    fn of_salience(&self, around: &Around, told: &Told, one: &Antecedent, f: &mut Sorted) {
        let place = around.place;
        let mut count: usize = one.entities.iter().filter_map(|entity| told.counts.get(entity)).sum();
        let (mut recent, mut subjects) = (0, 0);
        for number in place.sentence.saturating_sub(REACH_OF_SUBJECTS)..=place.sentence {
            let own = self.mentions_of(number).filter(|m| one.entities.contains(&m.entity));
            for m in own.filter(|m| (number, m.tokens.start) < (place.sentence, place.token)) {
                count += usize::from(number == place.sentence);
                recent += usize::from(number + 1 >= place.sentence);
                subjects += usize::from(is_subject(self.sentence(number).word(m.head)));
            }
        }
        let mut first = (0..self.words.len().min(2)).flat_map(|number| self.mentions_of(number));
        let early = first.any(|m| one.entities.contains(&m.entity));
        let often = match count {
            0..=2 => count,
            3..=5 => 3,
            _ => 6,
        };
        f.add(&["count", digit(often)]);
        f.add(&["recent", digit(recent.min(4))]);
        f.add(&["early", yes(early)]);
        f.add(&["subjects", digit(subjects.min(3))]);
    }

    /// Who says something in the sentence of a place, or the last who did, and how many sentences before.
    fn teller(&self, place: Place) -> Option<(usize, usize)> {
        (0..=REACH_OF_TELLER.min(place.sentence)).find_map(|back| {
            let number = place.sentence - back;
            let verbs = self.sentence(number).words().filter(|verb| self.is_reporting(number, *verb));
            let mut tellers = verbs.filter_map(Word::subject).filter_map(|who| self.named_by(number, who));
            tellers.next_back().map(|m| (back, m.entity))
        })
    }

    /// Who speaks, and for whom.
    fn of_speech(&self, around: &Around, one: &Antecedent, f: &mut Sorted) {
        let alone = |entity: usize| one.entities.len() == 1 && one.entities.contains(&entity);
        let quoted = if around.is_quoted { "quoted" } else { "told" };
        if let Some(speaker) = around.speaker {
            if alone(speaker) {
                f.add(&["speaker"]);
            } else if self.side_of(speaker).is_some_and(alone) {
                f.add(&["side of speaker"]);
            } else {
                f.add(&["not speaker"]);
            }
        }
        if matches!(around.place.sort, Sort::I | Sort::We | Sort::He) {
            let says = |m: &&Mention| {
                let word = self.sentence(m.sentence).word(m.head);
                let verb = word.governor().filter(|_| word.label == Label::Nsubj);
                verb.is_some_and(|verb| self.is_reporting(m.sentence, verb))
            };
            let last = (around.place.sentence + REACH_OF_TELLER).min(self.words.len() - 1);
            let near = around.place.sentence.saturating_sub(REACH_OF_TELLER)..=last;
            let near = near.flat_map(|number| self.mentions_of(number)).filter(|m| alone(m.entity));
            let often = near.filter(says).count();
            f.add(&["says", digit(often.min(3))]);
        }
        if let Some((back, teller)) = around.teller {
            if alone(teller) {
                f.add(&[quoted, "teller", digit(back)]);
            } else if self.side_of(teller).is_some_and(alone) {
                f.add(&[quoted, "side of teller", digit(back)]);
            }
        }
    }

    /// How what would be taken up, `at` in sentence `number`, stands to the place.
    fn of_mention(
        &self,
        around: &Around,
        one: &Antecedent,
        (number, at): (usize, Word),
        kind: &str,
        f: &mut Sorted,
    ) {
        let place = around.place;
        let back = place.sentence - number;
        let near = match back {
            0 if at.index() > place.token => "behind",
            0..=2 => digit(back),
            3..=5 => "3",
            _ => "6",
        };
        let role_of = if one.form == Form::Possessive { "poss" } else { role(at) };
        f.add(&["near", near]);
        f.add(&["near", near, kind]);
        f.add(&["near", near, role_of]);
        f.add(&[role_of, "for", around.role]);
        f.add(&["how", one.how.map_or("none", How::as_str)]);
        if let Some(preposition) = at.governor().filter(|_| at.label == Label::Pobj) {
            f.add(&["behind", &preposition.lemma.to_lowercase(), kind]);
        }
        f.add(&["number", yes(at.is_plural_noun()), kind]);
        let verbs = [at, around.word].map(|word| word.governor().filter(|above| is_verb(*above)));
        if let [Some(one), Some(other)] = verbs
            && role(at) == around.role
            && one.lemma == other.lemma
            && (number, one.index()) != (place.sentence, other.index())
        {
            f.add(&["parallel"]);
        }
        if one.form == Form::Adjective {
            f.add(&["adjective"]);
        }
        f.add(&["quoted", yes(around.is_quoted), yes(self.quoted[number][at.index()])]);
        if is_subject(at) {
            self.of_subject(around, (number, at), f);
        }
        if back == 0 {
            of_same_sentence(around, at, role_of, kind, f);
        }
    }

    /// Which of the subjects before it is.
    fn of_subject(&self, around: &Around, (number, at): (usize, Word), f: &mut Sorted) {
        let distance = around.place.sentence - number;
        let end = if distance == 0 { around.place.token } else { usize::MAX };
        let back = digit(distance.min(2));
        let subjects = || self.sentence(number).words().take(end).filter(|word| is_subject(*word));
        let Some(first) = subjects().position(|subject| subject.index() == at.index()) else { return };
        let last = subjects().count() - 1 - first;
        f.add(&["subject", back, "from last", digit(last.min(2))]);
        f.add(&["subject", back, "from first", digit(first.min(2))]);
        let Some(verb) = at.governor() else { return };
        if distance == 1 && verb.is_root() {
            f.add(&["subject of the sentence before"]);
        }
        let own = clause_of(around.word).map_or("none", clause);
        f.add(&["subject", back, "of", clause(verb), "for", around.role]);
        f.add(&["subject", back, "of", clause(verb), "in", own]);
        f.add(&["subject", back, "tells", yes(self.is_reporting(number, verb))]);
    }

    /// What a noun says of what it takes up.
    fn of_noun(&self, around: &Around, told: &Told, one: &Antecedent, kind: &str, f: &mut Sorted) {
        let Around { place, word, lemma, .. } = around;
        if one.entities.is_empty() {
            let same = one.at.is_some_and(|(number, head)| {
                self.sentence(number).word(head).lemma.to_lowercase() == *lemma
            });
            f.add(&["other same head", yes(same)]);
            return;
        }
        f.any(&[lemma, kind]);
        let here = self.mentions_of(place.sentence).filter(|m| m.head < place.token && !is_pronoun(m));
        let here: BTreeSet<String> =
            here.filter(|m| one.entities.contains(&m.entity)).map(|m| self.head_lemma(m)).collect();
        let before = one.entities.iter().filter_map(|entity| told.heads.get(entity));
        let heads = || before.clone().flatten().chain(&here);
        let same = heads().any(|head| head == lemma);
        let alike = around.class.is_some()
            && heads().any(|head| self.head_word(head).map(|head| &*head.class) == around.class);
        f.add(&["same head", yes(same)]);
        f.add(&["same class", yes(alike)]);
        let called = |words: &str| {
            one.entities.iter().any(|entity| {
                let entity = &self.found.entities[*entity];
                let mut names = entity.names.iter().chain([&entity.label]);
                names.any(|name| name.to_lowercase().contains(words))
            })
        };
        if called(lemma) {
            f.add(&["name has it"]);
        }
        let phrase = word.noun_phrase();
        let modifiers = word.sentence().tokens()[phrase.start..place.token].iter();
        let mut modifiers =
            modifiers.filter(|token| matches!(token.pos, Pos::Adj | Pos::Noun | Pos::Verb)).peekable();
        if modifiers.peek().is_some() {
            let told: Vec<bool> = modifiers.map(|token| called(&token.lemma.to_lowercase())).collect();
            if told.contains(&true) {
                f.add(&["modifier in name"]);
            }
            if told.contains(&false) {
                f.add(&["modifier not in name"]);
            }
        }
        // "Its missiles": whose they are.
        let owner = self
            .mentions_of(place.sentence)
            .find(|m| phrase.contains(&m.head) && m.head < place.token && m.form == Form::Possessive);
        if let Some(owner) = owner {
            let is_theirs = |entity: &usize| {
                let known = !self.found.entities[*entity].holders.is_empty();
                known && self.may_be_owned(*entity, &[owner.entity])
            };
            f.add(&["owned", yes(one.entities.iter().any(is_theirs))]);
        }
    }

    /// What the clause asks of what a pronoun takes up.
    fn of_pronoun(&self, around: &Around, one: &Antecedent, kind: &str, f: &mut Sorted) {
        let (place, word) = (around.place, around.word);
        let Some(above) = word.governor() else { return };
        let lemma = above.lemma.to_lowercase();
        f.add(&[around.role, "kind", kind, "under", above.pos.name()]);
        f.any(&[around.role, &lemma, kind]);
        if word.label == Label::Poss {
            let owned = self.head_word(&lemma).map_or("none", |head| &*head.kind);
            f.add(&["owns", owned, kind]);
        }
        let person = one
            .entities
            .first()
            .is_some_and(|one| self.role(&self.found.entities[*one].kind) == Role::Person);
        if person && word.label == Label::Nsubj && self.is_reporting(place.sentence, above) {
            f.add(&["person tells"]);
        }
    }

    /// The last pronoun of the sort of a place.
    fn chain(&self, place: Place) -> Option<Chain> {
        if place.sort.is_noun() {
            return None;
        }
        (0..=REACH_OF_CHAIN.min(place.sentence)).find_map(|back| {
            let number = place.sentence - back;
            let end = if back == 0 { place.token } else { usize::MAX };
            let alike = |word: &Word| {
                matches!(word.tag, Tag::Prp | Tag::PrpPossessive)
                    && Sort::of(word.text) == Some(place.sort)
                    && !self.is_expletive(*word)
            };
            let last = self.sentence(number).words().take(end).rfind(alike)?;
            Some(Chain { back, at: (number, last.index()), means: self.entities_at(number, last) })
        })
    }

    /// The lemma of the noun that a mention ends with.
    fn head_lemma(&self, m: &Mention) -> String {
        self.sentence(m.sentence).tokens()[m.head].lemma.to_lowercase()
    }

    /// The head of descriptions that a noun is.
    pub(super) fn head_word(&self, lemma: &str) -> Option<&'a HeadWord> {
        let place = *self.gazetteer.heads.get(&self.gazetteer.words.keys(lemma)?)?;
        place.map(|place| &self.schema.lexicon.heads[place])
    }
}

/// What speaks for or against that a place takes up nothing that was named.
pub(super) fn of_nothing(around: &Around, told: &Told, found: &[Antecedent], named: bool) -> Features {
    let (place, word) = (around.place, around.word);
    let mut f = Sorted::new(place.sort, named);
    f.add(&["none"]);
    f.any(&["none as", around.role]);
    f.add(&["none as", around.role]);
    f.add(&["none of", digit(found.len().min(6))]);
    f.add(&["none quoted", yes(around.is_quoted)]);
    if place.sort.is_noun() {
        of_nothing_for_noun(around, told, &mut f);
        return f.features;
    }
    f.add(&["none", &word.text.to_lowercase()]);
    if let Some(above) = word.governor() {
        f.add(&["none under", &above.lemma.to_lowercase()]);
        f.add(&["none under", above.pos.name()]);
        for ascribed in above.dependents_as(&[Label::Attr, Label::Acomp, Label::Oprd]) {
            f.add(&["none is", ascribed.pos.name()]);
            f.add(&["none is", &ascribed.lemma.to_lowercase()]);
        }
        let clause = above.dependents_as(&[Label::Ccomp, Label::Xcomp, Label::Advcl]).next();
        f.add(&["none clause", clause.map_or("no", |word| word.label.name())]);
    }
    f.add(&["none first", yes(place.token == 0)]);
    f.features
}

/// What a definite noun says of whether it takes up something.
fn of_nothing_for_noun(around: &Around, told: &Told, f: &mut Sorted) {
    let word = around.word;
    f.any(&["none", &around.lemma]);
    f.add(&["none plural", yes(around.is_plural)]);
    for behind in word.dependents_as(&[Label::Relcl, Label::Acl, Label::Prep]) {
        if behind.index() > word.index() {
            f.add(&["none told", behind.label.name()]);
            if behind.label == Label::Prep {
                f.add(&["none told", &behind.lemma]);
            }
        }
    }
    let phrase = word.noun_phrase();
    f.add(&["none long", digit(phrase.len().min(4))]);
    for token in &word.sentence().tokens()[phrase] {
        if matches!(token.tag, Tag::Dt | Tag::PrpPossessive) {
            f.add(&["none", &token.text.to_lowercase()]);
        }
        if token.pos == Pos::Adj {
            f.any(&["none adj", &token.lemma.to_lowercase()]);
        }
    }
    f.add(&["none same", yes(told.nouns.contains(&around.lemma))]);
}

/// What the last pronoun of the same sort means.
fn of_chain(around: &Around, one: &Antecedent, f: &mut Sorted) {
    let Some(chain) = &around.chain else {
        f.add(&["no chain"]);
        return;
    };
    let means = match chain.means.is_empty() {
        true if one.at == Some(chain.at) => "open itself",
        true => "open",
        false if chain.means == one.entities => "same",
        false => "other",
    };
    f.add(&["chain", digit(chain.back), means]);
}

/// How what is named `at` a word of the same sentence stands to the place.
fn of_same_sentence(around: &Around, at: Word, role_of: &str, kind: &str, f: &mut Sorted) {
    let word = around.word;
    let mut verbs = word.ancestors().filter(|above| is_verb(*above));
    let subject = |verb: Word| verb.logical_subject().is_some_and(|subject| subject.index() == at.index());
    if let Some(level) = verbs.position(subject) {
        f.add(&["subject above", digit(level.min(2))]);
    }
    if clause_of(word).map(Word::index) == clause_of(at).map(Word::index) {
        f.add(&["same clause", around.role, role_of]);
    }
    let owns = |noun: Word| noun.dependent(Label::Poss).is_some_and(|owner| owner.index() == at.index());
    if word.ancestors().any(|noun| noun.is_nominal() && owns(noun)) {
        f.add(&["owner above"]);
    }
    if at.ancestors().any(|above| above.index() == word.index()) {
        f.add(&["within", at.governor().map_or("", |above| above.label.name())]);
        f.any(&["within", at.label.name(), kind]);
    }
    let governs =
        |noun: Word, other: Word| noun.governor().is_some_and(|above| above.index() == other.index());
    if at.label == Label::Appos && governs(at, word) {
        f.any(&["beside"]);
    }
    if word.label == Label::Appos && governs(word, at) {
        f.any(&["beside it"]);
    }
    let between = at.index().abs_diff(around.place.token);
    f.add(&["gap", digit(GAPS.iter().filter(|least| between > **least).count())]);
}

/// How a word stands in its clause, in few classes.
fn role(word: Word) -> &'static str {
    match word.label {
        Label::Nsubj | Label::Nsubjpass => "subject",
        Label::Dobj | Label::Dative => "object",
        Label::Pobj => "pobj",
        Label::Poss => "poss",
        Label::Amod | Label::Compound | Label::Nmod => "modifier",
        Label::Appos => "appos",
        Label::Conj => "conj",
        _ => "other",
    }
}

fn is_subject(word: Word) -> bool {
    matches!(word.label, Label::Nsubj | Label::Nsubjpass)
}

fn is_pronoun(m: &Mention) -> bool {
    matches!(m.how, How::Pronoun | How::FirstPerson)
}

fn is_verb(word: Word) -> bool {
    matches!(word.pos, Pos::Verb | Pos::Aux)
}

/// The verb in whose clause a word stands.
fn clause_of<'s, 't>(word: Word<'s, 't>) -> Option<Word<'s, 't>> {
    word.ancestors().find(|above| is_verb(*above))
}

/// How a clause stands in its sentence, by its verb.
fn clause(verb: Word) -> &'static str {
    if verb.is_root() { "main" } else { verb.label.name() }
}

/// A small number as text.
fn digit(number: usize) -> &'static str {
    ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"][number.min(9)]
}

fn yes(it_is: bool) -> &'static str {
    if it_is { "yes" } else { "no" }
}
