//! Checks statements and graphs, ours or anybody's, against the schema.
//!
//! A departure is an answer, not an error: each is a [`Finding`] with a stable code, the place and a hint.
//! What cannot be checked because a part is missing (texts, statements) is not guessed at.

use super::fold::stance_edges;
use super::{Edge, Graph};
use crate::article::Record;
use crate::article::copies::{self, Membership};
use crate::schema::{Layer, Role, Schema, is_date, overlaps, within};
use crate::statement::{Evidence, Modality, Participant, Statement};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth a look; the graph can be used.
    Warning,
    /// The graph says something that cannot be, or cannot be proved.
    Error,
}

macro_rules! codes {
    ($($variant:ident $name:literal $severity:ident $meaning:literal $hint:literal;)+) => {
        /// The kinds of findings; their names are stable.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $(#[doc = $meaning] $variant,)+ }

        /// All codes, in the order of the documentation.
        pub const CODES: &[Code] = &[$(Code::$variant,)+];

        impl Code {
            /// The stable name.
            pub fn name(self) -> &'static str { match self { $(Code::$variant => $name,)+ } }
            /// How bad it is.
            pub fn severity(self) -> Severity { match self { $(Code::$variant => Severity::$severity,)+ } }
            /// What it means.
            pub fn meaning(self) -> &'static str { match self { $(Code::$variant => $meaning,)+ } }
            /// What to do about it.
            pub fn hint(self) -> &'static str { match self { $(Code::$variant => $hint,)+ } }
        }
    };
}

codes! {
    Malformed "malformed" Error "a line or file does not have the form of its format" "compare it with the JSON Schema of the format";
    IdForm "id-form" Error "an id has characters that graph files cannot carry" "use letters, digits and . _ - : only, beginning with a letter";
    DuplicateId "duplicate-id" Error "two nodes, edges or statements share an id" "rename one or take out the copy";
    UnknownNodeType "unknown-node-type" Error "a type is not in nodes.toml" "correct the type, or add it to the schema";
    IdType "id-type" Error "an id's prefix is not its type" "let the id begin with the type and a colon";
    UnknownRelation "unknown-relation" Error "a relation is not in relations/" "correct the relation, or add a file for it to the schema";
    Domain "domain" Error "a relation is held by a type that cannot hold it" "check actor and relation; the relation's file lists its domain";
    Range "range" Error "a relation is held on a type it cannot be held on" "check target and relation; the relation's file lists its range";
    Layer "layer" Error "a fact stands as a position, or a position as a fact" "correct the relation or the layer; the relation's file names it";
    Sign "sign" Error "a sign is not the relation's" "take the sign of the relation's file";
    DanglingEnd "dangling-end" Error "an edge begins or ends at no node" "add the node or take out the edge";
    EvidenceMissing "evidence-missing" Error "a position has no words that say so" "give the evidence, or take it out";
    EvidenceOutside "evidence-outside" Error "evidence lies outside its article or cuts a character" "count bytes of the stored text, end exclusive";
    EvidenceDiffers "evidence-differs" Error "evidence is not what stands at its place in the article" "copy the slice start..end of the stored text";
    UnknownArticle "unknown-article" Warning "a statement names an article that is not there, so its evidence cannot be checked" "add the article, or correct the id";
    Weight "weight" Error "a weight is not positive and finite" "count the statements; facts weigh 1";
    Confidence "confidence" Error "a confidence is not between 0 and 1" "give a probability";
    DateMalformed "date-malformed" Error "a date is no real date" "write YYYY-MM-DD, YYYY-MM or YYYY, or leave it out";
    OutsideTerm "outside-term" Warning "an official speaks for somebody at a date outside his terms" "check the person, the date and represents.csv";
    OutsideLife "outside-life" Warning "a state, organization or person acts before its life or after its end" "check the entity, the date and its table";
    SelfLoop "self-loop" Warning "an actor takes a position on itself" "check which of the ends is wrong";
    BothSigns "both-signs" Warning "one article has an actor both for and against the same" "read the two pieces of evidence";
    SharedAlias "shared-alias" Warning "two entities own the same name" "merge the nodes, or take the name from one";
    ContentId "content-id" Warning "a statement's id is not the hash of its content" "leave ids to the program, or expect no merging with its own";
    CorrectionConflict "correction-conflict" Error "corrections contradict each other; none of them is applied" "undo one of them with `demarche correct undo`";
    CorrectionStale "correction-stale" Warning "a correction speaks of what is not there" "undo it, or leave it for a later build";
    StaleEdge "stale-edge" Error "an edge is not what its statements fold to" "build the graph anew with `demarche merge`";
}

