//! The names that the model gives to words, parts of speech, dependencies and entities.

/// Declares an enumeration whose variants have the names the model uses.
macro_rules! names {
    ($(#[$meta:meta])* $type:ident { $($(#[$doc:meta])* $variant:ident = $name:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum $type { $($(#[$doc])* $variant),+ }

        impl $type {
            /// Every variant, in order of declaration.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The name as the model writes it.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// The variant called `name`.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|variant| variant.name() == name)
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.name())
            }
        }
    };
}

names! {
    /// A tag of the Penn Treebank, in the order of the tagger's outputs.
    #[allow(missing_docs, reason = "the Treebank's manual defines them")]
    Tag {
        Dollar = "$", CloseQuote = "''", Comma = ",", OpenBracket = "-LRB-", CloseBracket = "-RRB-", Stop = ".",
        Colon = ":", Add = "ADD", Afx = "AFX", Cc = "CC", Cd = "CD", Dt = "DT", Ex = "EX", Fw = "FW", Hyph = "HYPH",
        In = "IN", Jj = "JJ", Jjr = "JJR", Jjs = "JJS", Ls = "LS", Md = "MD", Nfp = "NFP", Nn = "NN", Nnp = "NNP",
        Nnps = "NNPS", Nns = "NNS", Pdt = "PDT", Pos = "POS", Prp = "PRP", PrpPossessive = "PRP$", Rb = "RB",
        Rbr = "RBR", Rbs = "RBS", Rp = "RP", Sym = "SYM", To = "TO", Uh = "UH", Vb = "VB", Vbd = "VBD", Vbg = "VBG",
        Vbn = "VBN", Vbp = "VBP", Vbz = "VBZ", Wdt = "WDT", Wp = "WP", WpPossessive = "WP$", Wrb = "WRB", Xx = "XX",
        Space = "_SP", OpenQuote = "``",
    }
}

names! {
    /// A universal part of speech.
    Pos {
        /// Adjective.
        Adj = "ADJ",
        /// Adposition: a preposition or a particle of a phrasal verb.
        Adp = "ADP",
        /// Adverb.
        Adv = "ADV",
        /// Auxiliary, modal or copula.
        Aux = "AUX",
        /// Coordinating conjunction.
        Cconj = "CCONJ",
        /// Determiner.
        Det = "DET",
        /// Interjection.
        Intj = "INTJ",
        /// Common noun.
        Noun = "NOUN",
        /// Numeral.
        Num = "NUM",
        /// Particle: "not", infinitival "to", possessive "'s".
        Part = "PART",
        /// Pronoun.
        Pron = "PRON",
        /// Proper noun.
        Propn = "PROPN",
        /// Punctuation.
        Punct = "PUNCT",
        /// Subordinating conjunction.
        Sconj = "SCONJ",
        /// White space.
        Space = "SPACE",
        /// Symbol.
        Sym = "SYM",
        /// Verb.
        Verb = "VERB",
        /// Other.
        X = "X",
    }
}

names! {
    /// A dependency label in the style of `ClearNLP`.
    Label {
        /// The root of a sentence; it is its own head.
        Root = "ROOT",
        /// Clause or participle that modifies a noun.
        Acl = "acl",
        /// Adjectival complement.
        Acomp = "acomp",
        /// Adverbial clause.
        Advcl = "advcl",
        /// Adverb.
        Advmod = "advmod",
        /// "by" with the agent of a passive.
        Agent = "agent",
        /// Adjective that modifies a noun.
        Amod = "amod",
        /// Apposition.
        Appos = "appos",
        /// Nominal complement of a copula.
        Attr = "attr",
        /// Auxiliary.
        Aux = "aux",
        /// Passive auxiliary.
        Auxpass = "auxpass",
        /// Possessive marker.
        Case = "case",
        /// Coordinating conjunction.
        Cc = "cc",
        /// Clause with a subject of its own as complement.
        Ccomp = "ccomp",
        /// Part of a compound.
        Compound = "compound",
        /// Conjunct; its head is the conjunct before it.
        Conj = "conj",
        /// Clause as subject.
        Csubj = "csubj",
        /// Clause as subject of a passive.
        Csubjpass = "csubjpass",
        /// Indirect object, bare or with "to".
        Dative = "dative",
        /// Unclassified.
        Dep = "dep",
        /// Determiner.
        Det = "det",
        /// Direct object.
        Dobj = "dobj",
        /// "there" of existence.
        Expl = "expl",
        /// Interjection.
        Intj = "intj",
        /// Word that introduces a clause.
        Mark = "mark",
        /// Words about the text.
        Meta = "meta",
        /// Negation.
        Neg = "neg",
        /// Noun that modifies another word.
        Nmod = "nmod",
        /// Noun phrase used as an adverb.
        Npadvmod = "npadvmod",
        /// Subject.
        Nsubj = "nsubj",
        /// Subject of a passive.
        Nsubjpass = "nsubjpass",
        /// Number.
        Nummod = "nummod",
        /// Complement of the object.
        Oprd = "oprd",
        /// Parenthesis.
        Parataxis = "parataxis",
        /// Complement of a preposition that is no noun.
        Pcomp = "pcomp",
        /// Object of a preposition.
        Pobj = "pobj",
        /// Possessor.
        Poss = "poss",
        /// "both" of "both ... and".
        Preconj = "preconj",
        /// "all" of "all the".
        Predet = "predet",
        /// Preposition.
        Prep = "prep",
        /// Particle of a phrasal verb.
        Prt = "prt",
        /// Punctuation.
        Punct = "punct",
        /// Modifier of a quantity.
        Quantmod = "quantmod",
        /// Relative clause.
        Relcl = "relcl",
        /// Clause without a subject of its own as complement.
        Xcomp = "xcomp",
    }
}

names! {
    /// A type of named entity, as annotated in `OntoNotes`; in order of frequency in its training part.
    EntityType {
        /// Organization.
        Org = "ORG",
        /// Date or period of a day or more.
        Date = "DATE",
        /// Person.
        Person = "PERSON",
        /// Country, state or city.
        Gpe = "GPE",
        /// Sum of money.
        Money = "MONEY",
        /// Number that is of no other type.
        Cardinal = "CARDINAL",
        /// Nationality, religious or political group.
        Norp = "NORP",
        /// Percentage.
        Percent = "PERCENT",
        /// Book, song and the like.
        WorkOfArt = "WORK_OF_ART",
        /// Place that is no state or city.
        Loc = "LOC",
        /// Time of less than a day.
        Time = "TIME",
        /// Measure.
        Quantity = "QUANTITY",
        /// Building, airport, bridge.
        Fac = "FAC",
        /// War, battle, storm, named meeting.
        Event = "EVENT",
        /// "first", "second".
        Ordinal = "ORDINAL",
        /// Vehicle, weapon, thing.
        Product = "PRODUCT",
        /// Law or treaty.
        Law = "LAW",
        /// Language.
        Language = "LANGUAGE",
    }
}