impl Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// One departure from the schema.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Finding {
    /// File, and line or JSON pointer.
    pub place: String,
    /// What kind.
    pub code: Code,
    /// How bad.
    pub severity: Severity,
    /// What is wrong, with the value.
    pub message: String,
    /// What to do.
    pub hint: String,
}

impl Finding {
    /// A finding of `code` at `place`.
    pub fn new(code: Code, place: impl Into<String>, message: impl Into<String>) -> Finding {
        let (place, message) = (place.into(), message.into());
        Finding { place, code, severity: code.severity(), message, hint: code.hint().to_owned() }
    }
}

/// What is to be checked; parts that are not there are not checked.
#[derive(Default)]
pub struct Subject<'a> {
    /// The graph and its file's name.
    pub graph: Option<(&'a str, &'a Graph)>,
    /// Statements with the place of each.
    pub statements: Vec<(String, &'a Statement)>,
    /// Records of articles, if the corpus is known.
    pub records: Option<&'a [Record]>,
    /// Stored texts by article id, as far as they are at hand.
    pub texts: HashMap<&'a str, &'a str>,
    /// The graph was just folded from these statements, so that comparing the two would find nothing.
    pub folded: bool,
}

/// Returns every departure of `subject` from `schema`, sorted by place; empty means sound.
pub fn validate(subject: &Subject, schema: &Schema) -> Vec<Finding> {
    let mut checker = Checker { schema, findings: Vec::new() };
    checker.statements(subject);
    if let Some((file, graph)) = subject.graph {
        checker.nodes(file, graph);
        checker.edges(file, graph, subject);
        if !subject.statements.is_empty() && !subject.folded {
            checker.against_statements(file, graph, subject);
        }
    }
    checker.findings.sort();
    checker.findings
}

struct Checker<'a> {
    schema: &'a Schema,
    findings: Vec<Finding>,
}

impl Checker<'_> {
    fn report(&mut self, code: Code, place: &str, message: impl Into<String>) {
        self.findings.push(Finding::new(code, place, message));
    }

    fn statements(&mut self, subject: &Subject) {
        let mut ids: HashMap<&str, &str> = HashMap::new();
        let mut positions: BTreeMap<_, Vec<(&str, &Statement)>> = BTreeMap::new();
        let records: Option<HashMap<&str, &Record>> = subject
            .records
            .map(|records| records.iter().map(|record| (record.id.as_str(), record)).collect());
        for (place, statement) in &subject.statements {
            if let Some(earlier) = ids.insert(&statement.id, place) {
                self.report(
                    Code::DuplicateId,
                    place,
                    format!("statement `{}` stands at {earlier} too", statement.id),
                );
            }
            if statement.id != statement.content_id() {
                let message = format!("id `{}` should be `{}`", statement.id, statement.content_id());
                self.report(Code::ContentId, place, message);
            }
            self.statement(place, statement);
            if statement.evidence.text.trim().is_empty() {
                self.report(Code::EvidenceMissing, place, statement.shown());
            } else {
                self.evidence(place, &statement.article, &statement.evidence, subject);
            }
            let article = statement.article.as_str();
            let unrecorded = records.as_ref().is_some_and(|records| !records.contains_key(article));
            if unrecorded || !subject.texts.is_empty() && !subject.texts.contains_key(article) {
                self.report(Code::UnknownArticle, place, format!("article `{article}`"));
            }
            if statement.sign != 0 && statement.modality != Modality::Denied {
                let key =
                    (statement.article.as_str(), statement.actor.id.as_str(), statement.target.id.as_str());
                positions.entry(key).or_default().push((place, statement));
            }
        }
        for ((article, actor, target), found) in positions {
            let of_sign = |sign: i8| found.iter().find(|(_, statement)| statement.sign.signum() == sign);
            if let (Some((place, plus)), Some((other, minus))) = (of_sign(1), of_sign(-1)) {
                let message = format!(
                    "`{actor}` {} and {} `{target}` in article `{article}` (see {other})",
                    plus.relation, minus.relation
                );
                self.report(Code::BothSigns, place, message);
            }
        }
    }

    fn statement(&mut self, place: &str, statement: &Statement) {
        let Statement { actor, target, relation, .. } = statement;
        for participant in statement.participants() {
            self.participant(place, participant);
        }
        for id in [&statement.speaker, &statement.represents].into_iter().flatten() {
            self.id_form(place, id);
            self.kind(place, id, id.split_once(':').map_or("", |(kind, _)| kind));
        }
        let is_context = |id: &str| self.schema.relations.get(id).is_some_and(|r| r.layer == Layer::Context);
        if is_context(relation) {
            self.report(Code::Layer, place, format!("`{relation}` is a fact, no position"));
        }
        self.relation(place, relation, statement.sign, (&actor.id, &actor.kind), (&target.id, &target.kind));
        if !(0.0..=1.0).contains(&statement.confidence) {
            self.report(Code::Confidence, place, format!("confidence is {}", statement.confidence));
        }
        if let Some(date) = &statement.date {
            if is_date(date) {
                self.life(place, &actor.id, date);
                self.life(place, &target.id, date);
                self.term(place, &actor.id, statement.represents.as_deref(), date);
            } else {
                self.report(Code::DateMalformed, place, format!("date `{date}`"));
            }
        }
    }

    fn participant(&mut self, place: &str, participant: &Participant) {
        self.id_form(place, &participant.id);
        self.kind(place, &participant.id, &participant.kind);
    }

    /// Ids must survive in every graph format: XML name characters that are ASCII.
    fn id_form(&mut self, place: &str, id: &str) {
        if !crate::statement::is_portable(id) {
            self.report(Code::IdForm, place, format!("id `{id}`"));
        }
    }

    fn kind(&mut self, place: &str, id: &str, kind: &str) {
        if !self.schema.nodes.contains_key(kind) {
            self.report(Code::UnknownNodeType, place, format!("`{id}` has the type `{kind}`"));
        } else if id.split_once(':').is_none_or(|(prefix, _)| prefix != kind) {
            self.report(Code::IdType, place, format!("`{id}` has the type `{kind}`"));
        }
    }

    /// Checks domain, range, sign and self-loop; the ends are (id, type).
    fn relation(
        &mut self,
        place: &str,
        relation: &str,
        sign: i8,
        source: (&str, &str),
        target: (&str, &str),
    ) {
        if source.0 == target.0 {
            self.report(Code::SelfLoop, place, format!("`{}` {relation} itself", source.0));
        }
        let Some(known) = self.schema.relations.get(relation) else {
            return self.report(Code::UnknownRelation, place, format!("relation `{relation}`"));
        };
        let known_type = |kind: &str| self.schema.nodes.contains_key(kind);
        let fits = |types: &[String], kind: &str| types.iter().any(|t| t == kind) || !known_type(kind);
        let (in_domain, in_range) = (fits(&known.domain, source.1), fits(&known.range, target.1));
        let expected = known.sign;
        if !in_domain {
            self.report(
                Code::Domain,
                place,
                format!("`{}` ({}) cannot hold `{relation}`", source.0, source.1),
            );
        }
        if !in_range {
            self.report(
                Code::Range,
                place,
                format!("`{relation}` cannot be held on `{}` ({})", target.0, target.1),
            );
        }
        if sign != expected {
            self.report(Code::Sign, place, format!("`{relation}` has the sign {expected}, not {sign}"));
        }
    }

    /// Checks that `evidence` is what stands at its place in `article`, if its text is at hand.
    fn evidence(&mut self, place: &str, article: &str, evidence: &Evidence, subject: &Subject) {
        let Some(text) = subject.texts.get(article) else { return };
        match text.get(evidence.start..evidence.end) {
            None => {
                let (start, end, length) = (evidence.start, evidence.end, text.len());
                let message = format!("{start}..{end} of article `{article}`, which has {length} bytes");
                self.report(Code::EvidenceOutside, place, message);
            }
            Some(slice) if slice != evidence.text => {
                let message = format!("the article has `{}`", shortened(slice));
                self.report(Code::EvidenceDiffers, place, message);
            }
            Some(_) => {}
        }
    }

    fn life(&mut self, place: &str, id: &str, date: &str) {
        let Some(entity) = self.schema.knowledge.entities.get(id) else { return };
        let acts = self.schema.role(&entity.kind) != Role::Object;
        if acts && !within(date, entity.start.as_deref(), entity.end.as_deref()) {
            let open = "..".to_owned();
            let (start, end) = (entity.start.as_ref().unwrap_or(&open), entity.end.as_ref().unwrap_or(&open));
            self.report(Code::OutsideLife, place, format!("`{id}` ({start} to {end}) on {date}"));
        }
    }

    fn term(&mut self, place: &str, id: &str, represents: Option<&str>, date: &str) {
        // Candidates and former officials take positions too; only who speaks for somebody needs an office.
        let Some(target) = represents else { return };
        let mut facts = self.schema.knowledge.facts_of("represents", id).peekable();
        let known = facts.peek().is_some();
        let in_office = facts
            .any(|fact| fact.target == target && within(date, fact.start.as_deref(), fact.end.as_deref()));
        if known && !in_office {
            self.report(Code::OutsideTerm, place, format!("`{id}` for `{target}` on {date}"));
        }
    }

    fn nodes(&mut self, file: &str, graph: &Graph) {
        let mut ids: HashMap<&str, usize> = HashMap::new();
        let mut owners: HashMap<(String, bool), usize> = HashMap::new();
        for (index, node) in graph.nodes.iter().enumerate() {
            let place = format!("{file}#/nodes/{index}");
            if let Some(earlier) = ids.insert(&node.id, index) {
                self.report(
                    Code::DuplicateId,
                    &place,
                    format!("node `{}` stands at #/nodes/{earlier} too", node.id),
                );
                continue;
            }
            self.id_form(&place, &node.id);
            self.kind(&place, &node.id, &node.kind);
            let names = node.aliases.iter().map(|name| (name, false)).chain([(&node.label, true)]);
            for (name, is_label) in names {
                let folded = name.to_lowercase();
                // One earlier owner for each way to own a name is enough to tell a clash.
                let owner = |as_label: bool| owners.get(&(folded.clone(), as_label)).copied();
                let clash = [(owner(true), true), (owner(false), is_label)].into_iter().find_map(
                    |(other, labelled)| other.filter(|o| self.may_not_share(graph, *o, index, labelled)),
                );
                if let Some(other) = clash {
                    let message = format!("`{}` and `{}` both own `{name}`", graph.nodes[other].id, node.id);
                    self.report(Code::SharedAlias, &place, message);
                }
                owners.entry((folded, is_label)).or_insert(index);
            }
        }
    }

    /// Whether a name of two nodes is a clash: not between states that followed one another, nor between
    /// two officials whom the articles call by one surname or two things that they describe in the same
    /// words, as long as it is the label of neither.
    fn may_not_share(&self, graph: &Graph, one: usize, other: usize, labelled: bool) -> bool {
        let (one, other) = (&graph.nodes[one], &graph.nodes[other]);
        let life =
            |id: &str| self.schema.knowledge.entities.get(id).map(|e| (e.start.as_deref(), e.end.as_deref()));
        let apart = match (life(&one.id), life(&other.id)) {
            (Some(a), Some(b)) => !overlaps(a, b),
            _ => false,
        };
        let role = self.schema.role(&one.kind);
        one.id != other.id
            && (labelled || one.kind != other.kind || matches!(role, Role::Government | Role::Body))
            && !apart
    }

    fn edges(&mut self, file: &str, graph: &Graph, subject: &Subject) {
        let kinds: HashMap<&str, &str> =
            graph.nodes.iter().map(|node| (node.id.as_str(), node.kind.as_str())).collect();
        let mut ids: HashMap<&str, usize> = HashMap::new();
        for (index, edge) in graph.edges.iter().enumerate() {
            let place = format!("{file}#/edges/{index}");
            if let Some(earlier) = ids.insert(&edge.id, index) {
                self.report(
                    Code::DuplicateId,
                    &place,
                    format!("edge `{}` stands at #/edges/{earlier} too", edge.id),
                );
            }
            self.id_form(&place, &edge.id);
            for end in [&edge.source, &edge.target] {
                if !kinds.contains_key(end.as_str()) {
                    self.report(Code::DanglingEnd, &place, format!("`{end}` is no node"));
                }
            }
            let kind = |id: &str| kinds.get(id).map_or("", |kind| *kind).to_owned();
            let (source, target) = (kind(&edge.source), kind(&edge.target));
            self.relation(
                &place,
                &edge.relation,
                edge.sign,
                (&edge.source, &source),
                (&edge.target, &target),
            );
            let stance = self.is_stance(edge);
            if stance != (edge.layer == Layer::Stance) {
                self.report(
                    Code::Layer,
                    &place,
                    format!("`{}` stands as {}", edge.relation, edge.layer.as_str()),
                );
            }
            self.edge(&place, edge);
            // With statements at hand their own evidence and dates are checked.
            if subject.statements.is_empty() && stance {
                self.edge_alone(&place, edge, subject);
            }
        }
    }

    /// Whether an edge is a position by its relation; of an unknown relation, by what it says itself.
    fn is_stance(&self, edge: &Edge) -> bool {
        let relation = self.schema.relations.get(&edge.relation);
        relation.map_or(edge.layer, |relation| relation.layer) == Layer::Stance
    }

    fn edge(&mut self, place: &str, edge: &Edge) {
        if !(edge.weight.is_finite() && edge.weight > 0.0) {
            self.report(Code::Weight, place, format!("weight is {}", edge.weight));
        }
        if !(0.0..=1.0).contains(&edge.confidence) {
            self.report(Code::Confidence, place, format!("confidence is {}", edge.confidence));
        }
        let words = edge.evidence.as_ref().map_or("", |quote| quote.evidence.text.trim());
        if self.is_stance(edge) && words.is_empty() {
            self.report(Code::EvidenceMissing, place, format!("edge `{}`", edge.id));
        }
        for date in [&edge.first, &edge.last].into_iter().flatten() {
            if !is_date(date) {
                self.report(Code::DateMalformed, place, format!("date `{date}`"));
            }
        }
    }

    fn edge_alone(&mut self, place: &str, edge: &Edge, subject: &Subject) {
        if let Some(quote) = &edge.evidence {
            self.evidence(place, &quote.article, &quote.evidence, subject);
        }
        for date in [&edge.first, &edge.last].into_iter().flatten().filter(|date| is_date(date)) {
            self.life(place, &edge.source, date);
        }
    }

    fn against_statements(&mut self, file: &str, graph: &Graph, subject: &Subject) {
        let copies = Membership::of(&copies::groups(subject.records.unwrap_or_default()));
        let statements = subject.statements.iter().map(|(_, statement)| *statement);
        let mut folded = stance_edges(statements, &copies, self.schema);
        let found: HashMap<&str, &Edge> = graph.edges.iter().map(|edge| (edge.id.as_str(), edge)).collect();
        if subject.records.is_none() {
            // Without the articles nobody can tell which are copies; copies only ever take from a weight.
            for edge in &mut folded {
                let weight = found.get(edge.id.as_str()).map_or(edge.weight, |found| found.weight);
                edge.weight = if weight >= 1.0 { edge.weight.min(weight) } else { edge.weight };
            }
        }
        let expected: HashMap<&str, &Edge> = folded.iter().map(|edge| (edge.id.as_str(), edge)).collect();
        for (index, edge) in graph.edges.iter().enumerate() {
            if !self.is_stance(edge) {
                continue;
            }
            let place = format!("{file}#/edges/{index}");
            match expected.get(edge.id.as_str()) {
                None => self.report(Code::StaleEdge, &place, format!("no statement backs `{}`", edge.id)),
                Some(folded) if *folded != edge => {
                    self.report(
                        Code::StaleEdge,
                        &place,
                        format!("`{}` differs from its statements", edge.id),
                    );
                }
                Some(_) => {}
            }
        }
        for edge in folded.iter().filter(|edge| !found.contains_key(edge.id.as_str())) {
            self.report(
                Code::StaleEdge,
                file,
                format!("the statements make an edge `{}` that is not there", edge.id),
            );
        }
    }
}

/// The begin of a long slice, for messages.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 80;
    if text.len() <= LONGEST {
        text.to_owned()
    } else {
        format!("{}…", &text[..text.floor_char_boundary(LONGEST)])
    }
}
